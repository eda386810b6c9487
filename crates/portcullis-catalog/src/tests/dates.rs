//! Editions by name and by day.

use super::{FOUNDING, TODAY, id};
use crate::{Catalog, Date, EditionErrorKind, EditionId, Lookup};
use std::format;
use std::string::{String, ToString};

#[test]
fn a_day_selects_the_edition_that_was_in_force() {
    let catalog = Catalog::embedded();
    let select = |text: &str| {
        catalog
            .edition(&id(text))
            .map(|service| service.edition_id().to_string())
    };
    for (text, expect) in [
        ("elasticache@2015-02-02", Ok(FOUNDING)),
        ("ELASTICACHE@2015-02-03", Ok(FOUNDING)),
        ("elasticache@2020-08-13", Ok(FOUNDING)),
        ("elasticache@2026-10-24", Ok(TODAY)),
        ("elasticache@2030-01-01", Ok(TODAY)),
        ("elasticache@2015-02-01", Err(EditionErrorKind::NoneInForce)),
        ("elasticache@2020-08-14", Err(EditionErrorKind::NoneInForce)),
        ("elasticache@2026-10-23", Err(EditionErrorKind::NoneInForce)),
        (
            "elasticash@2026-10-24",
            Err(EditionErrorKind::UnknownService),
        ),
    ] {
        assert_eq!(
            select(text).map_err(|error| error.kind()),
            expect.map(String::from),
            "{text}"
        );
    }
    let error = catalog.edition(&id("elasticash@2026-10-24")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a service of which the catalog has editions, found `elasticash@2026-10-24`"
    );
    let help = "the editions are elasticache@2015-02-02 (in force 2015-02-02 to 2020-08-13), \
                elasticache@2026-10-24 (in force 2026-10-24 to today)";
    assert_eq!(error.help(), Some(help));
}

#[test]
fn a_chosen_edition_stands_in_for_the_latest() {
    let catalog = Catalog::embedded();
    let founding = catalog.with_edition(&id(FOUNDING)).unwrap();
    assert_eq!(
        founding
            .service("elasticache")
            .map(|service| service.actions().count()),
        Some(40)
    );
    assert!(matches!(
        founding.action("elasticache", "CreateUser"),
        Lookup::NotInService(_)
    ));
    assert!(
        founding
            .action("elasticache", "CreateCacheCluster")
            .known()
            .is_some()
    );
    let today = founding.with_edition(&id(TODAY)).unwrap();
    assert!(today.action("elasticache", "CreateUser").known().is_some());
    assert_eq!(
        catalog
            .service("elasticache")
            .map(|service| service.edition_id()),
        Some(id(TODAY)),
        "the first catalog is as it was"
    );
}

#[test]
fn names_of_editions() {
    for text in [
        "",
        "@",
        "elasticache",
        "elasticache@",
        "elasticache@2015",
        "elasticache@2015-2-2",
        "elasticache@2015-02-30",
        "elasticache@2015-02-02@x",
        "elasti cache@2015-02-02",
        "@2015-02-02",
        "elasticache@+015-02-02",
        "elasticache@2015-02-02 ",
        "é@2015-02-02",
        "elasticache@2015-00-01",
        "elasticache@99999-01-01",
    ] {
        assert_eq!(
            text.parse::<EditionId>().unwrap_err().kind(),
            EditionErrorKind::Malformed,
            "{text}"
        );
    }
    assert_eq!(id("ElastiCache@2015-02-02").to_string(), FOUNDING);
    let long = format!("{}\u{7}", "x".repeat(59)) + "tail";
    let error = long.parse::<EditionId>().unwrap_err();
    assert!(error.to_string().ends_with("xxx\\u{7}…`"), "{error}");
    assert_eq!(error.help(), None);
    assert_eq!(EditionErrorKind::Malformed.code(), "malformed-edition");
    assert_eq!(EditionErrorKind::UnknownService.code(), "unknown-service");
}

#[test]
fn days_of_the_calendar() {
    for (year, month, day, exists) in [
        (2000, 2, 29, true),
        (1900, 2, 29, false),
        (2024, 2, 29, true),
        (2023, 4, 31, false),
        (2023, 12, 31, true),
        (2023, 13, 1, false),
        (2023, 0, 1, false),
        (2023, 1, 0, false),
        (9999, 12, 31, true),
        (10000, 1, 1, false),
    ] {
        assert_eq!(
            Date::new(year, month, day).is_some(),
            exists,
            "{year}-{month}-{day}"
        );
    }
    let day: Date = "0001-02-03".parse().unwrap();
    assert_eq!(
        (day.to_string().as_str(), day.year(), day.month(), day.day()),
        ("0001-02-03", 1, 2, 3)
    );
    assert!(day < Date::new(2015, 2, 2).unwrap());
}
