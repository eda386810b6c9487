//! Explanations for people: what is on the screen, and that it fits.

use crate::support::{Folder, root, run};

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";

#[test]
fn an_explicit_denial() {
    let found = run(&[
        "simulate",
        "examples/elasticache/delete-production.json",
        "--explain",
    ]);
    assert_eq!(found.code, 1);
    assert_eq!(found.out, include_str!("snapshots/explicit-denial.txt"));
}

#[test]
fn a_near_miss() {
    let found = run(&[
        "simulate",
        "--policy",
        "examples/elasticache/cache-operators.json",
        "--boundary",
        "examples/elasticache/team-boundary.json",
        "--principal",
        ALICE,
        "--action",
        "elasticache:DeleteCacheCluster",
        "--resource",
        "arn:aws:elasticache:us-east-1:111122223333:cluster:scratch",
        "--explain",
    ]);
    assert_eq!(found.code, 1);
    assert_eq!(found.out, include_str!("snapshots/near-miss.txt"));
}

/// A document of one line with many statements of which one comes close.
fn minified(statements: usize) -> String {
    let other = |index: usize| {
        format!(
            r#"{{"Sid":"Other{index}","Effect":"Allow","Action":["s3:Put{index}","ec2:Run{index}"],"Resource":"arn:aws:s3:::other-{index}/*"}}"#
        )
    };
    let mut all: Vec<String> = (0..statements).map(other).collect();
    let near = r#"{"Sid":"Near","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}"#;
    all.insert(statements / 2, near.to_owned());
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        all.join(",")
    )
}

#[test]
fn a_large_document_on_one_line_still_fits_the_screen() {
    let folder = Folder::new(&[("large.json", &minified(1_000))]);
    let path = folder.path("large.json");
    let ask = |depth: &str| {
        run(&[
            "simulate",
            "--policy",
            &path,
            "--principal",
            ALICE,
            "--action",
            "s3:GetObject",
            "--resource",
            "arn:aws:s3:::b/k",
            "--resource-account",
            "111122223333",
            "--context",
            "aws:SourceIp=203.0.113.7",
            depth,
        ])
    };
    let brief = ask("--explain");
    assert_eq!(brief.code, 1);
    assert!(brief.out.lines().count() < 30, "{}", brief.out);
    assert!(
        brief.out.lines().all(|line| line.chars().count() < 200),
        "{}",
        brief.out
    );
    assert!(brief.out.contains("Allow `Near`"), "{}", brief.out);
    assert!(
        brief
            .out
            .contains("^^^^^^^^^^^^ IpAddress: `aws:SourceIp` is `203.0.113.7`"),
        "{}",
        brief.out
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let column = text.find(r#""10.0.0.0/8""#).unwrap() + 1;
    assert!(
        brief.out.contains(&format!("large.json:1:{column}\n")),
        "{}",
        brief.out
    );
    assert!(
        brief
            .out
            .contains("1000 more Allow statements do not match either (--explain=all)"),
        "{}",
        brief.out
    );
    let all = ask("--explain=all");
    assert_eq!(all.out.matches("\nno match: ").count(), 1_001);
}

#[test]
fn json_answers_get_a_trace() {
    let path = "examples/elasticache/delete-production.json";
    let plain = run(&["simulate", path, "--format", "json"]).object();
    let mut traced = run(&["simulate", path, "--format", "json", "--explain"]).object();
    assert!(plain.get("trace").is_none());
    let trace = traced.as_object_mut().unwrap().remove("trace").unwrap();
    // A trace never changes an answer.
    assert_eq!(plain, traced);
    let checks = trace["evaluations"][0]["checks"].as_array().unwrap();
    let denied = checks
        .iter()
        .find(|check| check["evaluatedEffect"] == "EXPLICIT_DENY")
        .unwrap();
    assert_eq!(denied["checkType"], "SERVICE_CONTROL_POLICY");
    assert_eq!(denied["targetArn"], "ou-production");
}

#[test]
fn several_checks_are_listed() {
    let found = run(&[
        "simulate",
        "--policy",
        "examples/elasticache/cache-operators.json",
        "--principal",
        ALICE,
        "--operation",
        "elasticache:CreateCacheCluster",
        "--parameters",
        r#"{"Tags": []}"#,
        "--resource",
        "arn:aws:elasticache:eu-west-1:111122223333:cluster:a",
        "--explain",
    ]);
    assert!(
        found
            .out
            .contains("✗ implicit deny elasticache:AddTagsToResource on arn:aws:elasticache"),
        "{}",
        found.out
    );
    assert!(
        found
            .out
            .contains("✓ allowed       elasticache:CreateCacheCluster on arn:aws:elasticache"),
        "{}",
        found.out
    );
}

#[test]
fn every_case_of_the_corpus_can_be_explained() {
    let mut folders = vec![root().join("corpus")];
    let mut explained = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "jsonl")
            {
                for depth in ["--explain", "--explain=all"] {
                    let found = run(&["simulate", &path.display().to_string(), depth]);
                    assert!(
                        (0..=2).contains(&found.code),
                        "{}: {found:#?}",
                        path.display()
                    );
                    explained += 1;
                }
            }
        }
    }
    assert!(explained > 100, "{explained}");
}
