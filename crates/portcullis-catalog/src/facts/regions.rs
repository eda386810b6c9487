//! Services with one endpoint for a whole partition, and the Region that requests to it carry.

use crate::folding::find;

/// Prefix, then the Region in `aws`, `aws-cn` and `aws-us-gov`; empty where the partition has no such endpoint. Sorted.
#[rustfmt::skip]
static ROWS: [(&str, [&str; 3]); 18] = [
    ("account",                ["us-east-1", "cn-northwest-1", ""]),
    ("billingconductor",       ["us-east-1", "", ""]),
    ("budgets",                ["us-east-1", "cn-northwest-1", ""]),
    ("ce",                     ["us-east-1", "cn-northwest-1", ""]),
    ("chime",                  ["us-east-1", "", ""]),
    ("cloudfront",             ["us-east-1", "cn-northwest-1", ""]),
    ("health",                 ["us-east-1", "cn-northwest-1", ""]),
    ("iam",                    ["us-east-1", "cn-north-1", "us-gov-west-1"]),
    ("importexport",           ["us-east-1", "", ""]),
    ("networkmanager",         ["us-west-2", "", "us-gov-west-1"]),
    ("notifications-contacts", ["us-east-1", "", ""]),
    ("organizations",          ["us-east-1", "cn-northwest-1", "us-gov-west-1"]),
    ("route53",                ["us-east-1", "cn-northwest-1", "us-gov-west-1"]),
    ("savingsplans",           ["us-east-1", "", ""]),
    ("shield",                 ["us-east-1", "", ""]),
    ("support",                ["us-east-1", "cn-north-1", "us-gov-west-1"]),
    ("tax",                    ["us-east-1", "", ""]),
    ("waf",                    ["us-east-1", "", ""]),
];

/// The Region that requests to a global service carry as `aws:RequestedRegion`; `None` for a Regional service, and for one
/// that has no global endpoint in the partition or whose Region there is not known.
///
/// STS is Regional here: only its legacy global endpoint is in `us-east-1`, and the request does not show which was called.
///
/// # Source
///
/// Endpoints of the AWS SDKs (services with one endpoint for a partition), November 2026; EV 7.5, PL 9.4.
///
/// ```
/// use portcullis_catalog::facts::global_region;
/// assert_eq!(global_region("iam", "aws"), Some("us-east-1"));
/// assert_eq!(global_region("iam", "aws-cn"), Some("cn-north-1"));
/// assert_eq!(global_region("elasticache", "aws"), None);
/// assert_eq!(global_region("sts", "aws"), None);
/// ```
#[must_use]
pub fn global_region(prefix: &str, partition: &str) -> Option<&'static str> {
    let (_, [commercial, china, government]) = find(&ROWS, prefix, |(listed, _)| listed)?;
    let region = match partition {
        "aws" => commercial,
        "aws-cn" => china,
        "aws-us-gov" => government,
        _ => return None,
    };
    if region.is_empty() {
        None
    } else {
        Some(region)
    }
}

#[cfg(test)]
pub(super) fn prefixes() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|(prefix, _)| *prefix)
}
