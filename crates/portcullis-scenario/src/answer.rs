//! From a scenario to its answer.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use portcullis_catalog::Catalog;
use portcullis_condition::ContextKey;
use portcullis_eval::{
    Conflict, ConflictKind, Evaluation, Layer, PolicySet, Program, Request, StatementId, Trace,
    Verdict, evaluate, explain, missing_context_keys,
};
use portcullis_ownership::OwnerLookup;

use crate::derive::Clock;
use crate::error::ScenarioError;
use crate::finding::{Finding, Findings, number};
use crate::findings;
use crate::limits::Limits;
use crate::model::{OwnerRule, Scenario};
use crate::operation::{Origin, Question, questions};
use crate::shape;

/// Whether answers come with a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an answer is explained or it is not"
)]
pub enum Explanation {
    /// The decision alone.
    #[default]
    None,
    /// Every layer, every statement, and for each element that failed the pattern and the value.
    Trace,
}

/// How scenarios are answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings<'a> {
    /// The catalog that shapes requests.
    pub catalog: &'a Catalog,
    /// The time from which `aws:CurrentTime` and `aws:EpochTime` are derived; `None` derives neither.
    pub clock: Option<Clock>,
    /// What knows the owner of a resource whose ARN names none, such as a [`portcullis_ownership::Ledger`]; `None` knows nothing.
    pub ledger: Option<&'a dyn OwnerLookup>,
    /// Whether the owner of a resource may be assumed, where nothing tells it.
    pub owner: OwnerRule,
    /// Whether answers are explained.
    pub explanation: Explanation,
    /// The bounds on what is answered; those on texts were looked at when the scenario was read.
    pub limits: Limits,
}

/// How many bytes of a value count as one more key: an explanation repeats the values for each check.
const LONG: usize = 64;

/// As many keys as are derived for one check, or a few more.
const DERIVED_KEYS: usize = 16;

static EMBEDDED: Catalog = Catalog::embedded();

impl Default for Settings<'_> {
    /// Today's catalog, no clock, no ledger, owners assumed, no explanation, the default limits.
    fn default() -> Self {
        Self {
            catalog: &EMBEDDED,
            clock: None,
            ledger: None,
            owner: OwnerRule::default(),
            explanation: Explanation::default(),
            limits: Limits::default(),
        }
    }
}

/// One action on one resource, decided.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Check {
    /// The request as it was decided: shaped, with its owner and its whole context.
    pub request: Request,
    /// The decision.
    pub decision: Evaluation,
    /// The explanation, where it was asked for.
    pub trace: Option<Trace>,
    /// Whether the service makes the check on the caller's behalf.
    pub on_behalf: bool,
}

/// The answer to a scenario.
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    checks: Vec<Check>,
    deciding: usize,
    missing: Vec<ContextKey>,
    findings: Vec<Finding>,
    edition: Option<portcullis_catalog::EditionId>,
    steps: u64,
}

impl Answer {
    /// The verdict: of several checks any explicit denial, else any implicit one.
    ///
    /// # Source
    /// EV 1.1.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.deciding().decision.verdict()
    }

    /// The layer that decided.
    #[must_use]
    pub fn reason(&self) -> Layer {
        self.deciding().decision.reason()
    }

    /// Whether caller and owner are one account.
    #[must_use]
    pub fn is_same_account(&self) -> bool {
        self.deciding().decision.is_same_account()
    }

    /// The statements that decided, in layer order.
    #[must_use]
    pub fn matched(&self) -> &[StatementId] {
        self.deciding().decision.matched()
    }

    /// The `Sid`s of the statements that decided; an empty text for one without.
    pub(crate) fn matched_sids(&self, scenario: &Scenario) -> Vec<String> {
        let sid = |id: &StatementId| {
            let document = scenario.policies.find(*id)?.policy.document();
            document
                .statements()
                .get(id.statement)?
                .sid()
                .map(str::to_owned)
        };
        self.matched()
            .iter()
            .map(|id| sid(id).unwrap_or_default())
            .collect()
    }

    /// The keys that a statement asked for and the request did not have; sorted, without duplicates.
    #[must_use]
    pub fn missing_context_keys(&self) -> &[ContextKey] {
        &self.missing
    }

    /// What is worth knowing and changes nothing.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Adds findings from outside the scenario, before its own.
    pub fn with_findings(mut self, mut findings: Vec<Finding>) -> Self {
        findings.append(&mut self.findings);
        self.findings = findings;
        self
    }

    /// All checks, in the order in which they were asked; never empty.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The check whose decision is the answer.
    #[must_use]
    pub fn deciding(&self) -> &Check {
        // INVARIANT: `answer` builds at least one check and an index into them.
        #[expect(
            clippy::indexing_slicing,
            reason = "`deciding` is an index that `Scenario::answer` found"
        )]
        &self.checks[self.deciding]
    }

    /// The edition of the catalog that shaped the request, where the catalog knows the service.
    #[must_use]
    pub const fn edition(&self) -> Option<&portcullis_catalog::EditionId> {
        self.edition.as_ref()
    }

    /// How many steps the decisions of all checks were reckoned to take beforehand, as [`portcullis_eval::steps`] counts them, and
    /// what finding and telling the findings took.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        self.steps
    }
}

