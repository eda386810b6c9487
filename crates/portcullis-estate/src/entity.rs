//! Users, groups, roles and managed policies as one page tells them.

use std::collections::BTreeSet;
use std::sync::Arc;

use portcullis_arn::{AccountId, Arn};
use portcullis_json::{Span, Value};
use portcullis_scenario::{Location, ScenarioError};

use crate::document::StoredDocument;
use crate::message::{excerpt, identifier};
use crate::part::{Part, member};

/// The kinds of entity that hold policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntityKind {
    User,
    Group,
    Role,
}

impl EntityKind {
    pub(crate) const ALL: [Self; 3] = [Self::User, Self::Group, Self::Role];

    /// The list of a page.
    pub(crate) const fn list(self) -> &'static str {
        match self {
            Self::User => "UserDetailList",
            Self::Group => "GroupDetailList",
            Self::Role => "RoleDetailList",
        }
    }

    /// The first part of the resource field of ARNs, and the word in messages.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
        }
    }

    const fn name_field(self) -> &'static str {
        match self {
            Self::User => "UserName",
            Self::Group => "GroupName",
            Self::Role => "RoleName",
        }
    }

    const fn id_field(self) -> &'static str {
        match self {
            Self::User => "UserId",
            Self::Group => "GroupId",
            Self::Role => "RoleId",
        }
    }

    const fn inline_list(self) -> &'static str {
        match self {
            Self::User => "UserPolicyList",
            Self::Group => "GroupPolicyList",
            Self::Role => "RolePolicyList",
        }
    }
}

/// A reference to something that stands elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// The ARN of a policy, or the name of a group.
    pub(crate) to: Arc<str>,
    pub(crate) place: Location,
}

/// A tag.
pub(crate) struct Tag {
    pub(crate) key: String,
    pub(crate) value: String,
}

/// A user, group or role.
pub(crate) struct Entity {
    pub(crate) kind: EntityKind,
    pub(crate) name: Arc<str>,
    /// The ARN as it is given, where it has the form of one.
    pub(crate) arn: Option<Arn>,
    /// The resource field of its ARN: `user/path/name`.
    pub(crate) resource: String,
    /// The unique id.
    pub(crate) id: Option<String>,
    pub(crate) inline: Vec<StoredDocument>,
    pub(crate) attached: Vec<Reference>,
    pub(crate) groups: Vec<Reference>,
    pub(crate) boundary: Option<Reference>,
    pub(crate) trust: Option<StoredDocument>,
    pub(crate) tags: Vec<Tag>,
    /// Where its ARN stands, or it itself.
    pub(crate) place: Location,
    pub(crate) source: (Arc<Part>, Span),
}

impl Entity {
    /// The account field of the ARN, where it is an account id.
    pub(crate) fn account(&self) -> Option<AccountId> {
        self.arn.as_ref().and_then(Arn::account_id)
    }

    /// The text as it stands in the file.
    pub(crate) fn raw(&self) -> &str {
        let (part, span) = &self.source;
        part.raw(*span)
    }
}

/// Reads one entity.
pub(crate) fn entity(
    part: &Arc<Part>,
    value: Value<'_>,
    kind: EntityKind,
) -> Result<Entity, ScenarioError> {
    part.object(value, &format!("an element of `{}`", kind.list()))?;
    let arn = part.filled(value, "Arn")?;
    let name = part.filled(value, kind.name_field())?;
    let place = match (&arn, &name) {
        (Some((_, at)), _) | (None, Some((_, at))) => part.locate(at.span()),
        (None, None) => {
            let message = format!("expected `Arn` or `{}`, found neither", kind.name_field());
            return Err(part.error("missing-field", value, message));
        }
    };
    let arn = match arn.map(|(text, at)| (Arn::parse(text.as_ref()), at)) {
        Some((Ok(arn), _)) => Some(arn),
        Some((Err(error), at)) if name.is_none() => {
            let message = format!("expected an ARN where there is no name: {error}");
            return Err(part.error("invalid-account-details", at, message));
        }
        _ => None,
    };
    let resource = match (&arn, &name) {
        (Some(arn), _) => arn.resource().to_owned(),
        (None, name) => {
            let path = part.filled(value, "Path")?;
            let path = path.map_or_else(|| "/".into(), |(path, _)| path);
            let name = name.as_ref().map_or("", |(name, _)| name);
            format!("{}{path}{name}", kind.word())
        }
    };
    let name = match name {
        Some((name, _)) => name.into(),
        None => resource.rsplit('/').next().unwrap_or_default().into(),
    };
    let role = kind == EntityKind::Role;
    let trust = || {
        StoredDocument::member(
            format!("trust policy of {name}"),
            part,
            value,
            "AssumeRolePolicyDocument",
        )
    };
    Ok(Entity {
        kind,
        arn,
        resource,
        id: part
            .filled(value, kind.id_field())?
            .map(|(id, _)| id.into_owned()),
        inline: inline(part, value, kind)?,
        attached: attached(part, value)?,
        groups: groups(part, value)?,
        boundary: boundary(part, value)?,
        trust: role.then(trust),
        tags: tags(part, value)?,
        place,
        source: (part.clone(), value.span()),
        name,
    })
}

