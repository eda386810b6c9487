//! Kinds of VPC endpoints.

/// The kind of a VPC endpoint; it decides which principals of its policy count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EndpointKind {
    /// A target of route tables.
    Gateway,
    /// A network interface with a private address.
    Interface,
}

/// The kind of endpoint to assume for the service where the request does not tell.
///
/// # Source
///
/// VPC documentation, gateway endpoints; EV 3.5.
///
/// ```
/// use portcullis_catalog::facts::{EndpointKind, default_endpoint_kind};
/// assert_eq!(default_endpoint_kind("s3"), EndpointKind::Gateway);
/// assert_eq!(default_endpoint_kind("DynamoDB"), EndpointKind::Gateway);
/// assert_eq!(default_endpoint_kind("elasticache"), EndpointKind::Interface);
/// ```
#[must_use]
pub fn default_endpoint_kind(prefix: &str) -> EndpointKind {
    let gateway = ["s3", "dynamodb"]
        .iter()
        .any(|service| service.eq_ignore_ascii_case(prefix));
    if gateway {
        EndpointKind::Gateway
    } else {
        EndpointKind::Interface
    }
}
