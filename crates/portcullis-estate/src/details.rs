//! The accounts of a file: what was read, and what was supplied besides.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use portcullis_arn::{AccountId, PrincipalArn};
use portcullis_eval::PrincipalKind;
use portcullis_scenario::{Finding, ScenarioError, SourceFile};

use crate::account::{Account, Contents, Identity, Page, TRUNCATED, merge};
use crate::document::StoredDocument;
use crate::entity::{Entity, EntityKind, Reference, entity, managed_policy};
use crate::input;
use crate::limits::Limits;
use crate::page::{Found, Groups, LISTS, pages};
use crate::part::Part;
use crate::split::parts;
use crate::supplied::{Supplied, is_aws_managed};

/// The users, groups, roles and managed policies of one or several accounts, as `get-account-authorization-details` exports
/// them, and managed policies that were supplied besides.
///
/// Documents are read leniently, as what AWS stores must stay decidable, and each only when a question needs it.
pub struct AccountDetails {
    file: Arc<SourceFile>,
    contents: Contents,
    supplied: Supplied,
    limits: Limits,
}

impl AccountDetails {
    /// Reads the bytes of an export; `name` is the file's name in findings and errors.
    ///
    /// Read are: JSON whose policy documents are objects, JSON texts or percent-encoded JSON texts, and XML; one page, an array
    /// of pages, pages behind each other, pages under wrapper keys, accounts under their ids or aliases; each also compressed
    /// with gzip and with a byte order mark. Unknown keys are ignored.
    ///
    /// Places of findings and errors are in the file. The text of a document that is percent-encoded, or stands in XML, counts
    /// as a file of its own, named `FILE (policy NAME)`.
    ///
    /// # Errors
    /// [`ScenarioError`]: bytes that are no UTF-8; text that is neither JSON nor XML, or over one of the default [`Limits`]; no page at all; values of a wrong type; a type of permissions
    /// boundary that is not known; two users, roles, groups or policies of one name that differ. A policy document that cannot
    /// be read is not an error here: see
    /// [`AccountDetails::resolve`].
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ScenarioError> {
        Self::read_within(name, bytes, &Limits::default())
    }

    /// Reads an export like [`AccountDetails::read`], under limits of one's own; they also hold for what is added to it, and for
    /// the questions to it.
    ///
    /// # Errors
    /// As [`AccountDetails::read`].
    pub fn read_within(name: &str, bytes: &[u8], limits: &Limits) -> Result<Self, ScenarioError> {
        let parts = parts(name, input::text(name, bytes, limits)?, limits)?;
        let mut groups = Groups::new();
        let mut read = Vec::new();
        let mut entities = 0_usize;
        for part in &parts {
            for found in pages(part, &mut groups) {
                entities = entities.saturating_add(count(&found));
                check_count(
                    &found,
                    "users, groups, roles and policies",
                    entities,
                    limits.max_entities,
                )?;
                read.push(page(&found)?);
                check_count(&found, "pages", read.len(), limits.max_pages)?;
            }
        }
        let Some(first) = parts.first().filter(|_| !read.is_empty()) else {
            return Err(no_page(&parts));
        };
        Ok(Self {
            file: first.file().clone(),
            contents: merge(read, &groups)?,
            supplied: Supplied::default(),
            limits: *limits,
        })
    }

    /// Adds managed policies that the export leaves out, and returns how many.
    ///
    /// The bytes hold a list `Policies` as an export does, a list of policies, the answer of `get-policy-version`, or one policy
    /// document. A policy without `Arn` and `PolicyName` takes the stem of `name` (or `name` itself, if that is an ARN) as its
    /// name. A name without an ARN serves references to the policy of AWS that has it; policies of customers need their `Arn`.
    /// Policies of the export come first.
    ///
    /// # Errors
    /// [`ScenarioError`] as for [`AccountDetails::read`], where no policy is found, and for two policies of one name that
    /// differ.
    pub fn add_managed_policies(
        &mut self,
        name: &str,
        bytes: &[u8],
    ) -> Result<usize, ScenarioError> {
        self.supplied.add(name, bytes, &self.limits)
    }

