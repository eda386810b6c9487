//! The operator `Null`: whether the key is absent or null (PL 8.9).

use super::{Comparison, Family, OperatorSpec};
use crate::operand::Operand;
use crate::template::VariableSupport;
use crate::value::{ValueError, ValueErrorKind, parse_boolean};

pub(super) static OPERATORS: [OperatorSpec; 1] = [OperatorSpec {
    name: "Null",
    negated: false,
    family: Family::Null,
    variables: VariableSupport::Literal,
    read,
    comparison: Comparison::Presence(position),
}];

fn read(text: &str, _: VariableSupport) -> Result<Operand, ValueError> {
    parse_boolean(text)
        .map(Operand::Boolean)
        .ok_or_else(|| ValueError::new(ValueErrorKind::NotABoolean, text))
}

fn position(null: bool, operands: &[Operand]) -> Option<usize> {
    operands
        .iter()
        .position(|operand| matches!(operand, Operand::Boolean(value) if *value == null))
}
