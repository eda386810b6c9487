//! The reading of policy documents: PL 1 and PL 2.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{Operator, fields, is_key, operator, parts, readable};
use crate::json::Json;
use crate::matching::{Entry, action_entry, can_match};
use crate::text::fold;

/// What a policy is attached as (PL 2.1).
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Identity,
    Boundary,
    Session,
    Resource,
    Trust,
    Key,
    Scp,
    Rcp,
    Endpoint,
}

pub(crate) struct Policy {
    pub(crate) kind: Kind,
    /// PL 1.3: whether `${…}` is a variable.
    pub(crate) variables: bool,
    pub(crate) statements: Vec<Statement>,
}

pub(crate) struct Statement {
    pub(crate) allow: bool,
    pub(crate) principal: List<Entry>,
    pub(crate) action: List<String>,
    pub(crate) resource: List<String>,
    pub(crate) conditions: Vec<(Operator, String, Vec<String>)>,
}

/// An element, its `Not` form, or neither of them.
#[derive(PartialEq)]
pub(crate) enum List<T> {
    Absent,
    Of(Vec<T>),
    Not(Vec<T>),
}

impl<T> List<T> {
    fn read(json: &Json, names: (&str, &str), read: impl Fn(&Json) -> Result<Vec<T>, Fault>) -> Result<Self, Fault> {
        match (json.get(names.0), json.get(names.1)) {
            // PL 1.2: never both.
            (Some(_), Some(_)) => Err("conflicting-members"),
            (Some(value), None) => read(value).map(Self::Of),
            (None, Some(value)) => read(value).map(Self::Not),
            (None, None) => Ok(Self::Absent),
        }
    }

    fn entries(&self) -> &[T] {
        match self {
            Self::Absent => &[],
            Self::Of(entries) | Self::Not(entries) => entries,
        }
    }
}

/// Why a document is refused.
pub(crate) type Fault = &'static str;

/// PL 2.1 note 1: the Allow that is attached to every root, unit and account.
const FULL_ACCESS: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;

/// PL 1.6: reads a document as a kind of policy, strictly or leniently.
pub(crate) fn read(json: &Json, kind: Kind, lenient: bool) -> Result<Policy, Fault> {
    // PL 1.1.7, PL 1.1.8
    let members = members(json, &["Version", "Id", "Statement"])?;
    // PL 1.3.2
    let version = members.get("Version").map_or(Ok("2008-10-17"), string)?;
    // PL 1.3.1
    ["2008-10-17", "2012-10-17"].contains(&version).then_some(()).ok_or("invalid-version")?;
    // PL 1.4.1
    members.get("Id").map(string).transpose()?;
    let variables = version == "2012-10-17";
    let customer_rcp = kind == Kind::Rcp && Some(json) != Json::read(FULL_ACCESS).as_ref();
    let reader = Reader { kind, lenient, variables, customer_rcp };
    // PL 1.3.5
    reader.strictly(matches!(reader.kind, Kind::Scp | Kind::Rcp) && !variables, "control-policy-version")?;
    let statements = match members.get("Statement").ok_or("missing-statement")? {
        Json::List(list) => list.iter().map(|one| reader.statement(one)).collect::<Result<_, _>>()?,
        // PL 1.2: one statement may stand alone.
        only => vec![reader.statement(only)?],
    };
    Ok(Policy { kind, variables, statements })
}

struct Reader {
    kind: Kind,
    lenient: bool,
    variables: bool,
    /// An RCP that is not AWS's own.
    customer_rcp: bool,
}

impl Reader {
    /// PL 1.6: an error in the strict reading, a finding in the lenient one.
    fn strictly(&self, refused: bool, code: Fault) -> Result<(), Fault> {
        if refused && !self.lenient { Err(code) } else { Ok(()) }
    }

    fn statement(&self, json: &Json) -> Result<Statement, Fault> {
        let known = "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition";
        let members = members(json, &known.split(' ').collect::<Vec<_>>())?;
        // PL 1.4.2
        members.get("Sid").map(string).transpose()?;
        // PL 1.1.7
        let allow = match string(members.get("Effect").ok_or("missing-effect")?)? {
            "Allow" => true,
            "Deny" => false,
            _ => return Err("invalid-effect"),
        };
        // PL 2.1 note 1
        self.strictly(self.customer_rcp && allow, "resource-control-allow")?;
        Ok(Statement {
            allow,
            principal: self.principal(json, allow)?,
            action: self.action(json)?,
            resource: self.resource(json)?,
            conditions: members.get("Condition").map_or(Ok(Vec::new()), |json| self.conditions(json))?,
        })
    }

    /// PL 2.1, PL 4: `Principal` and `NotPrincipal`.
    fn principal(&self, json: &Json, allow: bool) -> Result<List<Entry>, Fault> {
        let list = List::read(json, ("Principal", "NotPrincipal"), |value| self.entries(value))?;
        let everybody = json.get("Principal") == Some(&Json::Text("*".to_owned()));
        if matches!(self.kind, Kind::Identity | Kind::Boundary | Kind::Session | Kind::Scp) {
            // PL 2.1: the kinds that name nobody.
            return if list == List::Absent { Ok(list) } else { Err("principal-not-allowed") };
        }
        match &list {
            List::Absent => self.strictly(true, "missing-principal")?,
            List::Of(_) => self.strictly(self.kind == Kind::Rcp && !everybody, "resource-control-principal")?,
            List::Not(_) => {
                // PL 4.2.6
                self.strictly(matches!(self.kind, Kind::Trust | Kind::Rcp), "not-principal-not-allowed")?;
                // PL 2.1 note 3
                self.strictly(allow, "allow-with-not-principal")?;
            }
        }
        self.strictly(!list.entries().iter().all(can_match), "principal-matches-nobody")?;
        Ok(list)
    }

