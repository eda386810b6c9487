//! Steps that pass, fail and are left out; the choice of steps for a machine.

use std::path::Path;
use std::time::Duration;

use super::steps::{Machine, all, chosen};
use super::{Action, Outcome, Step, run, run_step, table};

fn step(commands: &[&str], statuses: &'static [i32]) -> Step {
    let shell = |c: &&str| ["sh", "-c", c].iter().map(|w| (*w).to_owned()).collect();
    Step {
        name: "demo",
        action: Action::Run {
            commands: commands.iter().map(shell).collect(),
            statuses,
            not_at_hand: Some(3),
        },
        environment: &[("PORTCULLIS_DEMO", "1")],
    }
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_step_ends_with_its_first_failure() {
    assert_eq!(
        run_step(
            here(),
            &step(&["exit 0", "test $PORTCULLIS_DEMO = 1"], &[0])
        ),
        Outcome::Passed
    );
    assert_eq!(
        run_step(here(), &step(&["exit 1"], &[0, 1])),
        Outcome::Passed
    );
    let failed = run_step(here(), &step(&["exit 4", "exit 0"], &[0]));
    assert!(matches!(failed, Outcome::Failed(why) if why.contains("status 4")));
    let left_out = run_step(here(), &step(&["exit 0", "exit 3", "exit 1"], &[0]));
    assert!(matches!(left_out, Outcome::Skipped(why) if why.contains("not at hand")));
    let mut missing = step(&[], &[0]);
    missing.action = Action::Run {
        commands: vec![vec!["portcullis-no-such-program".to_owned()]],
        statuses: &[0],
        not_at_hand: None,
    };
    assert!(
        matches!(run_step(here(), &missing), Outcome::Failed(why) if why.contains("does not start"))
    );
}

#[test]
fn one_failure_fails_the_run_and_the_others_are_run() {
    let skipped = Step {
        name: "left-out",
        action: Action::Skip("no reason".to_owned()),
        environment: &[],
    };
    assert!(run(here(), &[skipped.clone(), step(&["exit 0"], &[0])]).is_ok());
    let error = run(
        here(),
        &[step(&["exit 1"], &[0]), skipped, step(&["exit 1"], &[0])],
    )
    .unwrap_err();
    assert_eq!(error.to_string(), "2 of 3 steps failed");
    assert!(run(here(), &[]).is_err());
}

#[test]
fn the_table_names_outcome_and_time() {
    let rows = [
        ("format", Outcome::Passed, Duration::from_millis(1_500)),
        (
            "wasm32",
            Outcome::Skipped("not installed".to_owned()),
            Duration::ZERO,
        ),
    ];
    let expected = "format  passed       1.5 s\nwasm32  skipped      0.0 s  not installed";
    assert_eq!(table(&rows), expected);
}

const README: &str = "```sh\nask examples/a.json\ncargo test --workspace\n```\n";

fn steps(machine: Machine) -> Vec<Step> {
    let members = ["portcullis-json", "portcullis-eval", "portcullis-cli"];
    all(machine, README, &members.map(str::to_owned)).unwrap()
}

fn text_of(steps: &[Step], name: &str) -> String {
    let step = steps.iter().find(|step| step.name == name).unwrap();
    match &step.action {
        Action::Skip(reason) => format!("skip: {reason}"),
        Action::Run { commands, .. } => commands.iter().map(|c| c.join(" ")).collect(),
    }
}

#[test]
fn the_test_command_is_that_of_the_readme() {
    let steps = steps(Machine {
        wasm: true,
        cpp: true,
        pip: true,
        deny: true,
    });
    assert_eq!(text_of(&steps, "question"), "sh -c ask examples/a.json");
    assert_eq!(text_of(&steps, "tests"), "sh -c cargo test --workspace");
    assert!(
        all(
            Machine {
                wasm: true,
                cpp: true,
                pip: true,
                deny: true,
            },
            "",
            &[]
        )
        .is_err()
    );
}

#[test]
fn core_crates_build_without_std_and_for_wasm_where_installed() {
    let with = steps(Machine {
        wasm: true,
        cpp: true,
        pip: true,
        deny: true,
    });
    assert!(
        text_of(&with, "wasm32")
            .ends_with("-p portcullis-json -p portcullis-eval --target wasm32-unknown-unknown")
    );
    assert!(
        text_of(&with, "no_std")
            .ends_with("--no-default-features -p portcullis-json -p portcullis-eval")
    );
    let without = steps(Machine {
        wasm: false,
        cpp: false,
        pip: false,
        deny: false,
    });
    assert!(text_of(&without, "wasm32").starts_with("skip: "));
    assert_eq!(text_of(&without, "fuzz"), "cargo xtask fuzz --brief");
    assert!(text_of(&with, "fuzz").starts_with("cargo check --locked --manifest-path fuzz/"));
    assert!(text_of(&with, "fuzz").ends_with("cargo xtask fuzz --brief"));
    assert!(text_of(&without, "catalog").starts_with("skip: "));
    assert_eq!(text_of(&with, "catalog"), "cargo xtask catalog verify");
    assert!(!text_of(&without, "no_std").starts_with("skip: "));
    assert!(
        all(
            Machine {
                wasm: true,
                cpp: true,
                pip: true,
                deny: true,
            },
            README,
            &[]
        )
        .is_err()
    );
}

#[test]
fn steps_are_chosen_by_name() {
    let machine = Machine {
        wasm: false,
        cpp: false,
        pip: false,
        deny: false,
    };
    let names = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        chosen(steps(machine), &names).map(|steps| steps.iter().map(|s| s.name).collect::<Vec<_>>())
    };
    assert_eq!(names(&["clippy", "format"]).unwrap(), ["format", "clippy"]);
    assert_eq!(names(&[]).unwrap().len(), steps(machine).len());
    assert!(names(&["forma"]).is_err());
}
