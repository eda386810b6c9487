//! One statement: its members, and which of them its kind of policy requires.

use alloc::format;

use portcullis_json::{Kind, Member, Span, Value};

use super::{Reader, article, expect_kind, text, unknown_member};
use crate::problem::quoted;
use crate::{
    ActionRule, Clause, Effect, PolicyError, Problem, ProblemKind, ResourceRule, Statement, Text,
};

const KNOWN: &str =
    "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource or Condition";

/// The values of a statement's members as they were met.
#[derive(Default)]
pub(super) struct Members<'a> {
    sid: Option<Text>,
    effect: Option<Value<'a>>,
    pub(super) principal: Option<Member<'a>>,
    pub(super) not_principal: Option<Member<'a>>,
    action: Option<Member<'a>>,
    not_action: Option<Member<'a>>,
    resource: Option<Member<'a>>,
    not_resource: Option<Member<'a>>,
    condition: Option<Value<'a>>,
}

impl<'a> Members<'a> {
    fn collect(statement: Value<'a>) -> Result<Self, PolicyError> {
        let mut members = Self::default();
        for member in statement.members() {
            let own = Some(member);
            match member.name().as_ref() {
                "Sid" => members.sid = Some(text(member.value(), "`Sid`")?),
                "Effect" => members.effect = Some(member.value()),
                "Principal" => members.principal = own,
                "NotPrincipal" => members.not_principal = own,
                "Action" => members.action = own,
                "NotAction" => members.not_action = own,
                "Resource" => members.resource = own,
                "NotResource" => members.not_resource = own,
                "Condition" => members.condition = Some(member.value()),
                _ => return Err(unknown_member(&member, "the statement", KNOWN)),
            }
        }
        reject_pair(members.principal, members.not_principal, "Principal")?;
        reject_pair(members.action, members.not_action, "Action")?;
        reject_pair(members.resource, members.not_resource, "Resource")?;
        Ok(members)
    }
}

/// An element and its `Not` form exclude each other.
fn reject_pair(
    one: Option<Member<'_>>,
    not: Option<Member<'_>>,
    name: &str,
) -> Result<(), PolicyError> {
    let (Some(one), Some(not)) = (one, not) else {
        return Ok(());
    };
    let later = one.name_span().max(not.name_span());
    let message = format!("expected `{name}` or `Not{name}`, found both");
    Err(Problem::new(ProblemKind::ConflictingMembers, later, message).into())
}

impl Reader {
    pub(super) fn statement(&mut self, value: Value<'_>) -> Result<Statement, PolicyError> {
        expect_kind(value, Kind::Object, "a statement")?;
        let span = value.span();
        self.count(1, span)?;
        let members = Members::collect(value)?;
        let (effect, effect_span) = self.effect(&members, span)?;
        let principal = self.principal(&members, effect, span)?;
        let action = self.action(&members, span)?;
        let resource = self.resource(&members, effect, span)?;
        let conditions = match members.condition {
            Some(value) => self.conditions(value)?,
            None => alloc::vec::Vec::new(),
        };
        let value_span = |one: Option<Member<'_>>, not: Option<Member<'_>>| {
            one.or(not).map(|member| member.value().span())
        };
        Ok(Statement {
            span,
            effect,
            effect_span,
            principal,
            principal_span: value_span(members.principal, members.not_principal),
            action,
            action_span: value_span(members.action, members.not_action),
            resource,
            resource_span: value_span(members.resource, members.not_resource),
            conditions,
            sid: members.sid,
        })
    }

