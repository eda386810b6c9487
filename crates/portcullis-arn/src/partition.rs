//! Partitions: the separate clouds that AWS runs.

use core::fmt;
use core::str::FromStr;

use crate::{ArnError, ArnErrorKind};

/// The longest name of a partition, in bytes.
const LONGEST: usize = 16;

/// A partition: `aws`, or `aws` with suffixes of lower-case letters and digits such as `aws-cn`; at most 16 bytes.
///
/// AWS may add partitions, so that every name of this form is one.
///
/// ```
/// use portcullis_arn::Partition;
/// let partition: Partition = "aws-us-gov".parse()?;
/// assert_eq!(partition, Partition::AWS_US_GOV);
/// assert!("azure".parse::<Partition>().is_err());
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
///
/// # Source
/// PL 3.1 (AWS: Amazon Resource Names).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition {
    // INVARIANT: a name in ASCII, filled up with zeros, so that comparing the arrays compares the names. Upheld by `from_str`.
    padded: [u8; LONGEST],
}

impl Partition {
    /// The commercial Regions.
    pub const AWS: Self = Self {
        padded: *b"aws\0\0\0\0\0\0\0\0\0\0\0\0\0",
    };
    /// The Regions in China.
    pub const AWS_CN: Self = Self {
        padded: *b"aws-cn\0\0\0\0\0\0\0\0\0\0",
    };
    /// The `GovCloud` Regions in the United States.
    pub const AWS_US_GOV: Self = Self {
        padded: *b"aws-us-gov\0\0\0\0\0\0",
    };

    /// The name, as in an ARN.
    ///
    /// ```
    /// use portcullis_arn::Partition;
    /// assert_eq!(Partition::AWS_CN.as_str(), "aws-cn");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.padded)
            .unwrap_or_default()
            .trim_end_matches('\0')
    }
}

impl FromStr for Partition {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        let invalid = || ArnError::whole(ArnErrorKind::InvalidPartition, text);
        let mut words = text.split('-');
        let well_formed = words.next() == Some("aws")
            && words.all(|word| {
                !word.is_empty()
                    && word
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
        if !well_formed {
            return Err(invalid());
        }
        let mut padded = [0; LONGEST];
        padded
            .get_mut(..text.len())
            .ok_or_else(invalid)?
            .copy_from_slice(text.as_bytes());
        Ok(Self { padded })
    }
}

impl TryFrom<&str> for Partition {
    type Error = ArnError;

    fn try_from(text: &str) -> Result<Self, ArnError> {
        text.parse()
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Partition")
            .field(&self.as_str())
            .finish()
    }
}
