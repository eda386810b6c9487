//! From the text of an entry to what it says.

use alloc::borrow::Cow;
use core::str::FromStr;

use portcullis_arn::{Arn, PrincipalArn, ServicePrincipal};
use portcullis_json::{Json, Kind, Limits, Span, Value, excerpt};

use super::{EntryError, EntryErrorKind, VERSION};
use crate::change::{Change, Event};
use crate::rules::elasticache::Engine;
use crate::rules::s3::{ObjectAcl, ObjectOwnership};
use crate::{Creation, Creator, Detail, Owner, Timestamp};

/// A text holds at most four ARNs of 2,048 characters, each of which takes at most six bytes.
const LIMITS: Limits = Limits {
    max_bytes: 64 << 10,
    max_depth: 1,
    max_values: 32,
};

/// What a text says, before it is known whether it is an entry or a change.
pub(crate) struct Draft {
    version: Option<u64>,
    sequence: Option<u64>,
    time: Option<Timestamp>,
    owner: Option<Owner>,
    event: Event,
    span: Span,
}

impl Draft {
    /// As something to be recorded, at that time if it names none.
    pub(crate) fn into_change(self, now: Timestamp) -> Change {
        Change {
            time: self.time.unwrap_or(now),
            event: self.event,
            owner: self.owner,
        }
    }

    /// As the entry of the ledger with that number.
    pub(crate) fn into_entry(self, sequence: u64) -> Result<Change, EntryError> {
        let missing = |member| EntryError::missing(member, self.span);
        self.version.ok_or_else(|| missing("version"))?;
        let found = self.sequence.ok_or_else(|| missing("sequence"))?;
        if found != sequence {
            return Err(EntryError::out_of_sequence(sequence, found));
        }
        let time = self.time.ok_or_else(|| missing("time"))?;
        if self.owner.is_none() && matches!(self.event, Event::Created { .. }) {
            return Err(missing("owner"));
        }
        Ok(Change {
            time,
            event: self.event,
            owner: self.owner,
        })
    }
}

/// The members, each at most once.
#[derive(Default)]
struct Members<'a> {
    version: Option<u64>,
    sequence: Option<u64>,
    time: Option<Timestamp>,
    event: Option<Text<'a>>,
    arn: Option<Arn>,
    owner: Option<Owner>,
    creator: Option<Creator>,
    assumed_by: Option<PrincipalArn>,
    through: Option<ServicePrincipal>,
    parent: Option<Arn>,
    detail: Option<Detail>,
    /// The first member that only a creation has.
    creation_only: Option<(Cow<'a, str>, Span)>,
}

/// A string with its place.
struct Text<'a> {
    text: Cow<'a, str>,
    span: Span,
}

impl<'a> Text<'a> {
    fn of(name: &str, value: Value<'a>) -> Result<Self, EntryError> {
        let span = value.span();
        value
            .as_str()
            .map(|text| Self { text, span })
            .ok_or_else(|| wrong_type(name, "a string", value))
    }

    /// Reads it as what `expected` says.
    fn read<T>(
        &self,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, EntryError> {
        read(&self.text).ok_or_else(|| EntryError::invalid(expected, &self.text, self.span))
    }

    fn parse<T: FromStr>(&self, expected: &str) -> Result<T, EntryError> {
        self.read(expected, |text| text.parse().ok())
    }
}

fn wrong_type(name: &str, expected: &str, found: Value<'_>) -> EntryError {
    let message = alloc::format!("expected {expected} as `{name}`, found {}", found.kind());
    EntryError::new(EntryErrorKind::WrongType, message, found.span())
}

/// Reads the text of an entry or of a change.
pub(crate) fn read(text: &str) -> Result<Draft, EntryError> {
    let json = Json::parse(text, &LIMITS).map_err(|error| EntryError::of_json(&error))?;
    let root = json.root();
    let span = root.span();
    if root.kind() != Kind::Object {
        let message = alloc::format!("expected an object, found {}", root.kind());
        return Err(EntryError::new(EntryErrorKind::WrongType, message, span));
    }
    let mut members = Members::default();
    for member in root.members() {
        members.take(member.name(), member.name_span(), member.value())?;
    }
    members.into_draft(span)
}

impl<'a> Members<'a> {
    fn take(
        &mut self,
        name: Cow<'a, str>,
        name_span: Span,
        value: Value<'a>,
    ) -> Result<(), EntryError> {
        match &*name {
            "version" => {
                let version = number(&name, value)?;
                if version != VERSION {
                    let message = alloc::format!("expected the version {VERSION}, found {version}");
                    let kind = EntryErrorKind::UnknownVersion;
                    return Err(EntryError::new(kind, message, value.span()));
                }
                self.version = Some(version);
            }
            "sequence" => self.sequence = Some(number(&name, value)?),
            "time" => {
                let expected = "a time such as 2026-03-01T12:00:00Z as `time`";
                self.time = Some(Text::of(&name, value)?.parse(expected)?);
            }
            "event" => self.event = Some(Text::of(&name, value)?),
            "arn" => self.arn = Some(Text::of(&name, value)?.parse("an ARN as `arn`")?),
            _ => {
                self.take_of_creation(&name, name_span, &Text::of(&name, value)?)?;
                self.creation_only.get_or_insert((name, name_span));
            }
        }
        Ok(())
    }

