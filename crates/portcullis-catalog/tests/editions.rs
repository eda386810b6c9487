//! The text form of editions: one way to write each, typed refusals for anything else, and the compiled tables equal it.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "helpers of tests, which fail by panicking; the edition is ASCII"
)]

#[path = "../build/check.rs"]
mod check;
#[path = "../build/model.rs"]
mod model;
#[path = "../build/read.rs"]
mod read;
#[path = "../build/write.rs"]
mod write;

use check::EditionError;
use portcullis_catalog::{
    Catalog, Check, CheckedResource, Coverage, Need, Service, Since, Trigger,
};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Every edition in the repository with its name.
fn editions() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("editions");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let id = path.file_stem().unwrap().to_str().unwrap().to_string();
            found.push((id, fs::read_to_string(path).unwrap()));
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

fn founding() -> String {
    editions()
        .into_iter()
        .find(|(id, _)| id == "elasticache@2015-02-02")
        .unwrap()
        .1
}

#[test]
fn every_edition_is_canonical_and_compiled_in() {
    let catalog = Catalog::embedded();
    let editions = editions();
    let compiled: Vec<String> = catalog
        .editions()
        .map(|service| service.edition_id().to_string())
        .collect();
    assert_eq!(
        compiled,
        editions
            .iter()
            .map(|(id, _)| id.clone())
            .collect::<Vec<_>>()
    );
    for (id, text) in &editions {
        let edition = check::edition(id, text).unwrap();
        assert_same(&edition, catalog.edition(&id.parse().unwrap()).unwrap());
    }
    let models: Vec<_> = editions
        .iter()
        .map(|(id, text)| check::edition(id, text).unwrap())
        .collect();
    check::periods(&models).unwrap();
}

fn assert_same(text: &model::Edition<'_>, compiled: Service<'_>) {
    assert_eq!(
        (text.name, text.api_version),
        (compiled.name(), compiled.api_version())
    );
    assert_eq!(text.service_principal, compiled.service_principal());
    assert_eq!(text.as_of.to_string(), compiled.as_of().to_string());
    assert_eq!(
        text.in_force.0.to_string(),
        compiled.in_force().from().to_string()
    );
    assert_eq!(
        text.in_force.1.map(|day| day.to_string()),
        compiled.in_force().until().map(|day| day.to_string())
    );
    assert_eq!(
        text.required_as_of.unwrap_or(text.as_of).to_string(),
        compiled.required_flags_as_of().to_string()
    );
    assert_eq!(
        text.dependent_as_of.unwrap_or(text.as_of).to_string(),
        compiled.dependent_actions_as_of().to_string()
    );
    let support = compiled.policy_support();
    for (flag, set) in [
        ("identity-based", support.identity_based()),
        ("resource-based", support.resource_based()),
        ("resource-level", support.resource_level()),
        ("service-condition-keys", support.service_condition_keys()),
        ("global-condition-keys", support.global_condition_keys()),
    ] {
        assert_eq!(text.supports.contains(&flag), set, "{flag}");
    }
    assert_types(text, compiled);
    assert_actions(text, compiled);
    assert_operations(text, compiled);
}

fn assert_types(text: &model::Edition<'_>, compiled: Service<'_>) {
    assert_eq!(text.types.len(), compiled.resource_types().count());
    for (row, kind) in text.types.iter().zip(compiled.resource_types()) {
        assert_eq!(row.name, kind.name());
        assert!(kind.arn_templates().eq(row.arns.iter().copied()));
        assert!(
            kind.condition_keys()
                .map(|key| key.name())
                .eq(row.keys.iter().copied())
        );
        assert!(
            kind.operations()
                .map(|operation| operation.name())
                .eq(row.operations.iter().copied())
        );
        assert_eq!(
            (row.primary, row.taggable),
            (kind.is_primary(), kind.is_taggable())
        );
        let parent = kind.parent().map(|parent| {
            (
                parent.resource_type().name(),
                parent.engines().collect::<Vec<_>>(),
            )
        });
        assert_eq!(row.parent, parent);
    }
    assert_eq!(text.keys.len(), compiled.condition_keys().count());
    for (row, key) in text.keys.iter().zip(compiled.condition_keys()) {
        assert_eq!(row.name, key.name());
        assert_eq!(row.types.len(), key.types().count());
    }
}

