//! A stream finds what is hidden, makes it small, and is the same for the same seed.

use std::time::Duration;

use super::{End, FindingKind, Seeds, run, shrink};
use crate::fuzz::{Size, Target};
use crate::random::Random;

const PLANTED: Target = Target {
    name: "planted",
    size: Size::Leaf,
    run: |data| assert!(!data.windows(4).any(|part| part == b"s3:G"), "planted"),
    words: &["s3:"],
};

const HARMLESS: Target = Target {
    run: |_| {},
    ..PLANTED
};

const END: End = End {
    executions: 200_000,
    time: Duration::from_secs(60),
};

fn seeds() -> Seeds {
    let inputs = [
        b"arn:aws:s3:::amzn-s3-demo-bucket/Get*".to_vec(),
        b"\xff\x00".to_vec(),
    ];
    Seeds::new(&PLANTED, inputs, "\"aws:\"\n")
}

#[test]
fn a_planted_mistake_is_found_and_made_small() {
    let outcome = run(&PLANTED, &seeds(), 1, END, &mut |_| {});
    let finding = outcome.finding.unwrap();
    assert_eq!(finding.kind, FindingKind::Panic);
    assert!(outcome.executions < END.executions);
    assert_eq!(shrink(&PLANTED, finding.input), b"s3:G");
}

#[test]
fn a_run_ends_after_so_many_inputs_or_so_long() {
    let outcome = run(&HARMLESS, &seeds(), 1, END, &mut |_| {});
    assert_eq!((outcome.executions, outcome.finding), (200_000, None));
    let end = End {
        executions: u64::MAX,
        time: Duration::from_millis(50),
    };
    let outcome = run(&HARMLESS, &seeds(), 1, end, &mut |_| {});
    assert!(outcome.executions > 32 && outcome.finding.is_none());
}

#[test]
fn inputs_follow_from_the_seed_and_keep_their_bound() {
    let seeds = seeds();
    let input = |seed, index| {
        let mut input = Vec::new();
        seeds.input(&mut Random::of_case(seed, index), &mut input);
        input
    };
    let inputs = |seed| -> Vec<Vec<u8>> { (0..2_000).map(|index| input(seed, index)).collect() };
    assert_eq!(inputs(1), inputs(1));
    assert_ne!(inputs(1), inputs(2));
    let all = inputs(3);
    assert!(
        all.iter()
            .all(|input| input.len() <= PLANTED.size.longest())
    );
    let with = |part: &[u8]| {
        let found = all
            .iter()
            .filter(|input| input.windows(part.len()).any(|window| window == part));
        found.count()
    };
    assert!(with(b"aws:") > 20, "the dictionary is used");
    assert!(with(b"s3:") > 20, "the words of the target are used");
    let mut different = all.clone();
    different.sort();
    different.dedup();
    assert!(
        different.len() > 1_500,
        "{} of 2,000 differ",
        different.len()
    );
}

#[test]
fn the_dictionary_is_read_as_libfuzzer_reads_it() {
    let text = "# words\n\n\"a\\\"b\"\nname=\"\\xef\\xbb\\xbf\"\n\"\\\\u0045\"\n";
    let words: Vec<Vec<u8>> = super::dictionary::words(text).collect();
    assert_eq!(
        words,
        [
            b"a\"b".to_vec(),
            b"\xef\xbb\xbf".to_vec(),
            b"\\u0045".to_vec()
        ]
    );
}

#[test]
fn every_line_of_the_committed_dictionary_is_a_word() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let text = std::fs::read_to_string(folder.join("iam.dict")).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    assert_eq!(super::dictionary::words(&text).count(), lines.count());
}

#[test]
fn time_that_was_spent_is_counted_where_the_system_tells_it() {
    let Some(before) = super::spent() else {
        return;
    };
    let mut random = Random::new(1);
    let mut rounds = 0_u32;
    while super::spent().unwrap() < before + Duration::from_millis(50) {
        assert!((0..10_000).any(|_| random.next() > 1));
        rounds += 1;
        assert!(rounds < 1_000_000, "no time passes");
    }
}
