//! What the elements of a statement do: PL 1 to PL 7 without conditions.

use portcullis_arn::PrincipalArn;
use portcullis_eval::{Element, Layer, PrincipalKind, Resource, StatementTrace};
use portcullis_policy::{
    ActionPattern, Clause, Document, Effect, EntryMatch, PolicyKind, PrincipalClause,
    PrincipalPattern, Reading, ResourceEntry, ResourcePattern, Statement, Version,
};

use super::{AddIf, Decided, Rules};

/// A statement where it stands, with what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) decided: &'a Decided<'a>,
    pub(super) document: &'a Document,
    pub(super) statement: &'a Statement,
    pub(super) traced: &'a StatementTrace,
}

impl Place<'_> {
    /// Whether an element failed.
    pub(super) fn failed(&self, element: Element) -> bool {
        let mut mismatches = self.traced.mismatches.iter();
        mismatches.any(|mismatch| mismatch.element == element)
    }

    /// Whether all elements but one match: that one decides.
    pub(super) fn turns_on(&self, element: Element) -> bool {
        let mut mismatches = self.traced.mismatches.iter();
        mismatches.all(|mismatch| mismatch.element == element)
    }

    const fn denies(&self) -> bool {
        matches!(self.statement.effect(), Effect::Deny)
    }
}

pub(super) fn add(place: &Place<'_>, rules: &mut Rules) {
    document(place, rules);
    if place.turns_on(Element::Principal) {
        principal(place, rules);
    }
    if place.turns_on(Element::Action) {
        action(place, rules);
    }
    if place.turns_on(Element::Resource) {
        resource(place, rules);
    }
}

fn document(place: &Place<'_>, rules: &mut Rules) {
    let written = place.document.source();
    let dollar = written.contains("${");
    let version = written.contains("\"Version\"");
    let old = place.document.version() == Version::V2008;
    rules.add_if(old && dollar, "PL 1.3.3");
    rules.add_if(old && dollar && !version, "PL 1.3.2");
    rules.add_if(old && dollar, "PL 7.1.3");
    rules.add_if(old && !dollar, "PL 1.3.4");
    rules.add_if(
        place.document.reading() == Reading::Strict,
        "PL 1.6/strict-default",
    );
    rules.add_if(
        !place.document.findings().is_empty(),
        "PL 1.6/never-decides",
    );
    rules.add_if(written.contains("\"Statement\":{"), "PL 1.2/one-statement");
    rules.add_if(written.contains("\"Action\":\""), "PL 1.1.11");
    if written.contains("\"Id\":") {
        rules.extend(["PL 1.4.1", "PL 2.1/id"]);
    }
    if place.statement.sid().is_some() {
        rules.extend(["PL 1.4.2", "PL 2.1/sid"]);
    }
    let conditions = !place.statement.conditions().is_empty();
    rules.add_if(conditions, "PL 2.1/condition");
    let control = place.document.kind() == PolicyKind::ServiceControl;
    let full = place.statement.resource().is_negated() || conditions && !place.denies();
    rules.add_if(control && full, "PL 2.1/scp-full-language");
    let implied = place.document.is_resource_control_full_access();
    rules.add_if(implied, "PL 2.1/note-1");
    rules.add_if(place.traced.is_match(), "EV 3/statement");
    let key = place.document.kind() == PolicyKind::KmsKey;
    rules.add_if(key && place.traced.is_match(), "EV 7.2.7");
    rules.add_if(
        place.statement.conditions().is_empty() && !written.contains("Condition"),
        "PL 8.1/no-condition",
    );
}

fn principal(place: &Place<'_>, rules: &mut Rules) {
    let missed = place.failed(Element::Principal);
    match place.statement.principal() {
        PrincipalClause::Attached => {}
        PrincipalClause::Nobody => {
            rules.insert("PL 2.1/no-principal");
        }
        PrincipalClause::None(_) => not_principal(place, missed, rules),
        PrincipalClause::Any(entries) => {
            rules.add_if(entries.is_empty(), "PL 1.5/empty-list");
            let types = place.document.source().contains("\"Service\":")
                && place.document.source().contains("\"AWS\":");
            rules.add_if(types && entries.len() > 1, "PL 1.2/principal-types");
            let several = place.traced.classes.iter().count() > 1;
            rules.add_if(several, "PL 4.1.5");
            if let [only] = entries.as_slice() {
                form(place, only.pattern(), only.text(), missed, rules);
            }
        }
    }
}

