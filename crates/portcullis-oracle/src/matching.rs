//! Does a statement match? Principals (PL 3 and 4), actions (PL 5), resources (PL 6).

use std::collections::BTreeSet;

use crate::Question;
use crate::condition::{Part, fields, only_value, parts, substitute, test};
use crate::document::{Kind, List, Policy, Statement};
use crate::text::{Piece, glob, is_made_of};

/// The kinds of callers of EV 2, and what an ARN says of them. A provider stands for a holder of its tokens, an assumed root for
/// a root ARN with a session policy, a role for some session of it, a federated root for a federated session of the root user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Is {
    Anonymous,
    Service,
    Provider,
    Root,
    AssumedRoot,
    User,
    Role,
    RoleSession,
    FederatedUser,
    FederatedRoot,
}

pub(crate) struct Caller<'a> {
    pub(crate) is: Is,
    /// The ARN or name; empty for an anonymous caller.
    pub(crate) name: &'a str,
    pub(crate) partition: Option<&'a str>,
    pub(crate) account: Option<&'a str>,
    pub(crate) has_boundary: bool,
    pub(crate) question: &'a Question,
}

impl Caller<'_> {
    /// EV 2: a service-linked role shows in its path, which a session has lost.
    pub(crate) fn is_service_linked(&self) -> bool {
        let role = self.question.session_issuer.as_deref().filter(|_| self.is == Is::RoleSession).unwrap_or(self.name);
        role.contains(":role/aws-service-role/")
    }
}

/// An entry of a principal element: its type and its text.
pub(crate) type Entry = (String, String);

/// PL 4.1: how an entry matches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Wildcard,
    Account,
    User,
    FederatingUser,
    Role,
    Session,
    Service,
    Federated,
}

/// PL 3.2: a principal ARN as partition, account, what it names, and the name without its path (of a session: of the role).
pub(crate) fn principal_arn(text: &str) -> Option<(&str, &str, Is, &str)> {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, service, "", account, resource] = *fields.as_slice() else {
        return None;
    };
    let parts: Vec<&str> = resource.split('/').collect();
    let (is, name) = match (service, parts.as_slice()) {
        ("iam", ["root"]) => (Is::Root, ""),
        ("iam", ["user", .., name]) => (Is::User, *name),
        ("iam", ["role", .., name]) => (Is::Role, *name),
        ("iam", ["saml-provider", _] | ["oidc-provider", _, ..]) => (Is::Provider, ""),
        ("sts", ["assumed-role", role, _]) => (Is::RoleSession, *role),
        ("sts", ["federated-user", name]) => (Is::FederatedUser, *name),
        _ => return None,
    };
    // A path is a slash, or two and what is between them, which is visible; the name of an OIDC provider is part of a URL.
    let named = |b: u8| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b);
    let in_path = |b: u8| b.is_ascii_graphic() && !b"*?".contains(&b) && matches!(is, Is::User | Is::Role) || named(b);
    let in_url = |b: u8| resource.starts_with("oidc-provider/") && b":/~%!$&'();".contains(&b) || in_path(b);
    let ends = name.bytes().all(named) && !matches!(*parts.as_slice(), [.., ""] | [_, "", _]);
    let formed = ends && resource.bytes().all(|b| b == b'/' || in_url(b));
    (is_account(account) && is_partition(partition) && formed).then_some((partition, account, is, name))
}

/// EV 4.6: the partition of a caller that shows it; PL 4.1.7, PL 4.1.8: services of China do, and Cognito's names do.
pub(crate) fn partition(caller: &str) -> Option<&str> {
    let gov = is_built_in(caller) && caller.contains("us-gov");
    let named = caller.ends_with(".amazonaws.com.cn").then_some("aws-cn").or(gov.then_some("aws-us-gov"));
    principal_arn(caller).map(|arn| arn.0).or(named)
}

/// PL 3.1: `aws`, `aws-cn` and their like.
fn is_partition(text: &str) -> bool {
    let rest = text.strip_prefix("aws-").filter(|rest| is_made_of(rest, |b| b.is_ascii_lowercase() || *b == b'-'));
    text == "aws" || rest.is_some()
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && is_made_of(text, u8::is_ascii_digit)
}

/// PL 4.1.8: the built-in web identity providers; Cognito has names of its own in GovCloud and China.
pub(crate) fn is_built_in(name: &str) -> bool {
    let known = "cognito-identity.amazonaws.com www.amazon.com graph.facebook.com accounts.google.com \
        cognito-identity-us-gov.amazonaws.com cognito-identity.us-gov-east-1.amazonaws.com \
        cognito-identity.cn-north-1.amazonaws.com.cn";
    known.split(' ').any(|known| known == name)
}

/// PL 4.1.7: the forms of service principals.
pub(crate) fn is_service(name: &str) -> bool {
    let public = name.strip_suffix(".cn").unwrap_or(name).strip_suffix(".amazonaws.com");
    let rest = public.or_else(|| name.strip_suffix(".aws.internal")).unwrap_or_default();
    rest.split('.').all(|label| is_made_of(label, |b| b.is_ascii_alphanumeric() || b"-_".contains(b)))
}

