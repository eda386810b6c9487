//! IP address operators: an address of the request in a network of the policy (PL 8.7).

use super::{Comparison, Family, OperatorSpec};
use crate::context::{Actual, Context};
use crate::operand::Operand;
use crate::template::VariableSupport;

pub(super) static OPERATORS: [OperatorSpec; 2] =
    [row("IpAddress", false), row("NotIpAddress", true)];

const fn row(name: &'static str, negated: bool) -> OperatorSpec {
    OperatorSpec {
        name,
        negated,
        family: Family::IpAddress,
        variables: VariableSupport::Literal,
        read: |text, _| text.parse().map(Operand::Network),
        comparison: Comparison::Values(position),
    }
}

fn position(request: Actual<'_>, operands: &[Operand], _: &Context) -> Option<usize> {
    let request = request.address()?;
    operands.iter().position(
        |operand| matches!(operand, Operand::Network(network) if network.contains(request)),
    )
}
