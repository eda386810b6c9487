//! String operators: whole texts, with letter case or without, or as patterns (PL 8.4).

use portcullis_glob::Token;

use super::{Comparison, Family, OperatorSpec};
use crate::context::{Actual, Context};
use crate::folding::fold;
use crate::operand::Operand;
use crate::template::{Template, VariableSupport, WildcardSupport};
use crate::value::ValueError;

pub(super) static OPERATORS: [OperatorSpec; 6] = [
    row("StringEquals", false, text, equal),
    row("StringNotEquals", true, text, equal),
    row("StringEqualsIgnoreCase", false, text, equal_ignoring_case),
    row("StringNotEqualsIgnoreCase", true, text, equal_ignoring_case),
    row("StringLike", false, pattern, like),
    row("StringNotLike", true, pattern, like),
];

const fn row(
    name: &'static str,
    negated: bool,
    read: fn(&str, VariableSupport) -> Result<Operand, ValueError>,
    matching: fn(Actual<'_>, &[Operand], &Context) -> Option<usize>,
) -> OperatorSpec {
    OperatorSpec {
        name,
        negated,
        family: Family::String,
        variables: VariableSupport::Expanded,
        read,
        comparison: Comparison::Values(matching),
    }
}

fn text(text: &str, variables: VariableSupport) -> Result<Operand, ValueError> {
    Ok(Operand::Text(Template::parse(
        text,
        variables,
        WildcardSupport::Literal,
    )?))
}

fn pattern(text: &str, variables: VariableSupport) -> Result<Operand, ValueError> {
    Ok(Operand::Text(Template::parse(
        text,
        variables,
        WildcardSupport::Glob,
    )?))
}

/// The place of the first text that fits.
fn position(operands: &[Operand], fits: impl Fn(&Template) -> bool) -> Option<usize> {
    operands
        .iter()
        .position(|operand| matches!(operand, Operand::Text(text) if fits(text)))
}

fn equal(request: Actual<'_>, operands: &[Operand], context: &Context) -> Option<usize> {
    // There are no wildcards in these.
    position(operands, |text| match text.literal() {
        Some(literal) => literal == request.text(),
        None => text.matches(request.text(), context) == Some(true),
    })
}

fn equal_ignoring_case(
    request: Actual<'_>,
    operands: &[Operand],
    context: &Context,
) -> Option<usize> {
    position(operands, |text| {
        text.tokens(context).is_some_and(|tokens| {
            let folded = tokens.map(|token| match token {
                Token::Char(character) => Token::Char(fold(character)),
                wildcard => wildcard,
            });
            folded.eq(request
                .text()
                .chars()
                .map(|character| Token::Char(fold(character))))
        })
    })
}

fn like(request: Actual<'_>, operands: &[Operand], context: &Context) -> Option<usize> {
    position(operands, |text| {
        text.matches(request.text(), context) == Some(true)
    })
}
