//! Concrete ARNs, owned and borrowed.

use alloc::format;
use alloc::sync::Arc;
use core::borrow::Borrow;
use core::str::FromStr;

use crate::grammar::Fields;
use crate::text::as_its_text;
use crate::{AccountId, ArnError, Partition};

mod borrowed;

pub use borrowed::ArnRef;
use borrowed::Ends;

/// The longest ARN, in characters. AWS's own interfaces take none that is longer.
pub const MAX_CHARACTERS: usize = 2048;

/// An ARN that names one thing: `arn:partition:service:region:account-id:resource`.
///
/// Partition, service and resource are not empty; region and account may be. The resource is everything behind the fifth colon,
/// further colons and slashes included. No field is looked into any further, so that a field may hold any text without a colon; at
/// most [`MAX_CHARACTERS`] characters in all. Two ARNs are equal if their texts are.
///
/// ```
/// use portcullis_arn::Arn;
///
/// let function: Arn = "arn:aws:lambda:us-east-1:111122223333:function:f:live".parse()?;
/// assert_eq!(function.partition(), "aws");
/// assert_eq!(function.service(), "lambda");
/// assert_eq!(function.region(), "us-east-1");
/// assert_eq!(function.account(), "111122223333");
/// assert_eq!(function.resource(), "function:f:live");
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
///
/// # Source
/// PL 3.1 (AWS: Amazon Resource Names).
#[derive(Clone)]
pub struct Arn {
    text: Arc<str>,
    ends: Ends,
}

impl Arn {
    /// Reads an ARN, keeping the text that it was given.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use portcullis_arn::Arn;
    /// let text: Arc<str> = Arc::from("arn:aws:sqs:us-east-1:111122223333:jobs");
    /// assert_eq!(Arn::parse(text)?.resource(), "jobs");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    ///
    /// # Errors
    /// As [`ArnRef::parse`].
    pub fn parse(text: impl Into<Arc<str>>) -> Result<Self, ArnError> {
        let text = text.into();
        let ends = ArnRef::parse(&text)?.ends;
        Ok(Self { text, ends })
    }

    /// The borrowed form.
    ///
    /// ```
    /// let jobs: portcullis_arn::Arn = "arn:aws:sqs:us-east-1:111122223333:jobs".parse()?;
    /// assert_eq!(jobs.as_ref_arn().service(), "sqs");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn as_ref_arn(&self) -> ArnRef<'_> {
        ArnRef {
            text: &self.text,
            ends: self.ends,
        }
    }

    /// The second field, not empty.
    ///
    /// ```
    /// use portcullis_arn::Arn;
    /// let arn = "arn:aws-cn:s3:::amzn-s3-demo-bucket".parse::<Arn>()?;
    /// assert_eq!(arn.partition(), "aws-cn");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn partition(&self) -> &str {
        self.as_ref_arn().partition()
    }

    /// The third field, not empty.
    ///
    /// ```
    /// use portcullis_arn::Arn;
    /// let arn = "arn:aws:s3:::amzn-s3-demo-bucket".parse::<Arn>()?;
    /// assert_eq!(arn.service(), "s3");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn service(&self) -> &str {
        self.as_ref_arn().service()
    }

    /// The fourth field; empty for global services and for some resources.
    ///
    /// ```
    /// use portcullis_arn::Arn;
    /// let arn = "arn:aws:sqs:us-east-1:111122223333:jobs".parse::<Arn>()?;
    /// assert_eq!(arn.region(), "us-east-1");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn region(&self) -> &str {
        self.as_ref_arn().region()
    }

    /// The fifth field as it stands: an account id, nothing, or a word such as `aws`.
    ///
    /// ```
    /// use portcullis_arn::Arn;
    /// let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess".parse::<Arn>()?;
    /// assert_eq!(arn.account(), "aws");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn account(&self) -> &str {
        self.as_ref_arn().account()
    }

    /// The sixth field, not empty: everything behind the fifth colon.
    ///
    /// ```
    /// use portcullis_arn::Arn;
    /// let arn = "arn:aws:logs:us-east-1:111122223333:log-group:web:*".parse::<Arn>()?;
    /// assert_eq!(arn.resource(), "log-group:web:*");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn resource(&self) -> &str {
        self.as_ref_arn().resource()
    }

    /// The account, if the fifth field is an account id.
    ///
    /// ```
    /// use portcullis_arn::Arn;
    /// let user = "arn:aws:iam::111122223333:user/alice".parse::<Arn>()?;
    /// assert_eq!(user.account_id(), Some("111122223333".parse()?));
    /// assert_eq!("arn:aws:iam::aws:policy/ReadOnlyAccess".parse::<Arn>()?.account_id(), None);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        self.as_ref_arn().account_id()
    }

    /// The whole text.
    ///
    /// ```
    /// let text = "arn:aws:s3:::amzn-s3-demo-bucket";
    /// assert_eq!(text.parse::<portcullis_arn::Arn>()?.as_str(), text);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    ///
    /// ```
    /// let jobs: portcullis_arn::Arn = "arn:aws:sqs:us-east-1:111122223333:jobs".parse()?;
    /// assert_eq!(&**jobs.text(), jobs.as_str());
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// An ARN made of parts that are known to be right and short.
    pub(crate) fn assemble(
        partition: Partition,
        service: &str,
        account: AccountId,
        resource: &str,
    ) -> Self {
        let fields = Fields {
            partition: partition.as_str(),
            service,
            region: "",
            account: account.as_str(),
        };
        Self {
            text: format!("arn:{partition}:{service}::{account}:{resource}").into(),
            ends: Ends::of(&fields),
        }
    }
}

impl FromStr for Arn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        ArnRef::parse(text).map(ArnRef::to_arn)
    }
}

impl TryFrom<&str> for Arn {
    type Error = ArnError;

    fn try_from(text: &str) -> Result<Self, ArnError> {
        text.parse()
    }
}

impl<'a> From<&'a Arn> for ArnRef<'a> {
    fn from(arn: &'a Arn) -> Self {
        arn.as_ref_arn()
    }
}

impl From<ArnRef<'_>> for Arn {
    fn from(arn: ArnRef<'_>) -> Self {
        arn.to_arn()
    }
}

/// An ARN compares and hashes as its text does.
impl Borrow<str> for Arn {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

as_its_text!(Arn, "Arn");
