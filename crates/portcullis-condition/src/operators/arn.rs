//! ARN operators: patterns matched field by field (PL 8.8).

use portcullis_arn::pattern::match_operator_stream;

use super::{Comparison, Family, OperatorSpec};
use crate::context::Context;
use crate::operand::Operand;
use crate::template::{Part, Template, VariableSupport, WildcardSupport};
use crate::value::ValueError;

pub(super) static OPERATORS: [OperatorSpec; 4] = [
    row("ArnEquals", false),
    row("ArnNotEquals", true),
    row("ArnLike", false),
    row("ArnNotLike", true),
];

const fn row(name: &'static str, negated: bool) -> OperatorSpec {
    OperatorSpec {
        name,
        negated,
        family: Family::Arn,
        variables: VariableSupport::Expanded,
        read,
        comparison: Comparison::Values(position),
    }
}

fn read(text: &str, variables: VariableSupport) -> Result<Operand, ValueError> {
    Ok(Operand::Arn(Template::parse(
        text,
        variables,
        WildcardSupport::Glob,
    )?))
}

fn position(request: &str, operands: &[Operand], context: &Context) -> Option<usize> {
    operands.iter().position(|operand| match operand {
        Operand::Arn(pattern) => {
            can_match(pattern, request)
                && pattern
                    .tokens(context)
                    .is_some_and(|tokens| match_operator_stream(tokens, request))
        }
        _ => false,
    })
}

/// Whether the text has what the pattern begins and ends with, which is most often enough to tell that it does not match.
fn can_match(pattern: &Template, text: &str) -> bool {
    let begins = match pattern.parts().first() {
        Some(Part::Literal(first)) => text.starts_with(&**first),
        _ => true,
    };
    let ends = match pattern.parts().last() {
        Some(Part::Literal(last)) => text.ends_with(&**last),
        _ => true,
    };
    begins && ends
}
