//! What of an account is over a quota of IAM: findings, since what is stored has to stay decidable.

use std::collections::BTreeSet;

use portcullis_scenario::{Finding, Location};

use crate::account::{Account, Contents};
use crate::entity::{Entity, EntityKind};
use crate::message::excerpt;

/// The most managed policies that a user or role can have, once the quota is raised.
const ATTACHED_TO_IDENTITY: usize = 20;

/// The most managed policies that a group can have.
const ATTACHED_TO_GROUP: usize = 10;

/// The most groups that a user can be in.
const GROUPS: usize = 10;

/// The most versions that a managed policy can have.
const VERSIONS: usize = 5;

/// Adds a finding for each user, group, role and policy over a quota, and for names that differ only in case.
///
/// # Source
/// IAM User Guide, IAM and STS quotas; PL 2.2.
pub(crate) fn note(contents: &mut Contents) {
    let mut findings = Vec::new();
    for account in contents.accounts.values() {
        for entity in entities(account) {
            note_entity(entity, &mut findings);
        }
        for identities in [&account.users, &account.roles] {
            note_names(identities.values().map(|one| &one.entity), &mut findings);
        }
        note_names(account.groups.values(), &mut findings);
    }
    for policy in contents
        .policies
        .values()
        .flat_map(|of_account| of_account.values())
    {
        let what = format!("versions of `{}`", excerpt(policy.label()));
        note_count(
            &what,
            policy.versions,
            VERSIONS,
            &policy.place,
            &mut findings,
        );
    }
    contents.findings.append(&mut findings);
}

fn entities(account: &Account) -> impl Iterator<Item = &Entity> {
    let identities = account.users.values().chain(account.roles.values());
    identities
        .map(|one| &one.entity)
        .chain(account.groups.values())
}

fn note_entity(entity: &Entity, findings: &mut Vec<Finding>) {
    let limit = match entity.kind {
        EntityKind::Group => ATTACHED_TO_GROUP,
        EntityKind::User | EntityKind::Role => ATTACHED_TO_IDENTITY,
    };
    let of = format!("of the {} `{}`", entity.kind.word(), excerpt(&entity.name));
    let place = &entity.place;
    note_count(
        &format!("managed policies {of}"),
        entity.attached.len(),
        limit,
        place,
        findings,
    );
    note_count(
        &format!("groups {of}"),
        entity.groups.len(),
        GROUPS,
        place,
        findings,
    );
}

fn note_count(
    what: &str,
    found: usize,
    limit: usize,
    place: &Location,
    findings: &mut Vec<Finding>,
) {
    if found > limit {
        let message = format!("expected at most {limit} {what}, found {found}");
        findings.push(Finding::new("over-quota", message).at_some(Some(place)));
    }
}

/// Names are unique in an account whatever their case.
fn note_names<'a>(entities: impl Iterator<Item = &'a Entity>, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for entity in entities {
        if !seen.insert(entity.name.to_ascii_lowercase()) {
            let message = format!(
                "the {} `{}` a second time, in another case",
                entity.kind.word(),
                excerpt(&entity.name)
            );
            findings.push(Finding::new("duplicate-name", message).at_some(Some(&entity.place)));
        }
    }
}