fn form(
    place: &Place<'_>,
    pattern: &PrincipalPattern,
    text: &str,
    missed: bool,
    rules: &mut Rules,
) {
    let caller = place.decided.caller();
    let name = place.decided.request.principal().to_string();
    rules.insert(match pattern {
        PrincipalPattern::Everyone => "PL 4.1/wildcard",
        PrincipalPattern::Account {
            partition: None, ..
        } => "PL 4.1/account-id",
        PrincipalPattern::Account { .. } => "PL 4.1/account-root",
        PrincipalPattern::Arn(PrincipalArn::User(_)) => match caller {
            PrincipalKind::FederatedUser => "PL 4.1/federating-user",
            _ => "PL 4.1/user",
        },
        PrincipalPattern::Arn(PrincipalArn::Role(_)) => "PL 4.1/role",
        PrincipalPattern::Arn(PrincipalArn::AssumedRole(_)) => "PL 4.1/session",
        PrincipalPattern::Arn(_) => "PL 4.1/federated-session",
        PrincipalPattern::UniqueId(_) => "PL 4.1/unique-id",
        PrincipalPattern::Service(_) => "PL 4.1/service",
        PrincipalPattern::Federated(_) => "PL 4.1/federated",
        PrincipalPattern::CanonicalUser(_) => "PL 4.1/canonical-user",
        _ if text.contains(":group/") => "PL 4.1.3",
        _ if text == "*" => "PL 4.1.2",
        _ if text.contains(['*', '?']) => "PL 4.1.1",
        _ => "PL 1.6/principal-matches-nobody",
    });
    shape(pattern, text, missed, caller, rules);
    let everyone = matches!(pattern, PrincipalPattern::Everyone);
    rules.add_if(everyone && caller == PrincipalKind::Service, "PL 4.1.11");
    let case = missed && text.eq_ignore_ascii_case(&name);
    rules.add_if(case, "PL 4.1.4");
    let account = matches!(pattern, PrincipalPattern::Account { .. });
    let other = !matches!(caller, PrincipalKind::Root);
    rules.add_if(
        account && place.denies() && !missed && other,
        "EV 3.6/account-deny",
    );
    let canonical = matches!(pattern, PrincipalPattern::CanonicalUser(_));
    let unknown = place.decided.request.canonical_user_id().is_none();
    rules.add_if(
        canonical && missed && unknown,
        "PL 4.1/canonical-user-unknown",
    );
    let path =
        matches!(pattern, PrincipalPattern::Arn(PrincipalArn::Role(role)) if role.path() != "/");
    rules.add_if(
        path && caller == PrincipalKind::RoleSession,
        "PL 3.2/session-role",
    );
    let made = place.document.kind() == PolicyKind::RoleTrust && everyone;
    rules.add_if(made, "PL 2.1/trust-wildcard");
}

/// What the text of an entry is a case of.
fn shape(
    pattern: &PrincipalPattern,
    text: &str,
    missed: bool,
    caller: PrincipalKind,
    rules: &mut Rules,
) {
    match pattern {
        PrincipalPattern::Account {
            partition: Some(_), ..
        } => {
            rules.insert("PL 3.2/account");
        }
        PrincipalPattern::Arn(PrincipalArn::User(user)) => {
            rules.add_if(user.path() != "/", "PL 3.2/user");
        }
        PrincipalPattern::Arn(PrincipalArn::Role(role)) => {
            rules.add_if(role.path() != "/", "PL 3.2/role");
            let session = caller == PrincipalKind::RoleSession && !missed;
            rules.add_if(session, "PL 4.1.12");
        }
        PrincipalPattern::Arn(PrincipalArn::AssumedRole(_)) => {
            rules.insert("PL 3.2/assumed-role");
        }
        PrincipalPattern::Arn(_) => {
            rules.insert("PL 3.2/federated-user");
        }
        PrincipalPattern::Service(_) => {
            rules.add_if(text.matches('.').count() > 2, "PL 4.1.7");
        }
        PrincipalPattern::Federated(_) => {
            let token = caller == PrincipalKind::IdentityProvider && !missed;
            rules.add_if(token && text.starts_with("arn:"), "PL 2.1/trust-provider");
            rules.add_if(text.starts_with("arn:"), "PL 3.2/provider");
            rules.add_if(!text.starts_with("arn:"), "PL 4.1.8");
        }
        _ => {
            rules.add_if(text.contains(":group/"), "PL 3.2/group");
        }
    }
}

