//! Inputs made to break the reader give typed errors, in little memory and on a small stack.

use super::{forms, refused};
use crate::{AccountDetails, Limits};

/// Runs on a stack on which nothing can recurse deeply.
fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    thread.spawn(test).unwrap().join().unwrap();
}

#[test]
fn deep_nesting() {
    on_small_stack(|| {
        const DEEP: usize = 100_000;
        refused(&b"[".repeat(DEEP), "too-deep");
        refused(&b"{\"a\":".repeat(DEEP), "too-deep");
        refused("<a>".repeat(DEEP).as_bytes(), "too-deep");
        refused("<member>".repeat(DEEP).as_bytes(), "too-deep");
        let nested = format!(
            "{}{{\"UserDetailList\": []}}{}",
            "[".repeat(9),
            "]".repeat(9)
        );
        refused(nested.as_bytes(), "invalid-account-details");
        let elements = "<a>".repeat(100) + &"</a>".repeat(100);
        refused(elements.as_bytes(), "invalid-account-details");
        let user = r#"{"Arn": "arn:aws:iam::111122223333:user/eve", "Tags": "#;
        for inside in ["[", "{\"Key\":"] {
            let deep = format!(r#"{{"UserDetailList": [{user}{}"#, inside.repeat(DEEP));
            refused(deep.as_bytes(), "too-deep");
        }
        let long = format!(
            "<GetAccountAuthorizationDetailsResponse><a>{}",
            "<b></b>".repeat(DEEP)
        );
        refused(long.as_bytes(), "unexpected-end");
        let wide = "[".repeat(100) + &"]".repeat(100);
        refused(wide.as_bytes(), "invalid-account-details");
    });
}

#[test]
fn bytes_that_are_no_text() {
    let error = refused(b"{\n \xff}", "invalid-utf8");
    assert_eq!(super::place(&error), "account.json:2:2");
    let error = refused(b"\xff\xfe{\0}\0", "invalid-utf8");
    assert!(error.help().unwrap().contains("UTF-16"));
    refused(b"\x1f\x8bnot gzip", "invalid-account-details");
    let mut cut = forms::compressed(super::ACCOUNT.as_bytes());
    cut.truncate(cut.len() / 2);
    refused(&cut, "invalid-account-details");
    refused(b"", "unexpected-end");
    refused(b"   \n", "unexpected-end");
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one() {
    let bomb = forms::compressed(&vec![b' '; (64 << 20) + 1]);
    assert!(bomb.len() < 1 << 20);
    let error = refused(&bomb, "too-large");
    assert!(error.help().unwrap().contains("decompress"));
    let mut limits = Limits::default();
    limits.json.max_bytes = 1_000;
    let error = AccountDetails::read_within("x", &bomb, &limits).unwrap_err();
    assert_eq!((error.code(), error.help()), ("too-large", None));
}

#[test]
fn entities_of_xml_do_not_grow() {
    let text = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    refused(text.as_bytes(), "invalid-account-details");
    let external = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file\">]><a>&b;</a>";
    refused(external.as_bytes(), "invalid-account-details");
}

#[test]
fn many_parts_lists_and_duplicates() {
    refused("{}".repeat(20_000).as_bytes(), "too-many-values");
    let page = r#"{"UserDetailList": []}"#;
    refused(page.repeat(10_001).as_bytes(), "too-many-values");
    let pages = format!("[{page}{}]", format!(",{page}").repeat(10_000));
    refused(pages.as_bytes(), "too-many-values");
    let members = forms::compressed(b" ").repeat(10_001);
    refused(&members, "too-many-values");
    let user = |members: &str| {
        format!(
            r#"{{"UserDetailList": [{{"Arn": "arn:aws:iam::111122223333:user/eve", {members}}}]}}"#
        )
    };
    let groups = format!(r#""GroupList": [{}"g"]"#, r#""g","#.repeat(100));
    refused(user(&groups).as_bytes(), "too-many-values");
    let few = format!(r#""GroupList": [{}"g"]"#, r#""g","#.repeat(99));
    let details = AccountDetails::read("x", user(&few).as_bytes()).unwrap();
    assert_eq!(details.principals().next().unwrap().groups().count(), 1);
}

#[test]
fn many_times_the_same_user_takes_linear_time() {
    let user = r#"{"Arn": "arn:aws:iam::111122223333:user/eve"}"#;
    let export =
        |count: usize| format!(r#"{{"UserDetailList": [{}]}}"#, vec![user; count].join(","));
    let details = AccountDetails::read("x", export(30_000).as_bytes()).unwrap();
    assert_eq!(details.principals().count(), 1);
    refused(export(30_001).as_bytes(), "too-many-values");
}

#[test]
fn messages_are_bounded_and_safe_for_a_terminal() {
    let long = "x".repeat(100_000);
    let cases = [
        format!(
            r#"{{"UserDetailList": [{{"UserName": "e", "PermissionsBoundary": {{"PermissionsBoundaryType": "\u001b[31m{long}"}}}}]}}"#
        ),
        format!(r#"{{"UserDetailList": [{{"Arn": "arn:aws:iam::111122223333:user/{long}"}}]}}"#),
        format!("<a>&{long};</a>"),
        format!("<a></{long}>"),
    ];
    for text in cases {
        let error = refused(text.as_bytes(), "invalid-account-details");
        assert!(error.message().len() < 1_000, "{}", error.message().len());
        assert!(!error.message().contains('\u{1b}'));
    }
}

#[test]
fn details_can_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<AccountDetails>();
    shared::<crate::Resolved>();
}
