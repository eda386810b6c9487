//! ARNs whose text belongs to someone else.

use alloc::sync::Arc;
use core::ops::Range;

use crate::grammar::{self, Fields};
use crate::text::as_its_text;
use crate::{AccountId, Arn, ArnError, ArnErrorKind, Field, MAX_CHARACTERS};

/// What an ARN starts with.
const PREFIX: &str = "arn:";

/// Where the second to the fifth field end, in bytes. Each field starts one byte behind the end of the one before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    partition: u16,
    service: u16,
    region: u16,
    account: u16,
}

impl Ends {
    // INVARIANT: the fields are those of a text of at most MAX_CHARACTERS characters, so that nothing saturates. Upheld by `parse`,
    // and by `Arn::assemble`, whose fields are short.
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        let behind = |start: usize, field: &str| start.saturating_add(field.len());
        let partition = behind(PREFIX.len(), fields.partition);
        let service = behind(partition.saturating_add(1), fields.service);
        let region = behind(service.saturating_add(1), fields.region);
        let account = behind(region.saturating_add(1), fields.account);
        let narrow = |end: usize| u16::try_from(end).unwrap_or(u16::MAX);
        Self {
            partition: narrow(partition),
            service: narrow(service),
            region: narrow(region),
            account: narrow(account),
        }
    }
}

/// An [`Arn`] whose text belongs to someone else; cheap to copy.
///
/// ```
/// use portcullis_arn::ArnRef;
/// let bucket = ArnRef::parse("arn:aws:s3:::amzn-s3-demo-bucket")?;
/// assert_eq!(bucket.resource(), "amzn-s3-demo-bucket");
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ArnRef<'a> {
    pub(super) text: &'a str,
    pub(super) ends: Ends,
}

impl<'a> ArnRef<'a> {
    /// Reads an ARN.
    ///
    /// ```
    /// use portcullis_arn::{ArnErrorKind, ArnRef, Field};
    /// let error = ArnRef::parse("arn:aws:s3").unwrap_err();
    /// assert_eq!(error.kind(), ArnErrorKind::MissingField(Field::Region));
    /// ```
    ///
    /// # Errors
    /// The text does not start with `arn:`, has fewer than six fields, an empty partition, service or resource, or more than
    /// [`MAX_CHARACTERS`] characters.
    pub fn parse(text: &'a str) -> Result<Self, ArnError> {
        if text.chars().nth(MAX_CHARACTERS).is_some() {
            return Err(ArnError::whole(ArnErrorKind::TooLong, text));
        }
        let fields =
            grammar::run(grammar::arn, text).map_err(|refusal| refusal.into_error(text))?;
        Ok(Self {
            text,
            ends: Ends::of(&fields),
        })
    }

    /// The owned form, with a text of its own.
    ///
    /// ```
    /// use portcullis_arn::{Arn, ArnRef};
    /// let bucket = ArnRef::parse("arn:aws:s3:::amzn-s3-demo-bucket")?.to_arn();
    /// assert_eq!(bucket, "arn:aws:s3:::amzn-s3-demo-bucket".parse::<Arn>()?);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn to_arn(self) -> Arn {
        Arn {
            text: Arc::from(self.text),
            ends: self.ends,
        }
    }

    /// The second field, not empty.
    ///
    /// ```
    /// use portcullis_arn::ArnRef;
    /// let arn = ArnRef::parse("arn:aws-cn:s3:::amzn-s3-demo-bucket")?;
    /// assert_eq!(arn.partition(), "aws-cn");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn partition(self) -> &'a str {
        self.field(Field::Partition)
    }

    /// The third field, not empty.
    ///
    /// ```
    /// use portcullis_arn::ArnRef;
    /// let arn = ArnRef::parse("arn:aws:s3:::amzn-s3-demo-bucket")?;
    /// assert_eq!(arn.service(), "s3");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn service(self) -> &'a str {
        self.field(Field::Service)
    }

    /// The fourth field; empty for global services and for some resources.
    ///
    /// ```
    /// use portcullis_arn::ArnRef;
    /// let arn = ArnRef::parse("arn:aws:sqs:us-east-1:111122223333:jobs")?;
    /// assert_eq!(arn.region(), "us-east-1");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn region(self) -> &'a str {
        self.field(Field::Region)
    }

    /// The fifth field as it stands: an account id, nothing, or a word such as `aws`.
    ///
    /// ```
    /// use portcullis_arn::ArnRef;
    /// let arn = ArnRef::parse("arn:aws:iam::aws:policy/ReadOnlyAccess")?;
    /// assert_eq!(arn.account(), "aws");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn account(self) -> &'a str {
        self.field(Field::Account)
    }

    /// The sixth field, not empty: everything behind the fifth colon.
    ///
    /// ```
    /// use portcullis_arn::ArnRef;
    /// let arn = ArnRef::parse("arn:aws:logs:us-east-1:111122223333:log-group:web:*")?;
    /// assert_eq!(arn.resource(), "log-group:web:*");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn resource(self) -> &'a str {
        self.field(Field::Resource)
    }

    /// The account, if the fifth field is an account id.
    ///
    /// ```
    /// use portcullis_arn::ArnRef;
    /// let user = ArnRef::parse("arn:aws:iam::111122223333:user/alice")?;
    /// assert_eq!(user.account_id(), Some("111122223333".parse()?));
    /// assert_eq!(ArnRef::parse("arn:aws:iam::aws:policy/ReadOnlyAccess")?.account_id(), None);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn account_id(self) -> Option<AccountId> {
        AccountId::of(self.account())
    }

    /// The whole text.
    ///
    /// ```
    /// use portcullis_arn::ArnRef;
    /// let text = "arn:aws:s3:::amzn-s3-demo-bucket";
    /// assert_eq!(ArnRef::parse(text)?.as_str(), text);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.text
    }

    /// Where a field stands in the text: byte offsets, half open.
    ///
    /// ```
    /// use portcullis_arn::{ArnRef, Field};
    /// let bucket = ArnRef::parse("arn:aws:s3:::amzn-s3-demo-bucket")?;
    /// assert_eq!(bucket.span(Field::Service), 8..10);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn span(self, field: Field) -> Range<usize> {
        let Ends {
            partition,
            service,
            region,
            account,
        } = self.ends;
        let behind = |end: u16| usize::from(end).saturating_add(1);
        match field {
            Field::Partition => PREFIX.len()..usize::from(partition),
            Field::Service => behind(partition)..usize::from(service),
            Field::Region => behind(service)..usize::from(region),
            Field::Account => behind(region)..usize::from(account),
            Field::Resource => behind(account)..self.text.len(),
        }
    }

    fn field(self, field: Field) -> &'a str {
        // INVARIANT: the ends are those that the parser found in this text, so that the default is never taken.
        self.text.get(self.span(field)).unwrap_or_default()
    }
}

impl<'a> TryFrom<&'a str> for ArnRef<'a> {
    type Error = ArnError;

    fn try_from(text: &'a str) -> Result<Self, ArnError> {
        Self::parse(text)
    }
}

as_its_text!(ArnRef<'_>, "ArnRef");