    /// The accounts of the file, in the order of their ids.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> {
        self.contents.accounts.keys().copied()
    }

    /// The users and roles: by account, users before roles, by name.
    pub fn principals(&self) -> impl Iterator<Item = PrincipalRef<'_>> {
        self.contents.accounts.values().flat_map(|account| {
            let identities = account.users.values().chain(account.roles.values());
            identities.map(move |identity| PrincipalRef { account, identity })
        })
    }

    /// What was found while the file was read, and concerns more than one question.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.contents.findings
    }

    /// Whether pages of the export are missing.
    pub(crate) fn is_truncated(&self) -> bool {
        let mut findings = self.contents.findings.iter();
        findings.any(|finding| finding.code() == TRUNCATED)
    }

    pub(crate) const fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) const fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    pub(crate) const fn all_accounts(&self) -> &BTreeMap<AccountId, Account> {
        &self.contents.accounts
    }

    /// The document of a managed policy as an account refers to it: of the account's own export, of the file, or supplied.
    pub(crate) fn managed(
        &self,
        account: AccountId,
        reference: &Reference,
    ) -> Option<&StoredDocument> {
        let known = self.contents.policies.get(&reference.to);
        let in_file = known.and_then(|known| {
            let own = known.get(&Some(account)).or_else(|| known.get(&None));
            // What AWS manages is the same for all accounts.
            own.or_else(|| {
                known
                    .values()
                    .next()
                    .filter(|_| is_aws_managed(&reference.to))
            })
        });
        in_file
            .and_then(|policy| policy.document.as_ref())
            .or_else(|| self.supplied.find(&reference.to))
    }
}

impl fmt::Debug for AccountDetails {
    /// Counts only: tags and documents stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountDetails")
            .field("accounts", &self.contents.accounts.len())
            .field("principals", &self.principals().count())
            .field("policies", &self.contents.policies.len())
            .field("supplied", &self.supplied.len())
            .field("findings", &self.contents.findings.len())
            .finish()
    }
}

/// How many users, groups, roles and policies a page has.
fn count(found: &Found<'_>) -> usize {
    let lists = EntityKind::ALL.iter().map(|kind| kind.list());
    lists
        .chain(["Policies"])
        .map(|list| found.part.list(found.value, list).len())
        .fold(0, usize::saturating_add)
}

fn check_count(
    found: &Found<'_>,
    what: &str,
    count: usize,
    most: usize,
) -> Result<(), ScenarioError> {
    if count <= most {
        return Ok(());
    }
    let message = format!("expected at most {most} {what} in a file, found more");
    Err(found.part.error("too-many-values", found.value, message))
}

fn page(found: &Found<'_>) -> Result<Page, ScenarioError> {
    let part = found.part;
    let mut entities: Vec<Entity> = Vec::new();
    for kind in EntityKind::ALL {
        for value in part.list(found.value, kind.list()) {
            entities.push(entity(part, value, kind)?);
        }
    }
    let policies = part
        .list(found.value, "Policies")
        .into_iter()
        .map(|value| managed_policy(part, value))
        .collect::<Result<_, _>>()?;
    let truncated = part.flag(found.value, "IsTruncated")? == Some(true);
    let place = || {
        let value = found.value.get("IsTruncated").unwrap_or(found.value);
        part.locate(value.span())
    };
    Ok(Page {
        group: found.group,
        entities,
        policies,
        truncated: truncated.then(place),
    })
}

fn no_page(parts: &[Arc<Part>]) -> ScenarioError {
    let message = format!("expected {}, found none of them", LISTS.join(", "));
    let error = ScenarioError::new("invalid-account-details", message)
        .with_help("the file is what `aws iam get-account-authorization-details` prints");
    match parts.first() {
        Some(part) => error.at(part.locate(part.root().span())),
        None => error,
    }
}

/// A user or role of an export.
#[derive(Clone, Copy)]
pub struct PrincipalRef<'a> {
    account: &'a Account,
    identity: &'a Identity,
}

impl<'a> PrincipalRef<'a> {
    /// The ARN, with the path; the account is an id also where the file has none.
    #[must_use]
    pub const fn arn(self) -> &'a PrincipalArn {
        &self.identity.arn
    }

    /// The account.
    #[must_use]
    pub const fn account(self) -> AccountId {
        self.identity.arn.account()
    }

    /// [`PrincipalKind::User`] or [`PrincipalKind::Role`].
    #[must_use]
    pub const fn kind(self) -> PrincipalKind {
        match self.identity.entity.kind {
            EntityKind::User => PrincipalKind::User,
            EntityKind::Group | EntityKind::Role => PrincipalKind::Role,
        }
    }

    /// How many identity-based policies it has: inline, attached and of its groups, whether or not their documents are there.
    #[must_use]
    pub fn policies(self) -> usize {
        let own = |entity: &Entity| entity.inline.len().saturating_add(entity.attached.len());
        let of_groups = self
            .groups()
            .filter_map(|name| self.account.groups.get(name));
        of_groups
            .map(own)
            .fold(own(&self.identity.entity), usize::saturating_add)
    }

    /// The names of its groups, in the order of the file; none for a role.
    pub fn groups(self) -> impl Iterator<Item = &'a str> {
        self.identity
            .entity
            .groups
            .iter()
            .map(|group| group.to.as_ref())
    }

    /// Whether a permissions boundary is set.
    #[must_use]
    pub const fn has_boundary(self) -> bool {
        self.identity.entity.boundary.is_some()
    }
}

impl fmt::Debug for PrincipalRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PrincipalRef").field(self.arn()).finish()
    }
}
