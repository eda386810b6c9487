//! Every short pattern against every short text, realistic ARNs at random, and the worst cases.

mod exhaustive;
mod random;
mod reference;
mod work;

use std::vec::Vec;

use proptest::prelude::*;

use portcullis_glob::{Token, literal_tokens, tokens};

use super::{fields, match_operator, match_operator_stream, match_resource};

/// The six fields of a pattern without variables.
fn split(pattern: &str) -> Option<[&str; 6]> {
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    fields.try_into().ok()
}

#[track_caller]
fn check_resource(pattern: &str, text: &str, expected: bool) {
    let fields = split(pattern).expect("a pattern of six fields").map(tokens);
    assert_eq!(
        match_resource(&fields, text),
        expected,
        "{pattern} against {text}"
    );
}

#[track_caller]
fn check_operator(pattern: &str, text: &str, expected: bool) {
    if let Some(fields) = split(pattern) {
        let found = match_operator(fields.map(tokens), text);
        assert_eq!(found, expected, "{pattern} against {text}, split");
    }
    let found = match_operator_stream(tokens(pattern), text);
    assert_eq!(found, expected, "{pattern} against {text}, as a stream");
}

#[test]
fn a_star_that_ends_its_field_runs_over_the_following_colons() {
    let text = "arn:aws:logs:us-east-1:999999999999:111122223333:x";
    check_resource("arn:aws:logs:*:111122223333:*", text, true);
    check_resource("arn:aws:logs:us-*:111122223333:*", text, true);
    check_resource("arn:aws:logs:*1:111122223333:*", text, false);
    check_resource("arn:aws:logs:*1:*:111122223333:*", text, true);
    check_resource(
        "arn:aws:sqs:*:*:*",
        "arn:aws:sqs:us-east-1:111122223333:jobs",
        true,
    );
    check_resource("*:*:*:*:*:*", "a:b:c:d:e", false);
    check_resource("*:*:*:*:*:*", "a:b:c:d:e:", true);
}

#[test]
fn other_wildcards_stay_in_their_field() {
    check_resource("arn:aws:sns:us-*-1:1:t", "arn:aws:sns:us-east-1:1:t", true);
    check_resource("arn:aws:sns:us-*-1:1:t", "arn:aws:sns:us-a:b-1:1:t", false);
    check_resource("arn:aws:sns:us?east:1:t", "arn:aws:sns:us:east:1:t", false);
    check_resource("arn:aws:sns:**:1:t", "arn:aws:sns:x:y:1:t", true);
    check_resource("arn:aws:sns:*?:1:t", "arn:aws:sns:x:y:1:t", false);
    check_resource("arn:aws:sns:*?:1:t", "arn:aws:sns:x:1:t", true);
}

#[test]
fn in_the_resource_wildcards_take_anything() {
    check_resource("arn:aws:sns:::a*z", "arn:aws:sns:::a:b/c:z", true);
    check_resource("arn:aws:sns:::a?z", "arn:aws:sns:::a:z", true);
    check_resource("arn:aws:sns:::a?z", "arn:aws:sns:::az", false);
    check_resource("arn:aws:sns:::*:*:z", "arn:aws:sns:::a:z", false);
    check_resource("arn:aws:s3:::b", "arn:aws:s3:::b/k", false);
    check_resource("arn:aws:s3:::b/k", "arn:aws:s3:::b", false);
    let slashes = "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*";
    for (key, expected) in [
        ("1/test/object.jpg", true),
        ("1/2/3/test/4/object.jpg", true),
        ("1///test///object.jpg", true),
        ("/test/object.jpg", true),
        ("1/test/", true),
        ("1-test/object.jpg", false),
        ("test/object.jpg", false),
        ("1/2/test.jpg", false),
    ] {
        check_resource(
            slashes,
            &std::format!("arn:aws:s3:::amzn-s3-demo-bucket/{key}"),
            expected,
        );
    }
}

#[test]
fn only_the_first_five_fields_of_a_resource_fold_case() {
    check_resource(
        "ARN:AWS:SNS:Us-East-1:A:t",
        "arn:aws:sns:us-east-1:a:t",
        true,
    );
    check_resource(
        "arn:aws:sns:us-east-1:a:T",
        "arn:aws:sns:us-east-1:a:t",
        false,
    );
    check_resource("arn:aws:sns:É::t", "arn:aws:sns:é::t", false);
    // The pattern's field decides, not the text's: what the star ran over does not count.
    check_resource("arn:aws:sns:*:A:t", "arn:aws:sns:r:x:a:t", true);
    check_resource("arn:aws:sns:*:A:t", "arn:aws:sns:r:x:a:T", false);
}

#[test]
fn characters_count_not_bytes() {
    check_resource("arn:aws:s3:?::?", "arn:aws:s3:é::é", true);
    check_operator("arn:aws:s3:?::?", "arn:aws:s3:é::é", true);
}

