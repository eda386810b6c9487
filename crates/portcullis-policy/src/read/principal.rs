//! `Principal` and `NotPrincipal`.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use portcullis_arn::{AccountId, PrincipalArn};
use portcullis_json::{Kind, Member, Span, Value};

use super::statement::Members;
use super::{Reader, article, wrong_type};
use crate::principal::PrincipalFault;
use crate::problem::quoted;
use crate::{
    Effect, NotPrincipalRule, PolicyError, PrincipalClause, PrincipalEntry, PrincipalPattern,
    PrincipalRule, Problem, ProblemKind, Text,
};

impl Reader {
    pub(super) fn principal(
        &mut self,
        members: &Members<'_>,
        effect: Effect,
        statement: Span,
    ) -> Result<PrincipalClause, PolicyError> {
        if self.spec.principal == PrincipalRule::Forbidden {
            let Some(member) = members.principal.or(members.not_principal) else {
                return Ok(PrincipalClause::Attached);
            };
            let message = format!("`Principal` has no place in {}", article(self.spec.name));
            let problem = Problem::new(
                ProblemKind::PrincipalNotAllowed,
                member.name_span(),
                message,
            );
            let help = "the identity to which the policy is attached is the principal";
            return Err(problem.with_help(help).into());
        }
        if let Some(value) = members.principal.map(Member::value) {
            let entries = self.principal_entries(value, "`Principal`")?;
            self.check_everyone(&entries, value)?;
            return Ok(PrincipalClause::Any(entries));
        }
        if let Some(member) = members.not_principal {
            self.check_not_principal(effect, &member)?;
            let entries = self.principal_entries(member.value(), "`NotPrincipal`")?;
            if effect == Effect::Deny {
                self.check_identities(&entries)?;
            }
            return Ok(PrincipalClause::None(entries));
        }
        let message = format!(
            "expected `Principal` in {}, found a statement without it",
            article(self.spec.name)
        );
        self.report(Problem::new(
            ProblemKind::MissingPrincipal,
            statement,
            message,
        ))?;
        Ok(PrincipalClause::Nobody)
    }

    fn check_everyone(
        &mut self,
        entries: &[PrincipalEntry],
        value: Value<'_>,
    ) -> Result<(), PolicyError> {
        let plain = value.as_str().is_some_and(|text| text == "*");
        if self.spec.principal != PrincipalRule::Everyone || plain {
            return Ok(());
        }
        let everyone = entries
            .iter()
            .all(|entry| entry.pattern == PrincipalPattern::Everyone);
        let found = if everyone {
            "another form of it"
        } else {
            "another principal"
        };
        let message = format!(
            "expected `\"*\"` in {}, found {found}",
            article(self.spec.name)
        );
        let problem = Problem::new(ProblemKind::ResourceControlPrincipal, value.span(), message);
        self.report(problem.with_help("narrow the statement with a condition on aws:PrincipalArn"))
    }

    fn check_not_principal(
        &mut self,
        effect: Effect,
        member: &Member<'_>,
    ) -> Result<(), PolicyError> {
        if self.spec.not_principal == NotPrincipalRule::Refused {
            let message = format!("`NotPrincipal` has no place in {}", article(self.spec.name));
            let kind = ProblemKind::NotPrincipalNotAllowed;
            self.report(Problem::new(kind, member.name_span(), message))?;
        }
        if effect == Effect::Allow {
            let message = "expected `Deny` with `NotPrincipal`, found `Allow`";
            let problem = Problem::new(
                ProblemKind::AllowWithNotPrincipal,
                member.name_span(),
                message,
            );
            self.report(
                problem.with_help(
                    "it grants to everyone who is not listed, anonymous callers included",
                ),
            )?;
        }
        Ok(())
    }

