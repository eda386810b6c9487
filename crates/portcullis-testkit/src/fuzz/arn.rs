//! ARNs: what is accepted prints as it was written, what is refused says where, and patterns agree with each other.

use core::fmt::Display;
use core::str::FromStr;

use portcullis_arn::{
    AccountId, Arn, ArnError, ArnRef, Partition, PrincipalArn, ServicePrincipal, pattern,
};
use portcullis_glob::{literal_tokens, tokens};

use super::checks::{check_message, check_printed, check_span};

/// Reads the input as every form that this layer knows, and its two halves (at the first line break) as pattern and text.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    arn(text);
    if round_trip::<PrincipalArn>(text) {
        assert!(text.parse::<Arn>().is_ok(), "a principal's ARN is no ARN");
    }
    round_trip::<AccountId>(text);
    round_trip::<Partition>(text);
    round_trip::<ServicePrincipal>(text);
    if let Some((pattern, text)) = text.split_once('\n') {
        patterns(pattern, text);
    }
}

/// Whether the text is accepted; panics unless it then prints as it was written, and unless a refusal says where.
fn round_trip<T: FromStr<Err = ArnError> + Display>(text: &str) -> bool {
    match text.parse::<T>() {
        Ok(value) => {
            check_printed(&value, text);
            true
        }
        Err(error) => {
            check_span(text, error.span());
            check_message(&error);
            false
        }
    }
}

fn arn(text: &str) {
    let borrowed = ArnRef::parse(text);
    assert_eq!(
        round_trip::<Arn>(text),
        borrowed.is_ok(),
        "the owned and the borrowed form disagree"
    );
    let Ok(arn) = borrowed else {
        return;
    };
    let fields = [
        arn.partition(),
        arn.service(),
        arn.region(),
        arn.account(),
        arn.resource(),
    ];
    let mut rest = text.strip_prefix("arn");
    for field in fields {
        rest = rest.and_then(|rest| rest.strip_prefix(':')?.strip_prefix(field));
    }
    assert_eq!(rest, Some(""), "the fields do not make the text");
    if let Some(account) = arn.account_id() {
        assert_eq!(account.as_str(), arn.account());
    }
    let [partition, service, region, account, resource] = fields;
    let literal = ["arn", partition, service, region, account, resource].map(literal_tokens);
    assert!(
        pattern::match_resource(&literal, text),
        "an ARN does not match itself"
    );
    assert!(
        pattern::match_operator(literal, text),
        "an ARN does not match itself"
    );
}

fn patterns(pattern: &str, text: &str) {
    let mut fields = pattern.splitn(6, ':');
    let [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)] =
        core::array::from_fn(|_| fields.next())
    else {
        assert!(
            !pattern::match_operator_stream(tokens(pattern), text),
            "fewer than six fields match"
        );
        return;
    };
    let fields = [a, b, c, d, e, f].map(tokens);
    let by_resource = pattern::match_resource(&fields, text);
    let by_operator = pattern::match_operator(fields, text);
    let by_stream = pattern::match_operator_stream(tokens(pattern), text);
    assert_eq!(
        by_operator, by_stream,
        "splitting before and while matching disagree"
    );
    // The rules of `Resource` are the wider ones: a star may cross colons, and letters are folded.
    assert!(
        by_resource || !by_operator,
        "an operator matches what `Resource` does not"
    );
}
