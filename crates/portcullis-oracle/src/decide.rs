//! From layers to a decision: EV 2 to EV 4, and what EV 6 to EV 8 add to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::only_value;
use crate::document::{Kind, Policy};
use crate::matching::{self, Caller, Class, Is, is_action, is_on};
use crate::{Answer, Matched, Outcome, Question};

/// EV 7.2.5: what works on a key or alias of another account: cryptographic operations and the listed ones.
const KMS: &str = "CreateGrant Decrypt DeriveSharedSecret DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair \
    GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GetKeyRotationStatus GetPublicKey \
    ListGrants ReEncryptFrom ReEncryptTo RetireGrant RevokeGrant Sign Verify VerifyMac";
/// EV 7.4: what works on a function of another account.
const LAMBDA: &str = "InvokeFunction InvokeFunctionUrl InvokeAsync GetFunction GetFunctionConfiguration \
    UpdateFunctionCode DeleteFunction PublishVersion ListVersionsByFunction CreateAlias GetAlias ListAliases UpdateAlias \
    DeleteAlias GetPolicy PutFunctionConcurrency DeleteFunctionConcurrency ListTags TagResource UntagResource";
/// EV 4.6: what does not work across accounts; the calls on message moves extend the list.
const SQS: &str = "AddPermission CreateQueue DeleteQueue ListQueues ListQueueTags RemovePermission SetQueueAttributes \
    TagQueue UntagQueue CancelMessageMoveTask ListMessageMoveTasks StartMessageMoveTask";
const ROOT: &[Is] = &[Is::Root, Is::AssumedRoot];
const FEDERATED: &[Is] = &[Is::FederatedUser, Is::FederatedRoot];
/// EV 4.5: what comes with the making of a session.
const WITH_SESSION: &str = "TagSession SetSourceIdentity SetContext";
/// EV 4.6
pub(crate) const UNSIGNED: &str = "AssumeRoleWithSAML AssumeRoleWithWebIdentity";
/// EV 7.3
const BUCKET_POLICY: &str = "GetBucketPolicy PutBucketPolicy DeleteBucketPolicy";

/// Every policy that bears on the question, by layer and level; a layer that is absent is not set.
pub(crate) type Policies = BTreeMap<&'static str, Vec<Vec<Policy>>>;

/// The result of one layer; none where it does not apply.
struct Layer {
    name: &'static str,
    status: Option<Outcome>,
    denies: Vec<Matched>,
    allows: Vec<Matched>,
    /// EV 3.6: the classes of the matching Allow statements.
    classes: BTreeSet<Class>,
}

pub(crate) struct Case<'a> {
    pub(crate) question: &'a Question,
    pub(crate) caller: &'a Caller<'a>,
    pub(crate) policies: &'a Policies,
}