/// `AIDA…` or `AROA…`.
fn is_unique_id(text: &str) -> bool {
    let id = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    id && text.len() >= 16 && (text.starts_with("AIDA") || text.starts_with("AROA"))
}

/// PL 1.6: whether an entry can match anybody. Not: a partial wildcard (PL 4.1.1), `*` of a service or provider (PL 4.1.2), a
/// group (PL 4.1.3), nothing at all.
pub(crate) fn can_match((kind, text): &Entry) -> bool {
    let named = principal_arn(text).map(|arn| arn.2);
    match kind.as_str() {
        "AWS" if text == "*" || is_account(text) || is_unique_id(text) => true,
        "AWS" => named.is_some_and(|is| is != Is::Provider),
        "Service" => is_service(text),
        "Federated" => is_built_in(text) || named == Some(Is::Provider),
        _ => text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()),
    }
}

/// PL 4.1: the class in which an entry matches a caller.
fn class(entry: &Entry, caller: &Caller<'_>) -> Option<Class> {
    let (kind, text) = (entry.0.as_str(), entry.1.as_str());
    let itself = caller.name == text;
    // The part of aws:userid before the colon.
    let question = caller.question;
    let id = only_value("aws:userid", &question.context).and_then(|id| id.split(':').next());
    let s3 = is_action(&question.action, "s3", "*");
    let canonical = question.canonical_user_id.as_deref().filter(|_| s3 && caller.account.is_some());
    let (matches, class) = match kind {
        _ if !can_match(entry) => return None,
        "Service" => (itself && caller.is == Is::Service, Class::Service),
        "Federated" => (itself && caller.is == Is::Provider, Class::Federated),
        "CanonicalUser" => (canonical == Some(text), Class::Account),
        _ if text == "*" => (true, Class::Wildcard),
        _ if is_account(text) => (caller.account == Some(text), Class::Account),
        _ if is_unique_id(text) => {
            let class = if caller.is == Is::User { Class::User } else { Class::Role };
            (id == Some(text) && matches!(caller.is, Is::User | Is::Role | Is::RoleSession), class)
        }
        _ => {
            let (partition, account, is, name) = principal_arn(text)?;
            let same_account = (caller.partition, caller.account) == (Some(partition), Some(account));
            match is {
                Is::Root => (same_account, Class::Account),
                Is::User if caller.is == Is::FederatedUser => {
                    (question.session_issuer.as_deref() == Some(text), Class::FederatingUser)
                }
                Is::User => (itself, Class::User),
                // PL 3.2: partition, account and name of the role agree; the path is not compared.
                Is::Role => {
                    let role = principal_arn(caller.name).filter(|arn| matches!(arn.2, Is::Role | Is::RoleSession));
                    (same_account && role.is_some_and(|arn| arn.3 == name), Class::Role)
                }
                _ => (itself, Class::Session),
            }
        }
    };
    matches.then_some(class)
}

/// PL 4.1.5: the classes of all entries that match; empty where the statement does not match the caller.
pub(crate) fn classes(statement: &Statement, kind: Kind, caller: &Caller<'_>) -> BTreeSet<Class> {
    let all = |entries: &[Entry]| entries.iter().filter_map(|entry| class(entry, caller)).collect::<BTreeSet<_>>();
    let excluded = match &statement.principal {
        // PL 2.3: these apply to the caller without naming it.
        _ if matches!(kind, Kind::Identity | Kind::Boundary | Kind::Session | Kind::Scp) => false,
        // PL 1.6: without a principal it matches nobody.
        List::Absent => true,
        List::Of(entries) => return all(entries),
        // PL 4.2.7
        List::Not(entries) if statement.allow => !all(entries).is_empty(),
        // PL 4.2.5
        List::Not(_) if caller.has_boundary => false,
        // PL 4.2.3: `*`, or every identity that the caller has.
        List::Not(entries) => {
            let identities: &[Class] = match caller.is {
                Is::Anonymous => &[Class::Wildcard],
                Is::Service => &[Class::Service],
                Is::Provider => &[Class::Federated],
                Is::Root | Is::AssumedRoot => &[Class::Account],
                Is::User => &[Class::User, Class::Account],
                Is::Role => &[Class::Role, Class::Account],
                Is::RoleSession => &[Class::Session, Class::Role, Class::Account],
                Is::FederatedUser | Is::FederatedRoot => &[Class::Session, Class::Account],
            };
            let listed = all(entries);
            listed.contains(&Class::Wildcard) || identities.iter().all(|identity| listed.contains(identity))
        }
    };
    if excluded { BTreeSet::new() } else { BTreeSet::from([Class::Wildcard]) }
}

/// Whether an action is one of those of a service that are named, or with `*` any of them.
pub(crate) fn is_action(action: &str, service: &str, names: &str) -> bool {
    let (prefix, name) = action.split_once(':').unwrap_or_default();
    let named = names == "*" || names.split_whitespace().any(|n| n.eq_ignore_ascii_case(name));
    named && prefix.eq_ignore_ascii_case(service)
}

