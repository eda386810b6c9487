//! The operator `BinaryEquals`: bytes, carried as base64 (PL 8.7).

use super::{Comparison, Family, OperatorSpec};
use crate::context::{Actual, Context};
use crate::operand::Operand;
use crate::template::VariableSupport;

pub(super) static OPERATORS: [OperatorSpec; 1] = [OperatorSpec {
    name: "BinaryEquals",
    negated: false,
    family: Family::Binary,
    variables: VariableSupport::Literal,
    read: |text, _| text.parse().map(Operand::Bytes),
    comparison: Comparison::Values(position),
}];

fn position(request: Actual<'_>, operands: &[Operand], _: &Context) -> Option<usize> {
    // The policy's value is canonical, so that the only text that decodes to the same bytes is the same text. A request's value
    // that is not base64 equals none.
    operands.iter().position(
        |operand| matches!(operand, Operand::Bytes(bytes) if bytes.as_str() == request.text()),
    )
}