    fn effect(
        &mut self,
        members: &Members<'_>,
        statement: Span,
    ) -> Result<(Effect, Span), PolicyError> {
        let Some(value) = members.effect else {
            let message = "expected `Effect`, found a statement without it";
            return Err(Problem::new(ProblemKind::MissingEffect, statement, message).into());
        };
        let written = text(value, "`Effect`")?;
        let effect = match written.as_str() {
            "Allow" => Effect::Allow,
            "Deny" => Effect::Deny,
            other => {
                let message = format!("expected `Allow` or `Deny`, found {}", quoted(other));
                let problem = Problem::new(ProblemKind::InvalidEffect, written.span(), message);
                return Err(problem.with_help("the effect is case-sensitive").into());
            }
        };
        if effect == Effect::Allow && !self.spec.allow_accepted && !self.full_access {
            let message = format!(
                "expected `Deny` in {}, found `Allow`",
                article(self.spec.name)
            );
            let problem = Problem::new(ProblemKind::ResourceControlAllow, written.span(), message);
            self.report(problem.with_help("RCPFullAWSAccess allows at every level already"))?;
        }
        Ok((effect, written.span()))
    }

    fn action(
        &mut self,
        members: &Members<'_>,
        statement: Span,
    ) -> Result<Clause<crate::ActionEntry>, PolicyError> {
        if let Some(value) = members.action.map(Member::value) {
            return Ok(Clause::Any(self.action_entries(value, "`Action`")?));
        }
        if let Some(member) = members.not_action {
            let value = member.value();
            if self.spec.action == ActionRule::Prefixed {
                let message = format!(
                    "expected `Action` in {}, found `NotAction`",
                    article(self.spec.name)
                );
                let kind = ProblemKind::ResourceControlAction;
                self.report(Problem::new(kind, member.name_span(), message))?;
            }
            let entries = self.action_entries(value, "`NotAction`")?;
            self.check_negated_list(entries.is_empty(), value, "NotAction")?;
            return Ok(Clause::None(entries));
        }
        let kind = match self.spec.action {
            ActionRule::RequiredOrInert => ProblemKind::InertWithoutAction,
            ActionRule::Required | ActionRule::Prefixed => ProblemKind::MissingAction,
        };
        let message = "expected `Action` or `NotAction`, found a statement with neither";
        self.report(Problem::new(kind, statement, message))?;
        Ok(Clause::Absent)
    }

    fn resource(
        &mut self,
        members: &Members<'_>,
        effect: Effect,
        statement: Span,
    ) -> Result<Clause<crate::ResourceEntry>, PolicyError> {
        let written = members.resource.or(members.not_resource);
        if let Some(member) = written.filter(|_| self.spec.resource == ResourceRule::Refused) {
            let message = format!("`Resource` has no place in {}", article(self.spec.name));
            let problem = Problem::new(
                ProblemKind::ResourceInTrustPolicy,
                member.name_span(),
                message,
            );
            self.report(problem.with_help("the statement is about the role itself"))?;
        }
        if let Some(value) = members.resource.map(Member::value) {
            return Ok(Clause::Any(self.resource_entries(value, "`Resource`")?));
        }
        if let Some(member) = members.not_resource {
            let value = member.value();
            let entries = self.resource_entries(value, "`NotResource`")?;
            self.check_negated_list(entries.is_empty(), value, "NotResource")?;
            if effect == Effect::Allow {
                let message = "`Allow` with `NotResource` grants on everything that is not listed";
                let kind = ProblemKind::AllowWithNotResource;
                self.report(Problem::new(kind, member.name_span(), message))?;
            }
            return Ok(Clause::None(entries));
        }
        let kind = match self.spec.resource {
            ResourceRule::Required => ProblemKind::MissingResource,
            ResourceRule::RequiredOrInert => ProblemKind::InertWithoutResource,
            ResourceRule::Optional | ResourceRule::Refused => return Ok(Clause::Absent),
        };
        let message = "expected `Resource` or `NotResource`, found a statement with neither";
        self.report(Problem::new(kind, statement, message))?;
        Ok(Clause::Absent)
    }

    fn check_negated_list(
        &mut self,
        empty: bool,
        value: Value<'_>,
        name: &str,
    ) -> Result<(), PolicyError> {
        if !empty {
            return Ok(());
        }
        let message = format!("an empty `{name}` matches everything");
        self.report(Problem::new(
            ProblemKind::EmptyNotList,
            value.span(),
            message,
        ))
    }
}
