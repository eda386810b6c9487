//! The policies that AWS manages, unpacked from a pinned package for tests; they stay outside the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use super::fetch::Store;
use super::sources::MANAGED_POLICIES;

/// The module that holds the policies as one text.
const MODULE: &str = "moto/iam/aws_managed_policies.py";

/// How many policies and statements the pinned package has.
const EXPECTED: (usize, usize) = (1_582, 8_850);

/// One policy of the package.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    document: Value,
    path: String,
    default_version_id: String,
    create_date: String,
    update_date: String,
}

/// Writes one document per policy and an index into the target folder, and counts them.
///
/// # Errors
///
/// If the package is not at hand, is not of its form, or has other counts than the pinned ones.
pub(crate) fn install(target: &Path) -> Result<()> {
    let package = Store::below(target).package(&MANAGED_POLICIES)?;
    let path = package.join(MODULE);
    let module = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let policies = parse(&module).with_context(|| format!("{}", path.display()))?;
    let folder = target.join("corpus").join("aws-managed-policies");
    let written = write(&policies, &folder)?;
    let statements = policies.values().map(statements).sum();
    println!(
        "{} policies, {statements} statements in {}",
        policies.len(),
        written.display()
    );
    if (policies.len(), statements) != EXPECTED {
        bail!(
            "expected {} policies and {} statements",
            EXPECTED.0,
            EXPECTED.1
        );
    }
    Ok(())
}

/// The policies by name: JSON between the module's quotation marks, in which nothing is escaped.
fn parse(module: &str) -> Result<BTreeMap<String, Policy>> {
    let quotes = "\"\"\"";
    let (_, text) = module.split_once(quotes).context("no text is in it")?;
    let (text, _) = text.rsplit_once(quotes).context("its text has no end")?;
    if text.contains('\\') {
        bail!("its text holds an escape, which Python and JSON read differently");
    }
    let policies: BTreeMap<String, Policy> = serde_json::from_str(text)?;
    let plain = |name: &str| {
        let mut characters = name.chars();
        characters.all(|letter| letter.is_ascii_alphanumeric() || "+=,.@-_".contains(letter))
    };
    if let Some(name) = policies.keys().find(|name| !plain(name)) {
        bail!("`{name}` is no name of a policy");
    }
    Ok(policies)
}

/// Replaces what is in `folder`.
fn write(policies: &BTreeMap<String, Policy>, folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    let mut index = Vec::new();
    for (name, policy) in policies {
        let file = format!("{name}.json");
        let text = serde_json::to_string_pretty(&policy.document)?;
        fs::write(folder.join(&file), text + "\n")?;
        index.push(serde_json::json!({
            "name": name,
            "file": file,
            "arn": format!("arn:aws:iam::aws:policy{}{name}", policy.path),
            "version": policy.default_version_id,
            "created": policy.create_date,
            "updated": policy.update_date,
            "statements": statements(policy),
        }));
    }
    let index = serde_json::to_string_pretty(&index)?;
    // Beside the folder, so that everything in it is a policy.
    fs::write(folder.with_extension("index.json"), index + "\n")?;
    Ok(folder.to_path_buf())
}

fn statements(policy: &Policy) -> usize {
    match policy.document.get("Statement") {
        Some(Value::Array(rows)) => rows.len(),
        Some(_) => 1,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, statements, write};
    use std::fs;

    const MODULE: &str = r#"# Imported.
data = """
{"Demo": {"CreateDate": "2020-01-01T00:00:00+00:00", "DefaultVersionId": "v2", "Path": "/service-role/",
  "Document": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}},
  "UpdateDate": "2021-01-01T00:00:00+00:00"}}"""
"#;

    #[test]
    fn a_policy_becomes_a_document_and_a_row_of_the_index() {
        let policies = parse(MODULE).unwrap();
        assert_eq!(policies.values().map(statements).collect::<Vec<_>>(), [1]);
        let target = tempfile::tempdir().unwrap();
        let folder = target.path().join("policies");
        write(&policies, &folder).unwrap();
        let document = fs::read_to_string(folder.join("Demo.json")).unwrap();
        assert!(document.contains("\"2012-10-17\""));
        let index = fs::read_to_string(target.path().join("policies.index.json")).unwrap();
        assert!(index.contains("arn:aws:iam::aws:policy/service-role/Demo"));
    }

    #[test]
    fn another_form_is_refused() {
        assert!(parse("data = {}").is_err());
        assert!(parse(&MODULE.replace("Demo", "../Demo")).is_err());
        assert!(parse(&MODULE.replace("Allow", "Al\\u006cow")).is_err());
    }
}
