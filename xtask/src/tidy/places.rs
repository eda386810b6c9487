//! No text leads to a path of one machine or to a host that is not public.

use crate::report::Report;
use crate::repository::SourceFile;

/// First folders of absolute paths that exist on somebody's machine only; without the slashes so that this file may hold them.
const FOLDERS: &[&str] = &["home", "root", "work", "tmp", "Users"];

/// Hosts that text and code may name; a name stands for what is beneath it too.
const HOSTS: &[&str] = &[
    // The project and its tools.
    "github.com",
    "crates.io",
    "docs.rs",
    "rust-lang.org",
    "editorconfig.org",
    "keepachangelog.com",
    "semver.org",
    // Licences and standards.
    "apache.org",
    "opensource.org",
    "spdx.org",
    "rfc-editor.org",
    "ietf.org",
    "json.org",
    "json-schema.org",
    "w3.org",
    "no-color.org",
    // AWS, and the identity providers that policies name.
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazon.com",
    "google.com",
    "githubusercontent.com",
    // Reserved for examples.
    "example.com",
    "example.org",
    "example.net",
    "example",
    "invalid",
    "test",
    "localhost",
    "127.0.0.1",
    "[::1]",
];

/// Looks through every text file that is not data.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    for file in files {
        if file.is_data() || file.path().ends_with(".lock") {
            continue;
        }
        report.look();
        for (index, line) in file.text().lines().enumerate() {
            let place = || format!("{}:{}", file.path(), index + 1);
            if let Some(path) = machine_path(line) {
                report.problem(place(), format!("`{path}` is a path of one machine"));
            }
            for host in hosts(line).filter(|host| !is_public(host)) {
                report.problem(
                    place(),
                    format!("the host `{host}` is not on the list in xtask/src/tidy/places.rs"),
                );
            }
        }
    }
    report
}

/// The first absolute path into one of the folders; the path of an ARN or of a URL does not begin with its slash.
fn machine_path(line: &str) -> Option<&str> {
    line.match_indices('/').find_map(|(at, _)| {
        let (before, path) = line.split_at_checked(at)?;
        let inside = before.ends_with(|c: char| c.is_alphanumeric() || "/-_.:*}>)]".contains(c));
        let file_url = before.ends_with("file://");
        let rest = path.strip_prefix('/')?;
        let known = FOLDERS.iter().any(|folder| {
            rest.strip_prefix(folder)
                .is_some_and(|r| r.starts_with('/'))
        });
        let end = path.find(|c: char| c.is_whitespace() || "\"'`)".contains(c));
        (known && (!inside || file_url)).then(|| path.get(..end.unwrap_or(path.len())))?
    })
}

/// The hosts of the http URLs of a line, without user and port.
fn hosts(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("://").filter_map(|(at, _)| {
        let (before, rest) = line.split_at_checked(at)?;
        if !before.ends_with("http") && !before.ends_with("https") {
            return None;
        }
        let rest = rest.strip_prefix("://")?;
        let end = rest.find(|c: char| c.is_whitespace() || "/\"'`<>(){}?#,\\|".contains(c));
        let authority = rest.get(..end.unwrap_or(rest.len()))?;
        let host = authority.rsplit('@').next().unwrap_or(authority);
        let host = match host.strip_prefix('[') {
            Some(_) => host.split_inclusive(']').next().unwrap_or(host),
            None => host.split(':').next().unwrap_or(host),
        };
        let host = host.trim_end_matches('.');
        (!host.is_empty()).then_some(host)
    })
}

fn is_public(host: &str) -> bool {
    HOSTS.iter().any(|known| {
        let beneath = host.strip_suffix(known);
        beneath.is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::{FOLDERS, check};
    use crate::repository::SourceFile;

    #[track_caller]
    fn check_line(line: &str, problems: usize) {
        let report = check(&[SourceFile::new("README.md", line)]);
        let found = report.problems();
        assert_eq!(
            (report.looked_at(), found.len()),
            (1, problems),
            "{line}: {found:?}"
        );
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        for folder in FOLDERS {
            check_line(&format!("cd /{folder}/me"), 1);
            check_line(&format!("let a = \"/{folder}/me\";"), 1);
            check_line(&format!("(see `/{folder}/me`)"), 1);
            check_line(&format!("file:///{folder}/me"), 1);
            check_line(&format!("arn:aws:s3:::bucket/{folder}/me"), 0);
            check_line(&format!("arn:aws:s3:::*/{folder}/me"), 0);
            check_line(&format!("https://docs.rs/{folder}/me"), 0);
            check_line(&format!("/{folder}stead/me and {folder}/me"), 0);
        }
    }

    #[test]
    fn hosts_are_public() {
        check_line(
            "see https://docs.aws.amazon.com/IAM/ and <https://spdx.org>.",
            0,
        );
        check_line(
            "http://127.0.0.1:8080/ http://[::1]:80/ http://localhost:1",
            0,
        );
        check_line("https://idp.example.com/", 0);
        // Not a URL: the text in between is filled in later.
        check_line("format!(\"https://{host}/\")", 0);
        let registry = ["https:/", "/mirror.internal:8081/index"].concat();
        check_line(&registry, 1);
        let user = ["https:/", "/me:secret@mirror.internal/"].concat();
        check_line(&user, 1);
        let similar = ["https:/", "/notgithub.com/"].concat();
        check_line(&similar, 1);
    }

    #[test]
    fn data_is_not_looked_at() {
        let report = check(&[SourceFile::new("examples/a.json", "/tmp")]);
        assert_eq!(report.looked_at(), 0);
    }
}
