//! W4: patterns of many stars against texts that miss them by little; a matcher that backtracks would not end.

use serde_json::json;

use crate::model::{ACCOUNT, Attachment, Call, Keys, Policy, Set};

/// The lengths of text.
const LENGTHS: [usize; 12] = [8, 12, 16, 20, 24, 28, 32, 64, 128, 256, 512, 1_000];

/// The longest name of an action that is taken for one.
const LONGEST_ACTION: usize = 250;

/// Where the pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Resource,
    Action,
    Context,
}

/// What a call of the workload is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hostile {
    /// The form of the pattern, and where it is.
    pub family: &'static str,
    /// How often the form is repeated in the pattern.
    pub repeats: usize,
    /// The length of the pattern.
    pub pattern: usize,
    /// The length of the text.
    pub text: usize,
}

/// Every call, each by a principal of its own whose one statement has the pattern; none is allowed.
#[must_use]
pub fn adversarial() -> (Set, Vec<Hostile>) {
    let mut made = Made {
        set: Set {
            name: "W4",
            policies: Vec::new(),
            attachments: Vec::new(),
            calls: Vec::new(),
        },
        about: Vec::new(),
    };
    for (family, place) in [
        ("stars in a resource", Place::Resource),
        ("stars in an action", Place::Action),
        ("stars in a condition", Place::Context),
    ] {
        for repeats in [2, 4, 8, 16, 32] {
            let pattern = format!("{}*b", "*a".repeat(repeats));
            for length in LENGTHS {
                made.add(family, repeats, length, &pattern, place);
            }
        }
    }
    for repeats in [4, 8, 16] {
        let pattern = format!("{}b", "*?a".repeat(repeats));
        for length in LENGTHS {
            made.add("stars with `?`", repeats, length, &pattern, Place::Resource);
        }
    }
    for length in [64, 256, 1_000] {
        for repeats in [8, 32, 200] {
            let needle = format!("*{}b*", "a".repeat(repeats));
            made.add("a long needle", repeats, length, &needle, Place::Resource);
            let stars = format!("{}b", "*".repeat(repeats));
            made.add("stars alone", repeats, length, &stars, Place::Resource);
        }
    }
    (made.set, made.about)
}

struct Made {
    set: Set,
    about: Vec<Hostile>,
}

impl Made {
    fn add(
        &mut self,
        family: &'static str,
        repeats: usize,
        length: usize,
        pattern: &str,
        place: Place,
    ) {
        if place == Place::Action && length > LONGEST_ACTION {
            return;
        }
        let text = "a".repeat(length);
        let object = "arn:aws:s3:::b/k".to_owned();
        let get = "s3:GetObject".to_owned();
        let mut keys = Keys::default();
        let (action, resource, statement) = match place {
            Place::Resource => (
                get,
                format!("arn:aws:s3:::{text}"),
                json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::{pattern}")}),
            ),
            Place::Action => (
                format!("s3:{text}"),
                object,
                json!({"Effect": "Allow", "Action": format!("s3:{pattern}"), "Resource": "*"}),
            ),
            Place::Context => {
                keys.set("aws:UserAgent", text);
                let statement = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                    "Condition": {"StringLike": {"aws:UserAgent": pattern}}});
                (get, object, statement)
            }
        };
        let number = self.set.policies.len();
        self.set.policies.push(Policy {
            name: format!("hostile-{number}"),
            document: json!({"Version": "2012-10-17", "Statement": [statement]}),
        });
        self.set.attachments.push(Attachment {
            principal: format!("arn:aws:iam::{ACCOUNT}:role/Hostile{number}"),
            identity: vec![number],
            ..Attachment::default()
        });
        self.set.calls.push(Call {
            caller: number,
            action,
            resource,
            keys,
        });
        self.about.push(Hostile {
            family,
            repeats,
            pattern: pattern.len(),
            text: length,
        });
    }
}
