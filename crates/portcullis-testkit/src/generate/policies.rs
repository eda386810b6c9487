//! Policies of every kind as JSON: well-formed mostly, near misses sometimes.

use serde_json::{Map, Value, json};

use super::calls::{Limits, Subject};
use super::conditions::condition;
use super::principals::principal;
use super::slips::{near_miss, nearly, slip};
use super::words::{HOME, Who};
use super::{RAW, other_case};
use crate::random::Random;

/// What a policy is attached as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Identity,
    Boundary,
    Session,
    Resource,
    Trust,
    Key,
    ServiceControl,
    ResourceControl,
    Endpoint,
}

impl Kind {
    pub(super) const fn names_principals(self) -> bool {
        matches!(
            self,
            Self::Resource | Self::Trust | Self::Key | Self::ResourceControl | Self::Endpoint
        )
    }

    /// Whether it limits and never grants.
    const fn is_limit(self) -> bool {
        matches!(
            self,
            Self::Boundary | Self::Session | Self::ServiceControl | Self::Endpoint
        )
    }
}

/// What policies are written for.
#[derive(Debug)]
pub(super) struct Aims<'a> {
    pub(super) callers: &'a [Who],
    pub(super) subjects: &'a [Subject],
    pub(super) lenient: bool,
}

/// How a document departs from what is well formed.
#[derive(Clone, Copy, Debug)]
struct Style {
    kind: Kind,
    /// Whether it has what the strict reading refuses.
    odd: bool,
    /// How often a value cannot be read, in percent.
    unreadable: usize,
}

/// The `policies` of a scenario.
pub(super) fn policies(
    random: &mut Random,
    aims: &Aims<'_>,
    limits: Limits,
    resource: Kind,
) -> Value {
    let mut policies = Map::new();
    let mut names = 0;
    let mut list = |random: &mut Random, kind, most: usize, least: usize| -> Value {
        let count = least + random.below(most + 1 - least);
        let list = (0..count).map(|_| {
            names += 1;
            policy(random, aims, kind, names)
        });
        Value::Array(list.collect())
    };
    let identity = list(random, Kind::Identity, 3, 0);
    policies.insert("identity".to_owned(), identity);
    for (slot, kind, set) in [
        ("boundary", Kind::Boundary, limits.boundary),
        ("session", Kind::Session, limits.session),
        ("endpoint", Kind::Endpoint, random.chance(22)),
    ] {
        if set {
            let least = usize::from(!random.chance(8));
            policies.insert(slot.to_owned(), list(random, kind, 2, least));
        } else if random.chance(10) {
            policies.insert(slot.to_owned(), Value::Null);
        }
    }
    if random.chance(65) {
        let resource = list(random, resource, 1, 1)
            .as_array_mut()
            .and_then(Vec::pop);
        policies.insert("resource".to_owned(), resource.unwrap_or_default());
    }
    for (slot, kind, often) in [
        ("scp", Kind::ServiceControl, 25),
        ("rcp", Kind::ResourceControl, 25),
    ] {
        let levels = if random.chance(often) {
            1 + random.below(3)
        } else {
            0
        };
        let levels = (0..levels).map(|level| {
            let least = usize::from(!random.chance(5) && kind == Kind::ServiceControl);
            let policies = list(random, kind, 2, least);
            json!({"target": format!("ou-{level}"), "policies": policies})
        });
        let levels: Vec<Value> = levels.collect();
        if !levels.is_empty() || random.chance(10) {
            policies.insert(slot.to_owned(), Value::Array(levels));
        }
    }
    Value::Object(policies)
}

