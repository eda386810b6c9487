//! Every committed input again, and the promise that there are some.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::TARGETS;

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    entries.map(|entry| name(entry.unwrap().path())).collect()
}

#[test]
fn every_committed_input_keeps_the_properties() {
    for target in TARGETS {
        let folder = fuzz_folder().join("regressions").join(target.name);
        let inputs: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        assert!(
            !inputs.is_empty(),
            "`{}` has no input, so nothing was shown",
            target.name
        );
        for input in inputs {
            println!("{}", input.display());
            (target.run)(&fs::read(input).unwrap());
        }
    }
}

#[test]
fn every_target_has_a_shim_and_a_folder() {
    let targets: BTreeSet<String> = TARGETS
        .iter()
        .map(|target| target.name.to_owned())
        .collect();
    assert_eq!(names_in(&fuzz_folder().join("fuzz_targets")), targets);
    assert_eq!(names_in(&fuzz_folder().join("regressions")), targets);
    let manifest = fs::read_to_string(fuzz_folder().join("Cargo.toml")).unwrap();
    for target in targets {
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "no [[bin]] for `{target}`"
        );
    }
}

#[test]
fn deep_and_long_inputs_need_little_stack() {
    let run = || {
        for text in [
            "[".repeat(200_000),
            "{\"a\":".repeat(100_000),
            "arn:".repeat(50_000),
        ] {
            TARGETS
                .iter()
                .for_each(|target| (target.run)(text.as_bytes()));
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(run);
    thread.unwrap().join().unwrap();
}

#[test]
#[should_panic(expected = "not part of the text")]
fn a_span_inside_a_character_is_refused() {
    super::check_span("é", 0..1);
}

#[test]
#[should_panic(expected = "control characters")]
fn a_message_of_two_lines_is_refused() {
    super::check_message("one\ntwo");
}
