//! Who may depend on whom: the table, and Cargo's metadata held against it.

pub mod table;

use crate::metadata::{Dependency, Package, Use};
use crate::report::Report;
use table::{Member, Row};

/// Compares the dependency tables of the members with the edges that the table allows.
#[must_use]
pub fn check(members: &[Package]) -> Report {
    let mut report = Report::new();
    for package in members {
        let Some(from) = table::member(&package.name) else {
            report.look();
            report.problem(
                format!("{}/Cargo.toml", package.folder),
                format!("`{}` has no row in xtask/src/edges/table.rs", package.name),
            );
            continue;
        };
        for dependency in &package.dependencies {
            report.look();
            let ours = members.iter().any(|p| p.name == dependency.name);
            let refusal = match table::member(&dependency.name) {
                Some(to) => refuse_member(from, to, dependency),
                // A member without a row is reported as such.
                None if ours => None,
                None => refuse_external(from, dependency),
            };
            if let Some(why) = refusal {
                report.problem(
                    format!("{}/Cargo.toml", package.folder),
                    format!("`{}` → `{}`: {why}", package.name, dependency.name),
                );
            }
        }
    }
    report
}

/// Why `from` may not use the member `to` in this way; none if it may.
fn refuse_member(from: &Member, to: &Member, dependency: &Dependency) -> Option<String> {
    if matches!(to.row, Row::Apps | Row::Tools) {
        return Some(format!("{} are used by nobody", to.row.plural()));
    }
    match (from.row, dependency.usage) {
        (Row::Tools | Row::TestOnly, _) => refuse_from_helper(from, dependency.usage),
        (_, Use::Tests) if to.row == Row::TestOnly => None,
        (_, Use::Tests) => refuse_upward(from, to),
        _ if to.row == Row::TestOnly => {
            Some("a test-only crate is for dev-dependencies".to_owned())
        }
        (Row::Apps, Use::Runtime) if to.row != Row::Facade => {
            Some("apps use the facade only".to_owned())
        }
        (Row::Facade, Use::Runtime) if to.row == Row::Engines && !dependency.optional => {
            Some("the facade names an engine behind a feature only (optional)".to_owned())
        }
        _ => table::NEVER
            .iter()
            .find(|edge| edge.from == from.name && edge.to == to.name)
            .map(|edge| edge.why.to_owned())
            .or_else(|| refuse_upward(from, to)),
    }
}

fn refuse_from_helper(from: &Member, usage: Use) -> Option<String> {
    let (_, why) = table::ALONE.iter().find(|(name, _)| *name == from.name)?;
    (usage == Use::Runtime).then(|| (*why).to_owned())
}

fn refuse_upward(from: &Member, to: &Member) -> Option<String> {
    let within = |edge: &table::Edge| edge.from == from.name && edge.to == to.name;
    match from.row.height().cmp(&to.row.height()) {
        core::cmp::Ordering::Greater => None,
        core::cmp::Ordering::Equal if table::WITHIN_ROW.iter().any(within) => None,
        core::cmp::Ordering::Equal => Some(format!(
            "both are {}, and within that row this edge is not listed",
            from.row.plural()
        )),
        core::cmp::Ordering::Less => Some(format!(
            "{} may not use {}, which stand above them",
            from.row.plural(),
            to.row.plural()
        )),
    }
}

/// Why `from` may not use the package `dependency` of others; none if it may.
fn refuse_external(from: &Member, dependency: &Dependency) -> Option<String> {
    if dependency.usage == Use::Tests {
        return None;
    }
    let name = dependency.name.as_str();
    if let Some((_, only)) = table::ONLY_EXTERNALS.iter().find(|(n, _)| *n == from.name)
        && !only.contains(&name)
    {
        return Some(format!("it may use {} and nothing else", only.join(", ")));
    }
    if from.row.is_no_std() && !table::NO_STD_EXTERNALS.contains(&name) {
        return Some(format!(
            "{} build without std and may use {} only",
            from.row.plural(),
            table::NO_STD_EXTERNALS.join(", ")
        ));
    }
    let rule = table::EXTERNALS.iter().find(|rule| rule.package == name)?;
    (!rule.crates.contains(&from.name)).then(|| {
        format!(
            "{}; it belongs in {} only",
            rule.why,
            rule.crates.join(", ")
        )
    })
}

#[cfg(test)]
mod tests;