fn items<'a>(
    part: &Part,
    owner: Value<'a>,
    name: &str,
    most: usize,
) -> Result<Vec<Value<'a>>, ScenarioError> {
    let list = part.list(owner, name);
    if !part.count_listed(list.len()) {
        let most = part.limits().max_listed;
        let message = format!("expected at most {most} items in all lists of a file, found more");
        return Err(part.error("too-many-values", owner, message));
    }
    match list.get(most) {
        None => Ok(list),
        Some(over) => {
            let message = format!("expected at most {most} items in `{name}`, found more");
            Err(part.error("too-many-values", *over, message))
        }
    }
}

fn inline(
    part: &Arc<Part>,
    owner: Value<'_>,
    kind: EntityKind,
) -> Result<Vec<StoredDocument>, ScenarioError> {
    let list = items(part, owner, kind.inline_list(), part.limits().max_items)?;
    let policy = |(index, value): (usize, &Value<'_>)| {
        part.object(*value, "an inline policy")?;
        let name = match part.filled(*value, "PolicyName")? {
            Some((name, _)) => name.into_owned(),
            None => format!("inline-{}", index.saturating_add(1)),
        };
        Ok(StoredDocument::member(name, part, *value, "PolicyDocument"))
    };
    list.iter().enumerate().map(policy).collect()
}

/// The managed policies that are attached, each once.
fn attached(part: &Part, owner: Value<'_>) -> Result<Vec<Reference>, ScenarioError> {
    let mut found = Vec::new();
    for value in items(
        part,
        owner,
        "AttachedManagedPolicies",
        part.limits().max_references,
    )? {
        part.object(value, "an attached policy")?;
        let Some((to, at)) = part.filled(value, "PolicyArn")? else {
            let message = "expected `PolicyArn` of an attached policy, found none";
            return Err(part.error("missing-field", value, message));
        };
        found.push(Reference {
            to: to.into(),
            place: part.locate(at.span()),
        });
    }
    Ok(once(found))
}

/// The names of a user's groups, each once.
fn groups(part: &Part, owner: Value<'_>) -> Result<Vec<Reference>, ScenarioError> {
    let reference = |value: Value<'_>| {
        Ok(Reference {
            to: part.string(value, "the name of a group")?.into(),
            place: part.locate(value.span()),
        })
    };
    let list = items(part, owner, "GroupList", part.limits().max_references)?;
    let found = list
        .into_iter()
        .map(reference)
        .collect::<Result<_, ScenarioError>>()?;
    Ok(once(found))
}

fn once(mut references: Vec<Reference>) -> Vec<Reference> {
    let mut seen = BTreeSet::new();
    references.retain(|one| seen.insert(one.to.clone()));
    references
}

fn boundary(part: &Part, owner: Value<'_>) -> Result<Option<Reference>, ScenarioError> {
    let Some(value) = member(owner, "PermissionsBoundary") else {
        return Ok(None);
    };
    part.object(value, "`PermissionsBoundary`")?;
    if let Some((kind, at)) = part.text(value, "PermissionsBoundaryType")?
        && !matches!(kind.as_ref(), "PermissionsBoundaryPolicy" | "Policy")
    {
        let message = format!(
            "expected PermissionsBoundaryPolicy or Policy as `PermissionsBoundaryType`, found `{}`",
            excerpt(&kind)
        );
        return Err(part.error("invalid-account-details", at, message));
    }
    // A boundary without an ARN is a boundary nevertheless: one whose document nobody has.
    let arn = part.filled(value, "PermissionsBoundaryArn")?;
    Ok(Some(match arn {
        Some((to, at)) => Reference {
            to: to.into(),
            place: part.locate(at.span()),
        },
        None => Reference {
            to: "a permissions boundary without an ARN".into(),
            place: part.locate(value.span()),
        },
    }))
}

