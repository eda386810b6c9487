//! Decisions: the engine says what the oracle says, and what has to leave a decision alone does.

mod changes;

use core::fmt::Display;

use portcullis_eval::{Decision, Layer, PrincipalKind, Program, Request, Verdict, decide, explain};

use crate::call::Call;
use crate::case::{Case, Policies, Verdicted};
use crate::differential;
use crate::generate::{self, Batch};
use crate::random::Random;

/// Calls over each set of policies.
const CALLS: usize = 3;

/// How often each property was put to the test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reached {
    /// Calls that engine and oracle decided.
    pub decided: usize,
    /// Of them, those that were allowed.
    pub allowed: usize,
    /// Limits that were left out where a call was allowed.
    pub limits: usize,
    /// Statements that deny everything, were added, and matched where a call was allowed.
    pub denials: usize,
    /// Calls decided anew over policies and statements in another order, each twice.
    pub orders: usize,
    /// Calls whose policies were read strictly and leniently.
    pub readings: usize,
}

/// Lets the input choose policies and calls as `generate` does, and decides.
pub fn run(data: &[u8]) {
    reach(data);
}

/// As [`run`], and counts.
pub fn reach(data: &[u8]) -> Reached {
    let batch = generate::batch_of(&mut Random::of_choices(data), CALLS);
    let policies = Policies::new(&batch.policies, batch.lenient);
    let ordered = changes::in_other_order(&batch.policies);
    let ordered = Policies::new(&ordered, batch.lenient);
    let lenient = Policies::new(&batch.policies, true);
    let mut reached = Reached::default();
    for call in &batch.calls {
        let subject = Subject {
            batch: &batch,
            call,
        };
        let verdict = subject.holds(differential::compare(&policies, call));
        let Some((request, program)) = policies.question(call) else {
            assert_eq!(verdict.outcome, "error");
            continue;
        };
        let decision = decide(&request, program);
        let allowed = decision.verdict() == Verdict::Allowed;
        reached.decided += 1;
        reached.allowed += usize::from(allowed);
        reached.orders += subject.same_in_order(&ordered, &request, program, &decision);
        reached.denials += subject.denied(&request, program, &decision);
        if allowed {
            reached.limits += subject.allowed_without_limits(&request, program);
        }
        if !batch.lenient {
            let lenient = subject.holds(lenient.engine(call, false));
            subject.check(lenient == verdict, &"the lenient reading decides otherwise");
            reached.readings += 1;
        }
    }
    reached
}

/// A call, and what it was made of.
struct Subject<'a> {
    batch: &'a Batch,
    call: &'a Call,
}

impl Subject<'_> {
    fn check(&self, holds: bool, what: &dyn Display) {
        assert!(holds, "{what}\n{}", self.scenario());
    }

    fn holds(&self, outcome: Result<Verdicted, String>) -> Verdicted {
        let failed = outcome.as_ref().err().map_or("", String::as_str);
        self.check(outcome.is_ok(), &failed);
        outcome.unwrap_or_else(|_| Verdicted::error())
    }

    fn scenario(&self) -> String {
        let case = Case {
            policies: self.batch.policies.clone(),
            lenient: self.batch.lenient,
            call: self.call.clone(),
        };
        case.scenario().to_string()
    }

    /// The order of levels, policies and statements, and that each comes twice, changes neither outcome nor layer.
    fn same_in_order(
        &self,
        statements: &Policies<'_>,
        request: &Request,
        program: &Program,
        decision: &Decision,
    ) -> usize {
        let expected = (decision.verdict(), decision.reason());
        let policies = changes::policies_in_other_order(program.policies());
        let policies = Program::compile(policies).ok();
        let of_policies = policies.as_ref().map(|policies| decide(request, policies));
        let of_statements = statements
            .question(self.call)
            .map(|(request, program)| decide(&request, program));
        for (what, found) in [("policies", of_policies), ("statements", of_statements)] {
            let found = found.map(|found| (found.verdict(), found.reason()));
            let same = found == Some(expected);
            let what = format_args!("{expected:?}, and {found:?} with its {what} in another order");
            self.check(same, &what);
        }
        1
    }

    /// A Deny that is added never allows, and where it matches a call that was allowed, it denies.
    fn denied(&self, request: &Request, program: &Program, before: &Decision) -> usize {
        let mut matched = 0;
        for (layer, policies) in changes::with_denials(program.policies()) {
            let Some(program) = Program::compile(policies).ok() else {
                self.check(false, &"a Deny cannot be added");
                continue;
            };
            if program.check(request).is_err() {
                continue;
            }
            let (after, trace) = explain(request, &program);
            let allows = after.verdict() == Verdict::Allowed;
            let allowed = before.verdict() == Verdict::Allowed;
            self.check(
                allowed || !allows,
                &format_args!("a Deny of {layer} allows"),
            );
            let layers = trace.layers.iter().filter(|one| one.layer == layer);
            let policies = layers
                .flat_map(|one| &one.levels)
                .flat_map(|level| &level.policies);
            let added = policies.filter(|policy| &*policy.name == changes::ADDED);
            let matches = added
                .flat_map(|policy| &policy.statements)
                .any(|one| one.is_match());
            if matches {
                self.check(
                    !allows,
                    &format_args!("a Deny of {layer} matches and allows"),
                );
                matched += usize::from(allowed);
            }
        }
        matched
    }

    /// What is allowed under a limit is allowed without it.
    fn allowed_without_limits(&self, request: &Request, program: &Program) -> usize {
        let mut limits = 0;
        // EV 2: a federated user without session policies has nothing that the user who federates has.
        let federated = request.principal().kind() == PrincipalKind::FederatedUser;
        for (layer, policies) in changes::without_limits(program.policies()) {
            let Some(program) = Program::compile(policies).ok() else {
                continue;
            };
            if federated && layer == Layer::Session {
                continue;
            }
            let allowed = decide(request, &program).verdict() == Verdict::Allowed;
            self.check(allowed, &format_args!("denied without the {layer}"));
            limits += 1;
        }
        limits
    }
}
