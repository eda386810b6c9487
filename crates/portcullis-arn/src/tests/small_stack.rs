//! Long texts and patterns are read and matched on a small stack: nothing recurses on them.

use std::borrow::ToOwned;
use std::string::String;
use std::thread;
use std::vec::Vec;

use crate::pattern::{match_operator_stream, match_resource};
use crate::{Arn, MAX_CHARACTERS, PrincipalArn, ServicePrincipal};

const SMALL: usize = 256 << 10;

fn texts() -> Vec<String> {
    let longest = MAX_CHARACTERS - "arn:aws:iam::111122223333:role".len();
    let path = "/a".repeat(longest / 2);
    [
        "arn:".repeat(50_000),
        ":".repeat(200_000),
        "arn:aws:iam::111122223333:role".to_owned() + &path,
        "arn:aws:iam::111122223333:user".to_owned() + &"/a".repeat(100_000),
        "arn:aws:s3:::".to_owned() + &"*?:".repeat(60_000),
        "a.".repeat(100_000) + "amazonaws.com",
    ]
    .into()
}

#[test]
fn parsing() {
    let body = || {
        let mut read = [0; 3];
        for text in texts() {
            read[0] += usize::from(text.parse::<Arn>().is_ok());
            read[1] += usize::from(text.parse::<PrincipalArn>().is_ok());
            read[2] += usize::from(text.parse::<ServicePrincipal>().is_ok());
        }
        assert_eq!((read[0], read[2]), (1, 0));
    };
    let small = thread::Builder::new().stack_size(SMALL).spawn(body);
    small.unwrap().join().unwrap();
}

#[test]
fn matching() {
    let body = || {
        let text = "arn:aws:s3:::".to_owned() + &"ba:".repeat(700);
        let resource = "*a:".repeat(700);
        let fields = ["arn", "*", "*", "*", "*", resource.as_str()].map(portcullis_glob::tokens);
        assert!(match_resource(&fields, &text));
        let pattern = "arn:*:*:*:*:".to_owned() + &resource + "x";
        assert!(!match_operator_stream(
            portcullis_glob::tokens(&pattern),
            &text
        ));
    };
    let small = thread::Builder::new().stack_size(SMALL).spawn(body);
    small.unwrap().join().unwrap();
}