fn assert_actions(text: &model::Edition<'_>, compiled: Service<'_>) {
    assert_eq!(text.actions.len(), compiled.actions().count());
    for (row, action) in text.actions.iter().zip(compiled.actions()) {
        assert_eq!(row.name, action.name());
        assert_eq!(row.level, action.access_level().to_string());
        assert_eq!(row.permission_only, action.is_permission_only());
        assert_eq!(row.unreferenced, !action.is_in_permission_reference());
        assert_eq!(row.since.map(since), action.since().map(compiled_since));
        assert!(
            action
                .condition_keys()
                .map(|key| key.name())
                .eq(row.keys.iter().copied())
        );
        let kinds: Vec<_> = action
            .resource_types()
            .map(|kind| {
                let keys = kind.condition_keys().map(|key| key.name()).collect();
                let required = kind.need() == Need::Required;
                model::ActionType {
                    name: kind.resource_type().name(),
                    required,
                    keys,
                }
            })
            .collect();
        assert_eq!(row.types, kinds);
        assert_eq!(
            row.needs,
            action
                .dependent_actions()
                .map(check_row)
                .collect::<Vec<_>>()
        );
    }
}

fn assert_operations(text: &model::Edition<'_>, compiled: Service<'_>) {
    assert_eq!(text.operations.len(), compiled.operations().count());
    for (row, operation) in text.operations.iter().zip(compiled.operations()) {
        assert_eq!(row.name, operation.name());
        assert_eq!(row.documented, operation.coverage() == Coverage::Documented);
        assert_eq!(row.since.map(since), operation.since().map(compiled_since));
        let own: Vec<_> = operation
            .checks()
            .filter(|check| !check.is_on_behalf())
            .map(check_row)
            .collect();
        assert_eq!(row.checks, own);
        assert_eq!(
            row.requires,
            operation.required_parameters().map(Iterator::collect)
        );
        let identifiers = operation
            .identifier_parameters()
            .map(|pair| (pair.resource_type(), pair.name()));
        assert_eq!(row.identifiers, identifiers.collect::<Vec<_>>());
        let arn = operation
            .arn_parameter()
            .map(|parameter| (parameter.name(), parameter.resource_types().collect()));
        assert_eq!(row.arn_parameter, arn);
    }
}

fn since(since: model::Since) -> (String, bool) {
    (since.date.to_string(), since.at_the_latest)
}

fn compiled_since(since: Since) -> (String, bool) {
    (since.date().to_string(), since.is_at_the_latest())
}