    fn principal_entries(
        &mut self,
        value: Value<'_>,
        what: &str,
    ) -> Result<Vec<PrincipalEntry>, PolicyError> {
        match value.kind() {
            Kind::String => self.list(value, what, |reader, text| {
                reader.check_everyone_text(&text, what)?;
                reader.principal_entry(text, PrincipalPattern::aws)
            }),
            Kind::Array if value.elements().next().is_none() => {
                self.check_principal_list(true, value, what)?;
                Ok(Vec::new())
            }
            Kind::Object => self.principal_types(value, what),
            other => Err(wrong_type(
                value,
                &format!("`\"*\"` or an object as {what}"),
                other,
            )),
        }
    }

    fn principal_types(
        &mut self,
        value: Value<'_>,
        what: &str,
    ) -> Result<Vec<PrincipalEntry>, PolicyError> {
        let mut entries = Vec::new();
        for member in value.members() {
            let read: fn(&str) -> Result<PrincipalPattern, PrincipalFault> =
                match member.name().as_ref() {
                    "AWS" => PrincipalPattern::aws,
                    "Service" => PrincipalPattern::service,
                    "Federated" => PrincipalPattern::federated,
                    "CanonicalUser" => PrincipalPattern::canonical_user,
                    other => {
                        let message = format!(
                            "expected AWS, Service, Federated or CanonicalUser in {what}, found {}",
                            quoted(other)
                        );
                        let kind = ProblemKind::UnknownPrincipalType;
                        return Err(Problem::new(kind, member.name_span(), message).into());
                    }
                };
            let listed = self.list(member.value(), what, |reader, text| {
                reader.principal_entry(text, read)
            })?;
            self.check_principal_list(listed.is_empty(), member.value(), what)?;
            entries.extend(listed);
        }
        if value.members().next().is_none() {
            self.check_principal_list(true, value, what)?;
        }
        Ok(entries)
    }

    /// The one text that stands for a principal by itself.
    fn check_everyone_text(&mut self, text: &Text, what: &str) -> Result<(), PolicyError> {
        if text.as_str() == "*" {
            return Ok(());
        }
        let message = format!(
            "expected `\"*\"` or an object as {what}, found {}",
            quoted(text.as_str())
        );
        let problem = Problem::new(ProblemKind::PrincipalString, text.span(), message);
        self.report(problem.with_help("write {\"AWS\": …}"))
    }

    fn check_principal_list(
        &mut self,
        empty: bool,
        value: Value<'_>,
        what: &str,
    ) -> Result<(), PolicyError> {
        if !empty {
            return Ok(());
        }
        let outcome = if what.starts_with("`Not") {
            "excludes nobody"
        } else {
            "matches nobody"
        };
        let message = format!("an empty list as {what} {outcome}");
        self.report(Problem::new(ProblemKind::EmptyList, value.span(), message))
    }

    fn principal_entry(
        &mut self,
        text: Text,
        read: fn(&str) -> Result<PrincipalPattern, PrincipalFault>,
    ) -> Result<PrincipalEntry, PolicyError> {
        let pattern = match read(text.as_str()) {
            Ok(pattern) => pattern,
            Err(fault) => {
                let message = format!(
                    "expected a principal, found {} ({}): it matches nobody",
                    quoted(text.as_str()),
                    fault.describe()
                );
                self.report(Problem::new(
                    ProblemKind::PrincipalMatchesNobody,
                    text.span(),
                    message,
                ))?;
                PrincipalPattern::Nobody
            }
        };
        Ok(PrincipalEntry { text, pattern })
    }

    /// A Deny exempts a caller only where all of its identities are listed (PL 4.2.3, 4.2.4).
    fn check_identities(&mut self, entries: &[PrincipalEntry]) -> Result<(), PolicyError> {
        for (entry, missing) in incomplete(entries.iter()) {
            let message = format!(
                "{} is listed without {missing}: the Deny hits it all the same",
                quoted(entry.text())
            );
            self.report(Problem::new(
                ProblemKind::IncompleteNotPrincipal,
                entry.span(),
                message,
            ))?;
        }
        Ok(())
    }
}

