//! Which account each entity belongs to, and the accounts that come of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portcullis_arn::{AccountId, Arn, PrincipalArn};
use portcullis_scenario::{Finding, Location, ScenarioError};

use crate::entity::{Entity, EntityKind, ManagedPolicy, same_text};
use crate::message::{excerpt, identifier};
use crate::page::Groups;
use crate::quotas;

/// The code of the finding that pages are missing.
pub(crate) const TRUNCATED: &str = "truncated-page";

/// A page as it was read.
pub(crate) struct Page {
    /// The group of pages in which it stands.
    pub(crate) group: usize,
    pub(crate) entities: Vec<Entity>,
    pub(crate) policies: Vec<ManagedPolicy>,
    /// Where the page says that more follow.
    pub(crate) truncated: Option<Location>,
}

/// A user or role of an account.
pub(crate) struct Identity {
    pub(crate) arn: PrincipalArn,
    pub(crate) entity: Entity,
}

/// One account.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) users: BTreeMap<Arc<str>, Identity>,
    pub(crate) roles: BTreeMap<Arc<str>, Identity>,
    /// Users name their groups by name: each account has its own.
    pub(crate) groups: BTreeMap<Arc<str>, Entity>,
}

/// The managed policies of the file by ARN, each with the account whose export has it.
///
/// Exports of several accounts hold AWS managed policies once each, and of different days.
pub(crate) type PolicyIndex = BTreeMap<Arc<str>, BTreeMap<Option<AccountId>, ManagedPolicy>>;

/// What the pages of a file hold.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) policies: PolicyIndex,
    pub(crate) findings: Vec<Finding>,
}

/// The account ids that a page, a group or the file tells.
#[derive(Clone, Default)]
struct Told {
    /// By the ARNs of users, groups and roles.
    by_entities: BTreeSet<AccountId>,
    /// By the ARNs of customer managed policies.
    by_policies: BTreeSet<AccountId>,
}

