//! Date operators: exact instants, the request's value on the left (PL 8.6).

use core::cmp::Ordering;

use super::{Comparison, Family, OperatorSpec};
use crate::context::{Actual, Context};
use crate::operand::Operand;
use crate::template::VariableSupport;

// `k` is the value of the request, `v` the values of the policy.
pub(super) static OPERATORS: [OperatorSpec; 6] = [
    row("DateEquals", false, |k, v, _| {
        position(k, v, Ordering::is_eq)
    }),
    row("DateNotEquals", true, |k, v, _| {
        position(k, v, Ordering::is_eq)
    }),
    row("DateLessThan", false, |k, v, _| {
        position(k, v, Ordering::is_lt)
    }),
    row("DateLessThanEquals", false, |k, v, _| {
        position(k, v, Ordering::is_le)
    }),
    row("DateGreaterThan", false, |k, v, _| {
        position(k, v, Ordering::is_gt)
    }),
    row("DateGreaterThanEquals", false, |k, v, _| {
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
        family: Family::Date,
        variables: VariableSupport::Literal,
        read: |text, _| text.parse().map(Operand::Instant),
        comparison: Comparison::Values(matching),
    }
}

/// The place of the first instant to which the request's instant stands in a relation.
fn position(
    request: Actual<'_>,
    operands: &[Operand],
    holds: fn(Ordering) -> bool,
) -> Option<usize> {
    let request = request.instant()?;
    operands.iter().position(|operand| {
        matches!(operand, Operand::Instant(instant) if holds(request.cmp(&instant.as_ref())))
    })
}