/// The entries of a list that exempt nobody, each with what the list lacks for it. Goes through the list a fixed number of times,
/// however long it is.
fn incomplete<'a>(
    entries: impl Iterator<Item = &'a PrincipalEntry> + Clone,
) -> impl Iterator<Item = (&'a PrincipalEntry, &'static str)> {
    let everyone = (entries.clone()).any(|entry| entry.pattern == PrincipalPattern::Everyone);
    let listed = Identities::of(entries.clone());
    let asked = if everyone { None } else { Some(entries) };
    let asked = asked.into_iter().flatten();
    asked.filter_map(move |entry| Some((entry, listed.missing(&entry.pattern)?)))
}

/// The identities that a list names. A list can hold a million entries, so that each is looked up, not searched for.
#[derive(Default)]
struct Identities<'a> {
    accounts: BTreeSet<AccountId>,
    roles: BTreeSet<(AccountId, &'a str)>,
    /// The accounts of the users, roles and sessions that are listed by ARN.
    with_members: BTreeSet<AccountId>,
    /// Whether a user or role is listed by its unique id, which tells neither its name nor its account.
    unique_ids: bool,
}

impl<'a> Identities<'a> {
    fn of(entries: impl Iterator<Item = &'a PrincipalEntry>) -> Self {
        let mut listed = Self::default();
        for entry in entries {
            match &entry.pattern {
                PrincipalPattern::Account { account, .. } => {
                    listed.accounts.insert(*account);
                }
                PrincipalPattern::Arn(arn) => {
                    listed.with_members.insert(arn.account());
                    if let PrincipalArn::Role(role) = arn {
                        listed.roles.insert((role.account(), role.name()));
                    }
                }
                PrincipalPattern::UniqueId(_) => listed.unique_ids = true,
                _ => {}
            }
        }
        listed
    }

    /// What the list lacks for an entry of it to exempt anybody.
    fn missing(&self, entry: &PrincipalPattern) -> Option<&'static str> {
        let lacks_account = match entry {
            PrincipalPattern::Arn(PrincipalArn::AssumedRole(session)) => {
                let lists_role =
                    self.unique_ids || self.roles.contains(&(session.account(), session.role()));
                if !lists_role {
                    return Some("its role");
                }
                !self.accounts.contains(&session.account())
            }
            PrincipalPattern::Arn(arn) => !self.accounts.contains(&arn.account()),
            PrincipalPattern::UniqueId(_) => self.accounts.is_empty(),
            PrincipalPattern::Account { account, .. } => {
                let lists_member = self.unique_ids || self.with_members.contains(account);
                return (!lists_member).then_some("any of its users or roles");
            }
            _ => false,
        };
        lacks_account.then_some("its account")
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;
    use std::format;
    use std::vec::Vec;

    use portcullis_json::{Json, Limits};

    use super::{PrincipalEntry, PrincipalPattern, Text, incomplete};

    /// Counts the entries that are taken.
    #[derive(Clone)]
    struct Counted<'a, I>(I, &'a Cell<usize>);

    impl<I: Iterator> Iterator for Counted<'_, I> {
        type Item = I::Item;
        fn next(&mut self) -> Option<I::Item> {
            self.1.set(self.1.get() + 1);
            self.0.next()
        }
    }

    /// What a list lacks is looked up, not searched for entry by entry: a list can hold as many as a document has parts.
    #[test]
    fn a_long_list_is_gone_through_three_times() {
        let entry = |text: std::string::String| {
            let json = Json::parse(format!("\"{text}\""), &Limits::default()).unwrap();
            PrincipalEntry {
                pattern: PrincipalPattern::Arn(text.parse().unwrap()),
                text: Text::of(json.root()).unwrap(),
            }
        };
        let users = (0..1_000).map(|n| format!("arn:aws:iam::{n:012}:user/u{n}"));
        let sessions = (0..1_000).map(|n| format!("arn:aws:sts::{n:012}:assumed-role/r{n}/s"));
        let entries: Vec<PrincipalEntry> = users.chain(sessions).map(entry).collect();
        let taken = Cell::new(0);
        let found = incomplete(Counted(entries.iter(), &taken)).count();
        assert_eq!((found, taken.get()), (2_000, 3 * 2_001));
    }
}