impl Case<'_> {
    fn is(&self, service: &str, names: &str) -> bool {
        is_action(&self.question.action, service, names)
    }

    fn is_on(&self, service: &str, start: &str) -> bool {
        is_on(&self.question.resource, service, start)
    }

    fn caller_is(&self, kinds: &[Is]) -> bool {
        kinds.contains(&self.caller.is)
    }

    /// EV 4.6: whether the owner is another account; services and identity providers have none to compare.
    fn is_other_account(&self) -> bool {
        match &self.question.owner {
            None => false,
            _ if self.caller_is(&[Is::Service, Is::Provider]) => false,
            Some(owner) => self.caller.account != Some(owner),
        }
    }

    /// EV 3: one layer, if it is set.
    fn layer(&self, name: &'static str, applies: bool) -> Layer {
        // What a layer is without policies: EV 2 and EV 3.4.
        let status = match (name, self.caller.is) {
            ("identity", Is::Root | Is::AssumedRoot | Is::FederatedRoot) => Some(Outcome::Allowed),
            ("identity", _) | ("session", Is::FederatedUser | Is::FederatedRoot) => Some(Outcome::ImplicitDeny),
            _ => None,
        };
        let mut layer = Layer { name, status, denies: Vec::new(), allows: Vec::new(), classes: BTreeSet::new() };
        let Some(levels) = self.policies.get(name).filter(|_| applies) else {
            return layer;
        };
        // EV 3.5: which classes of an Allow count.
        let every = name != "vpcEndpoint" || !self.question.endpoint_gateway;
        let root = self.caller_is(ROOT);
        let counts = |class: &Class| every || *class == Class::Wildcard || root && *class == Class::Account;
        for (level, policies) in levels.iter().enumerate() {
            for (policy, read) in policies.iter().enumerate() {
                for (statement, each) in read.statements.iter().enumerate() {
                    let who = matching::classes(each, read.kind, self.caller);
                    if who.is_empty() || !matching::matches(each, read, self.question) {
                        continue;
                    }
                    let matched = (name, level, policy, statement);
                    if !each.allow {
                        layer.denies.push(matched);
                    } else if who.iter().any(counts) {
                        layer.allows.push(matched);
                        layer.classes.extend(who);
                    }
                }
            }
        }
        let level_allows = |level| layer.allows.iter().any(|matched| matched.1 == level);
        layer.status = match name {
            _ if !layer.denies.is_empty() => Some(Outcome::ExplicitDeny),
            // EV 3.2: RCPFullAWSAccess is implied at every level.
            "rcp" => Some(Outcome::Allowed),
            // EV 3.1.1, EV 3.1.2: every level has to allow; other layers have one.
            _ if (0..levels.len()).all(level_allows) => Some(Outcome::Allowed),
            _ => Some(Outcome::ImplicitDeny),
        };
        layer
    }

    /// EV 3.2.3, EV 3.2.4; EV 8.15
    fn rcp_applies(&self) -> bool {
        let service_linked_trust = self.is("sts", "*") && self.is_on("iam", "role/aws-service-role/");
        self.question.resource_control_applies
            && self.question.owner.is_some()
            && !(self.caller.is_service_linked() || service_linked_trust || self.is("kms", "RetireGrant"))
    }

    /// EV 4.5: other calls do not consult a trust policy; EV 8.15: what AWS owns has no resource policy.
    fn resource_policy_applies(&self) -> bool {
        let trust = self.policies.get("resource").into_iter().flatten().flatten().any(|p| p.kind == Kind::Trust);
        self.question.owner.is_some() && (!trust || self.is_assumption())
    }

    /// EV 4.5: a call to assume a role. What comes with sts:GetFederationToken is asked on users, which have no trust policy.
    fn is_assumption(&self) -> bool {
        let on_user = self.is_on("iam", "user/") || self.is_on("sts", "federated-user/");
        is_assumption(&self.question.action) && !(on_user && self.is("sts", WITH_SESSION))
    }

    /// EV 4.6: `Some(true)` for a call that bypasses policies, `Some(false)` for one that is refused.
    fn service_rule(&self) -> Option<bool> {
        let credentials = self.question.credentials.as_deref();
        let asked = self.question.resource_asked.as_ref().unwrap_or(&self.question.resource);
        let partitions = asked.split(':').nth(1).zip(self.caller.partition);
        let mfa = only_value("aws:MultiFactorAuthPresent", &self.question.context);
        let mfa = mfa.is_some_and(|v| v.eq_ignore_ascii_case("true"));
        let (unsigned, part) = (self.is("sts", UNSIGNED), self.is("sts", WITH_SESSION) && self.is_assumption());
        let (sts, iam, anonymous) = (self.is("sts", "*"), self.is("iam", "*"), self.caller.is == Is::Anonymous);
        if partitions.is_some_and(|(resource, caller)| !resource.eq_ignore_ascii_case(caller))
            || anonymous && (sts && !unsigned || iam || self.is("kms", "*"))
            // An unsigned call is none of a caller that signs.
            || unsigned && !anonymous && self.caller.is != Is::Provider
        {
            return Some(false);
        }
        let long_term = matches!(credentials, None | Some("longTerm")) && self.caller_is(&[Is::User, Is::Root]);
        if self.is("sts", "GetCallerIdentity") || self.is("sts", "GetSessionToken") && long_term {
            return Some(true);
        }
        let refused = self.caller_is(&[Is::Role, Is::RoleSession])
            && self.is("sts", "GetFederationToken GetSessionToken")
            || self.caller_is(FEDERATED) && credentials != Some("console") && (iam || sts)
            // EV 6.2: what comes with the making of a session is part of that call.
            || credentials == Some("sessionToken") && (iam && !mfa || sts && !part && !self.is("sts", "AssumeRole"))
            || self.caller_is(ROOT) && self.is("sts", "AssumeRole")
            || self.is("sts", "AssumeRoot") && !self.question.organization_administrator;
        let refused_to_others = self.is("s3", BUCKET_POLICY)
            || self.is("sqs", SQS)
            || self.is("kms", "*")
                && (self.is_on("kms", "key/") || self.is_on("kms", "alias/"))
                && !self.is("kms", KMS)
            || self.is("lambda", "*") && self.is_on("lambda", "function:") && !self.is("lambda", LAMBDA);
        (refused || self.is_other_account() && refused_to_others).then_some(false)
    }

    /// EV 4.1
    pub(crate) fn decide(&self) -> Answer {
        if let Some(allowed) = self.service_rule() {
            let outcome = if allowed { Outcome::Allowed } else { Outcome::ImplicitDeny };
            return Answer { outcome, reason: "serviceRule".to_owned(), matched: Vec::new() };
        }
        // EV 2: who is bound by what. EV 4.6: for an unsigned call only trust policy and RCP count.
        let unbound = self.caller_is(&[Is::Anonymous, Is::Service, Is::Provider]) || self.caller.is_service_linked();
        let own_policies = self.caller_is(&[Is::User, Is::Role, Is::RoleSession, Is::FederatedUser]);
        // EV 7.3: the root user of the owner gets at the bucket policy whatever that denies.
        let recovery = self.caller_is(ROOT) && !self.is_other_account() && self.is("s3", BUCKET_POLICY);
        let rbp = self.layer("resource", self.resource_policy_applies());
        let ignored = recovery && rbp.status == Some(Outcome::ExplicitDeny);
        // In the order in which a denial names them (EV 1.2).
        let layers = [
            self.layer("rcp", self.rcp_applies()),
            self.layer("scp", !unbound),
            self.layer("vpcEndpoint", !self.caller_is(&[Is::Service, Is::Provider])),
            self.layer("identity", own_policies),
            self.layer("permissionsBoundary", true),
            self.layer("session", true),
            if ignored { self.layer("resource", false) } else { rbp },
        ];
        let [rcp, scp, vpce, idp, pb, ses, rbp] = &layers;
        // 1. An explicit deny anywhere.
        if let Some(first) = layers.iter().find(|layer| layer.status == Some(Outcome::ExplicitDeny)) {
            let matched = layers.iter().flat_map(|layer| layer.denies.clone()).collect();
            return Answer { outcome: Outcome::ExplicitDeny, reason: first.name.to_owned(), matched };
        }
        let matched = || layers.iter().flat_map(|layer| layer.allows.clone()).collect();
        let answer = |outcome, reason: &str| Answer { outcome, reason: reason.to_owned(), matched: matched() };
        let allowed = |reason| answer(Outcome::Allowed, reason);
        // EV 1.2: the first layer that lacks its Allow, else the resource policy.
        let denied = |layers: &[&Layer]| {
            let missing = layers.iter().find(|layer| layer.status == Some(Outcome::ImplicitDeny));
            answer(Outcome::ImplicitDeny, missing.map_or("resource", |layer| layer.name))
        };
        // 2. Guard rails.
        if [rcp, scp, vpce].iter().any(|layer| layer.status == Some(Outcome::ImplicitDeny)) {
            return denied(&[rcp, scp, vpce]);
        }
        let has = |class| rbp.classes.contains(&class);
        let grant = |granted| if granted { allowed("resource") } else { denied(&[]) };
        // 3. Callers without an identity side.
        match self.caller.is {
            Is::Anonymous => return grant(has(Class::Wildcard)),
            Is::Service => return grant(has(Class::Service) || has(Class::Wildcard)),
            Is::Provider => return grant(has(Class::Federated) || has(Class::Wildcard)),
            _ => {}
        }
        let limits_ok = pb.status != Some(Outcome::ImplicitDeny) && ses.status != Some(Outcome::ImplicitDeny);
        let via_identity = idp.status == Some(Outcome::Allowed) && limits_ok;
        let by_requester = || if via_identity { allowed("identity") } else { denied(&[idp, pb, ses]) };
        // EV 6.2; EV 8.15; EV 4.6: an administrator of the organization needs no policy of the member's root user.
        let chains = self.is("sts", "SetSourceIdentity") && self.caller_is(&[Is::Role, Is::RoleSession]);
        if self.question.owner.is_none() || self.is("sts", "AssumeRoot") || chains && !via_identity {
            return by_requester();
        }
        // 4. Across accounts.
        if self.is_other_account() {
            return if via_identity { grant(!rbp.classes.is_empty()) } else { by_requester() };
        }
        // 5. Within one account.
        let direct = has(Class::Session)
            || has(Class::User)
            // EV 3.4
            || has(Class::Wildcard) && (self.policies.contains_key("session") || !self.caller_is(FEDERATED))
            || (has(Class::Role) || has(Class::FederatingUser)) && limits_ok
            || has(Class::Account) && self.caller_is(ROOT) && limits_ok;
        if direct {
            return allowed("resource");
        }
        // EV 4.5: where the resource policy has to allow, too.
        let required = self.is_assumption() || self.is("kms", "*") && self.is_on("kms", "key/");
        if required && via_identity && !has(Class::Account) {
            return denied(&[]);
        }
        by_requester()
    }
}

/// EV 4.5: `sts:AssumeRole*`, `sts:TagSession`, `sts:SetSourceIdentity`, `sts:SetContext`.
pub(crate) fn is_assumption(action: &str) -> bool {
    action.to_ascii_lowercase().starts_with("sts:assumerole") || is_action(action, "sts", WITH_SESSION)
}
