//! W1: one small policy, one call.

use serde_json::json;

use crate::model::{Attachment, Call, Keys, Policy, Set};

/// One policy of three statements and one call that it allows.
#[must_use]
pub fn tiny() -> Set {
    let document = json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::app-data",
         "Condition": {"StringLike": {"s3:prefix": ["home/*", "public/*"]}}},
        {"Sid": "Objects", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
         "Resource": "arn:aws:s3:::app-data/home/*"},
        {"Sid": "Encrypted", "Effect": "Deny", "Action": "s3:*",
         "Resource": ["arn:aws:s3:::app-data", "arn:aws:s3:::app-data/*"],
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]});
    let mut keys = Keys::default();
    keys.set("aws:SecureTransport", "true");
    keys.set("aws:SourceIp", "203.0.113.9");
    keys.set("aws:username", "alice");
    keys.set("aws:CurrentTime", "2026-07-01T12:00:00Z");
    Set {
        name: "W1",
        policies: vec![Policy {
            name: "app".to_owned(),
            document,
        }],
        attachments: vec![Attachment {
            principal: "arn:aws:iam::111122223333:user/alice".to_owned(),
            identity: vec![0],
            ..Attachment::default()
        }],
        calls: vec![Call {
            caller: 0,
            action: "s3:GetObject".to_owned(),
            resource: "arn:aws:s3:::app-data/home/alice/report.csv".to_owned(),
            keys,
        }],
    }
}
