//! Policy variables and condition operators: PL 7 and PL 8.

use std::cmp::Ordering;

use crate::text::{self, Piece, fold, glob};

/// The condition keys of a request, each with its values and whether they were given as a list.
pub(crate) type Context<'a> = &'a [(String, Vec<String>, bool)];

/// PL 8.1: keys are looked up whatever their case, the part behind the slash included.
fn values<'a>(key: &str, context: Context<'a>) -> (&'a [String], bool) {
    let found = context.iter().find(|(name, _, _)| fold(name) == fold(key));
    found.map_or((&[], false), |(_, values, list)| (values, *list))
}

/// The value of a key that has exactly one.
pub(crate) fn only_value<'a>(key: &str, context: Context<'a>) -> Option<&'a str> {
    if let [only] = values(key, context).0 { Some(only) } else { None }
}

/// A part of a text: a character, or a variable as it is written, with its key and its default.
pub(crate) enum Part {
    Char(char),
    Variable(String, String, Option<String>),
}

/// PL 7.1: the parts of a text; `None` for a malformed variable (PL 7.1.9). Without `variables`, each character is a part
/// (PL 7.1.3).
pub(crate) fn parts(text: &str, variables: bool) -> Option<Vec<Part>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(c) = rest.chars().next() {
        if let Some(inside) = rest.strip_prefix("${").filter(|_| variables) {
            let (key, default, after) = variable(inside)?;
            parts.push(Part::Variable(rest.strip_suffix(after)?.to_owned(), key.to_owned(), default));
            rest = after;
        } else {
            parts.push(Part::Char(c));
            rest = rest.strip_prefix(c)?;
        }
    }
    Some(parts)
}

/// PL 6.1: fields split at the first five colons that are characters of their own.
pub(crate) fn fields(parts: &[Part]) -> Vec<&[Part]> {
    parts.splitn(6, |part| matches!(part, Part::Char(':'))).collect()
}

/// PL 7.1.1: `key}` or `key, 'default'}`, and what follows it.
fn variable(inside: &str) -> Option<(&str, Option<String>, &str)> {
    let (key, rest) = inside.split_at_checked(inside.find(['}', ','])?)?;
    let (default, after) = match rest.strip_prefix('}') {
        Some(after) => (None, after),
        None => {
            let (default, after) = rest.strip_prefix(", '")?.split_once('\'')?;
            (Some(default.to_owned()), after.strip_prefix('}')?)
        }
    };
    // PL 7.1.2; PL 7.1.9: no empty name, no space in it; PL 7.1.10: nothing nested.
    let escape = matches!(key, "*" | "?" | "$") && default.is_none();
    let name = is_key(key) && !key.contains(|c: char| c.is_whitespace()) && !key.contains("${");
    (escape || name).then_some((key, default, after))
}

/// PL 9.1: `prefix:name` or `prefix:name/tag`. What a further colon begins is a name of the user's, such as the one of
/// `kms:EncryptionContext:App Name`, in which anything may stand.
pub(crate) fn is_key(key: &str) -> bool {
    let (prefix, name) = key.split_once(':').unwrap_or_default();
    let (name, tag) = name.split_once('/').unwrap_or((name, "tag"));
    let fixed = name.split(':').next().unwrap_or_default();
    let spaced = [prefix, fixed].concat().contains(|c: char| c.is_whitespace() || c.is_control());
    !prefix.is_empty() && !name.is_empty() && !tag.is_empty() && !spaced
}

/// What comes of parts when variables are replaced. Only `*` and `?` that are written can be wildcards, where there are any
/// (PL 7.2). `None` where a variable cannot be resolved (PL 7.3).
pub(crate) fn substitute(parts: &[Part], wildcards: bool, context: Context<'_>) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    for part in parts {
        match part {
            Part::Char('*') if wildcards => pieces.push(Piece::Run(true)),
            Part::Char('?') if wildcards => pieces.push(Piece::One(true)),
            Part::Char(c) => pieces.push(Piece::Exact(*c)),
            // PL 7.1.2
            Part::Variable(_, key, _) if !is_key(key) => pieces.extend(key.chars().map(Piece::Exact)),
            Part::Variable(_, key, default) => {
                // PL 7.1.8: several values are none; PL 7.2: an empty one is none.
                let value = only_value(key, context).filter(|value| !value.is_empty());
                pieces.extend(value.or(default.as_deref())?.chars().map(Piece::Exact));
            }
        }
    }
    Some(pieces)
}

