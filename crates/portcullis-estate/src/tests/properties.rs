//! What holds for every input: no panic, and no answer that a missing document could change.

use proptest::prelude::*;

use portcullis_scenario::{Policies, Settings};

use super::{ACCOUNT, CAROL, call, forms};
use crate::AccountDetails;

const ACTIONS: [&str; 3] = ["s3:GetObject", "sqs:SendMessage", "aws-portal:ViewBilling"];

fn action() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "*",
        "s3:*",
        "s3:GetObject",
        "sqs:*",
        "sqs:SendMessage",
        "aws-portal:*",
        "ec2:*",
    ])
}

/// A document of up to three statements.
fn document() -> impl Strategy<Value = String> {
    let statement = (any::<bool>(), action()).prop_map(|(allow, action)| {
        let effect = if allow { "Allow" } else { "Deny" };
        format!(r#"{{"Effect": "{effect}", "Action": "{action}", "Resource": "*"}}"#)
    });
    prop::collection::vec(statement, 0..3).prop_map(|list| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
            list.join(",")
        )
    })
}

const EVE: &str = "arn:aws:iam::111122223333:user/eve";

/// A user with an inline policy, and a policy and a boundary that the file does not have.
fn export(inline: &str, bounded: bool) -> AccountDetails {
    let boundary = if bounded {
        r#", "PermissionsBoundary": {"PermissionsBoundaryArn": "arn:aws:iam::aws:policy/Bound"}"#
    } else {
        ""
    };
    let text = format!(
        r#"{{"UserDetailList": [{{"Arn": "{EVE}", "UserPolicyList": [{{"PolicyName": "p", "PolicyDocument": {inline}}}],
            "AttachedManagedPolicies": [{{"PolicyArn": "arn:aws:iam::aws:policy/Missing"}}]{boundary}}}]}}"#
    );
    AccountDetails::read("x", text.as_bytes()).unwrap()
}

fn verdict(details: &AccountDetails, action: &str) -> Result<&'static str, &'static str> {
    let resolved = details.resolve(call(EVE, action, "*"), Policies::default());
    let answer = resolved.and_then(|resolved| resolved.answer(&Settings::default()));
    answer
        .map(|answer| answer.verdict().as_str())
        .map_err(|error| error.code())
}

proptest! {
    #[test]
    fn an_answer_with_holes_is_that_of_every_filling(
        inline in document(),
        missing in document(),
        boundary in document(),
        bounded in any::<bool>(),
        action in prop::sample::select(&ACTIONS[..]),
    ) {
        let mut details = export(&inline, bounded);
        let before = verdict(&details, action);
        details.add_managed_policies("Missing", missing.as_bytes()).unwrap();
        details.add_managed_policies("Bound", boundary.as_bytes()).unwrap();
        let after = verdict(&details, action);
        prop_assert!(after.is_ok());
        match before {
            Ok(_) => prop_assert_eq!(before, after),
            Err(code) => prop_assert_eq!(code, "missing-document"),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = AccountDetails::read("x", &bytes);
        let mut details = super::account();
        let _ = details.add_managed_policies("x", &bytes);
    }

    #[test]
    fn a_damaged_export_is_read_or_refused(
        form in 0_usize..18,
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let (_, mut bytes) = forms::all().swap_remove(form);
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        if let Ok(details) = AccountDetails::read("x", &bytes) {
            for principal in details.principals() {
                for action in ACTIONS {
                    let asked = call(principal.arn().as_str(), action, "*");
                    let resolved = details.resolve(asked, Policies::default());
                    if let Ok(resolved) = resolved {
                        let _ = resolved.answer(&Settings::default());
                    }
                }
            }
        }
    }

    #[test]
    fn white_space_changes_nothing(spaces in "[ \n\r\t]{0,5}") {
        let text = ACCOUNT.replace("\": ", &format!("\"{spaces}:{spaces}"));
        let details = AccountDetails::read("x", text.as_bytes()).unwrap();
        let resolved = details.resolve(call(CAROL, "s3:GetObject", "*"), Policies::default()).unwrap();
        prop_assert_eq!(resolved.holes().len(), 2);
    }
}
