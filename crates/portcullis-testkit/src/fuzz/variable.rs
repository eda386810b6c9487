//! Policy variables: texts with `${…}` print as they were written, stand for what a reader of its own finds, and hold keys that
//! are the same in any case.

use std::sync::LazyLock;

use portcullis_condition::{
    Context, ContextKey, ContextValue, Part, Template, VariableSupport, WildcardSupport,
};

use super::checks::{check_message, check_printed, check_span, one_reader_alone, printed};

/// Reads the input in every way in which texts of policies are read, and as the name of a condition key.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    for wildcards in [WildcardSupport::Glob, WildcardSupport::Literal] {
        expanded(text, wildcards);
        // Without a reference, both are the same.
        if text.contains("${") {
            literal(text, wildcards);
        }
    }
    key(text);
}

/// Where variables are not known, every text is one, and `${` is text.
fn literal(text: &str, wildcards: WildcardSupport) {
    let read = Template::parse(text, VariableSupport::Literal, wildcards);
    let Ok(template) = read else {
        one_reader_alone(text)
    };
    check_template(&template, text);
    assert_eq!(template.variables().count(), 0);
    if wildcards == WildcardSupport::Literal {
        assert_eq!(template, Template::of_literal(text));
    }
}

fn expanded(text: &str, wildcards: WildcardSupport) {
    let plain = plain_references(text);
    match Template::parse(text, VariableSupport::Expanded, wildcards) {
        Ok(template) => {
            let count = plain.as_ref().map(Vec::len);
            assert!(count.is_ok(), "{text:?} has a variable that cannot be read");
            check_template(&template, text);
            if let Ok(plain) = plain {
                check_references(text, &template, &plain);
            }
            if wildcards == WildcardSupport::Glob {
                check_fields(&template, text);
            }
            let other = template.with_literal_variables();
            check_template(&other, text);
            assert_eq!(other.variables().count(), 0);
        }
        Err(error) => {
            assert_eq!(
                plain.err(),
                Some(error.span().start),
                "{text:?} is refused elsewhere"
            );
            check_span(text, error.span());
            check_message(&error);
        }
    }
}

/// Panics unless a template prints as the text, in pieces that are not smaller than they have to be.
fn check_template(template: &Template, text: &str) {
    check_printed(template, text);
    let mut after_literal = false;
    for part in template.parts() {
        let literal = matches!(part, Part::Literal(_));
        let empty = matches!(part, Part::Literal(text) if text.is_empty());
        assert!(
            !(empty || literal && after_literal),
            "{:?}",
            template.parts()
        );
        after_literal = literal;
    }
}

/// Panics unless the fields of a template, with colons between them, print as the text.
fn check_fields(template: &Template, text: &str) {
    let fields = template.split_fields();
    assert!((1..=6).contains(&fields.len()));
    let mut rest = text;
    for (index, field) in fields.iter().enumerate() {
        let begun = printed(field, |printed| rest.strip_prefix(printed));
        let last = index + 1 == fields.len();
        let begun = begun.and_then(|rest| {
            if last {
                Some(rest)
            } else {
                rest.strip_prefix(':')
            }
        });
        assert!(begun.is_some(), "{text:?} is cut into {fields:?}");
        rest = begun.unwrap_or_default();
    }
    assert_eq!(rest, "", "{text:?} is cut into {fields:?}");
}

/// What a reference stands for.
#[derive(Debug, PartialEq, Eq)]
enum Reference<'a> {
    Escape(&'a str),
    Variable(&'a str, Option<&'a str>),
}

/// Every reference with its place and what follows it, or the place of the first that cannot be read.
fn plain_references(text: &str) -> Result<Vec<(usize, Reference<'_>, &str)>, usize> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, inside)) = rest.split_once("${") {
        let place = text.len() - inside.len() - 2;
        let (reference, behind) = plain_reference(inside).ok_or(place)?;
        found.push((place, reference, behind));
        rest = behind;
    }
    Ok(found)
}

/// What stands behind a `${`, up to its brace, and what follows.
fn plain_reference(inside: &str) -> Option<(Reference<'_>, &str)> {
    for escape in ["*", "?", "$"] {
        let closed = inside
            .strip_prefix(escape)
            .and_then(|rest| rest.strip_prefix('}'));
        if let Some(behind) = closed {
            return Some((Reference::Escape(escape), behind));
        }
    }
    let end = inside.find([',', '}'])?;
    let (name, rest) = inside.split_at_checked(end)?;
    name.parse::<ContextKey>().ok()?;
    if name.contains(char::is_whitespace) || name.contains("${") {
        return None;
    }
    if let Some(behind) = rest.strip_prefix('}') {
        return Some((Reference::Variable(name, None), behind));
    }
    let quoted = rest.strip_prefix(", '")?;
    let (default, behind) = quoted.split_once('\'')?;
    let behind = behind.strip_prefix('}')?;
    Some((Reference::Variable(name, Some(default)), behind))
}

fn check_references(text: &str, template: &Template, plain: &[(usize, Reference<'_>, &str)]) {
    let variables = plain
        .iter()
        .filter_map(|(_, reference, _)| match reference {
            Reference::Variable(name, default) => Some((*name, *default)),
            Reference::Escape(_) => None,
        });
    let read = template
        .variables()
        .map(|variable| (variable.key().as_str(), variable.default()));
    assert!(variables.eq(read), "{text:?} has other variables");
    // PL 7.2: an empty value and several values stand for nothing.
    let value = |name: &str| match name.to_ascii_lowercase().as_str() {
        "aws:username" => Some("a*b"),
        _ => None,
    };
    let mut expected = Some(String::with_capacity(text.len()));
    let mut from = 0;
    for (place, reference, behind) in plain {
        let before = text.get(from..*place).unwrap_or_default();
        let put = match reference {
            Reference::Escape(escape) => Some(*escape),
            Reference::Variable(name, default) => value(name).or(*default),
        };
        expected = expected.zip(put).map(|(text, put)| text + before + put);
        from = text.len() - behind.len();
    }
    let rest = text.get(from..).unwrap_or_default();
    let expected = expected.map(|text| text + rest);
    assert_eq!(template.resolve_to_string(&CONTEXT), expected, "{text:?}");
    assert_eq!(template.tokens(&CONTEXT).is_some(), expected.is_some());
}

/// A key with one value, one with none, one with an empty value, and one with several.
static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
    let mut context = Context::new();
    let values = [
        ("aws:username", ContextValue::single("a*b")),
        ("aws:userid", ContextValue::single("")),
        ("aws:TagKeys", ContextValue::list(["a", "b"])),
    ];
    for (key, value) in values {
        if let Ok(key) = key.parse() {
            context.insert_if_absent(key, value);
        }
    }
    assert_eq!(context.len(), 3);
    context
});

fn key(text: &str) {
    match text.parse::<ContextKey>() {
        Ok(key) => {
            check_printed(&key, text);
            assert_eq!(key.as_str(), text);
            let folded = key.folded().parse::<ContextKey>();
            assert_eq!(folded.as_ref(), Ok(&key), "{text:?} is not its folded form");
            assert!(folded.is_ok_and(|folded| folded.folded() == key.folded()));
            let other = text.to_ascii_uppercase().parse::<ContextKey>();
            assert_eq!(
                other.as_ref(),
                Ok(&key),
                "{text:?} is another key in upper case"
            );
            if let Some(tag) = key.tag_key() {
                assert!(!tag.is_empty() && text.ends_with(tag));
            }
        }
        Err(error) => {
            check_span(text, error.span());
            check_message(&error);
        }
    }
}