    fn entries(&self, json: &Json) -> Result<Vec<Entry>, Fault> {
        match json {
            Json::Text(text) => {
                // PL 1.2: a string is `*`, or leniently an entry under AWS.
                self.strictly(text != "*", "principal-string")?;
                Ok(vec![("AWS".to_owned(), text.clone())])
            }
            // PL 1.5: an empty list names nobody.
            Json::List(list) if list.is_empty() => Ok(Vec::new()),
            Json::Object(types) => {
                let mut entries = Vec::new();
                for (kind, value) in types {
                    if !["AWS", "Service", "Federated", "CanonicalUser"].contains(&kind.as_str()) {
                        return Err("unknown-principal-type");
                    }
                    entries.extend(strings(value)?.into_iter().map(|text| (kind.clone(), text)));
                }
                Ok(entries)
            }
            _ => Err("wrong-type"),
        }
    }

    /// PL 5: `Action` and `NotAction`.
    fn action(&self, json: &Json) -> Result<List<String>, Fault> {
        let list = List::read(json, ("Action", "NotAction"), strings)?;
        // PL 2.1 note 4: a stored key policy may lack it.
        let optional = self.kind == Kind::Key && self.lenient;
        (list != List::Absent || optional).then_some(()).ok_or("missing-action")?;
        // PL 1.5
        self.strictly(list == List::Not(Vec::new()), "empty-not-list")?;
        // PL 5.6
        self.strictly(list.entries().iter().any(|entry| action_entry(entry).is_none()), "malformed-action")?;
        // PL 2.1 note 5
        let restricted = matches!(list, List::Not(_)) || list.entries().iter().any(|entry| entry == "*");
        self.strictly(self.customer_rcp && restricted, "resource-control-action")?;
        Ok(list)
    }

    /// PL 6: `Resource` and `NotResource`.
    fn resource(&self, json: &Json) -> Result<List<String>, Fault> {
        let list = List::read(json, ("Resource", "NotResource"), strings)?;
        // PL 2.1 notes 4 and 6
        let optional = matches!(self.kind, Kind::Resource | Kind::Trust) || self.kind == Kind::Key && self.lenient;
        (list != List::Absent || optional).then_some(()).ok_or("missing-resource")?;
        self.strictly(list == List::Not(Vec::new()), "empty-not-list")?;
        self.strictly(self.kind == Kind::Trust && list != List::Absent, "resource-in-trust-policy")?;
        for entry in list.entries() {
            // PL 7.1.9
            let parts = parts(entry, self.variables);
            self.strictly(parts.is_none(), "malformed-variable")?;
            // PL 6.3
            let incomplete = entry != "*" && parts.is_some_and(|parts| fields(&parts).len() < 6);
            let open = self.kind == Kind::Scp && entry.ends_with('*');
            let refused = matches!(self.kind, Kind::Session | Kind::Rcp | Kind::Scp) && !open;
            self.strictly(incomplete && refused, "incomplete-arn")?;
        }
        Ok(list)
    }

    /// PL 8: `Condition`.
    fn conditions(&self, json: &Json) -> Result<Vec<(Operator, String, Vec<String>)>, Fault> {
        let (mut tests, mut names) = (Vec::new(), BTreeSet::new());
        for (name, block) in object(json)? {
            let op = operator(name)?;
            // PL 1.6: leniently both are tested.
            self.strictly(!names.insert(name.to_ascii_lowercase()), "duplicate-operator")?;
            let mut keys = BTreeSet::new();
            for (key, values) in object(block)? {
                is_key(key).then_some(()).ok_or("invalid-condition-key")?;
                // PL 1.1.6
                self.strictly(!keys.insert(fold(key)), "duplicate-condition-key")?;
                let values = list(values, scalar)?;
                let unreadable = values.iter().find_map(|value| readable(op, value, self.variables).err());
                self.strictly(unreadable.is_some(), unreadable.unwrap_or_default())?;
                tests.push((op, key.clone(), values));
            }
        }
        Ok(tests)
    }
}

/// The members of an object, all of which are known (PL 1.1.8).
fn members<'a>(json: &'a Json, known: &[&str]) -> Result<&'a BTreeMap<String, Json>, Fault> {
    let members = object(json)?;
    if members.keys().all(|name| known.contains(&name.as_str())) { Ok(members) } else { Err("unknown-member") }
}

/// PL 1.1.9: null is a wrong type wherever it stands.
fn object(json: &Json) -> Result<&BTreeMap<String, Json>, Fault> {
    if let Json::Object(members) = json { Ok(members) } else { Err("wrong-type") }
}

fn string(json: &Json) -> Result<&str, Fault> {
    if let Json::Text(text) = json { Ok(text) } else { Err("wrong-type") }
}

fn strings(json: &Json) -> Result<Vec<String>, Fault> {
    list(json, |each| string(each).map(str::to_owned))
}

/// PL 1.1.10: strings, numbers and booleans, as text.
fn scalar(json: &Json) -> Result<String, Fault> {
    match json {
        Json::Text(text) | Json::Number(text) => Ok(text.clone()),
        Json::Bool(bool) => Ok(bool.to_string()),
        _ => Err("wrong-type"),
    }
}

/// PL 1.1.11: one, or a list of them.
fn list(json: &Json, read: impl Fn(&Json) -> Result<String, Fault>) -> Result<Vec<String>, Fault> {
    if let Json::List(list) = json { list.iter().map(read).collect() } else { Ok(vec![read(json)?]) }
}