#[test]
fn a_text_that_is_no_arn_still_has_an_answer() {
    for text in ["", "*", ":::::", "arn", "arn:aws:s3", "::::::"] {
        check_resource("arn:aws:s3:::*", text, false);
        check_operator("arn:aws:s3:::*", text, false);
    }
    check_resource("*:::::", ":::::", true);
    check_resource(":::::", ":::::", true);
}

#[test]
fn a_colon_in_a_field_of_a_resource_is_a_colon() {
    let fields = ["arn", "aws", "sqs", "${aws:PrincipalAccount}", "", "jobs"].map(tokens);
    assert!(match_resource(
        &fields,
        "arn:aws:sqs:${aws:principalaccount}::jobs"
    ));
    assert!(!match_resource(&fields, "arn:aws:sqs:111122223333::jobs"));
    // Nothing before the colon ends the field.
    let fields = ["arn", "aws", "sqs", "a*:b", "", "jobs"].map(tokens);
    assert!(match_resource(&fields, "arn:aws:sqs:ax:b::jobs"));
    assert!(!match_resource(&fields, "arn:aws:sqs:ax:y:b::jobs"));
}

#[test]
fn literal_tokens_are_never_wildcards() {
    let ends = [
        literal_tokens("arn"),
        literal_tokens("*"),
        literal_tokens("?"),
    ];
    let [arn, star, question] = ends;
    let fields = [
        arn,
        star.clone(),
        question.clone(),
        star.clone(),
        question,
        star,
    ];
    assert!(match_resource(&fields, "arn:*:?:*:?:*"));
    assert!(!match_resource(&fields, "arn:aws:s:r:a:x"));
    assert!(match_operator(fields.clone(), "arn:*:?:*:?:*"));
    assert!(!match_operator(fields, "arn:aws:s:r:a:x"));
}

#[test]
fn no_wildcard_of_an_operator_crosses_a_colon() {
    let text =
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
    check_operator("arn:aws:someservice:*:111122223333:finance/*", text, false);
    check_operator("arn:aws:someservice:*:999999999999:*finance/*", text, true);
    check_operator("arn:aws:someservice:us-*:9*:store/???:*", text, true);
    check_operator("arn:aws:someservice:us?east?2:9*:*", text, true);
    check_operator("arn?aws:someservice:*:*:*:*", text, false);
}

#[test]
fn an_operator_is_case_sensitive_in_every_field() {
    check_operator("arn:aws:sns:r:a:t", "arn:aws:sns:r:a:t", true);
    for pattern in [
        "Arn:aws:sns:r:a:t",
        "arn:Aws:sns:r:a:t",
        "arn:aws:Sns:r:a:t",
        "arn:aws:sns:R:a:t",
        "arn:aws:sns:r:A:t",
        "arn:aws:sns:r:a:T",
    ] {
        check_operator(pattern, "arn:aws:sns:r:a:t", false);
    }
}

#[test]
fn an_operator_wants_six_fields_on_both_sides() {
    check_operator("*", "arn:aws:sns:r:a:t", false);
    check_operator("*:*:*:*:*", "arn:aws:sns:r:a:t", false);
    check_operator("*:*:*:*:*:*", "arn:aws:sns:r:a:t", true);
    check_operator("*:*:*:*:*:*", "arn:aws:sns:r:a", false);
    check_operator("*:*:*:*:*:", "arn:aws:sns:r:a:", true);
    check_operator("", "", false);
}

#[test]
fn a_field_of_an_operator_that_holds_a_colon_matches_nothing() {
    let fields = ["arn", "aws", "sns:r", "", "a", "t"].map(tokens);
    assert!(!match_operator(fields.clone(), "arn:aws:sns:r:a:t"));
    assert!(!match_operator(fields, "arn:aws:sns:r::a:t"));
}

#[test]
fn in_a_stream_a_colon_out_of_a_value_separates() {
    let stream = |value| {
        tokens("arn:aws:")
            .chain(literal_tokens(value))
            .chain(tokens(":t*"))
    };
    assert!(match_operator_stream(
        stream("sns:r:a"),
        "arn:aws:sns:r:a:t1"
    ));
    assert!(!match_operator_stream(
        stream("sns:*:a"),
        "arn:aws:sns:r:a:t1"
    ));
    assert!(!match_operator_stream(
        stream("sns:r"),
        "arn:aws:sns:r:t1:t1"
    ));
    // The sixth colon and later ones are part of the resource.
    assert!(match_operator_stream(
        stream("sns:r:a:x"),
        "arn:aws:sns:r:a:x:t"
    ));
    let one: [Token; 1] = [Token::Run];
    assert!(!match_operator_stream(one.into_iter(), "a:b:c:d:e:f"));
}

proptest! {
    #[test]
    fn fields_are_what_the_first_five_colons_separate(text in "[a:é*]{0,16}") {
        let expected: Vec<&str> = text.splitn(6, ':').collect();
        prop_assert_eq!(fields(&text), expected.try_into().ok());
    }
}
