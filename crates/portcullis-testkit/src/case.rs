//! A question with its policies, asked of the engine, the oracle, and the form that the command line prints.

use std::cell::OnceCell;
use std::sync::{Arc, LazyLock};

use portcullis_catalog::Catalog;
use portcullis_eval::{
    ActionTable, AttachedPolicy, CompileError, Compiler, Evaluation, Layer, Level, PolicySet,
    Program, Request, StatementId, Verdict, decide, evaluate, explain, resource_policy_kind,
};
use portcullis_oracle::{Outcome, Prepared};
use portcullis_policy::{Document, Effect, PolicyError, PolicyKind, Reading};
use portcullis_scenario::{
    Answer, AnswerLine, Limits, NoFiles, PolicyFiles, Scenario, ScenarioError, ScenarioReader,
    Settings, SourceFile, action_table, read_resource,
};
use serde_json::{Value, json};

use crate::call::Call;

/// A set of policies, as the `policies` of a scenario, and a call.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "these three make a scenario, and nothing else does"
)]
pub struct Case {
    /// The `policies` of a scenario.
    pub policies: Value,
    /// Whether documents are read as a service stored them.
    pub lenient: bool,
    /// The call.
    pub call: Call,
}

impl Case {
    /// The case as a scenario.
    #[must_use]
    pub fn scenario(&self) -> Value {
        json!({"lenient": self.lenient, "request": self.call.scenario(), "policies": self.policies})
    }
}

/// An answer in the words that both sides share.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdicted {
    /// `allowed`, `explicitDeny`, `implicitDeny` or `error`.
    pub outcome: &'static str,
    /// The layer that decided; nothing for an error, of which each side has its own names.
    pub reason: String,
    /// The statements that decided: layer, level, policy, statement.
    pub matched: Vec<(String, usize, usize, usize)>,
}

impl core::fmt::Display for Verdicted {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {} {:?}", self.outcome, self.reason, self.matched)
    }
}

impl Verdicted {
    pub(crate) fn error() -> Self {
        Self {
            outcome: "error",
            reason: String::new(),
            matched: Vec::new(),
        }
    }

    /// The engine's decision.
    #[must_use]
    pub fn of_decision(decision: &Evaluation) -> Self {
        let place = |id: &StatementId| {
            let layer = id.layer.as_str().to_owned();
            (layer, id.level, id.policy, id.statement)
        };
        Self {
            outcome: decision.verdict().as_str(),
            reason: decision.reason().as_str().to_owned(),
            matched: decision.matched().iter().map(place).collect(),
        }
    }

    /// The oracle's answer.
    #[must_use]
    pub fn of_oracle(answer: &portcullis_oracle::Answer) -> Self {
        let outcome = match answer.outcome {
            Outcome::Allowed => Verdict::Allowed.as_str(),
            Outcome::ExplicitDeny => Verdict::ExplicitlyDenied.as_str(),
            Outcome::ImplicitDeny => Verdict::ImplicitlyDenied.as_str(),
            Outcome::Error => return Self::error(),
        };
        let matched = answer.matched.iter();
        Self {
            outcome,
            reason: answer.reason.clone(),
            matched: matched
                .map(|(layer, level, policy, statement)| {
                    ((*layer).to_owned(), *level, *policy, *statement)
                })
                .collect(),
        }
    }
}

/// A set of policies that both sides have read, once for each kind that the policy of the resource can be of.
#[derive(Debug)]
pub struct Policies<'a> {
    policies: &'a Value,
    reading: Reading,
    programs: [(PolicyKind, OnceCell<Result<Ways, Refusal>>); 3],
    prepared: OnceCell<Oracle>,
}

/// The program in every form that it can have; each has to answer the same.
#[derive(Debug)]
struct Ways {
    /// Every statement is looked at.
    scan: Program,
    /// The policies, from which the others are made when they are asked for.
    set: PolicySet,
    /// The statements are found through an index, over actions that are known in different ways.
    indexed: [OnceCell<Program>; 3],
}

/// What an index knows of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is a compiler for each")]
pub enum KnownActions {
    /// Those that the policies spell out.
    Spelled,
    /// None.
    None,
    /// Those of all services.
    All,
}

impl Ways {
    fn new(set: PolicySet) -> Result<Self, Refusal> {
        let refusal = |error: CompileError| Refusal {
            code: "",
            message: error.to_string(),
        };
        Ok(Self {
            scan: Program::without_index(set.clone()).map_err(refusal)?,
            set,
            indexed: [const { OnceCell::new() }; 3],
        })
    }

