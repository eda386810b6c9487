//! The operator `Bool`: `true` and `false` in whatever letter case (PL 8.7).

use super::{Comparison, Family, OperatorSpec};
use crate::context::{Actual, Context};
use crate::operand::Operand;
use crate::template::{Template, VariableSupport, WildcardSupport};
use crate::value::{ValueError, ValueErrorKind, parse_boolean};

pub(super) static OPERATORS: [OperatorSpec; 1] = [OperatorSpec {
    name: "Bool",
    negated: false,
    family: Family::Bool,
    variables: VariableSupport::Expanded,
    read,
    comparison: Comparison::Values(position),
}];

fn read(text: &str, variables: VariableSupport) -> Result<Operand, ValueError> {
    let template = Template::parse(text, variables, WildcardSupport::Literal)?;
    if template.variables().next().is_some() {
        return Ok(Operand::BooleanText(template));
    }
    parse_boolean(text)
        .map(Operand::Boolean)
        .ok_or_else(|| ValueError::new(ValueErrorKind::NotABoolean, text))
}

fn position(request: Actual<'_>, operands: &[Operand], context: &Context) -> Option<usize> {
    let request = parse_boolean(request.text())?;
    let name = if request { "true" } else { "false" };
    operands.iter().position(|operand| match operand {
        Operand::Boolean(value) => *value == request,
        Operand::BooleanText(text) => text.tokens(context).is_some_and(|tokens| {
            let lower = tokens.map(|token| match token {
                portcullis_glob::Token::Char(character) => Some(character.to_ascii_lowercase()),
                _ => None,
            });
            lower.eq(name.chars().map(Some))
        }),
        _ => false,
    })
}
