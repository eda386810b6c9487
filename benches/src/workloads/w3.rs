//! W3 and W3s: one principal with ten thousand statements, on all services or on S3 alone.

use super::calls::Calls;
use super::customer::Style;
use crate::model::{ACCOUNT, Attachment, Set};
use crate::random::Random;

const POLICIES: usize = 1_000;
const STATEMENTS: usize = 10;
const CALLS: usize = 1_000;

/// Ten thousand statements on all services.
#[must_use]
pub fn large() -> Set {
    let style = Style {
        s3_only: false,
        deny: 0.03,
    };
    set("W3", style, 20_260_704)
}

/// Ten thousand statements on S3.
#[must_use]
pub fn large_s3() -> Set {
    let style = Style {
        s3_only: true,
        deny: 0.003,
    };
    set("W3s", style, 20_260_732)
}

fn set(name: &'static str, style: Style, seed: u64) -> Set {
    let mut random = Random::new(seed);
    let policies: Vec<_> = (0..POLICIES)
        .map(|number| style.policy(format!("customer-{number:04}"), STATEMENTS, &mut random))
        .collect();
    let attachments = vec![Attachment {
        principal: format!("arn:aws:iam::{ACCOUNT}:role/AppLarge"),
        identity: (0..POLICIES).collect(),
        ..Attachment::default()
    }];
    let calls = Calls {
        policies: &policies,
        attachments: &attachments,
        style,
    };
    let calls = calls.draw(CALLS, &mut random);
    Set {
        name,
        policies,
        attachments,
        calls,
    }
}