/// The positive form of an operator. Numbers and dates say which order holds.
#[derive(Clone, Copy)]
enum Base {
    Equals,
    EqualsIgnoreCase,
    Like,
    Numeric(fn(Ordering) -> bool),
    Date(fn(Ordering) -> bool),
    Bool,
    Binary,
    Ip,
    Arn,
    Null,
}

/// PL 8.4 to PL 8.9: the operators by their positive and their negated name, in lower case.
const OPERATORS: [(&str, &str, Base); 19] = [
    ("stringequals", "stringnotequals", Base::Equals),
    ("stringequalsignorecase", "stringnotequalsignorecase", Base::EqualsIgnoreCase),
    ("stringlike", "stringnotlike", Base::Like),
    ("numericequals", "numericnotequals", Base::Numeric(Ordering::is_eq)),
    ("numericlessthan", "", Base::Numeric(Ordering::is_lt)),
    ("numericlessthanequals", "", Base::Numeric(Ordering::is_le)),
    ("numericgreaterthan", "", Base::Numeric(Ordering::is_gt)),
    ("numericgreaterthanequals", "", Base::Numeric(Ordering::is_ge)),
    ("dateequals", "datenotequals", Base::Date(Ordering::is_eq)),
    ("datelessthan", "", Base::Date(Ordering::is_lt)),
    ("datelessthanequals", "", Base::Date(Ordering::is_le)),
    ("dategreaterthan", "", Base::Date(Ordering::is_gt)),
    ("dategreaterthanequals", "", Base::Date(Ordering::is_ge)),
    ("bool", "", Base::Bool),
    ("binaryequals", "", Base::Binary),
    ("ipaddress", "notipaddress", Base::Ip),
    ("arnequals", "arnnotequals", Base::Arn),
    ("arnlike", "arnnotlike", Base::Arn),
    ("null", "", Base::Null),
];

#[derive(Clone, Copy)]
pub(crate) struct Operator {
    /// `Some(true)` is `ForAllValues`, `Some(false)` `ForAnyValue`.
    all: Option<bool>,
    base: Base,
    negated: bool,
    if_exists: bool,
}

/// PL 1.2, PL 8.2: an operator by its name, whatever its case.
pub(crate) fn operator(name: &str) -> Result<Operator, &'static str> {
    let name = name.to_ascii_lowercase();
    let (all, name) = match name.split_once(':') {
        Some(("forallvalues", rest)) => (Some(true), rest),
        Some(("foranyvalue", rest)) => (Some(false), rest),
        _ => (None, name.as_str()),
    };
    let stem = name.strip_suffix("ifexists").unwrap_or(name);
    // PL 8.9
    if name == "nullifexists" {
        return Err("null-if-exists");
    }
    let found =
        OPERATORS.iter().find(|(positive, negated, _)| !stem.is_empty() && [*positive, *negated].contains(&stem));
    let (positive, _, base) = found.ok_or("unknown-operator")?;
    Ok(Operator { all, base: *base, negated: *positive != stem, if_exists: stem != name })
}

