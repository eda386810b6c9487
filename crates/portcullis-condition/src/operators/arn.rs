//! ARN operators: patterns matched field by field (PL 8.8).

use super::{Comparison, Family, OperatorSpec};
use crate::arn_pattern::{ArnPattern, ArnText};
use crate::context::{Actual, Context};
use crate::operand::Operand;
use crate::template::VariableSupport;
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
    Ok(Operand::Arn(ArnPattern::parse(text, variables)?))
}

fn position(request: Actual<'_>, operands: &[Operand], context: &Context) -> Option<usize> {
    let request = ArnText::new(request.text());
    operands.iter().position(|operand| match operand {
        Operand::Arn(pattern) => pattern.matches_fields(&request, context),
        _ => false,
    })
}