fn not_principal(place: &Place<'_>, missed: bool, rules: &mut Rules) {
    if !place.denies() {
        rules.insert("PL 4.2.7");
        return;
    }
    rules.extend(["PL 4.2.1", "PL 2.1/not-principal"]);
    rules.add_if(missed, "PL 4.2.3");
    let bounded = place.decided.is_given(Layer::PermissionsBoundary);
    if bounded && !missed {
        rules.extend(["PL 4.2.5", "EV 3.6/not-principal-boundary"]);
    }
}

fn action(place: &Place<'_>, rules: &mut Rules) {
    let asked = place.decided.request.action().as_str();
    let missed = place.failed(Element::Action);
    let clause = place.statement.action();
    let entries = clause.entries();
    rules.add_if(entries.len() > 1, "PL 5.7");
    match clause {
        Clause::Any(entries) => rules.add_if(entries.is_empty(), "PL 1.5/empty-list"),
        Clause::None(entries) => {
            rules.insert("PL 5.8");
            rules.add_if(!place.denies(), "PL 5.9");
            rules.add_if(place.denies() && missed, "PL 5.10");
            rules.add_if(entries.is_empty(), "PL 1.5/empty-not-list");
        }
        Clause::Absent => {
            rules.insert("PL 2.1/note-4");
        }
    }
    for entry in entries {
        let matches = entry.pattern().matches(asked);
        match entry.pattern() {
            ActionPattern::Everything => {
                rules.insert("PL 5.1");
            }
            ActionPattern::Nothing => {
                rules.insert("PL 5.6");
            }
            ActionPattern::Name { prefix, name } => {
                let glob = prefix.contains(['*', '?']);
                rules.add_if(glob, "PL 5.4");
                rules.add_if(name.contains(['*', '?']) && name != "*", "PL 5.3");
                let same = format!("{prefix}:{name}");
                let case = matches && same.eq_ignore_ascii_case(asked) && same != asked;
                rules.add_if(case, "PL 5.2");
            }
        }
    }
}

fn resource(place: &Place<'_>, rules: &mut Rules) {
    let missed = place.failed(Element::Resource);
    let clause = place.statement.resource();
    match clause {
        Clause::Any(entries) => {
            rules.add_if(entries.is_empty(), "PL 1.5/empty-list");
            rules.add_if(entries.len() > 1, "PL 6.2/resource");
        }
        Clause::None(entries) => {
            rules.insert("PL 6.2/not-resource");
            rules.add_if(!place.denies(), "PL 6.2/allow-not-resource");
            rules.add_if(entries.is_empty(), "PL 1.5/empty-not-list");
        }
        Clause::Absent if place.document.kind() == PolicyKind::KmsKey => {
            rules.insert("PL 2.1/note-4");
        }
        Clause::Absent => {
            let covers = place.document.kind() == PolicyKind::Resource;
            rules.add_if(covers, "EV 3.6/no-resource");
            rules.add_if(covers, "PL 2.1/note-6");
        }
    }
    let asked = place.decided.request.resource();
    for entry in clause.entries() {
        match asked {
            Resource::Everything => account_level(place, entry, clause.is_negated(), missed, rules),
            Resource::Arn(arn) => arn_entry(place, entry, arn.as_str(), clause.is_negated(), rules),
        }
    }
}

