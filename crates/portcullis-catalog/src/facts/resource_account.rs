//! Actions whose requests do not carry the owner of the resource.

/// Services none of whose requests carry it.
const SERVICES: [&str; 1] = ["ebs"];

/// Prefix and action of single exceptions.
#[rustfmt::skip]
const ACTIONS: [(&str, &str); 16] = [
    ("auditmanager", "UpdateAssessmentFrameworkShare"),
    ("detective", "AcceptInvitation"),
    ("ds", "AcceptSharedDirectory"),
    ("ec2", "AcceptTransitGatewayPeeringAttachment"),
    ("ec2", "AcceptVpcEndpointConnections"),
    ("ec2", "AcceptVpcPeeringConnection"),
    ("ec2", "CreateTransitGatewayPeeringAttachment"),
    ("ec2", "CreateVpcEndpoint"),
    ("ec2", "CreateVpcPeeringConnection"),
    ("es", "AcceptInboundConnection"),
    ("guardduty", "AcceptAdministratorInvitation"),
    ("macie2", "AcceptInvitation"),
    ("route53", "AssociateVpcWithHostedZone"),
    ("route53", "CreateVPCAssociationAuthorization"),
    ("securityhub", "AcceptAdministratorInvitation"),
    // Only for targets in another account that were set before 2023-03-02, which a request does not show.
    ("events", "PutEvents"),
];

/// Whether requests for the action carry `aws:ResourceAccount`, `aws:ResourceOrgID` and `aws:ResourceOrgPaths`.
///
/// # Source
///
/// IAM User Guide, AWS global condition context keys, exceptions of `aws:ResourceAccount`; PL 9.2. `events:PutEvents` is
/// listed for a case that the request does not show, and counts as an exception.
///
/// ```
/// use portcullis_catalog::facts::has_resource_account;
/// assert!(has_resource_account("s3", "GetObject"));
/// assert!(!has_resource_account("ebs", "GetSnapshotBlock"));
/// assert!(!has_resource_account("EC2", "createvpcendpoint"));
/// ```
#[must_use]
pub fn has_resource_account(prefix: &str, action: &str) -> bool {
    let service = SERVICES
        .iter()
        .any(|service| service.eq_ignore_ascii_case(prefix));
    let single = ACTIONS.iter().any(|(service, name)| {
        service.eq_ignore_ascii_case(prefix) && name.eq_ignore_ascii_case(action)
    });
    !service && !single
}
