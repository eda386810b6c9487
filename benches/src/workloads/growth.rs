//! Growth: more and more statements, of which as many as before can match one call.

use serde_json::{Value, json};

use crate::model::{ACCOUNT, Attachment, Call, Keys, Policy, Set};
use crate::random::Random;

/// The numbers of statements that are measured.
pub const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

const STATEMENTS: usize = 10;
const CALLS: usize = 1_000;

/// What tells the statements apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "statements differ in what they are matched by"
)]
pub enum Apart {
    /// Their actions: three for each, of a service for each hundred.
    Actions,
    /// Their resources: a bucket for each, the action is the same.
    Resources,
}

impl Apart {
    /// In a heading.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::Resources => "resources",
        }
    }

    fn statement(self, number: usize) -> Value {
        match self {
            Self::Actions => {
                let actions = ["Get", "Put", "List"].map(|verb| action(verb, number));
                json!({"Effect": "Allow", "Action": actions, "Resource": "arn:aws:s3:::data-*"})
            }
            Self::Resources => {
                let resource = format!("arn:aws:s3:::data-{number:06}/*");
                json!({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": resource})
            }
        }
    }

    fn call(self, number: usize) -> Call {
        let action = match self {
            Self::Actions => action("Put", number),
            Self::Resources => "s3:GetObject".to_owned(),
        };
        let mut keys = Keys::default();
        keys.set("aws:SecureTransport", "true");
        Call {
            caller: 0,
            action,
            resource: format!("arn:aws:s3:::data-{number:06}/report.csv"),
            keys,
        }
    }
}

fn action(verb: &str, number: usize) -> String {
    let service = number.checked_div(100).unwrap_or_default();
    format!("service{service}:{verb}Item{number:06}")
}

/// So many statements, each of which allows other calls; every call is allowed by one.
#[must_use]
pub fn of(statements: usize, apart: Apart) -> Set {
    let mut random = Random::new(20_260_701);
    let policies: Vec<Policy> = (0..statements.div_ceil(STATEMENTS))
        .map(|policy| {
            let first = policy.saturating_mul(STATEMENTS);
            let numbers = first..first.saturating_add(STATEMENTS).min(statements);
            let statements: Vec<Value> = numbers.map(|number| apart.statement(number)).collect();
            Policy {
                name: format!("growth-{policy:05}"),
                document: json!({"Version": "2012-10-17", "Statement": statements}),
            }
        })
        .collect();
    Set {
        name: "growth",
        attachments: vec![Attachment {
            principal: format!("arn:aws:iam::{ACCOUNT}:role/AppLarge"),
            identity: (0..policies.len()).collect(),
            ..Attachment::default()
        }],
        policies,
        calls: (0..CALLS)
            .map(|_| apart.call(random.below(statements)))
            .collect(),
    }
}
