//! The steps, in order: cheap ones first, so that a slip shows early.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Action, Step};
use crate::edges::table;
use crate::readme;
use crate::release::deny;

const WARNINGS_DENIED: &[(&str, &str)] = &[("RUSTDOCFLAGS", "-D warnings")];

/// The statuses of a command that must succeed.
const SUCCESS: &[i32] = &[0];
/// The statuses of a question that was answered: allowed, or denied.
const ANSWERED: &[i32] = &[0, 1];

/// The status of a command whose packages cannot be fetched on this machine now.
pub const NOT_AT_HAND: u8 = 3;

/// As many pairs as take well under two minutes on two cores.
const DIFFERENTIAL: &str = "xtask diff --pairs 2000000 --seed 1";

/// What is measured beside the engine, and instruction counts: a workspace of its own.
const PEERS: &str = "check --locked --all-targets --manifest-path benches/peers/Cargo.toml";

/// A target without an operating system, on which the core crates must build too.
const WASM: &str = "wasm32-unknown-unknown";

/// What this machine has; CI installs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Whether the standard library for `wasm32-unknown-unknown` is installed.
    pub wasm: bool,
    /// Whether there is a C++ compiler, which the fuzzer's harness is built with.
    pub cpp: bool,
    /// Whether cargo-deny is installed.
    pub deny: bool,
    /// Whether there is Python with `pip`, which fetches what the catalog is made from.
    pub pip: bool,
}

impl Machine {
    /// Looks at this machine.
    #[must_use]
    pub fn look() -> Self {
        Self {
            wasm: has_target(WASM),
            cpp: answers("c++", &["--version"]),
            deny: deny::is_installed(),
            pip: answers("python3", &["-m", "pip", "--version"]),
        }
    }
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

fn has_target(target: &str) -> bool {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", target])
        .output();
    output.is_ok_and(|output| {
        let folder = String::from_utf8_lossy(&output.stdout);
        output.status.success() && Path::new(folder.trim()).is_dir()
    })
}

/// Every step for a machine, the README's text, and the names of the crates that exist.
///
/// # Errors
///
/// If the README does not have its two commands, or if no crate must build without std.
pub fn all(machine: Machine, readme: &str, members: &[String]) -> Result<Vec<Step>> {
    let commands = readme::commands(readme).context("the test command is the README's")?;
    let core = core_crates(members);
    if core.is_empty() {
        bail!("no crate of the lower rows was found");
    }
    let without_std = [
        &["build", "--locked", "--no-default-features"],
        core.as_slice(),
    ]
    .concat();
    let wasm = if machine.wasm {
        cargo(&[without_std.as_slice(), &["--target", WASM]].concat())
    } else {
        Action::Skip(format!(
            "the target {WASM} is not installed, and CI installs no toolchain"
        ))
    };
    // The stream of inputs needs no fuzzer; libFuzzer's harness is built where that is possible.
    let shims = words("cargo check --locked --manifest-path fuzz/Cargo.toml");
    let shims = Some(strings(&shims)).filter(|_| machine.cpp);
    let brief = strings(&words("cargo xtask fuzz --brief"));
    let fuzz = Action::Run {
        commands: shims.into_iter().chain([brief]).collect(),
        statuses: SUCCESS,
        not_at_hand: None,
    };
    let catalog = if machine.pip {
        Action::Run {
            commands: vec![strings(&words("cargo xtask catalog verify"))],
            statuses: SUCCESS,
            not_at_hand: Some(i32::from(NOT_AT_HAND)),
        }
    } else {
        Action::Skip("no python3 with pip, which fetches what the catalog is made from".to_owned())
    };
    let deny = if machine.deny {
        cargo(&words("xtask deny"))
    } else {
        Action::Skip(format!("cargo-deny is not installed: {}", deny::INSTALL))
    };
    let clippy = "clippy --locked --workspace --all-targets -- -D warnings";
    let docs = "doc --locked --workspace --no-deps";
    Ok(vec![
        step("format", cargo(&["fmt", "--all", "--check"])),
        step("clippy", cargo(&words(clippy))),
        step("deny", deny),
        step("question", shell(&commands.question, ANSWERED)),
        // House rules, dependency edges and examples in docs are tests like all others.
        step("tests", shell(&commands.test, SUCCESS)),
        step("differential", cargo(&words(DIFFERENTIAL))),
        step("corpus", cargo(&words("xtask corpus-make tables --check"))),
        Step {
            environment: WARNINGS_DENIED,
            ..step("docs", cargo(&words(docs)))
        },
        step("no_std", cargo(&without_std)),
        step("wasm32", wasm),
        step("fuzz", fuzz),
        step("peers", cargo(&words(PEERS))),
        step("packages", cargo(&words("xtask package --list"))),
        step("catalog", catalog),
    ])
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn words(command: &str) -> Vec<&str> {
    command.split(' ').collect()
}

/// `-p <crate>` for each crate that must build without std.
fn core_crates(members: &[String]) -> Vec<&str> {
    let ours = members
        .iter()
        .filter(|name| table::member(name).is_some_and(|member| member.row.is_no_std()));
    ours.flat_map(|name| ["-p", name.as_str()]).collect()
}

/// The steps of the given names, in their own order; all of them for no name.
///
/// # Errors
///
/// If a name is not that of a step.
pub fn chosen(steps: Vec<Step>, names: &[String]) -> Result<Vec<Step>> {
    let known: Vec<&str> = steps.iter().map(|step| step.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("no step `{unknown}`; there are {}", known.join(", "));
    }
    let wanted = |step: &Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(steps.into_iter().filter(wanted).collect())
}

fn step(name: &'static str, action: Action) -> Step {
    Step {
        name,
        action,
        environment: &[],
    }
}

fn cargo(arguments: &[&str]) -> Action {
    Action::Run {
        commands: vec![strings(&[&["cargo"], arguments].concat())],
        statuses: SUCCESS,
        not_at_hand: None,
    }
}

fn shell(command: &str, statuses: &'static [i32]) -> Action {
    Action::Run {
        commands: vec![strings(&["sh", "-c", command])],
        statuses,
        not_at_hand: None,
    }
}