impl Scenario {
    /// Decides the scenario.
    ///
    /// # Errors
    /// [`ScenarioError`] where it cannot be decided: an unknown edition or operation, an owner that nothing tells, a policy
    /// that the principal or the service cannot have; or where it is over one of the limits of `settings`.
    pub fn answer(&self, settings: &Settings<'_>) -> Result<Answer, ScenarioError> {
        let chosen = self.choose_edition(settings.catalog)?;
        let catalog = chosen.as_ref().unwrap_or(settings.catalog);
        let limits = &settings.limits;
        let mut findings = Findings::within(limits.max_findings, self.findings.clone());
        findings::of_documents(self, &mut findings);
        shape::check_resource_policy(self, catalog, &mut findings)?;
        let mut programs = Programs::new(self)?;
        let mut checks = Vec::new();
        let mut missing = BTreeSet::new();
        let mut steps = 0_u64;
        let mut traced = 0_usize;
        self.check_size(self.call.resources.len(), limits)?;
        let questions = questions(&self.call, catalog, &mut findings)?;
        self.check_size(questions.len(), limits)?;
        for (index, question) in questions.into_iter().enumerate() {
            let program = programs.of(&question)?;
            let request = shape::request(self, &question, catalog, settings, &mut findings)?;
            program
                .check(&request)
                .map_err(|conflict| self.conflict(conflict))?;
            steps = steps.saturating_add(portcullis_eval::steps(&request, program));
            self.check_steps(steps, limits)?;
            if settings.explanation == Explanation::Trace {
                traced = traced.saturating_add(portcullis_eval::traced_statements(program));
                self.check_traced(traced, limits)?;
            }
            if index == 0 {
                findings::of_statements(self, catalog, &mut findings);
            }
            findings::of_request(self, &request, program, catalog, &mut findings);
            missing.extend(missing_context_keys(&request, program));
            let undecided = question.undecided;
            let check = check(question, request, program, settings.explanation);
            if undecided && !is_final(&check.decision) {
                findings.push(self.not_decided(&check.request));
                continue;
            }
            checks.push(check);
        }
        let worst = checks
            .iter()
            .map(|check| check.decision.verdict())
            .fold(Verdict::Allowed, Verdict::and);
        let deciding = checks
            .iter()
            .position(|check| check.decision.verdict() == worst)
            .unwrap_or(0);
        let service = catalog.service(self.call.asked.as_action().service());
        let edition = service.map(portcullis_catalog::Service::edition_id);
        let looked_at = findings.steps();
        let findings = findings.into_list();
        let told = number(findings.len()).saturating_mul(TOLD);
        Ok(Answer {
            checks,
            deciding,
            missing: missing.into_iter().collect(),
            steps: steps.saturating_add(looked_at).saturating_add(told),
            findings,
            edition,
        })
    }

    fn not_decided(&self, request: &Request) -> Finding {
        let message = format!(
            "`{}` is needed on `{}` as well: it is not decided, because the policy of that resource is not given",
            request.action(),
            portcullis_json::excerpt(request.resource().as_str())
        );
        Finding::new("check-not-decided", message).at_some(self.call.places.action.as_ref())
    }

    /// Every check has a context of its own, so that resources times keys have to stay within bounds.
    fn check_size(&self, checks: usize, limits: &Limits) -> Result<(), ScenarioError> {
        let most = limits.max_checked_keys;
        let values = self
            .call
            .context
            .iter()
            .flat_map(|(_, value)| value.values());
        let long = values.fold(0, |sum: usize, value| {
            sum.saturating_add(value.len() / LONG)
        });
        let keys = self.call.context.len().saturating_add(DERIVED_KEYS);
        let keys = keys.saturating_add(long);
        let found = keys.saturating_mul(checks);
        if found <= most {
            return Ok(());
        }
        let message = format!(
            "expected at most {most} condition keys over all checks of a call, found {found}"
        );
        Err(ScenarioError::new("too-many-values", message)
            .at_some(self.call.places.request.as_ref())
            .with_help("ask about fewer resources at once"))
    }