    fn take_of_creation(
        &mut self,
        name: &str,
        name_span: Span,
        value: &Text<'_>,
    ) -> Result<(), EntryError> {
        let detail: Detail = match name {
            "owner" => {
                self.owner = Some(value.parse("an account of 12 digits as `owner`")?);
                return Ok(());
            }
            "creator" => {
                let expected = "a principal, a service or `*` as `creator`";
                self.creator = Some(value.read(expected, |text| Creator::named(text).ok())?);
                return Ok(());
            }
            "assumedBy" => {
                self.assumed_by = Some(value.parse("the ARN of a principal as `assumedBy`")?);
                return Ok(());
            }
            "through" => {
                self.through = Some(value.parse("the name of a service as `through`")?);
                return Ok(());
            }
            "parent" => {
                self.parent = Some(value.parse("an ARN as `parent`")?);
                return Ok(());
            }
            "engine" => value
                .read("an engine such as `redis` as `engine`", Engine::named)?
                .into(),
            "objectOwnership" => {
                let expected = "a setting such as `BucketOwnerEnforced` as `objectOwnership`";
                value.read(expected, ObjectOwnership::named)?.into()
            }
            "acl" => {
                let expected = "`bucket-owner-full-control` or `other` as `acl`";
                value.read(expected, ObjectAcl::named)?.into()
            }
            _ => return Err(unknown(name, "expected a member of an entry", name_span)),
        };
        if self.detail.replace(detail).is_some() {
            let message = alloc::format!(
                "expected one of `engine`, `objectOwnership` and `acl`, found `{name}` as well"
            );
            let kind = EntryErrorKind::ConflictingMembers;
            return Err(EntryError::new(kind, message, name_span));
        }
        Ok(())
    }

    fn into_draft(self, span: Span) -> Result<Draft, EntryError> {
        let missing = |member| EntryError::missing(member, span);
        let event = self.event.ok_or_else(|| missing("event"))?;
        let arn = self.arn.ok_or_else(|| missing("arn"))?;
        let event = match &*event.text {
            "created" => {
                let mut creator = self.creator.ok_or_else(|| missing("creator"))?;
                if let Some(caller) = self.assumed_by {
                    creator = creator.assumed_by(caller);
                }
                if let Some(service) = self.through {
                    creator = creator.through(service);
                }
                let creation = Creation {
                    arn,
                    parent: self.parent,
                    detail: self.detail,
                };
                Event::Created { creator, creation }
            }
            "deleted" => match self.creation_only {
                Some((name, span)) => {
                    return Err(unknown(&name, "expected a member of a deletion", span));
                }
                None => Event::Deleted { arn },
            },
            other => {
                let expected = "`created` or `deleted` as `event`";
                return Err(EntryError::invalid(expected, other, event.span));
            }
        };
        Ok(Draft {
            version: self.version,
            sequence: self.sequence,
            time: self.time,
            owner: self.owner,
            event,
            span,
        })
    }
}

fn unknown(name: &str, expected: &str, span: Span) -> EntryError {
    let message = alloc::format!("{expected}, found `{}`", excerpt(name));
    EntryError::new(EntryErrorKind::UnknownMember, message, span)
}

fn number(name: &str, value: Value<'_>) -> Result<u64, EntryError> {
    value
        .as_number()
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| wrong_type(name, "a whole number", value))
}