fn account_level(
    place: &Place<'_>,
    entry: &ResourceEntry,
    negated: bool,
    missed: bool,
    rules: &mut Rules,
) {
    let star = entry.pattern().is_everything();
    rules.add_if(!negated, "PL 6.4/wildcard-only");
    rules.add_if(!star && !negated && place.denies() && missed, "PL 6.4/deny");
    rules.add_if(!star && negated && !missed, "PL 6.4/not-resource");
    let buckets = entry.text().ends_with(":s3:::*");
    rules.add_if(
        buckets && place.decided.request.action().is_of("s3"),
        "PL 6.4/s3",
    );
}

fn arn_entry(
    place: &Place<'_>,
    entry: &ResourceEntry,
    asked: &str,
    negated: bool,
    rules: &mut Rules,
) {
    let context = place.decided.request.context();
    let text = entry.text();
    let found = entry.pattern().matches(asked, context);
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    if found == EntryMatch::Unresolvable {
        rules.insert(if negated {
            "PL 6.2/unresolvable"
        } else {
            "PL 7.3/resource"
        });
    }
    let written = text.split(':').count();
    if written < 6 && text != "*" && !text.contains("${") {
        rules.insert(match place.document.kind() {
            PolicyKind::Identity | PolicyKind::PermissionsBoundary => "PL 6.3/identity",
            PolicyKind::ServiceControl => "PL 6.3/scp",
            PolicyKind::ResourceControl => "PL 6.3/rcp",
            PolicyKind::Session => "PL 6.3/session",
            _ => "PL 6.3/resource-policy",
        });
        return;
    }
    let Some(sixth) = fields.get(5) else { return };
    let five = fields.get(..5).unwrap_or_default();
    let wild = sixth.contains(['*', '?']) && !text.contains("${");
    rules.add_if(wild, "PL 6.1.1");
    rules.add_if(sixth.contains('*') && asked.contains('/'), "PL 6.1.4");
    rules.add_if(sixth.contains('?') && found != EntryMatch::Yes, "PL 6.1.9");
    let inside = |field: &&str| field.trim_end_matches('*').contains(['*', '?']);
    rules.add_if(five.iter().any(inside), "PL 6.1.2");
    let crossing = five.iter().any(|field| field.ends_with('*'));
    rules.add_if(crossing, "PL 6.1.3");
    let partition = five.get(1..3).unwrap_or_default();
    let partition = partition.iter().any(|field| field.contains(['*', '?']));
    rules.add_if(partition, "PL 6.1.5");
    let case = !text.contains(['*', '?', '$']) && text.eq_ignore_ascii_case(asked) && text != asked;
    rules.add_if(case, "PL 6.1.6");
    rules.add_if(!text.contains(['*', '?', '$']), "PL 6.1.7");
    let bucket = text.contains(":s3:::") && text.contains('/') != asked.contains('/');
    if bucket && found == EntryMatch::No {
        rules.extend(["PL 6.1.8", "EV 7.3/object-arn"]);
    }
    let last = asked.splitn(6, ':').last().unwrap_or_default();
    rules.add_if(last.contains(':'), "PL 3.1/shape");
    rules.add_if(asked.contains(":::"), "PL 3.1/empty-fields");
    rules.add_if(last.contains(['/', ':']), "PL 3.1/resource-shape");
    let kind = sixth.split(['/', ':']).next().unwrap_or_default();
    let typed = last.contains('/') && kind.contains(['*', '?']) && kind != *sixth;
    rules.add_if(typed && !bucket, "PL 6.1.10");
    let escapes = ["${*}", "${?}", "${$}"];
    let old = place.document.version() == Version::V2008;
    let escaped = !old && escapes.iter().any(|escape| sixth.contains(escape));
    rules.add_if(escaped, "PL 7.1.2");
    let outside = five.iter().any(|field| field.contains("${"));
    rules.add_if(outside && !old, "PL 7.1.6");
    if let ResourcePattern::Arn(_) = entry.pattern() {
        super::conditions::variables(entry.pattern().variables(), place.decided, rules);
    }
    let has_variables = entry.pattern().variables().next().is_some();
    rules.add_if(has_variables, "PL 7.1.7");
}