    /// A decision always ends, but patterns times texts can be more work than anybody wants to wait for.
    fn check_steps(&self, steps: u64, limits: &Limits) -> Result<(), ScenarioError> {
        let most = limits.max_steps;
        if steps <= most {
            return Ok(());
        }
        let message = format!(
            "expected policies and a request that are compared in at most {most} steps, found more"
        );
        Err(ScenarioError::new("too-many-steps", message)
            .at_some(self.call.places.request.as_ref())
            .with_help(
                "ask about fewer resources at once, or with fewer or shorter values in the context",
            ))
    }

    /// A trace is many times as long as the statement that it tells of.
    fn check_traced(&self, traced: usize, limits: &Limits) -> Result<(), ScenarioError> {
        let most = limits.max_traced_statements;
        if traced <= most {
            return Ok(());
        }
        let message =
            format!("expected at most {most} statements in the traces of a question, found more");
        Err(ScenarioError::new("too-many-values", message)
            .at_some(self.call.places.request.as_ref())
            .with_help("ask about fewer resources at once, or for no explanation"))
    }

    fn choose_edition(&self, catalog: &Catalog) -> Result<Option<Catalog>, ScenarioError> {
        let Some(edition) = &self.call.edition else {
            return Ok(None);
        };
        catalog.with_edition(edition).map(Some).map_err(|error| {
            let own = ScenarioError::new("unknown-edition", error.to_string())
                .at_some(self.call.places.edition.as_ref());
            match error.help() {
                Some(help) => own.with_help(help),
                None => own,
            }
        })
    }

    fn conflict(&self, conflict: Conflict) -> ScenarioError {
        let places = &self.call.places;
        let place = match conflict.kind() {
            ConflictKind::SessionPolicy => places.session.as_ref(),
            ConflictKind::PermissionsBoundary => places.boundary.as_ref(),
            _ => places.request.as_ref(),
        };
        ScenarioError::new(conflict.code(), conflict.to_string()).at_some(place)
    }
}

/// What a finding of an answer counts in steps: to tell it with its place takes longer than most decisions.
const TOLD: u64 = 1_300;

/// The policies of a scenario, compiled for the kinds of checks that there are.
struct Programs<'s> {
    scenario: &'s Scenario,
    compiled: BTreeMap<Bearing, Program>,
}

/// Which policies bear on a check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bearing {
    /// The resource-based policy: it is that of the call's resource, and no other resource has it.
    resource: bool,
    /// The endpoint policy: a service that calls on the caller's behalf does not take the caller's endpoint (EV 4.4).
    endpoint: bool,
}

impl<'s> Programs<'s> {
    /// Compiles all policies, which is what nearly every check needs.
    fn new(scenario: &'s Scenario) -> Result<Self, ScenarioError> {
        let whole = Bearing {
            resource: true,
            endpoint: true,
        };
        let program = compile(scenario.policies.to_set())?;
        Ok(Self {
            scenario,
            compiled: BTreeMap::from([(whole, program)]),
        })
    }

    fn of(&mut self, question: &Question) -> Result<&Program, ScenarioError> {
        let policies = &self.scenario.policies;
        let bearing = Bearing {
            resource: policies.resource.is_none() || question.origin == Origin::Call,
            endpoint: policies.endpoint.is_none() || !question.on_behalf,
        };
        match self.compiled.entry(bearing) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let mut set = policies.to_set();
                set.resource = set.resource.filter(|_| bearing.resource);
                set.endpoint = set.endpoint.filter(|_| bearing.endpoint);
                Ok(entry.insert(compile(set)?))
            }
        }
    }
}

fn compile(policies: PolicySet) -> Result<Program, ScenarioError> {
    // Asked a few times only: compiling would take longer than looking at every statement.
    Program::without_index(policies).map_err(|error| {
        ScenarioError::new("wrong-type", error.to_string()).in_policy(error.policy().clone())
    })
}

fn check(
    question: Question,
    request: Request,
    program: &Program,
    explanation: Explanation,
) -> Check {
    let (decision, trace) = match explanation {
        Explanation::None => (evaluate(&request, program), None),
        Explanation::Trace => {
            let (decision, trace) = explain(&request, program);
            (decision, Some(trace))
        }
    };
    Check {
        request,
        decision,
        trace,
        on_behalf: question.on_behalf,
    }
}

/// Whether no resource-based policy can turn the decision into an allowed one.
fn is_final(decision: &Evaluation) -> bool {
    let guarded = matches!(
        decision.reason(),
        Layer::ServiceRule | Layer::ResourceControl | Layer::ServiceControl | Layer::VpcEndpoint
    );
    match decision.verdict() {
        Verdict::ExplicitlyDenied => true,
        Verdict::ImplicitlyDenied => {
            guarded || !decision.is_same_account() && decision.reason() != Layer::Resource
        }
        _ => false,
    }
}
