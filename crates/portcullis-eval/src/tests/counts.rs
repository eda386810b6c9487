//! How much work a decision can be, counted by hand.

use std::format;
use std::string::String;

use super::{ALICE, ALLOW, Question, asks, calls, names};
use crate::{steps, traced_statements};

/// The statement itself; `*` as an action beside the twelve characters of `s3:GetObject`; `*` as a resource.
const PLAIN: u64 = 16 + (16 + 1 + 12) + 16;

#[track_caller]
fn check(question: &Question, expected: u64) {
    assert_eq!(steps(&question.request(), &question.program()), expected);
}

fn statement(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#)
}

fn condition(operator: &str, key: &str, value: &str) -> String {
    let condition = format!(r#""Condition": {{"{operator}": {{"{key}": "{value}"}}}}"#);
    ALLOW.replace('}', &format!(", {condition}}}"))
}

#[test]
fn nothing_takes_nothing_and_statements_add_up() {
    check(&asks(ALICE), 0);
    check(&asks(ALICE).identity(&[ALLOW]), PLAIN);
    check(&asks(ALICE).identity(&[ALLOW, ALLOW]), 2 * PLAIN);
    let layers = asks(ALICE).identity(&[ALLOW]).boundary(&[ALLOW]);
    check(&layers.session(&[ALLOW]).scp(&[ALLOW]), 4 * PLAIN);
    // What a principal is written with counts as well.
    let named = names("Allow", &format!(r#""Principal": {{"AWS": "{ALICE}"}}"#));
    check(&asks(ALICE).resource(&[&named]), PLAIN + 36);
}

#[test]
fn actions_are_tried_behind_their_runs() {
    let of = |action| asks(ALICE).identity(&[&statement(action, "*")]);
    check(&of("s3:GetObject"), 16 + (16 + 12 + 12) + 16);
    check(&of("s3:Get*ject"), 16 + (16 + 11 + 12 + 12 * 4) + 16);
    check(&of("s*:G*t"), 16 + (16 + 6 + 12 + 12 * 2) + 16);
    check(&of("s*:*Get"), 16 + (16 + 7 + 12 + 12 * 3) + 16);
}

#[test]
fn resources_are_tried_behind_their_runs() {
    // `arn:aws:s3:::bucket/key` has 23 characters, and `*` counts as one.
    let of = |resource| asks(ALICE).identity(&[&statement("*", resource)]);
    let plain = PLAIN - 16;
    check(&of("arn:aws:s3:::bucket/*y"), plain + 16 + 17 + 23 + 23);
    check(&of("arn:aws:s3:*::b/*y"), plain + 16 + 13 + 23 + 23 * 5);
    check(&of("arn:aws:s3:::a?b"), plain + 16 + 11 + 23);
    let everything = calls(ALICE, "s3:ListAllMyBuckets", "*");
    let own = statement("*", "arn:aws:s3:::a*b");
    let action = 16 + 1 + 19;
    let resource = 16 + 11 + 1 + 1;
    check(&everything.identity(&[&own]), 16 + action + resource);
}

#[test]
fn conditions_are_tried_for_every_value() {
    let of = |operator, key, value| asks(ALICE).identity(&[&condition(operator, key, value)]);
    let equals = of("StringEquals", "aws:username", "alice");
    check(&equals, PLAIN + 12 + (16 + 5));
    let asked = equals.context("aws:username", "alice");
    check(&asked, PLAIN + 12 + (16 + 5 + 5) + (5 + 16));
    let number = of("NumericEquals", "s3:max-keys", "10").context("s3:max-keys", "5");
    check(&number, PLAIN + 11 + 16 + 1);
    // A variable: what it stands for, and the look for its key.
    let variable = of("StringLike", "aws:username", "${aws:userid}*x");
    let variable = variable.context("aws:userid", "AIDA");
    let length = (4 + 10 + 16) + 2;
    let asked = variable.context("aws:username", "alice");
    check(&asked, PLAIN + 12 + (16 + length + 5 + 5) + (length + 16));
    let escape = of("StringLike", "aws:username", "${*}?").context("aws:username", "a");
    check(&escape, PLAIN + 12 + (16 + 2 + 1) + (2 + 16));
    // Behind a run of an ARN all that follows is tried, and not only what is there up to the next.
    let arn = of("ArnLike", "aws:PrincipalArn", "a:*:x*z").context("aws:PrincipalArn", "a:aws:x");
    check(&arn, PLAIN + 16 + (16 + 7 + 7 + 7 * 5) + (7 + 16));
    let text =
        of("StringLike", "aws:PrincipalArn", "a:*:x*z").context("aws:PrincipalArn", "a:aws:x");
    check(&text, PLAIN + 16 + (16 + 7 + 7 + 7 * 2) + (7 + 16));
}

#[test]
fn a_trace_tells_of_every_statement() {
    let question = asks(ALICE).identity(&[ALLOW, ALLOW]).boundary(&[ALLOW]);
    assert_eq!(traced_statements(&question.program()), 3);
    assert_eq!(traced_statements(&asks(ALICE).program()), 0);
}
