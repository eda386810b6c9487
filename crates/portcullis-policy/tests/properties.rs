//! Properties of reading and printing over random documents.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod generator;

use generator::{kind_and_mutant, kind_and_text};
use portcullis_json::{Json, Limits, Span};
use portcullis_policy::{Document, PolicyError, PolicyKind, Reading, Severity, Statement};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// What both readings make of a text.
fn both(text: &str, kind: PolicyKind) -> [Result<Document, PolicyError>; 2] {
    [Reading::Strict, Reading::Lenient].map(|reading| Document::parse(text, kind, reading))
}

/// Every part of the typed document, as a text; only the reading is left out.
fn typed(document: &Document) -> String {
    format!(
        "{:?} {:?} {:?} {:?}",
        document.kind(),
        document.version(),
        document.id(),
        document.statements()
    )
}

fn inside(text: &str, span: Span) -> Option<&str> {
    (span.start <= span.end)
        .then(|| text.get(span.range()))
        .flatten()
}

/// The part of the text is the JSON string that stands for `decoded`, or a number or Boolean that is written so.
fn stands_for(text: &str, span: Span, decoded: &str) -> bool {
    let Some(slice) = inside(text, span) else {
        return false;
    };
    let json = Json::parse(slice, &Limits::default()).unwrap();
    match json.root().as_str() {
        Some(string) => string == decoded,
        None => slice == decoded,
    }
}

/// Whether every span of a statement slices to the element that it belongs to.
fn spans_fit(text: &str, statement: &Statement) -> bool {
    let within = |span: Span| {
        statement.span().start <= span.start
            && span.end <= statement.span().end
            && inside(text, span).is_some()
    };
    let listed = [
        statement.principal_span(),
        statement.action_span(),
        statement.resource_span(),
    ];
    let effect = statement.effect().to_string();
    let entries = statement
        .principal()
        .entries()
        .iter()
        .map(|entry| (entry.span(), entry.text()))
        .chain(
            statement
                .action()
                .entries()
                .iter()
                .map(|entry| (entry.span(), entry.text())),
        )
        .chain(
            statement
                .resource()
                .entries()
                .iter()
                .map(|entry| (entry.span(), entry.text())),
        )
        .chain([(statement.effect_span(), effect.as_str())]);
    let conditions = statement.conditions().iter().flat_map(|one| {
        [one.operator(), one.key()]
            .into_iter()
            .chain(one.values())
            .map(|part| (part.span(), part.as_str()))
    });
    let whole = inside(text, statement.span()).unwrap();
    whole.starts_with('{')
        && whole.ends_with('}')
        && listed.into_iter().flatten().all(within)
        && entries
            .chain(conditions)
            .all(|(span, decoded)| within(span) && stands_for(text, span, decoded))
}

/// Counts how many texts of a generator both readings accept, only the lenient one, and neither.
fn mix(generated: impl Strategy<Value = (PolicyKind, String)>, count: usize) -> [usize; 3] {
    let mut runner = TestRunner::deterministic();
    let mut found = [0; 3];
    for _ in 0..count {
        let (kind, text) = generated.new_tree(&mut runner).unwrap().current();
        let [strict, lenient] = both(&text, kind);
        found[usize::from(strict.is_err()) + usize::from(lenient.is_err())] += 1;
    }
    found
}