    /// The program with an index.
    fn indexed(&self, known: KnownActions) -> Result<&Program, String> {
        let [spelled, none, all] = &self.indexed;
        let compile = |table: ActionTable| Compiler::new(table).compile(self.set.clone());
        let (cell, program) = match known {
            KnownActions::Spelled => (spelled, None),
            KnownActions::None => (none, Some(ActionTable::empty())),
            KnownActions::All => (all, Some(every_action().clone())),
        };
        if let Some(program) = cell.get() {
            return Ok(program);
        }
        let program = match program {
            None => Program::compile(self.set.clone()),
            Some(table) => compile(table),
        };
        let program = program.map_err(|error| error.to_string())?;
        Ok(cell.get_or_init(|| program))
    }

    /// Whether the short decision is that of the evaluation, whatever is known of actions.
    fn check(
        &self,
        request: &Request,
        full: &Evaluation,
        known: KnownActions,
    ) -> Result<(), String> {
        let short = decide(request, self.indexed(known)?);
        let same = (short.verdict(), short.reason(), short.is_same_account())
            == (full.verdict(), full.reason(), full.is_same_account())
            && short.statement().is_some() == full.decision().statement().is_some()
            && short
                .statement()
                .is_none_or(|one| one.layer == full.reason() && full.matched().contains(&one));
        if same {
            Ok(())
        } else {
            Err(format!(
                "with an index that knows {known:?} actions the decision is {short:?}, without it {full:?}"
            ))
        }
    }
}

/// The actions of the catalog.
fn every_action() -> &'static ActionTable {
    static TABLE: LazyLock<ActionTable> = LazyLock::new(|| action_table(&Catalog::embedded()));
    &TABLE
}

/// What the oracle has read; its text says all there is to show.
struct Oracle(Prepared);

impl core::fmt::Debug for Oracle {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Oracle")
    }
}

impl<'a> Policies<'a> {
    /// Takes the `policies` of a scenario.
    #[must_use]
    pub fn new(policies: &'a Value, lenient: bool) -> Self {
        let kinds = [
            PolicyKind::Resource,
            PolicyKind::RoleTrust,
            PolicyKind::KmsKey,
        ];
        Self {
            policies,
            reading: if lenient {
                Reading::Lenient
            } else {
                Reading::Strict
            },
            programs: kinds.map(|kind| (kind, OnceCell::new())),
            prepared: OnceCell::new(),
        }
    }

    /// The program for a kind of resource policy.
    ///
    /// # Errors
    /// Why the first document that cannot be read is refused.
    pub fn program(&self, resource: PolicyKind) -> Result<&Program, &Refusal> {
        const UNKNOWN: &Refusal = &Refusal {
            code: "",
            message: String::new(),
        };
        let found = self.programs.iter().find(|(kind, _)| *kind == resource);
        let (_, cell) = found.ok_or(UNKNOWN)?;
        let program = cell.get_or_init(|| compile(self.policies, self.reading, resource));
        program.as_ref().map(|ways| &ways.scan)
    }

    /// The forms of a program that was compiled.
    fn ways(&self, program: &Program) -> Option<&Ways> {
        let compiled = self.programs.iter().filter_map(|(_, cell)| cell.get());
        compiled
            .filter_map(|ways| ways.as_ref().ok())
            .find(|ways| std::ptr::eq(&raw const ways.scan, program))
    }

    /// These policies with a call.
    #[must_use]
    pub fn case(&self, call: &Call) -> Case {
        Case {
            policies: self.policies.clone(),
            lenient: self.reading == Reading::Lenient,
            call: call.clone(),
        }
    }

    /// What the oracle says.
    #[must_use]
    pub fn oracle(&self, call: &Call) -> Verdicted {
        let lenient = self.reading == Reading::Lenient;
        let read = || Oracle(Prepared::read(&self.policies.to_string(), lenient));
        let prepared = self.prepared.get_or_init(read);
        Verdicted::of_oracle(&prepared.0.answer(&call.question()))
    }

    /// What the engine is asked, unless it refuses a document, or a policy that the caller cannot have.
    ///
    /// # Errors
    /// Why the call is none that the engine can be asked.
    fn asked(&self, call: &Call) -> Result<Option<(Request, &Program)>, String> {
        let request = call.request()?;
        let named = call.asked.as_ref().unwrap_or(&call.resource);
        let named = read_resource(named).map_err(|error| error.message().to_owned())?;
        let kind = resource_policy_kind(request.action(), &named);
        let program = self.program(kind).ok();
        let program = program.filter(|program| program.check(&request).is_ok());
        Ok(program.map(|program| (request, program)))
    }

