//! The checks over this repository, a test each.

use std::sync::LazyLock;

use anyhow::{Context, Result, anyhow};
use xtask::checks::{ALL, Workspace};

static WORKSPACE: LazyLock<Result<Workspace>> = LazyLock::new(Workspace::read);

fn workspace() -> Result<&'static Workspace> {
    WORKSPACE.as_ref().map_err(|error| anyhow!("{error:#}"))
}

fn run(name: &str) -> Result<()> {
    let check = ALL.iter().find(|check| check.name == name);
    let check = check.context("no such check")?;
    (check.run)(workspace()?)?.verdict(check.about)
}

macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() -> Result<()> {
                run(stringify!($name))
            }
        )*

        #[test]
        fn every_check_has_its_test() {
            let listed: Vec<&str> = ALL.iter().map(|check| check.name).collect();
            assert_eq!(listed, [$(stringify!($name)),*]);
        }
    };
}

checks!(
    edges,
    modules,
    sizes,
    oracle,
    crates,
    manifests,
    reasons,
    sources,
    licences,
    no_std,
    words,
    places,
    measurements,
    rules,
    cases,
    citations,
    coverage,
    counts,
    readings,
    mutants,
);

#[test]
fn the_readme_has_its_two_commands() -> Result<()> {
    let mut files = workspace()?.files().iter();
    let readme = files
        .find(|file| file.path() == "README.md")
        .context("no README.md")?;
    let commands = xtask::readme::commands(readme.text())?;
    assert!(commands.question.contains("examples/"), "{commands:?}");
    assert!(commands.test.starts_with("cargo test"), "{commands:?}");
    Ok(())
}