/// Whether a resource is one of a service, the part behind the fifth colon of which begins so.
pub(crate) fn is_on(resource: &str, service: &str, start: &str) -> bool {
    let fields: Vec<&str> = resource.splitn(6, ':').collect();
    matches!(*fields.as_slice(), [_, _, s, _, _, rest] if s == service && rest.starts_with(start))
}

/// PL 5.1, PL 5.6: an action entry as prefix and name; `None` where it is malformed.
pub(crate) fn action_entry(entry: &str) -> Option<(&str, &str)> {
    if entry.trim() != entry || entry.contains(',') {
        return None;
    }
    entry.split_once(':').or((entry == "*").then_some(("*", "*")))
}

/// PL 5.2 to PL 5.5: wildcards anywhere, in the prefix up to its colon, case ignored.
fn action_matches(entry: &str, action: &str) -> bool {
    let piece = |c| match c {
        '*' => Piece::Run(true),
        '?' => Piece::One(true),
        c => Piece::Folded(c),
    };
    let covers = |pattern: &str, text: &str| glob(&pattern.chars().map(piece).collect::<Vec<_>>(), text);
    let pair = action_entry(entry).zip(action.split_once(':'));
    pair.is_some_and(|((prefix, name), (service, called))| covers(prefix, service) && covers(name, called))
}

/// PL 6.1: whether one entry covers the resource of the request; `None` where a variable cannot be resolved (PL 7.3).
fn covers(entry: &str, policy: &Policy, question: &Question) -> Option<bool> {
    if entry == "*" {
        return Some(true);
    }
    // PL 7.1.9: a malformed variable cannot be resolved either; EV 1.2: what is unknown gives no access.
    let parts = parts(entry, policy.variables)?;
    let mut fields = fields(&parts);
    // PL 6.3
    if fields.len() < 6 {
        let wildcard = parts.iter().any(|part| matches!(part, Part::Char('*' | '?')));
        if matches!(policy.kind, Kind::Resource | Kind::Trust | Kind::Key | Kind::Endpoint) && !wildcard {
            return Some(false);
        }
        fields.resize(6, &[Part::Char('*')]);
    }
    let last = substitute(fields.pop()?, true, &question.context)?;
    // PL 6.4: besides `*`, exactly arn:P:s3:::* covers an S3 action without resource-level permissions.
    if question.resource == "*" {
        let s3 = is_action(&question.action, "s3", "*");
        let partition = entry.strip_prefix("arn:").and_then(|rest| rest.strip_suffix(":s3:::*"));
        let asked = || question.resource_asked.as_deref()?.split(':').nth(1);
        let own = self::partition(question.principal.as_deref().unwrap_or_default()).or_else(asked);
        return Some(s3 && partition.is_some_and(|p| own.map_or(is_partition(p), |own| own == p)));
    }
    // PL 6.1.2, PL 6.1.3, PL 6.1.6: fields one to five ignore case, and only a `*` at their end runs over colons.
    let mut pattern = Vec::new();
    for field in fields {
        for (index, part) in field.iter().enumerate() {
            match part {
                Part::Char('*') => pattern.push(Piece::Run(index.saturating_add(1) == field.len())),
                Part::Char('?') => pattern.push(Piece::One(false)),
                Part::Char(c) => pattern.push(Piece::Folded(*c)),
                // PL 7.1.6: here a variable is its own text.
                Part::Variable(source, _, _) => pattern.extend(source.chars().map(Piece::Folded)),
            }
        }
        pattern.push(Piece::Exact(':'));
    }
    pattern.extend(last);
    Some(glob(&pattern, &question.resource))
}

/// EV 3: the parts of a statement other than its principal.
pub(crate) fn matches(statement: &Statement, policy: &Policy, question: &Question) -> bool {
    let covers = |entry: &String| covers(entry, policy, question);
    let action_part = match &statement.action {
        // PL 2.1 note 4
        List::Absent => false,
        // PL 5.7
        List::Of(entries) => entries.iter().any(|entry| action_matches(entry, &question.action)),
        // PL 5.8
        List::Not(entries) => !entries.iter().any(|entry| action_matches(entry, &question.action)),
    };
    let resource_part = match &statement.resource {
        // PL 2.1 notes 4 and 6: the attached resource, in a key policy nothing.
        List::Absent => policy.kind != Kind::Key,
        List::Of(entries) => entries.iter().any(|entry| covers(entry) == Some(true)),
        // PL 6.2: an unresolvable entry excludes nothing from a Deny, and voids an Allow.
        List::Not(entries) => !entries.iter().any(|entry| covers(entry).unwrap_or(statement.allow)),
    };
    // PL 8.1: every key of every operator.
    let mut tests = statement.conditions.iter();
    action_part
        && resource_part
        && tests.all(|(op, key, values)| test(*op, key, values, policy.variables, &question.context))
}