/// The tags; two whose keys differ only in case are an error, as IAM has none such and a condition key could not tell them apart.
fn tags(part: &Part, owner: Value<'_>) -> Result<Vec<Tag>, ScenarioError> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for value in items(part, owner, "Tags", part.limits().max_items)? {
        part.object(value, "a tag")?;
        let Some((key, at)) = part.text(value, "Key")? else {
            let message = "expected `Key` of a tag, found none";
            return Err(part.error("missing-field", value, message));
        };
        if !seen.insert(key.to_lowercase()) {
            let message = format!("expected each tag once, found `{}` again", excerpt(&key));
            return Err(part.error("invalid-account-details", at, message));
        }
        let text = part.text(value, "Value")?;
        found.push(Tag {
            key: key.into_owned(),
            value: text.map_or_else(String::new, |(text, _)| text.into_owned()),
        });
    }
    Ok(found)
}

/// A managed policy.
pub(crate) struct ManagedPolicy {
    pub(crate) arn: Option<Arc<str>>,
    pub(crate) name: Option<Arc<str>>,
    /// The document of its default version; none if the file does not have that.
    pub(crate) document: Option<StoredDocument>,
    /// How many versions the file has.
    pub(crate) versions: usize,
    /// Set where the versions tell another default than the policy, and where they do.
    pub(crate) differs: Option<(String, Location)>,
    pub(crate) place: Location,
}

impl ManagedPolicy {
    /// The ARN, else the name.
    pub(crate) fn label(&self) -> &str {
        self.arn
            .as_deref()
            .or(self.name.as_deref())
            .unwrap_or_default()
    }
}

/// Reads one managed policy.
pub(crate) fn managed_policy(
    part: &Arc<Part>,
    value: Value<'_>,
) -> Result<ManagedPolicy, ScenarioError> {
    part.object(value, "an element of `Policies`")?;
    let arn = part.filled(value, "Arn")?;
    let arn: Option<Arc<str>> = arn.map(|(arn, _)| arn.into());
    let name = part.filled(value, "PolicyName")?;
    let name: Option<Arc<str>> = name.map(|(name, _)| name.into());
    let Some(label) = arn.clone().or_else(|| name.clone()) else {
        let message = "expected `Arn` or `PolicyName` of a policy, found neither";
        return Err(part.error("missing-field", value, message));
    };
    let (document, differs) = default_version(part, value, &label)?;
    let versions = items(part, value, "PolicyVersionList", part.limits().max_items)?.len();
    Ok(ManagedPolicy {
        arn,
        name,
        document,
        versions,
        differs,
        place: part.locate(value.span()),
    })
}

type Default = (Option<StoredDocument>, Option<(String, Location)>);

/// The document of the version that counts: the one of `DefaultVersionId`, else the only one with `IsDefaultVersion`.
///
/// # Source
/// IAM User Guide, versioning IAM policies; EV 2.
fn default_version(
    part: &Arc<Part>,
    policy: Value<'_>,
    label: &Arc<str>,
) -> Result<Default, ScenarioError> {
    let versions = items(part, policy, "PolicyVersionList", part.limits().max_items)?;
    let mut flagged = Vec::new();
    for version in &versions {
        part.object(*version, "a version of a policy")?;
        if part.flag(*version, "IsDefaultVersion")? == Some(true) {
            flagged.push(*version);
        }
    }
    let id_of = |version: Value<'_>| {
        let id = part.text(version, "VersionId")?;
        Ok::<_, ScenarioError>(id.map(|(id, _)| id.into_owned()))
    };
    let document = |version: Value<'_>| {
        let document = member(version, "Document")?;
        Some(StoredDocument::value(label.clone(), part, document))
    };
    let Some((wanted, _)) = part.filled(policy, "DefaultVersionId")? else {
        let only = match (flagged.as_slice(), versions.as_slice()) {
            ([only], _) => Some(*only),
            ([], [only]) if member(*only, "IsDefaultVersion").is_none() => Some(*only),
            _ => None,
        };
        return Ok((only.and_then(document), None));
    };
    let mut chosen = None;
    for version in &versions {
        if id_of(*version)?.as_deref() == Some(&wanted) {
            chosen = Some(*version);
            break;
        }
    }
    let mut differs = None;
    for version in flagged {
        let id = id_of(version)?.unwrap_or_default();
        if id != wanted.as_ref() && differs.is_none() {
            let message = format!(
                "the default version of `{}` is `{}`, and a version says that it is `{}`: the former counts",
                identifier(label),
                excerpt(&wanted),
                excerpt(&id)
            );
            differs = Some((message, part.locate(version.span())));
        }
    }
    Ok((chosen.and_then(document), differs))
}

/// Whether two texts are one but for white space between their values.
pub(crate) fn same_text(left: &str, right: &str) -> bool {
    significant(left).eq(significant(right))
}

fn significant(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut in_string = false;
    let mut escaped = false;
    text.chars().filter(move |character| {
        if in_string {
            in_string = escaped || *character != '"';
            escaped = !escaped && *character == '\\';
            return true;
        }
        in_string = *character == '"';
        !character.is_ascii_whitespace()
    })
}
