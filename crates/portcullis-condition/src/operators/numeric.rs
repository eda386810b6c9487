//! Numeric operators: exact decimals, the request's value on the left (PL 8.5).

use core::cmp::Ordering;

use super::{Comparison, Family, OperatorSpec};
use crate::context::{Actual, Context};
use crate::operand::Operand;
use crate::template::VariableSupport;
use crate::value::NumberRef;

// `k` is the value of the request, `v` the values of the policy.
pub(super) static OPERATORS: [OperatorSpec; 6] = [
    row("NumericEquals", false, |k, v, _| {
        position(k, v, Ordering::is_eq)
    }),
    row("NumericNotEquals", true, |k, v, _| {
        position(k, v, Ordering::is_eq)
    }),
    row("NumericLessThan", false, |k, v, _| {
        position(k, v, Ordering::is_lt)
    }),
    row("NumericLessThanEquals", false, |k, v, _| {
        position(k, v, Ordering::is_le)
    }),
    row("NumericGreaterThan", false, |k, v, _| {
        position(k, v, Ordering::is_gt)
    }),
    row("NumericGreaterThanEquals", false, |k, v, _| {
        position(k, v, Ordering::is_ge)
    }),
];

const fn row(
    name: &'static str,
    negated: bool,
    matching: fn(Actual<'_>, &[Operand], &Context) -> Option<usize>,
) -> OperatorSpec {
    OperatorSpec {
        name,
        negated,
        family: Family::Numeric,
        variables: VariableSupport::Literal,
        read: |text, _| text.parse().map(Operand::Number),
        comparison: Comparison::Values(matching),
    }
}

/// The place of the first number to which the request's number stands in a relation.
fn position(
    request: Actual<'_>,
    operands: &[Operand],
    holds: fn(Ordering) -> bool,
) -> Option<usize> {
    let request = NumberRef::parse(request.text())?;
    operands.iter().position(|operand| {
        matches!(operand, Operand::Number(number) if holds(request.cmp(&number.as_ref())))
    })
}