impl Told {
    fn of(page: &Page) -> Self {
        let arns = page
            .policies
            .iter()
            .filter_map(|policy| policy.arn.as_deref());
        Self {
            by_entities: page.entities.iter().filter_map(Entity::account).collect(),
            by_policies: arns
                .filter_map(|arn| Arn::parse(arn).ok()?.account_id())
                .collect(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.by_entities.extend(&other.by_entities);
        self.by_policies.extend(&other.by_policies);
    }
}

/// Puts pages together, each entity under its account.
pub(crate) fn merge(pages: Vec<Page>, groups: &Groups) -> Result<Contents, ScenarioError> {
    let mut contents = Contents::default();
    let accounts = accounts_of(&pages, groups);
    note_truncated(&pages, &accounts, &mut contents.findings);
    for (page, account) in pages.into_iter().zip(accounts) {
        for entity in page.entities {
            contents.place(entity, account)?;
        }
        for policy in page.policies {
            contents.add_policy(policy, account)?;
        }
    }
    quotas::note(&mut contents);
    Ok(contents)
}

/// The account of each page: the one that it tells, else the one that its group or the file tells; none if that is not one.
fn accounts_of(pages: &[Page], groups: &Groups) -> Vec<Option<AccountId>> {
    let told: Vec<Told> = pages.iter().map(Told::of).collect();
    let mut of_group: BTreeMap<usize, Told> = BTreeMap::new();
    let mut of_file = Told::default();
    for (page, told) in pages.iter().zip(&told) {
        of_group.entry(page.group).or_default().add(told);
        of_file.add(told);
    }
    let account = |(page, own): (&Page, &Told)| {
        let group = of_group.get(&page.group).unwrap_or(own);
        let key: BTreeSet<AccountId> = groups.key(page.group).into_iter().collect();
        let sources = [
            &own.by_entities,
            &group.by_entities,
            &key,
            &own.by_policies,
            &group.by_policies,
            &of_file.by_entities,
            &of_file.by_policies,
        ];
        let first = sources.into_iter().find(|ids| !ids.is_empty())?;
        match first.len() {
            1 => first.first().copied(),
            _ => None,
        }
    };
    pages.iter().zip(&told).map(account).collect()
}

/// A series of pages ends with one that says that no more follow.
fn note_truncated(pages: &[Page], accounts: &[Option<AccountId>], findings: &mut Vec<Finding>) {
    let mut last: BTreeMap<Option<AccountId>, Option<&Location>> = BTreeMap::new();
    for (page, account) in pages.iter().zip(accounts) {
        let open = last.entry(*account).or_insert(page.truncated.as_ref());
        *open = open.and(page.truncated.as_ref());
    }
    for (account, place) in last {
        let Some(place) = place else { continue };
        let of = account.map_or_else(String::new, |account| format!(" of {account}"));
        findings.push(
            Finding::new(
                TRUNCATED,
                format!("the export{of} goes on behind the last page that is here"),
            )
            .with_help("put all pages into the file")
            .at_some(Some(place)),
        );
    }
}

impl Contents {
    fn place(&mut self, entity: Entity, of_page: Option<AccountId>) -> Result<(), ScenarioError> {
        let own = entity.account();
        let finding = own.is_none().then(|| kept_under(&entity, of_page));
        let Some(id) = own.or(of_page) else {
            self.findings.extend(finding);
            return Ok(());
        };
        let arn = match (own, &entity.arn) {
            (Some(_), Some(arn)) => arn.as_str().to_owned(),
            (_, arn) => {
                let partition = arn.as_ref().map_or("aws", Arn::partition);
                format!("arn:{partition}:iam::{id}:{}", entity.resource)
            }
        };
        let arn = principal(&arn, &entity)?;
        let account = self.accounts.entry(id).or_default();
        let (kind, name) = (entity.kind, entity.name.clone());
        let identity = |entity| Identity { arn, entity };
        let new = match kind {
            EntityKind::Group => insert(&mut account.groups, name, entity, |one| one),
            EntityKind::User => insert_identity(&mut account.users, identity(entity)),
            EntityKind::Role => insert_identity(&mut account.roles, identity(entity)),
        }?;
        self.findings.extend(finding.filter(|_| new));
        Ok(())
    }

    fn add_policy(
        &mut self,
        policy: ManagedPolicy,
        account: Option<AccountId>,
    ) -> Result<(), ScenarioError> {
        // Attachments name ARNs: what has none is attached nowhere.
        let Some(arn) = policy.arn.clone() else {
            return Ok(());
        };
        let known = self.policies.entry(arn).or_default();
        if let Some(first) = known.get(&account) {
            return expect_same_policy(first, &policy);
        }
        if let Some((message, place)) = &policy.differs {
            self.findings.push(
                Finding::new("default-version-differs", message.clone())
                    .at_some(Some(place))
                    .in_policy(policy.label()),
            );
        }
        known.insert(account, policy);
        Ok(())
    }
}

/// Refuses a policy that says something else than one of its ARN that is known already.
pub(crate) fn expect_same_policy(
    first: &ManagedPolicy,
    policy: &ManagedPolicy,
) -> Result<(), ScenarioError> {
    let text = |policy: &ManagedPolicy| policy.document.as_ref().map(|one| one.raw().to_owned());
    let same = match (text(first), text(policy)) {
        (Some(first), Some(second)) => same_text(&first, &second),
        (None, None) => true,
        _ => false,
    };
    if same {
        return Ok(());
    }
    let message = format!(
        "expected one document for `{}`, found another",
        identifier(policy.label())
    );
    Err(ScenarioError::new("invalid-account-details", message)
        .at(policy.place.clone())
        .in_policy(policy.label()))
}

/// The ARN under which a user, role or group is known.
fn principal(text: &str, entity: &Entity) -> Result<PrincipalArn, ScenarioError> {
    let word = entity.kind.word();
    let refused = |found: String| {
        let message = format!("expected the ARN of a {word}, {found}");
        ScenarioError::new("invalid-account-details", message).at(entity.place.clone())
    };
    let arn: PrincipalArn = text
        .parse()
        .map_err(|error| refused(format!("in `{}`: {error}", excerpt(text))))?;
    let fits = matches!(
        (entity.kind, &arn),
        (EntityKind::User, PrincipalArn::User(_))
            | (EntityKind::Group, PrincipalArn::Group(_))
            | (EntityKind::Role, PrincipalArn::Role(_))
    );
    if fits {
        Ok(arn)
    } else {
        Err(refused(format!("found `{}`", excerpt(text))))
    }
}

/// The name of a user, role or group, without its path.
pub(crate) fn name_of(arn: &PrincipalArn) -> &str {
    match arn {
        PrincipalArn::User(user) => user.name(),
        PrincipalArn::Role(role) => role.name(),
        PrincipalArn::Group(group) => group.name(),
        _ => "",
    }
}

fn insert_identity(
    list: &mut BTreeMap<Arc<str>, Identity>,
    new: Identity,
) -> Result<bool, ScenarioError> {
    insert(list, name_of(&new.arn).into(), new, |one| &one.entity)
}

/// Adds an entity, and tells whether it is new: pages may overlap, but not contradict.
fn insert<T>(
    list: &mut BTreeMap<Arc<str>, T>,
    name: Arc<str>,
    new: T,
    entity: impl Fn(&T) -> &Entity,
) -> Result<bool, ScenarioError> {
    let Some(first) = list.get(&name) else {
        list.insert(name, new);
        return Ok(true);
    };
    let again = entity(&new);
    if same_text(entity(first).raw(), again.raw()) {
        return Ok(false);
    }
    let message = format!(
        "expected the {} `{}` once, found another",
        again.kind.word(),
        excerpt(&name)
    );
    Err(ScenarioError::new("invalid-account-details", message).at(again.place.clone()))
}

fn kept_under(entity: &Entity, account: Option<AccountId>) -> Finding {
    let word = entity.kind.word();
    let name = excerpt(&entity.name);
    let message = match account {
        Some(account) => format!(
            "the ARN of the {word} `{name}` has no account id: it is kept under {account}, the account of the file"
        ),
        None => format!(
            "the ARN of the {word} `{name}` has no account id, and the file does not tell one: it is left out"
        ),
    };
    Finding::new("account-of-file", message).at_some(Some(&entity.place))
}
