//! Service principals: AWS services that act in their own name.

use alloc::sync::Arc;
use core::str::FromStr;

use nom::Parser;
use nom::bytes::complete::take_while1;
use nom::character::complete::char;
use nom::combinator::{all_consuming, recognize, verify};
use nom::multi::many1_count;
use nom::sequence::terminated;

use crate::grammar::{self, Extent, Refusal, expect};
use crate::text::as_its_text;
use crate::{ArnError, ArnErrorKind};

/// The domains in which services have their names; nearly all are in the first.
const DOMAINS: [&str; 3] = ["amazonaws.com", "amazonaws.com.cn", "aws.internal"];

/// The service principals outside of these domains.
const OTHERS: [&str; 2] = ["alexa-appkit.amazon.com", "alexa-connectedhome.amazon.com"];

/// The longest name: that of a host name, in bytes.
const LONGEST: usize = 253;

/// The name of an AWS service as a principal, such as `lambda.amazonaws.com` or `s3.eu-south-1.amazonaws.com`.
///
/// One or more labels of ASCII letters, digits, `-` and `_`, followed by `amazonaws.com`, `amazonaws.com.cn` or `aws.internal`; the
/// two Alexa services whose names end in `amazon.com` as well. At most 253 bytes. Names keep their case and compare exactly. Whether
/// there is such a service is not looked at.
///
/// ```
/// use portcullis_arn::ServicePrincipal;
/// let lambda: ServicePrincipal = "lambda.amazonaws.com".parse()?;
/// assert_eq!(lambda.to_string(), "lambda.amazonaws.com");
/// assert!("*".parse::<ServicePrincipal>().is_err());
/// assert!("amazonaws.com".parse::<ServicePrincipal>().is_err());
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
///
/// # Source
/// PL 4.1.2, 4.1.7 (AWS: IAM JSON policy elements, Principal).
#[derive(Clone)]
pub struct ServicePrincipal(Arc<str>);

impl ServicePrincipal {
    /// The name.
    ///
    /// ```
    /// let sns: portcullis_arn::ServicePrincipal = "sns.amazonaws.com".parse()?;
    /// assert_eq!(sns.as_str(), "sns.amazonaws.com");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ServicePrincipal {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        let grammar = expect(
            ArnErrorKind::InvalidServicePrincipal,
            Extent::Rest,
            all_consuming(name()),
        );
        match grammar::run(grammar, text) {
            Ok(name) => Ok(Self(Arc::from(name))),
            Err(refusal) => Err(refusal.into_error(text)),
        }
    }
}

impl TryFrom<&str> for ServicePrincipal {
    type Error = ArnError;

    fn try_from(text: &str) -> Result<Self, ArnError> {
        text.parse()
    }
}

as_its_text!(ServicePrincipal, "ServicePrincipal");

fn name<'a>() -> impl Parser<&'a str, Output = &'a str, Error = Refusal<'a>> {
    let label =
        || take_while1(|found: char| found.is_ascii_alphanumeric() || matches!(found, '-' | '_'));
    let labels = recognize((many1_count(terminated(label(), char('.'))), label()));
    verify(labels, |name: &str| {
        name.len() <= LONGEST && is_of_a_service(name)
    })
}

fn is_of_a_service(name: &str) -> bool {
    let in_domain = |domain: &&str| {
        name.strip_suffix(domain)
            .is_some_and(|labels| labels.ends_with('.'))
    };
    DOMAINS.iter().any(in_domain) || OTHERS.contains(&name)
}