    /// The code of the error with which the engine refuses a document, or a policy that the caller cannot have.
    #[must_use]
    pub fn refusal(&self, call: &Call) -> Option<&'static str> {
        let request = call.request().ok()?;
        let named = call.asked.as_ref().unwrap_or(&call.resource);
        let named = read_resource(named).ok()?;
        match self.program(resource_policy_kind(request.action(), &named)) {
            Err(refusal) => Some(refusal.code),
            Ok(program) => program.check(&request).err().map(|error| error.code()),
        }
    }

    /// Whether the engine decides alike where it finds statements through an index.
    ///
    /// # Errors
    /// Both decisions, where they differ.
    pub fn indexed(&self, call: &Call, known: KnownActions) -> Result<(), String> {
        let Some((request, program)) = self.asked(call)? else {
            return Ok(());
        };
        let ways = self.ways(program).ok_or("no ways of the program")?;
        ways.check(&request, &evaluate(&request, program), known)
    }

    /// What the engine is asked; nothing where it refuses a part of it.
    #[must_use]
    pub fn question(&self, call: &Call) -> Option<(Request, &Program)> {
        self.asked(call).ok().flatten()
    }

    /// What the engine says, and whether its trace says the same.
    ///
    /// # Errors
    /// What a trace contradicts, or why the call is none that the engine can be asked.
    pub fn engine(&self, call: &Call, traced: bool) -> Result<Verdicted, String> {
        let Some((request, program)) = self.asked(call)? else {
            return Ok(Verdicted::error());
        };
        let decision = evaluate(&request, program);
        if traced {
            check_trace(&decision, &explain(&request, program))?;
        }
        Ok(Verdicted::of_decision(&decision))
    }
}

/// A trace has the decision that there is without it, and its statements match where the decision says so.
fn check_trace(
    decision: &Evaluation,
    (explained, trace): &(Evaluation, portcullis_eval::Trace),
) -> Result<(), String> {
    if decision != explained {
        return Err(format!("the trace changed the decision to {explained:?}"));
    }
    let mut matching = Vec::new();
    for layer in &trace.layers {
        if layer.result != decision.result(layer.layer) {
            return Err(format!("the trace gives another result to {}", layer.layer));
        }
        let policies = layer.levels.iter().flat_map(|level| &level.policies);
        let statements = policies.flat_map(|policy| &policy.statements);
        matching.extend(statements.filter(|statement| statement.is_match()));
    }
    let denied = decision.verdict() == Verdict::ExplicitlyDenied;
    let wanted = if denied { Effect::Deny } else { Effect::Allow };
    let shown: Vec<StatementId> = matching
        .into_iter()
        .filter(|statement| statement.effect == wanted)
        .map(|statement| statement.id)
        .collect();
    if decision.matched() == shown.as_slice() {
        Ok(())
    } else {
        Err(format!("the trace shows that {shown:?} match"))
    }
}

/// Why a document is refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refusal {
    /// The code of the error.
    pub code: &'static str,
    /// Its message.
    pub message: String,
}

/// Reads the `policies` of a scenario into a program, without the help of the crate that reads scenarios.
fn compile(policies: &Value, reading: Reading, resource: PolicyKind) -> Result<Ways, Refusal> {
    use PolicyKind as Kind;
    let read = |policy: &Value, kind| -> Result<AttachedPolicy, Refusal> {
        let name = policy.get("name").and_then(Value::as_str);
        let document = policy.get("document").unwrap_or(policy);
        let text = document
            .as_str()
            .map_or_else(|| document.to_string(), str::to_owned);
        let refusal = |error: PolicyError| Refusal {
            code: error.code(),
            message: error.to_string(),
        };
        let document = Document::parse(&text, kind, reading).map_err(refusal)?;
        Ok(AttachedPolicy::new(
            name.unwrap_or_default(),
            Arc::new(document),
        ))
    };
    let list = |value: &Value, kind| -> Result<Vec<AttachedPolicy>, Refusal> {
        let elements = value.as_array().map_or(&[][..], Vec::as_slice);
        elements.iter().map(|policy| read(policy, kind)).collect()
    };
    let given = |slot: &str| policies.get(slot).filter(|value| !value.is_null());
    let limit = |slot, kind| given(slot).map(|value| list(value, kind)).transpose();
    let levels = |slot, kind| -> Result<Vec<Level>, Refusal> {
        let levels = given(slot).and_then(Value::as_array);
        let level = |level: &Value| -> Result<Level, Refusal> {
            let target = level.get("target").and_then(Value::as_str);
            let policies = level.get("policies").unwrap_or(&Value::Null);
            Ok(Level::new(
                target.unwrap_or_default(),
                list(policies, kind)?,
            ))
        };
        levels.into_iter().flatten().map(level).collect()
    };
    let set = PolicySet {
        identity: limit("identity", Kind::Identity)?.unwrap_or_default(),
        boundary: limit("boundary", Kind::PermissionsBoundary)?,
        session: limit("session", Kind::Session)?,
        resource: given("resource")
            .map(|policy| read(policy, resource))
            .transpose()?,
        service_control: levels("scp", Kind::ServiceControl)?,
        resource_control: levels("rcp", Kind::ResourceControl)?,
        endpoint: limit("endpoint", Kind::VpcEndpoint)?,
    };
    Ways::new(set)
}

