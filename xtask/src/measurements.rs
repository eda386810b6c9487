//! The table of measurements in the README, which is made from the newest record.

use anyhow::{Context, Result, bail};

use crate::report::Report;
use crate::repository::SourceFile;

const BEGIN: &str = "<!-- `cargo xtask bench-table` writes what follows -->";
const END: &str = "<!-- until here -->";

/// Where records of the engine beside its peers are, and how their names end.
const RECORDS: (&str, &str) = ("benches/record/", "-peers.md");

/// The columns of a record's table that the README shows, in its order.
const COLUMNS: [&str; 7] = [
    "workload, µs",
    "engine",
    "naive scan",
    "floor",
    "Cedar",
    "iam-rs",
    "Cedar ÷ engine",
];

/// The README with the table of the newest record between its marks; with nothing between them where there is no record.
///
/// # Errors
///
/// If the README has no marks, or if the record has no such table.
pub fn updated(files: &[SourceFile]) -> Result<String> {
    let readme = files.iter().find(|file| file.path() == "README.md");
    let readme = readme.context("no README.md")?.text();
    let (before, rest) = readme
        .split_once(BEGIN)
        .context("README.md has no mark where its table begins")?;
    let (_, after) = rest
        .split_once(END)
        .context("README.md has no mark where its table ends")?;
    let (folder, ending) = RECORDS;
    let records = files
        .iter()
        .filter(|file| file.path().starts_with(folder) && file.path().ends_with(ending));
    // Names begin with the day.
    let newest = records.max_by_key(|file| file.path());
    let block = match newest {
        Some(record) => block(record).with_context(|| record.path().to_owned())?,
        None => String::new(),
    };
    Ok(format!("{before}{BEGIN}\n{block}{END}{after}"))
}

fn block(record: &SourceFile) -> Result<String> {
    let rows = columns(&table(record.text())?)?;
    let machine = record
        .text()
        .lines()
        .find_map(|line| line.strip_prefix("* "));
    let machine = machine.context("it does not say on which machine")?;
    let mut text = format!(
        "\n## How fast it is\n\nMicroseconds for a decision, in the mean; from [the record]({}), {machine}.\n\n",
        record.path()
    );
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    for (index, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str(&format!("| {cell:width$} "));
        }
        text.push_str("|\n");
        if index == 0 {
            for width in &widths {
                text.push_str(&format!("|{}", "-".repeat(width + 2)));
            }
            text.push_str("|\n");
        }
    }
    Ok(text + "\n")
}

/// The rows of the table below the heading `Table`, the headings first, without the line between.
fn table(record: &str) -> Result<Vec<Vec<&str>>> {
    let lines = record.lines().skip_while(|line| *line != "## Table");
    let rows = lines.skip_while(|line| !line.starts_with('|'));
    let rows: Vec<Vec<&str>> = rows
        .take_while(|line| line.starts_with('|'))
        .filter(|line| !line.starts_with("|:-"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    if rows.len() < 2 {
        bail!("it has no table below the heading `Table`");
    }
    Ok(rows)
}

fn columns<'a>(rows: &[Vec<&'a str>]) -> Result<Vec<Vec<&'a str>>> {
    let headings = rows.first().context("no headings")?;
    let place = |name: &str| headings.iter().position(|heading| *heading == name);
    let places = COLUMNS
        .iter()
        .map(|name| place(name).with_context(|| format!("its table has no column `{name}`")))
        .collect::<Result<Vec<_>>>()?;
    let cells = |row: &Vec<&'a str>| {
        let cell = |place: &usize| row.get(*place).copied().unwrap_or_default();
        places.iter().map(cell).collect()
    };
    Ok(rows.iter().map(cells).collect())
}

/// Checks that the README's table is that of the newest record.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    for readme in files.iter().filter(|file| file.path() == "README.md") {
        report.look();
        match updated(files) {
            Ok(text) if text == readme.text() => {}
            Ok(_) => report.problem(
                readme.path(),
                "its measurements are not those of the newest record: `cargo xtask bench-table`",
            ),
            Err(error) => report.problem(readme.path(), format!("{error:#}")),
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, check, updated};
    use crate::repository::SourceFile;

    const RECORD: &str = "# Peers\n\n* A machine, 2 cores\n* rustc\n\n## Table\n\n\
        | workload, µs | engine | request anew | naive scan | floor | Cedar | iam-rs | Cedar ÷ engine |\n\
        |:-------------|-------:|-------------:|-----------:|------:|------:|-------:|---------------:|\n\
        | W1 | 0.1 | 1 | 0.08 | 0.04 | 6 | 4 | 60 |\n\n## Goals\n\n| goal |\n|:-----|\n| x |\n";

    fn files(readme: &str, records: &[(&str, &str)]) -> Vec<SourceFile> {
        let records = records
            .iter()
            .map(|(day, text)| SourceFile::new(format!("benches/record/{day}-peers.md"), *text));
        [SourceFile::new("README.md", readme)]
            .into_iter()
            .chain(records)
            .collect()
    }

    #[test]
    fn the_table_is_that_of_the_newest_record() {
        let readme = format!("# p\n{BEGIN}\nold\n{END}\nmore\n");
        let older = RECORD.replace("60", "7");
        let given = files(&readme, &[("2026-01-02", &older), ("2026-01-10", RECORD)]);
        assert_eq!(check(&given).problems().len(), 1);
        let text = updated(&given).unwrap();
        assert!(
            text.contains(
                "| W1           | 0.1    | 0.08       | 0.04  | 6     | 4      | 60             |\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("2026-01-10-peers.md), A machine, 2 cores.")
                && text.ends_with("\nmore\n")
        );
        let given = files(&text, &[("2026-01-10", RECORD)]);
        assert_eq!(check(&given).problems().len(), 0);
    }

    #[test]
    fn without_a_record_nothing_is_claimed() {
        let readme = format!("# p\n{BEGIN}\n{END}\n");
        assert_eq!(check(&files(&readme, &[])).problems().len(), 0);
        assert_eq!(
            check(&files(&readme.replace(END, &format!("10 ns\n{END}")), &[]))
                .problems()
                .len(),
            1
        );
    }

    #[test]
    fn a_record_without_the_table_is_refused() {
        let readme = format!("# p\n{BEGIN}\n{END}\n");
        assert!(updated(&files(&readme, &[("2026-01-10", "# Peers\n")])).is_err());
        assert!(
            updated(&files(
                &readme,
                &[("2026-01-10", &RECORD.replace("Cedar ÷", "x"))]
            ))
            .is_err()
        );
        assert!(updated(&files("# p\n", &[])).is_err());
    }
}
