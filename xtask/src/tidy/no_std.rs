//! The crates beneath the engines say `#![no_std]`, and use `std` in tests or behind a feature only.

use crate::edges::table;
use crate::metadata::Package;
use crate::report::Report;
use crate::repository::SourceFile;
use crate::source::code_only;

/// Checks the crate roots of the rows that must build with `alloc` alone.
#[must_use]
pub fn check(files: &[SourceFile], members: &[Package]) -> Report {
    let mut report = Report::new();
    for package in members {
        if !table::member(&package.name).is_some_and(|member| member.row.is_no_std()) {
            continue;
        }
        report.look();
        let path = format!("{}/src/lib.rs", package.folder);
        let root = files.iter().find(|file| file.path() == path);
        let code = code_only(root.map(SourceFile::text).unwrap_or_default());
        let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
        if !lines.contains(&"#![no_std]") {
            report.problem(&path, "the crate does not say `#![no_std]`");
        }
        for (index, line) in lines.iter().enumerate() {
            let above = index.checked_sub(1).and_then(|i| lines.get(i));
            let guarded = above.is_some_and(|line| line.starts_with("#[cfg("));
            if line.ends_with("extern crate std;") && !guarded {
                report.problem(
                    format!("{path}:{}", index + 1),
                    "`std` is named without a `#[cfg(…)]` on the line above",
                );
            }
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::metadata::Package;
    use crate::repository::SourceFile;

    #[track_caller]
    fn check_root(name: &str, root: &str, looked_at: usize, problems: usize) {
        let package = Package {
            name: name.to_owned(),
            folder: format!("crates/{name}"),
            ..Package::default()
        };
        let file = SourceFile::new(format!("crates/{name}/src/lib.rs"), root);
        let report = check(&[file], &[package]);
        assert_eq!(
            (report.looked_at(), report.problems().len()),
            (looked_at, problems)
        );
    }

    #[test]
    fn lower_rows_are_no_std() {
        let eval = "portcullis-eval";
        check_root(
            eval,
            "//! A.\n#![no_std]\n#[cfg(test)]\nextern crate std;\n",
            1,
            0,
        );
        check_root(eval, "//! A.\n", 1, 1);
        check_root(eval, "//! #![no_std]\n// #![no_std]\n", 1, 1);
        check_root(eval, "#![cfg_attr(not(feature = \"std\"), no_std)]\n", 1, 1);
        check_root(eval, "#![no_std]\nextern crate std;\n", 1, 1);
        check_root(eval, "", 1, 1);
        check_root("portcullis-scenario", "//! A.\n", 0, 0);
    }
}