fn policy(random: &mut Random, aims: &Aims<'_>, kind: Kind, number: usize) -> Value {
    let odd = if aims.lenient { 25 } else { 1 };
    let odd = random.chance(odd);
    let style = Style {
        kind,
        odd,
        unreadable: if odd { 20 } else { 0 },
    };
    let mut document = document(random, aims, style);
    if odd {
        near_miss(random, kind, &mut document);
    }
    let text = document.to_string();
    let raw = text.contains(RAW);
    if odd && random.chance(3) {
        document = Value::String(slip(random, &bare(&text)));
    } else if raw || random.chance(6) {
        document = Value::String(bare(&text));
    }
    json!({"name": format!("p{number}"), "document": document})
}

/// The text with marked strings made bare.
fn bare(text: &str) -> String {
    let marked = format!("\"{RAW}");
    let mut parts = text.split(&marked);
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (value, rest) = part.split_once('"').unwrap_or((part, ""));
        bare.push_str(value);
        bare.push_str(rest);
    }
    bare
}

/// The policy that AWS attaches everywhere; seldom what nearly is it.
fn full_access(random: &mut Random) -> Value {
    let mut statement = everything(Kind::ResourceControl);
    let way = random.below(60);
    if way == 0
        && let Some(members) = statement.as_object_mut()
    {
        members.insert("Sid".to_owned(), json!("All"));
    }
    let alone = way == 1;
    let statements = if alone { statement } else { json!([statement]) };
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn document(random: &mut Random, aims: &Aims<'_>, style: Style) -> Value {
    let kind = style.kind;
    if kind == Kind::ResourceControl && random.chance(15) {
        return full_access(random);
    }
    let mut document = Map::new();
    let control = matches!(kind, Kind::ServiceControl | Kind::ResourceControl);
    match random.below(10) {
        0 if !control || style.odd => {}
        1 if !control || style.odd => {
            document.insert("Version".to_owned(), json!("2008-10-17"));
        }
        _ => {
            document.insert("Version".to_owned(), json!("2012-10-17"));
        }
    }
    if random.chance(8) {
        document.insert("Id".to_owned(), json!("an-id"));
    }
    let mut statements = Vec::new();
    if kind.is_limit() && random.chance(62) {
        statements.push(everything(kind));
    }
    let count = if kind.is_limit() {
        random.below(3)
    } else {
        random.below(3) + usize::from(kind != Kind::ResourceControl)
    };
    for _ in 0..count {
        let denies = match kind {
            Kind::ResourceControl => 100,
            Kind::Identity | Kind::Resource | Kind::Trust | Kind::Key => 15,
            _ => 22,
        };
        let allow = !random.chance(denies);
        statements.push(statement(random, aims, style, allow));
    }
    let statements = match statements.pop() {
        Some(only) if statements.is_empty() && random.chance(30) => only,
        Some(last) => {
            statements.push(last);
            Value::Array(statements)
        }
        None => json!([]),
    };
    document.insert("Statement".to_owned(), statements);
    Value::Object(document)
}

/// An Allow on everything for everyone.
fn everything(kind: Kind) -> Value {
    let mut statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    if kind.names_principals()
        && let Some(members) = statement.as_object_mut()
    {
        members.insert("Principal".to_owned(), json!("*"));
    }
    statement
}

fn statement(random: &mut Random, aims: &Aims<'_>, style: Style, allow: bool) -> Value {
    let kind = style.kind;
    let mut members = Map::new();
    if random.chance(15) {
        members.insert("Sid".to_owned(), json!("S1"));
    }
    let effect = if allow { "Allow" } else { "Deny" };
    members.insert("Effect".to_owned(), json!(effect));
    if kind.names_principals() {
        principal(random, aims, (kind, style.odd), allow, &mut members);
    }
    // A narrow Deny leaves more to be decided by what comes after it.
    let subject = random.one(aims.subjects).clone();
    let broad = if allow { 45 } else { 14 };
    let not = random.chance(8) && (kind != Kind::ResourceControl || style.odd);
    let name = if not { "NotAction" } else { "Action" };
    let actions = entries(random, |random| action(random, &subject, broad, not, style));
    members.insert(name.to_owned(), actions);
    let covers_itself = matches!(kind, Kind::Resource) && random.chance(10);
    if !covers_itself && (kind != Kind::Trust || (style.odd && random.chance(30))) {
        let not = random.chance(8);
        let name = if not { "NotResource" } else { "Resource" };
        let resources = entries(random, |random| {
            resource(random, &subject, broad, not, style)
        });
        members.insert(name.to_owned(), resources);
    }
    let often = if allow { 24 } else { 50 };
    if random.chance(often) {
        let mut block = Map::new();
        for _ in 0..=random.below(2) {
            let (operator, key, values) = condition(random, style.unreadable);
            let keys = block.entry(operator).or_insert_with(|| json!({}));
            if let Some(keys) = keys.as_object_mut() {
                keys.insert(key, values);
            }
        }
        without_doubles(&mut block, style.odd);
        members.insert("Condition".to_owned(), Value::Object(block));
    }
    Value::Object(members)
}

/// Operators, and keys of one operator, that differ in case alone are refused strictly.
fn without_doubles(block: &mut Map<String, Value>, odd: bool) {
    fn keep_first(members: &mut Map<String, Value>) {
        let mut seen: Vec<String> = Vec::new();
        members.retain(|name, _| {
            let folded = name.to_lowercase();
            let first = !seen.contains(&folded);
            seen.push(folded);
            first
        });
    }
    if !odd {
        keep_first(block);
        block
            .values_mut()
            .filter_map(Value::as_object_mut)
            .for_each(keep_first);
    }
}

/// One to three entries; one may stand without a list.
fn entries(random: &mut Random, mut entry: impl FnMut(&mut Random) -> String) -> Value {
    let count = 1 + random.below(6) / 4 + random.below(8) / 7;
    let mut list: Vec<Value> = (0..count).map(|_| json!(entry(random))).collect();
    match list.pop() {
        Some(only) if list.is_empty() && random.chance(50) => only,
        last => {
            list.extend(last);
            Value::Array(list)
        }
    }
}

const OTHER_ACTIONS: &[&str] = &[
    "ec2:*",
    "s3:List*",
    "s3:GetObjec",
    "s3:GetObject?",
    "sqs:Receive*",
    "iam:*",
    "kms:Encrypt",
    "sts:Get*",
];
const MALFORMED_ACTIONS: &[&str] = &[
    "",
    "GetObject",
    " s3:GetObject",
    "s3:Get*,s3:Put*",
    "s3:* ",
    ":",
    "**",
];

fn action(random: &mut Random, subject: &Subject, broad: usize, not: bool, style: Style) -> String {
    if style.odd && random.chance(15) {
        return (*random.one(MALFORMED_ACTIONS)).to_owned();
    }
    if not || random.chance(14) {
        let near = random.chance(25);
        return if near {
            subject.action.clone()
        } else {
            (*random.one(OTHER_ACTIONS)).to_owned()
        };
    }
    if style.odd && random.chance(8) {
        return nearly(random, &subject.action);
    }
    let (prefix, name) = subject.action.split_once(':').unwrap_or_default();
    let bare = style.kind != Kind::ResourceControl || style.odd;
    if random.chance(broad) && bare {
        return (*random.one(&["*", "*", "*:*"])).to_owned();
    }
    let start: String = name.chars().take(1 + random.below(name.len())).collect();
    let rest: String = name.chars().skip(1).collect();
    match random.below(8) {
        0 | 1 => format!("{prefix}:*"),
        2 => format!("{prefix}:{start}*"),
        3 => format!("{prefix}:?{rest}"),
        4 => other_case(random, &subject.action, 100),
        5 if bare => format!("{}*:{name}", prefix.chars().take(1).collect::<String>()),
        _ => subject.action.clone(),
    }
}

const OTHER_RESOURCES: &[&str] = &[
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::*",
    "arn:aws-cn:s3:::*",
    "arn:aws:sqs:*:111122223333:*",
    "arn:aws:iam::*:role/t*",
    "arn:aws:kms:*:111122223333:key/*",
    "arn:aws:s3:::${aws:username}/*",
    "arn:aws:*:us-east-1:*:*",
    "arn:*",
];
const INCOMPLETE: &[&str] = &[
    "arn:aws:s3",
    "arn:aws:sqs",
    "arn:aws:sqs:us-east-1",
    "arn",
    "b",
    "",
    "a*",
];
const MALFORMED: &[&str] = &[
    "arn:aws:s3:::b/${",
    "arn:aws:s3:::b/${}",
    "arn:aws:s3:::b/${aws: username}",
    "arn:aws:s3:::b/${aws:username, x}",
    "arn:aws:s3:::b/${username}",
];

fn resource(
    random: &mut Random,
    subject: &Subject,
    broad: usize,
    not: bool,
    style: Style,
) -> String {
    if style.odd && random.chance(12) {
        return (*random.one(MALFORMED)).to_owned();
    }
    let open = !matches!(
        style.kind,
        Kind::Session | Kind::ResourceControl | Kind::ServiceControl
    );
    if (open || style.odd) && random.chance(5) {
        return (*random.one(INCOMPLETE)).to_owned();
    }
    if not || random.chance(12) {
        // The last one has too few fields for some kinds.
        let short = usize::from(!open && !style.odd);
        let whole = OTHER_RESOURCES.len().saturating_sub(short);
        return (*random.one(OTHER_RESOURCES.get(..whole).unwrap_or(OTHER_RESOURCES))).to_owned();
    }
    if subject.resource == "*" || random.chance(broad.saturating_add(8)) {
        let everything = random.chance(85);
        return if everything { "*" } else { "arn:aws:s3:::*" }.to_owned();
    }
    if style.odd && random.chance(8) {
        let entry = pattern(random, &subject.resource);
        return nearly(random, &entry);
    }
    // Short enough to be cut into fewer than six fields: for kinds that may have them only.
    loop {
        let mut entry = pattern(random, &subject.resource);
        if random.chance(20) {
            entry = pattern(random, &entry);
        }
        if !style.odd && entry.contains("${") && subject.resource.contains("${") {
            entry.clone_from(&subject.resource);
        }
        let whole = entry.split(':').count() >= 6;
        if whole || open || style.odd {
            return entry;
        }
    }
}

/// A pattern that covers a text, mostly.
fn pattern(random: &mut Random, text: &str) -> String {
    let characters = text.chars().count();
    let at = random.below(characters.max(1));
    let before: String = text.chars().take(at).collect();
    let after: String = text.chars().skip(at + 1).collect();
    let (five, last) = text.rsplit_once(':').unwrap_or(("", text));
    // A variable that is cut is none, and refused strictly.
    let way = if text.contains("${") {
        9 + random.below(7)
    } else {
        random.below(16)
    };
    match way {
        12 if text.contains("${") => format!("{five}:*"),
        0 | 1 => format!("{before}*"),
        2 => format!("{before}?{after}"),
        3 => format!("{before}*{after}"),
        4 => format!("{five}:*"),
        5 => format!("{}:{last}", five.to_ascii_uppercase()),
        6 => other_case(random, text, 100),
        7 => text
            .replace("alice", "${aws:username}")
            .replace("red", "${aws:PrincipalTag/team}"),
        8 => text
            .replace("/k", "/${aws:PrincipalTag/none, 'k'}")
            .replace("/K", "/${aws:PrincipalTag/team}"),
        9 => text.replace('*', "${*}").replace('$', "${$}"),
        10 => text.replace(HOME, "*").replace("us-east-1", "*"),
        11 => text
            .replace(HOME, "${aws:PrincipalAccount}")
            .replace("b/", "${x:text}/"),
        12 => format!("*{after}"),
        13 => text.replace("/k", "/${?}").replace(":q", ":?"),
        _ => text.to_owned(),
    }
}
