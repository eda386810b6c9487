//! Deep and long scenarios are read and answered on a small stack: nothing recurses on them.

use std::thread;

use crate::{NoFiles, Scenario, Settings, SourceFile, read_parameters};

const REQUEST: &str = r#""principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k""#;

fn on_a_small_stack(body: fn()) {
    let small = thread::Builder::new().stack_size(256 << 10).spawn(body);
    small.unwrap().join().unwrap();
}

fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

#[test]
fn what_is_deep_is_refused() {
    on_a_small_stack(|| {
        let deep = nested(110);
        let quoted = r#""{\"Statement\": "#.to_owned() + &deep + "}\"";
        for text in [
            nested(1 << 20),
            "{\"a\":".repeat(100_000),
            deep.clone(),
            format!(r#"{{"request": {deep}}}"#),
            format!(r#"{{"request": {{{REQUEST}, "context": {deep}}}}}"#),
            format!(r#"{{"request": {{{REQUEST}, "context": {{"aws:username": {deep}}}}}}}"#),
            format!(r#"{{"request": {{{REQUEST}}}, "policies": {deep}}}"#),
            format!(r#"{{"request": {{{REQUEST}}}, "policies": {{"identity": {deep}}}}}"#),
            format!(r#"{{"request": {{{REQUEST}}}, "policies": {{"identity": [{quoted}]}}}}"#),
            format!(r#"{{"request": {{{REQUEST}}}, "policies": {{"scp": {deep}}}}}"#),
            format!(r#"{{"request": {{{REQUEST}}}, "expectDetail": {deep}}}"#),
        ] {
            let read = Scenario::read(SourceFile::unnamed(text.as_str()), &NoFiles);
            assert!(read.is_err(), "{}", text.get(..80).unwrap_or(&text));
            let _ = Scenario::heading(&SourceFile::unnamed(text));
        }
    });
}

#[test]
fn what_is_long_is_answered() {
    on_a_small_stack(|| {
        let values = r#""x","#.repeat(10_000) + r#""y""#;
        let statements = r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},"#.repeat(2_000);
        let text = format!(
            r#"{{"request": {{{REQUEST}, "resourceAccount": "111122223333", "context": {{"aws:TagKeys": [{values}]}}}},
            "policies": {{"identity": [{{"Version": "2012-10-17", "Statement": [{}]}}]}}}}"#,
            statements.trim_end_matches(',')
        );
        let scenario = Scenario::read(SourceFile::unnamed(text), &NoFiles).unwrap();
        let answer = scenario.answer(&Settings::default()).unwrap();
        assert!(answer.verdict().is_allowed());
    });
}

#[test]
fn parameters_of_an_operation() {
    on_a_small_stack(|| {
        let read = |text: String| read_parameters(&SourceFile::unnamed(text));
        for text in [
            nested(1 << 20),
            "{\"a\":".repeat(100_000),
            nested(110),
            format!(r#"{{"Bucket": {}}}"#, nested(1_000)),
        ] {
            assert!(read(text).is_err());
        }
        let objects = r#"{"a":"#.repeat(100) + "1" + &"}".repeat(100);
        let long = r#"{"a": "b"},"#.repeat(10_000);
        for text in [
            format!(r#"{{"Bucket": {}}}"#, nested(110)),
            format!(r#"{{"Bucket": {objects}}}"#),
            format!(r#"{{"Bucket": [{}]}}"#, long.trim_end_matches(',')),
        ] {
            assert_eq!(read(text).unwrap().len(), 1);
        }
    });
}