fn check_row(check: Check<'_>) -> model::Check<'_> {
    let trigger = match check.trigger() {
        Trigger::Always => model::Trigger::Always,
        Trigger::Parameter(parameter) => model::Trigger::When(parameter),
        _ => model::Trigger::Unknown,
    };
    let on = match check.resource() {
        CheckedResource::Request => model::On::Request,
        CheckedResource::Any => model::On::Any,
        CheckedResource::Members { parameter } => model::On::Members(parameter),
        CheckedResource::Named {
            resource_type,
            parameter,
        } => model::On::Named {
            resource_type,
            parameter,
        },
        _ => model::On::Unknown,
    };
    model::Check {
        action: check.action(),
        trigger,
        on,
    }
}

/// Replaces `from`, which must occur, and gives the refusal.
#[track_caller]
fn refusal(from: &str, to: &str) -> EditionError {
    let text = founding();
    assert!(text.contains(from), "{from}");
    check::edition("elasticache@2015-02-02", &text.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn malformed_lines_are_refused_with_their_number() {
    for (from, to, line) in [
        ("api-version 2015-02-02", "api-versoin 2015-02-02", 3),
        ("as-of 2018-01-10", "as-of 2018-02-30", 5),
        ("as-of 2018-01-10", "as-of 18-01-10", 5),
        ("in-force 2015-02-02..2020-08-13", "in-force 2015-02-02", 6),
        ("type cluster", "type cluster x", 9),
        (" primary", " primary yes", 11),
        (" primary", " secondary", 11),
        ("edition elasticache@2015-02-02", "edition elasticache", 1),
        ("supports global", "  supports global", 7),
        (
            "action AddTagsToResource Tagging",
            "action AddTagsToResource",
            22,
        ),
        (" since 2015-02-12", " since yesterday", 23),
        (
            "needs s3:ListAllMyBuckets unknown on any",
            "needs s3:ListAllMyBuckets perhaps",
            29,
        ),
        (
            "needs s3:ListAllMyBuckets unknown on any",
            "needs s3:ListAllMyBuckets unknown on all",
            29,
        ),
    ] {
        match refusal(from, to) {
            EditionError::Read(error) => assert_eq!(error.line, line, "{to}: {error}"),
            other => panic!("{to}: {other}"),
        }
    }
}

#[test]
fn text_out_of_the_canonical_form_is_refused() {
    for (from, to, line) in [
        ("type cluster\n", "\ntype cluster\n", 9),
        (" primary\n taggable", " taggable\n primary", 11),
        (
            "supports global-condition-keys identity-based",
            "supports identity-based global-condition-keys",
            7,
        ),
    ] {
        match refusal(from, to) {
            EditionError::NotCanonical { line: found, .. } => assert_eq!(found, line, "{to}"),
            other => panic!("{to}: {other}"),
        }
    }
    for to in [
        "name  Amazon",
        "name Amazon\u{0}",
        "name Amazon\t",
        " name Amazon",
    ] {
        let error = refusal("name Amazon", to);
        assert!(matches!(error, EditionError::Read(_)), "{to}: {error}");
    }
    let text = founding();
    let error = check::edition("elasticache@2015-02-02", text.trim_end()).unwrap_err();
    assert!(
        error.to_string().contains("expected `the end of the file`"),
        "{error}"
    );
}

#[test]
fn contradictions_are_refused() {
    for (from, to, message) in [
        (
            "edition elasticache",
            "edition memcache",
            "the edition is not that of file `elasticache@2015-02-02`",
        ),
        ("name Amazon ElastiCache\n", "", "`name` is missing"),
        ("as-of 2018-01-10\n", "", "`as-of` is missing"),
        (
            "2015-02-02..2020-08-13",
            "2015-02-02..2014-08-13",
            "`in-force` is no period",
        ),
        (
            "supports global-condition-keys",
            "supports everything",
            "support flag `everything` is unknown",
        ),
        (
            "parent cluster",
            "parent clustre",
            "resource type `clustre` is not defined",
        ),
        (
            "snapshot:${SnapshotName}",
            "snapshot:${SnapshotName",
            "is no ARN template",
        ),
        (
            " operation CreateSnapshot",
            " operation CreateSnap",
            "operation `CreateSnap` is not defined",
        ),
        (
            "action CopySnapshot",
            "action addtagstoresource",
            "action `addtagstoresource` is defined twice",
        ),
        ("Tagging", "Tags", "access level `Tags` is unknown"),
        (
            "check elasticache:CopySnapshot",
            "check elasticache:CopySnap",
            "`elasticache:CopySnap` is not defined",
        ),
        (
            "check elasticache:CopySnapshot always",
            "check elasticache:CopySnapshot when X",
            "`CopySnapshot` is documented without",
        ),
        (
            "needs s3:ListAllMyBuckets",
            "needs ListAllMyBuckets",
            "`ListAllMyBuckets` is no action",
        ),
        (
            "identifier cluster",
            "identifier clustre",
            "resource type `clustre` is not defined",
        ),
        (
            "ResourceName cluster snapshot",
            "ResourceName cluster cluster",
            "`cluster` is defined twice",
        ),
        (
            "operation CopySnapshot documented",
            "operation CopySnapshot unknown",
            "operation `CopySnapshot` is documented without",
        ),
        (
            " arn arn:${Partition}:elasticache:${Region}:${Account}:cluster:${CacheClusterId}\n",
            "",
            "`cluster` has no ARN template",
        ),
    ] {
        let error = refusal(from, to).to_string();
        assert!(error.contains(message), "{to}: {error}");
    }
    let taken = refusal(
        " since 2015-02-12\n",
        " since 2015-02-12\n type cluster required\n",
    )
    .to_string();
    assert!(taken.contains("no resource-level permissions"), "{taken}");
}

#[test]
fn periods_of_a_service_must_not_overlap() {
    let (one, open) = (
        founding(),
        founding().replace("2015-02-02..2020-08-13", "2015-02-02.."),
    );
    let model = |text| read::read(text).unwrap();
    assert!(
        check::periods(&[model(&one), model(&one)])
            .unwrap_err()
            .to_string()
            .contains("on the same day")
    );
    assert!(check::periods(&[model(&open), model(&open)]).is_err());
    assert!(check::periods(&[model(&open)]).is_ok());
}

proptest! {
    /// A damaged edition is refused, or it is an edition whose one text it is; never a panic.
    #[test]
    fn damage_is_refused_or_canonical(line in 0..400_usize, column in 0..60_usize, with in "[ a-z:@$\\{\\}0-9\n-]{0,6}", cut in 0..8_usize) {
        let text = founding();
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>().min(text.len());
        let start = (start + column).min(text.len());
        let end = (start + cut).min(text.len());
        let damaged = format!("{}{with}{}", &text[..start], &text[end..]);
        if let Ok(edition) = check::edition("elasticache@2015-02-02", &damaged) {
            let mut written = String::new();
            write::write(&mut written, &edition).unwrap();
            prop_assert_eq!(written, damaged);
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "(edition|type|key|action|operation| check| needs| type| since|\\PC){0,5}( \\PC{0,5}|\n){0,20}") {
        let _ = check::edition("x@2015-02-02", &text);
    }
}
