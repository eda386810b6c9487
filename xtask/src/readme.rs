//! The two commands of the README: the first lines of its first `sh` block.

use anyhow::{Context, Result};

/// What a reader types first: a question that is answered, and all tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commands {
    /// Builds the program and answers a question from the repository's examples.
    pub question: String,
    /// Runs every test.
    pub test: String,
}

/// Reads the two commands.
///
/// ```
/// let commands = xtask::readme::commands("# p\n\n```sh\na --b   # why\ncargo test\n```\n")?;
/// assert_eq!((commands.question.as_str(), commands.test.as_str()), ("a --b", "cargo test"));
/// # Ok::<(), anyhow::Error>(())
/// ```
///
/// # Errors
///
/// If there is no `sh` block, or if it has fewer than two lines with a command.
pub fn commands(readme: &str) -> Result<Commands> {
    let mut lines = readme.lines().skip_while(|line| *line != "```sh");
    lines.next().context("README.md has no ```sh block")?;
    let block = lines.take_while(|line| !line.starts_with("```"));
    let mut commands = block
        .map(|line| line.split(" #").next().unwrap_or(line).trim())
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let missing = "the first ```sh block of README.md has fewer than two commands";
    Ok(Commands {
        question: commands.next().context(missing)?.to_owned(),
        test: commands.next().context(missing)?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn comments_and_blank_lines_are_no_commands() {
        let found = commands(
            "```json\n{}\n```\n\n```sh\n# ask\n\nask a\n# test\ntest b # all\nmore\n```\n",
        )
        .unwrap();
        assert_eq!(
            (found.question.as_str(), found.test.as_str()),
            ("ask a", "test b")
        );
    }

    #[test]
    fn a_readme_without_them_is_refused() {
        assert!(commands("# p\n").is_err());
        assert!(commands("```sh\none\n```\n\n```sh\ntwo\n```\n").is_err());
    }
}
