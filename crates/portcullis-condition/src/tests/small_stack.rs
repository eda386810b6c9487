//! Long names, values and templates are read and compared on a small stack: nothing recurses on them.

use std::borrow::ToOwned;
use std::string::String;
use std::thread;
use std::vec::Vec;

use crate::{
    Context, ContextKey, ContextValue, Operator, Template, Test, VariableSupport, WildcardSupport,
    operators,
};

const SMALL: usize = 256 << 10;

/// Values that are long, and such as look as if something stood inside something else.
fn values() -> Vec<String> {
    [
        "${".repeat(50_000),
        "${a:b}".repeat(20_000),
        "${a:b, '".repeat(20_000),
        "}".repeat(100_000),
        "*a?".repeat(30_000),
        "arn:".repeat(30_000),
        "1".repeat(100_000),
        "0.".to_owned() + &"0".repeat(100_000) + "1",
        "2026-01-01T00:00:00.".to_owned() + &"9".repeat(100_000) + "Z",
        "AAAA".repeat(30_000),
        "::".repeat(50_000),
        "1.".repeat(50_000),
    ]
    .into()
}

#[test]
fn templates_and_names() {
    let body = || {
        for text in values() {
            for support in [VariableSupport::Expanded, VariableSupport::Literal] {
                if let Ok(template) = Template::parse(&text, support, WildcardSupport::Glob) {
                    let fields = template.split_fields();
                    assert!((1..=6).contains(&fields.len()));
                    drop(template.with_literal_variables());
                }
            }
            assert!(text.parse::<Operator>().is_err());
            let key = "aws:RequestTag/".to_owned() + &text;
            drop(key.parse::<ContextKey>());
        }
        let operator = "ForAllValues:".repeat(20_000) + "Bool" + &"IfExists".repeat(20_000);
        assert!(operator.parse::<Operator>().is_err());
    };
    let small = thread::Builder::new().stack_size(SMALL).spawn(body);
    small.unwrap().join().unwrap();
}

#[test]
fn values_of_every_operator() {
    let body = || {
        let key: ContextKey = "example:Key".parse().unwrap();
        let mut held = 0;
        for value in values() {
            let mut context = Context::new();
            let present = ContextValue::single(value.as_str());
            context.insert(key.clone(), present).unwrap();
            for operator in operators::all() {
                let operator: Operator = operator.name().parse().unwrap();
                let test = Test::read(
                    operator,
                    key.clone(),
                    [value.as_str()],
                    VariableSupport::Literal,
                );
                held += usize::from(test.is_ok_and(|test| test.holds(&context)));
            }
        }
        assert!(held > 20, "{held}");
    };
    let small = thread::Builder::new().stack_size(SMALL).spawn(body);
    small.unwrap().join().unwrap();
}
