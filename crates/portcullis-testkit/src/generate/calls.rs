//! Calls about the policies of a case: callers that can have them, mostly, and what policies are written for, mostly.

use std::sync::LazyLock;

use portcullis_catalog::Catalog;

use super::conditions;
use super::other_case;
use super::words::{AWAY, CALLERS, CANONICAL_HOME, HOME, Kind, PROVIDERS, Theme, Who};
use crate::call::Call;
use crate::random::Random;

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

/// An action and what it is asked on.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) action: String,
    pub(super) resource: String,
}

/// Which limits the policies set: not every caller can have each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    pub(super) boundary: bool,
    pub(super) session: bool,
}

impl Limits {
    /// Whether a caller can have these policies.
    pub(super) const fn fit(self, kind: Kind) -> bool {
        let bounded = matches!(kind, Kind::User | Kind::Role | Kind::Federated);
        let passed = matches!(
            kind,
            Kind::Role | Kind::Federated | Kind::FederatedRoot | Kind::Root
        );
        (!self.boundary || bounded) && (!self.session || passed)
    }
}

/// Some caller that can have the policies, and mostly one that the service does not turn away unseen.
pub(super) fn caller(random: &mut Random, theme: &Theme, limits: Limits) -> Who {
    let signed = matches!(theme.prefix, "sts" | "iam" | "kms");
    let sessions = matches!(theme.prefix, "sts" | "iam");
    let any = random.chance(15);
    let seen = |who: &Who| {
        let unseen = who.name.contains("aws-cn")
            || (signed && who.kind == Kind::Anonymous)
            || (sessions && matches!(who.kind, Kind::Federated | Kind::FederatedRoot))
            || (sessions && who.kind == Kind::Root);
        any || !unseen
    };
    let fitting = CALLERS
        .iter()
        .filter(|who| limits.fit(who.kind) && seen(who));
    let fitting: Vec<&Who> = fitting.collect();
    let all = fitting.is_empty() || random.chance(2);
    if all {
        *random.one(CALLERS)
    } else {
        **random.one(&fitting)
    }
}

/// Something that a theme is about.
pub(super) fn subject(random: &mut Random, theme: &Theme) -> Subject {
    let account_level = !theme.account_level.is_empty() && random.chance(22);
    let (name, resource) = if account_level {
        (*random.one(theme.account_level), "*")
    } else if !theme.more.is_empty() && random.chance(16) {
        let resources = theme.on.first().map_or(&["*"][..], |(_, on)| on);
        (*random.one(theme.more), *random.one(resources))
    } else {
        let (name, resources) = random.one(theme.on);
        (*name, *random.one(resources))
    };
    Subject {
        action: format!("{}:{name}", theme.prefix),
        resource: resource.to_owned(),
    }
}

/// A call of a caller about a subject.
pub(super) fn call(
    random: &mut Random,
    theme: &Theme,
    who: Who,
    subject: &Subject,
    limits: Limits,
) -> Call {
    let who = provider_for(random, who, subject, limits);
    let action = other_case(random, &subject.action, 3);
    let mut resource = subject.resource.clone();
    let mut asked = None;
    if resource != "*" && random.chance(3) {
        asked = Some(resource);
        resource = "*".to_owned();
    } else if resource == "*" && random.chance(12) {
        let (_, resources) = random.one(theme.on);
        asked = Some((*random.one(resources)).to_owned());
    }
    let named = asked.as_ref().unwrap_or(&resource);
    let (prefix, name) = action.split_once(':').unwrap_or_default();
    let applies = CATALOG.resource_control_policies_apply(prefix, name, named);
    let issuer = (!who.issuers.is_empty()).then(|| (*random.one(who.issuers)).to_owned());
    Call {
        principal: who.name.to_owned(),
        issuer,
        credentials: credentials(random, who.kind, limits),
        canonical_user_id: who
            .account()
            .or(Some(("", CANONICAL_HOME)))
            .filter(|_| random.chance(40))
            .map(|(_, canonical)| canonical.to_owned()),
        administers: random.chance(40),
        owner: owner(random, named, who),
        resource_control: applies != random.chance(4),
        gateway: random.chance(if prefix.eq_ignore_ascii_case("s3") {
            60
        } else {
            15
        }),
        context: conditions::context(random, who),
        action,
        resource,
        asked,
    }
}

/// The calls that take an assertion or token are made by whoever holds one, mostly; what they bring along is checked besides.
fn provider_for(random: &mut Random, who: Who, subject: &Subject, limits: Limits) -> Who {
    let fit = |who: &Who| limits.fit(who.kind);
    let unsigned = subject.action.starts_with("sts:AssumeRoleWith");
    let brings = matches!(
        subject.action.as_str(),
        "sts:TagSession" | "sts:SetSourceIdentity"
    );
    let named: Vec<&Who> = PROVIDERS
        .iter()
        .filter(|who| unsigned || (brings && who.name.contains("-provider/")))
        .filter(|who| fit(who))
        .collect();
    let often = if unsigned { 90 } else { 15 };
    if !named.is_empty() && random.chance(often) {
        **random.one(&named)
    } else {
        who
    }
}

fn credentials(random: &mut Random, kind: Kind, limits: Limits) -> Option<String> {
    let kinds: &[&str] = match kind {
        Kind::Root if limits.session => &["", "", "console", "longTerm"],
        Kind::User | Kind::Root => &[
            "",
            "",
            "",
            "longTerm",
            "longTerm",
            "sessionToken",
            "console",
        ],
        Kind::Federated | Kind::FederatedRoot => &["", "", "federationToken", "console"],
        Kind::Role | Kind::ServiceLinked => &["", "", "", "", "console"],
        Kind::Anonymous | Kind::Service | Kind::Provider => &[""],
    };
    Some(*random.one(kinds))
        .filter(|kind| !kind.is_empty())
        .map(str::to_owned)
}

/// Who owns what is named: the account of its ARN; for an ARN without one some account, mostly the caller's.
fn owner(random: &mut Random, named: &str, who: Who) -> Option<String> {
    let other = |random: &mut Random| (*random.one(&[HOME, HOME, AWAY])).to_owned();
    match named.split(':').nth(4) {
        Some("aws") => None,
        Some(account) if !account.is_empty() && !random.chance(3) => Some(account.to_owned()),
        Some(_) => Some(other(random)),
        None => match who.name.split(':').nth(4) {
            Some(account) if random.chance(85) => Some(account.to_owned()),
            _ => Some(other(random)),
        },
    }
}
