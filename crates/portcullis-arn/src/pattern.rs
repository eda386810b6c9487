//! Patterns for ARNs: the `Resource` element's rules and the ARN condition operators' rules.
//!
//! The two differ in what a `*` in the first five fields may run over. In a `Resource` entry the `*` that ends a field may go on
//! over the following colons; under an ARN operator no wildcard of these fields ever sees a colon. In the sixth field wildcards
//! take any character under both.
//!
//! A pattern comes as streams of [`Token`]s, so that literal text (the value of a policy variable, an escaped `${*}`) never turns
//! into a wildcard. No function here allocates or recurses; each takes at most 2 × (pattern + 1) × (text + 1) tokens, lengths
//! being counted in tokens and characters with the colons between the fields; so long as cloning a stream and taking its next token
//! are constant, so is the time for each.

use portcullis_glob::Token;

mod matcher;
mod steps;

use matcher::match_steps;
use steps::{OperatorFields, OperatorStream, ResourceFields};

/// The six fields of a text that is an ARN or a pattern for one: what its first five colons separate. `None` if it has fewer.
///
/// ```
/// use portcullis_arn::pattern::fields;
/// let found = fields("arn:aws:sns:*:111122223333:a:b");
/// assert_eq!(found, Some(["arn", "aws", "sns", "*", "111122223333", "a:b"]));
/// assert_eq!(fields("arn:aws:sns:*:111122223333"), None);
/// ```
#[must_use]
pub fn fields(text: &str) -> Option<[&str; 6]> {
    let mut fields = [""; 6];
    let [others @ .., last] = &mut fields;
    let mut colons = memchr::memchr_iter(b':', text.as_bytes());
    let mut start = 0_usize;
    for field in others {
        let colon = colons.next()?;
        *field = text.get(start..colon)?;
        start = colon.saturating_add(1);
    }
    *last = text.get(start..)?;
    Some(fields)
}

/// Whether the ARN `text` matches one entry of `Resource` or `NotResource`, given as its six fields.
///
/// In fields one to five a `*` that ends its field is any run of characters, every other `*` any run without a colon, and `?` one
/// character other than a colon; ASCII letters are equal in either case. In field six wildcards take any character, and letters are
/// case-sensitive. A colon among a field's tokens is a literal colon.
///
/// `text` need not be a well-formed ARN: whatever it is, the rules are applied to the whole of it.
///
/// ```
/// use portcullis_arn::pattern::match_resource;
/// use portcullis_glob::tokens;
///
/// let logs = ["arn", "aws", "logs", "*", "111122223333", "*"].map(tokens);
/// assert!(match_resource(&logs, "arn:aws:logs:us-east-1:111122223333:log-group:web"));
/// // The `*` in the Region's place ends its field, so it may run over the account.
/// assert!(match_resource(&logs, "arn:aws:logs:us-east-1:999999999999:111122223333:x"));
///
/// let west = ["arn", "aws", "logs", "us-*-1", "111122223333", "*"].map(tokens);
/// assert!(match_resource(&west, "arn:aws:logs:us-west-1:111122223333:log-group:web"));
/// assert!(!match_resource(&west, "arn:aws:logs:us-a:b-1:111122223333:log-group:web"));
/// ```
///
/// # Source
/// PL 6.1.1 to 6.1.10 (AWS: IAM JSON policy elements, Resource).
#[must_use]
pub fn match_resource<P>(fields: &[P; 6], text: &str) -> bool
where
    P: Iterator<Item = Token> + Clone,
{
    match_steps(ResourceFields::new(fields), text)
}

/// Whether the ARN `text` matches the value of an ARN condition operator, given as its six fields.
///
/// `text` is split at its first five colons and each field is matched on its own, so that no wildcard of fields one to five takes a
/// colon; in field six wildcards take any character. Letters are case-sensitive in every field. A text of fewer than six fields
/// matches nothing, and so does a pattern with a literal colon in one of its first five fields.
///
/// ```
/// use portcullis_arn::pattern::match_operator;
/// use portcullis_glob::tokens;
///
/// let value = ["arn", "aws", "iam", "*", "111122223333", "role/*"].map(tokens);
/// assert!(match_operator(value.clone(), "arn:aws:iam::111122223333:role/team/app"));
/// assert!(!match_operator(value.clone(), "arn:aws:IAM::111122223333:role/team/app"));
/// assert!(!match_operator(value, "arn:aws:iam::999999999999:111122223333:role/app"));
/// ```
///
/// # Source
/// PL 8.8.1 to 8.8.4 (AWS: IAM JSON policy elements, condition operators for ARNs).
#[must_use]
pub fn match_operator<P>(fields: [P; 6], text: &str) -> bool
where
    P: Iterator<Item = Token> + Clone,
{
    match_steps(OperatorFields::new(&fields), text)
}

/// As [`match_operator`], for a value that is one stream of tokens: its first five literal colons separate the six fields.
///
/// For values with policy variables, which are substituted before the value is split: a colon that comes out of a variable
/// separates like any other. A pattern with fewer than five literal colons matches nothing.
///
/// ```
/// use portcullis_arn::pattern::match_operator_stream;
/// use portcullis_glob::{literal_tokens, tokens};
///
/// // `arn:aws:iam::${aws:PrincipalTag/owner}`, where the tag's value brings the last colon along.
/// let value = tokens("arn:aws:iam::").chain(literal_tokens("111122223333:role/app"));
/// assert!(match_operator_stream(value, "arn:aws:iam::111122223333:role/app"));
/// assert!(!match_operator_stream(tokens("*"), "arn:aws:iam::111122223333:role/app"));
/// ```
///
/// # Source
/// PL 8.8.1 to 8.8.5 (AWS: IAM JSON policy elements, condition operators for ARNs).
#[must_use]
pub fn match_operator_stream<P>(pattern: P, text: &str) -> bool
where
    P: Iterator<Item = Token> + Clone,
{
    match_steps(OperatorStream::new(pattern), text)
}
#[cfg(test)]
mod tests;