/// PL 1.6: whether an operator can read a policy value.
pub(crate) fn readable(op: Operator, v: &str, variables: bool) -> Result<(), &'static str> {
    // PL 7.1.6: elsewhere a variable is no variable, and cannot be read.
    let has_variables = !matches!(op.base, Base::Numeric(_) | Base::Date(_) | Base::Binary | Base::Ip | Base::Null);
    let parts = parts(v, variables && has_variables).ok_or("malformed-variable")?;
    let reads = match op.base {
        // PL 7.1.5: a variable is accepted, and read when it is replaced.
        Base::Bool if parts.iter().any(|part| matches!(part, Part::Variable(_, key, _) if is_key(key))) => true,
        Base::Bool | Base::Null => boolean(v).is_some(),
        Base::Numeric(_) => text::number(v).is_some(),
        Base::Date(_) => text::instant(v).is_some(),
        Base::Binary => text::base64(v).is_some(),
        Base::Ip => text::block(v).is_some(),
        _ => true,
    };
    if reads { Ok(()) } else { Err("unreadable-value") }
}

/// PL 8.7: `true` or `false` in any case.
fn boolean(text: &str) -> Option<bool> {
    text.to_ascii_lowercase().parse().ok()
}

/// PL 8.2: one test.
pub(crate) fn test(op: Operator, key: &str, v: &[String], variables: bool, context: Context<'_>) -> bool {
    let (k, list) = values(key, context);
    let empty = k.iter().all(String::is_empty);
    if matches!(op.base, Base::Null) {
        // PL 8.9: nothing, or a list of nothing but empty strings, is null; ForAllValues:Null is true, ForAnyValue:Null false.
        let null = k.is_empty() || list && empty;
        return op.all.unwrap_or_else(|| v.iter().any(|v| boolean(v) == Some(null)));
    }
    // PL 8.9: for a set operator values that are all empty strings are none.
    if k.is_empty() || op.all.is_some() && empty {
        // PL 8.3
        return op.if_exists || op.all.unwrap_or(op.negated);
    }
    // PL 1.5
    if v.is_empty() && (op.all.is_some() || op.if_exists) {
        return false;
    }
    let holds = |k: &String| v.iter().any(|v| compare(op.base, k, v, variables, context)) != op.negated;
    match op.all {
        Some(true) => k.iter().all(holds),
        Some(false) => k.iter().any(holds),
        // PL 8.10: several values are false, negated or not.
        None => k.len() == 1 && k.iter().all(holds),
    }
}

/// The positive comparison of one request value with one policy value. What cannot be read or resolved matches nothing
/// (PL 8.7, PL 7.3).
fn compare(base: Base, k: &str, v: &str, variables: bool, context: Context<'_>) -> bool {
    let pieces = |wildcards| substitute(&parts(v, variables)?, wildcards, context);
    let exact = |piece| if let Piece::Exact(c) = piece { Some(c) } else { None };
    let literal = || Some(pieces(false)?.into_iter().filter_map(exact).collect::<String>());
    let holds = match base {
        // PL 8.4
        Base::Equals => literal().map(|v| v == k),
        Base::EqualsIgnoreCase => literal().map(|v| fold(&v) == fold(k)),
        Base::Like => pieces(true).map(|v| glob(&v, k)),
        // PL 8.5, PL 8.6: request value, order, policy value.
        Base::Numeric(order) => text::number(k).zip(text::number(v)).map(|(k, v)| order(k.cmp(&v))),
        Base::Date(order) => text::instant(k).zip(text::instant(v)).map(|(k, v)| order(k.cmp(&v))),
        // PL 8.7
        Base::Bool => boolean(k).zip(literal().and_then(|v| boolean(&v))).map(|(k, v)| k == v),
        Base::Binary => text::base64(k).zip(text::base64(v)).map(|(k, v)| k == v),
        Base::Ip => text::address(k).zip(text::block(v)).map(|(k, v)| text::in_block(k, v)),
        // PL 8.8.1: six fields, each on its own; a colon that a value brings along separates too.
        Base::Arn => pieces(true).map(|v| {
            let patterns: Vec<_> = v.splitn(6, |piece| *piece == Piece::Exact(':')).collect();
            let fields: Vec<_> = k.splitn(6, ':').collect();
            let mut pairs = patterns.iter().zip(&fields);
            // PL 8.8.4
            patterns.len() == 6 && fields.len() == 6 && pairs.all(|(pattern, field)| glob(pattern, field))
        }),
        Base::Null => None,
    };
    holds == Some(true)
}