/// The properties are about something only if all three outcomes are common.
#[test]
fn the_generator_makes_every_outcome_common() {
    let [accepted, lenient_only, refused] = mix(kind_and_text(), 600);
    assert!(accepted >= 180, "{accepted} of 600 are accepted");
    assert!(lenient_only >= 90, "{lenient_only} of 600 only leniently");
    assert!(refused >= 60, "{refused} of 600 are refused");
    let [accepted, lenient_only, refused] = mix(kind_and_mutant(), 600);
    assert!(
        accepted + lenient_only >= 40,
        "{accepted} + {lenient_only} mutants of 600"
    );
    assert!(refused >= 200, "{refused} mutants of 600 are refused");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_gives_the_text_back((kind, text) in kind_and_text()) {
        for document in both(&text, kind).into_iter().flatten() {
            prop_assert_eq!(document.to_string(), text.as_str());
            let again = Document::parse(&document.to_string(), kind, document.reading());
            prop_assert_eq!(typed(&again.unwrap()), typed(&document));
        }
    }

    #[test]
    fn what_is_accepted_strictly_is_the_same_leniently((kind, text) in kind_and_text()) {
        if let [Ok(strict), lenient] = both(&text, kind) {
            let lenient = lenient.unwrap();
            prop_assert_eq!(typed(&strict), typed(&lenient));
            prop_assert_eq!(strict.findings(), lenient.findings());
        }
    }

    #[test]
    fn a_reading_refuses_and_reports_by_the_table((kind, text) in kind_and_text()) {
        for (reading, read) in [Reading::Strict, Reading::Lenient].into_iter().zip(both(&text, kind)) {
            match read {
                Ok(document) => {
                    let errors = document.findings().iter().filter(|one| one.severity(reading) == Severity::Error);
                    prop_assert_eq!(errors.count(), 0);
                    prop_assert!(document.findings().is_sorted_by_key(|one| one.span()));
                }
                Err(PolicyError::Policy(problem)) => {
                    prop_assert_eq!(problem.severity(reading), Severity::Error);
                    prop_assert!(inside(&text, problem.span()).is_some_and(|part| !part.is_empty()));
                }
                Err(error) => prop_assert!(inside(&text, error.span()).is_some()),
            }
        }
    }

    #[test]
    fn every_span_slices_to_its_element((kind, text) in kind_and_text()) {
        if let [_, Ok(document)] = both(&text, kind) {
            for statement in document.statements() {
                prop_assert!(spans_fit(&text, statement), "{:?}", statement);
            }
            for finding in document.findings() {
                let part = inside(&text, finding.span());
                prop_assert!(part.is_some_and(|part| !part.is_empty()), "{:?}", finding);
            }
        }
    }

    #[test]
    fn a_part_of_a_larger_text_is_read_alike((kind, text) in kind_and_text()) {
        let larger = format!(r#"{{"é": [0, {text}]}}"#);
        let Ok(json) = Json::parse(larger.as_str(), &Limits::default()) else {
            return Ok(());
        };
        let value = json.root().get("é").unwrap().elements().nth(1).unwrap();
        let alone = Document::parse(&text, kind, Reading::Lenient);
        match (alone, Document::from_json(value, kind, Reading::Lenient)) {
            (Ok(alone), Ok(part)) => {
                prop_assert_eq!(alone.source(), part.source());
                let shift = part.span().start - alone.span().start;
                let shifted: Vec<_> = alone.findings().iter().map(|one| (one.kind(), one.span().shift(shift))).collect();
                let found: Vec<_> = part.findings().iter().map(|one| (one.kind(), one.span())).collect();
                prop_assert_eq!(shifted, found);
            }
            (Err(alone), Err(part)) => prop_assert_eq!(alone.code(), part.code()),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn no_text_makes_it_panic((kind, text) in kind_and_mutant()) {
        for read in both(&text, kind) {
            match read {
                Ok(document) => prop_assert_eq!(document.to_string(), text.as_str()),
                Err(error) => {
                    prop_assert!(inside(&text, error.span()).is_some(), "{:?}", error);
                    prop_assert!(!error.to_string().contains('\n'));
                }
            }
        }
    }
}

/// All of it in a thread of 256 KiB: nothing recurses on what is read.
#[test]
fn a_small_stack_is_enough() {
    let body = || {
        let mut runner = TestRunner::deterministic();
        for _ in 0..100 {
            let (kind, text) = kind_and_mutant().new_tree(&mut runner).unwrap().current();
            let nested = format!("{}{text}{}", "[".repeat(120), "]".repeat(120));
            for text in [text, nested] {
                both(&text, kind).into_iter().flatten().for_each(drop);
            }
        }
    };
    let small = std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(body);
    small.unwrap().join().unwrap();
}