/// A scenario that was read and answered as the command line does it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Simulated {
    /// The scenario.
    pub scenario: Scenario,
    /// Its answer.
    pub answer: Answer,
}

impl Simulated {
    /// Reads and answers the text of a scenario.
    ///
    /// # Errors
    /// [`ScenarioError`] where the scenario cannot be read or decided.
    pub fn new(text: &str) -> Result<Self, ScenarioError> {
        Self::from_source(SourceFile::unnamed(text), &NoFiles)
    }

    /// Reads and answers a scenario whose policies may stand in files.
    ///
    /// # Errors
    /// [`ScenarioError`] where the scenario cannot be read or decided.
    pub fn from_source(
        source: Arc<SourceFile>,
        files: &dyn PolicyFiles,
    ) -> Result<Self, ScenarioError> {
        let scenario = Scenario::read(source, files)?;
        let answer = scenario.answer(&Settings::default())?;
        Ok(Self { scenario, answer })
    }

    /// Reads and answers a scenario as one does that has met its documents before: they are not read with it.
    ///
    /// # Errors
    /// [`ScenarioError`] where the scenario cannot be read or decided.
    pub fn from_memory(text: &str) -> Result<Self, ScenarioError> {
        static READER: LazyLock<ScenarioReader> =
            LazyLock::new(|| ScenarioReader::new(Reading::default(), Limits::default()));
        let source = SourceFile::unnamed(text);
        // The first time it is met, the second time kept.
        for _ in 0..2 {
            READER.read(source.clone(), &NoFiles)?;
        }
        let scenario = READER.read(source, &NoFiles)?;
        let answer = scenario.answer(&Settings::default())?;
        Ok(Self { scenario, answer })
    }

    /// The answer as it is printed, read back.
    ///
    /// # Errors
    /// A message where the line is no answer, or names a statement that the scenario does not have.
    pub fn printed(&self) -> Result<Verdicted, String> {
        let line = serde_json::to_string(&AnswerLine::new(&self.scenario, &self.answer));
        let line = line.and_then(|line| serde_json::from_str(&line));
        self.read_answer(&line.map_err(|error| error.to_string())?)
    }

    /// Reads what was printed as the answer. The printed form names policies where the others count them.
    ///
    /// # Errors
    /// A message where it is no answer, or names a statement that the scenario does not have.
    pub fn read_answer(&self, line: &Value) -> Result<Verdicted, String> {
        let text = |value: &Value, name: &str| {
            let text = value.get(name).and_then(Value::as_str);
            text.map(str::to_owned)
                .ok_or_else(|| format!("no `{name}`"))
        };
        let decision = text(line, "decision")?;
        let verdicts = [
            Verdict::Allowed,
            Verdict::ExplicitlyDenied,
            Verdict::ImplicitlyDenied,
        ];
        let outcome = verdicts
            .into_iter()
            .map(Verdict::as_str)
            .find(|known| *known == decision);
        let lines = line.get("matched").and_then(Value::as_array);
        let mut matched = Vec::new();
        for one in lines.into_iter().flatten() {
            let layer = text(one, "layer")?;
            let target = one.get("target").and_then(Value::as_str);
            let place = self.place(&layer, target, &text(one, "policy")?)?;
            let statement = one.get("statement").and_then(Value::as_u64);
            let statement = statement.and_then(|index| usize::try_from(index).ok());
            matched.push((
                layer,
                place.0,
                place.1,
                statement.ok_or("no index of a statement")?,
            ));
        }
        Ok(Verdicted {
            outcome: outcome.ok_or("no known decision")?,
            reason: text(line, "reason")?,
            matched,
        })
    }

    /// Level and index of the policy of a name.
    fn place(
        &self,
        layer: &str,
        target: Option<&str>,
        policy: &str,
    ) -> Result<(usize, usize), String> {
        let policies = &self.scenario.policies;
        let layer = Layer::ALL.into_iter().find(|known| known.as_str() == layer);
        let layer = layer.ok_or("no known layer")?;
        let levels = match layer {
            Layer::ServiceControl => policies.service_control.as_slice(),
            Layer::ResourceControl => policies.resource_control.as_slice(),
            _ => &[],
        };
        let level = levels
            .iter()
            .position(|level| target == Some(&level.target))
            .unwrap_or(0);
        let of_level = policies.level(layer, level).unwrap_or_default();
        let index = of_level
            .iter()
            .position(|loaded| &**loaded.policy.name() == policy);
        index
            .map(|index| (level, index))
            .ok_or_else(|| format!("no policy `{policy}` in {layer}"))
    }
}
