//! Reads a coverage report in the form of lcov, and leaves the tests themselves out.

use std::collections::BTreeMap;

use super::{Count, Figures};
use crate::mutants::SUBJECTS;

/// One source file of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Its path, relative to the repository.
    pub path: String,
    /// The lines with code, and whether they were run.
    pub lines: BTreeMap<usize, bool>,
    /// The lines on which functions begin, and whether one of them was run: a generic function may be there several times.
    pub functions: BTreeMap<usize, bool>,
}

impl File {
    /// The lines that were not run, as ranges: `3, 7-9`.
    #[must_use]
    pub fn unvisited(&self) -> String {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for line in self
            .lines
            .iter()
            .filter(|(_, run)| !**run)
            .map(|(line, _)| *line)
        {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == line => *last = line,
                _ => ranges.push((line, line)),
            }
        }
        let texts = ranges.iter().map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        });
        texts.collect::<Vec<_>>().join(", ")
    }
}

/// Reads a report. `root` is the folder that paths are below of, with `/` at its end; `text` gives the source of a file.
#[must_use]
pub fn read(report: &str, root: &str, text: impl Fn(&str) -> String) -> Vec<File> {
    let mut files = Vec::new();
    for section in report.split("end_of_record") {
        let mut file = File::default();
        let mut begins = BTreeMap::new();
        for line in section.lines() {
            let Some((name, value)) = line.trim().split_once(':') else {
                continue;
            };
            let pair = value.split_once(',').unwrap_or((value, ""));
            match name {
                "SF" => file.path = value.strip_prefix(root).unwrap_or(value).replace('\\', "/"),
                "FN" => {
                    begins.insert(pair.1, pair.0.parse().unwrap_or(0_usize));
                }
                "FNDA" => mark(&mut file.functions, begins.get(pair.1).copied(), pair.0),
                "DA" => mark(&mut file.lines, pair.0.parse().ok(), pair.1),
                _ => {}
            }
        }
        if is_subject(&file.path) {
            let until = tests_from(&text(&file.path));
            file.lines.split_off(&until);
            file.functions.split_off(&until);
            files.push(file);
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn mark(lines: &mut BTreeMap<usize, bool>, line: Option<usize>, count: &str) {
    if let Some(line) = line {
        *lines.entry(line).or_default() |= count != "0";
    }
}

/// Whether a file is a source of one of the crates, and not a file of tests.
fn is_subject(path: &str) -> bool {
    let ours = SUBJECTS
        .iter()
        .any(|one| path.starts_with(&format!("crates/{}/src/", one.package)));
    ours && !path.contains("/tests/") && !path.ends_with("/tests.rs")
}

/// The line on which the tests of a file begin; behind its end if it has none.
fn tests_from(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let pairs = lines.windows(2).position(|pair| {
        matches!(pair, ["#[cfg(test)]", module] if module.starts_with("mod ") && module.ends_with('{'))
    });
    pairs.map_or(usize::MAX, |index| index + 1)
}

/// Sums up a crate at a time, in the order of the table.
#[must_use]
pub fn figures(files: &[File]) -> Vec<Figures> {
    let sum = |folder: &str, of: fn(&File) -> &BTreeMap<usize, bool>| {
        let files = files.iter().filter(|file| file.path.starts_with(folder));
        files
            .flat_map(|file| of(file).values())
            .fold(Count::default(), |sum, run| Count {
                all: sum.all + 1,
                run: sum.run + usize::from(*run),
            })
    };
    let figures = SUBJECTS.iter().map(|one| {
        let folder = format!("crates/{}/", one.package);
        Figures {
            name: one.name.to_owned(),
            lines: sum(&folder, |file| &file.lines),
            functions: sum(&folder, |file| &file.functions),
        }
    });
    figures.collect()
}

#[cfg(test)]
mod tests {
    use super::{figures, read};
    use crate::coverage::Count;

    const REPORT: &str = "\
SF:/a/crates/portcullis-glob/src/a.rs
FN:1,_one
FN:1,_one_again
FN:7,_test
FNDA:0,_one
FNDA:2,_one_again
FNDA:1,_test
DA:1,2
DA:2,0
DA:3,0
DA:5,0
DA:7,1
end_of_record
SF:/a/crates/portcullis-glob/src/tests.rs
DA:1,1
end_of_record
SF:/a/crates/portcullis-cli/src/main.rs
DA:1,1
end_of_record
";

    #[test]
    fn lines_and_functions_are_counted_without_the_tests() {
        let text = "1\n2\n3\n4\n5\n#[cfg(test)]\nmod tests {\n";
        let files = read(REPORT, "/a/", |_| text.to_owned());
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].unvisited(), "2-3, 5");
        let figures = figures(&files);
        assert_eq!(figures[0].name, "glob");
        assert_eq!(figures[0].lines, Count { all: 4, run: 1 });
        assert_eq!(figures[0].functions, Count { all: 1, run: 1 });
        assert_eq!(figures[1].lines, Count::default());
    }
}
