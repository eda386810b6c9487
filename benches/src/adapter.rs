//! The engine as the measurements use it: the one file that calls it.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use anyhow::{Context as _, Result};
use portcullis_catalog::Catalog;
use portcullis_condition::{Context, ContextValue};
use portcullis_eval::{
    Action, ActionTable, AttachedPolicy, Compiler, Layer, Level, PolicySet, Program, Request,
    decide,
};
use portcullis_policy::{Document, PolicyKind, Reading};
use portcullis_scenario::{Limits, NoFiles, Scenario, ScenarioReader, SourceFile, action_table};

use crate::model::{ACCOUNT, Attachment, Call, Policy, Set, Values, actions, statements};

/// With what the engine's tables of actions are asked: a hash whose key each process draws anew.
pub type Hasher = std::hash::RandomState;

/// The programs of a workload, one for each principal.
#[derive(Clone, Debug)]
pub struct Engine {
    table: ActionTable,
    programs: Vec<Program>,
}

/// A call as the engine takes it.
#[derive(Clone, Debug)]
pub struct Prepared {
    caller: usize,
    request: Request,
}

/// What the engine said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "it is what the measurements compare"
)]
pub struct Answer {
    /// Whether the call goes through.
    pub allowed: bool,
    /// Whether a rule of the service decided, or a policy of the resource that no workload has: a key policy, a trust policy.
    pub by_service: bool,
}

/// The documents of a workload, read for the layers that they are attached in.
#[derive(Clone, Debug)]
pub struct Documents {
    /// The actions that are known when they are compiled.
    table: ActionTable,
    identity: Vec<Arc<Document>>,
    boundary: Vec<Option<Arc<Document>>>,
    control: Vec<Option<Arc<Document>>>,
}

impl Documents {
    /// Reads every policy, as one that a service has stored.
    ///
    /// # Errors
    ///
    /// If a document is no policy.
    pub fn read(set: &Set) -> Result<Self> {
        let texts: Vec<String> = set
            .policies
            .iter()
            .map(|policy| policy.document.to_string())
            .collect();
        Self::read_texts(set, &texts)
    }

    /// Reads the texts of a workload's policies.
    ///
    /// # Errors
    ///
    /// If a text is no policy.
    pub fn read_texts(set: &Set, texts: &[String]) -> Result<Self> {
        let boundaries = set
            .attachments
            .iter()
            .flat_map(|one| one.boundary.iter().flatten());
        let levels = set
            .attachments
            .iter()
            .flat_map(|one| one.service_control.iter().flatten());
        let (boundaries, levels): (BTreeSet<_>, BTreeSet<_>) =
            (boundaries.collect(), levels.collect());
        let mut documents = Self {
            table: table(set),
            identity: Vec::new(),
            boundary: Vec::new(),
            control: Vec::new(),
        };
        for (index, (policy, text)) in set.policies.iter().zip(texts).enumerate() {
            let in_layer = |layer: &BTreeSet<&usize>, kind| {
                let used = layer.contains(&index);
                used.then(|| read(policy, text, kind)).transpose()
            };
            documents
                .boundary
                .push(in_layer(&boundaries, PolicyKind::PermissionsBoundary)?);
            documents
                .control
                .push(in_layer(&levels, PolicyKind::ServiceControl)?);
            documents
                .identity
                .push(read(policy, text, PolicyKind::Identity)?);
        }
        Ok(documents)
    }

    fn policies(&self, set: &Set, attachment: &Attachment) -> PolicySet {
        let name = |index: usize| set.policies.get(index).map_or("", |policy| &policy.name);
        let attached = |index: usize, document: Option<&Arc<Document>>| {
            document.map(|document| AttachedPolicy::new(name(index), Arc::clone(document)))
        };
        let identity = attachment.identity.iter();
        let boundary = |index: &usize| attached(*index, self.boundary.get(*index)?.as_ref());
        let control = |index: &usize| attached(*index, self.control.get(*index)?.as_ref());
        let layer = |layer: &Vec<usize>| layer.iter().filter_map(boundary).collect();
        let level =
            |level: &Vec<usize>| Level::new("level", level.iter().filter_map(control).collect());
        PolicySet {
            identity: identity
                .filter_map(|index| attached(*index, self.identity.get(*index)))
                .collect(),
            boundary: attachment.boundary.as_ref().map(layer),
            service_control: attachment.service_control.iter().map(level).collect(),
            ..PolicySet::default()
        }
    }
}

/// Reads an identity-based policy; whether it is one.
#[must_use]
pub fn reads_document(text: &str) -> bool {
    Document::parse(text, PolicyKind::Identity, Reading::Lenient).is_ok()
}

/// Reads a scenario on a line of its own; whether it is one.
#[must_use]
pub fn reads_line(line: &Arc<str>) -> bool {
    Scenario::read(SourceFile::new("line", Arc::clone(line)), &NoFiles).is_ok()
}

/// Reads scenarios on lines, and the documents that they repeat once.
#[derive(Debug)]
pub struct LineReader(ScenarioReader);

impl Default for LineReader {
    fn default() -> Self {
        Self(ScenarioReader::new(Reading::default(), Limits::default()))
    }
}

impl LineReader {
    /// Reads a scenario; whether it is one.
    #[must_use]
    pub fn reads(&self, line: &Arc<str>) -> bool {
        let source = SourceFile::new("line", Arc::clone(line));
        self.0.read(source, &NoFiles).is_ok()
    }
}

fn read(policy: &Policy, text: &str, kind: PolicyKind) -> Result<Arc<Document>> {
    let document = Document::parse(text, kind, Reading::Lenient);
    Ok(Arc::new(document.with_context(|| policy.name.clone())?))
}

/// The actions of all services.
#[must_use]
pub fn every_action() -> ActionTable {
    static TABLE: LazyLock<ActionTable> = LazyLock::new(|| action_table(&Catalog::embedded()));
    TABLE.clone()
}

/// The actions of all services, and those besides that the policies of a workload spell out.
fn table(set: &Set) -> ActionTable {
    let known = every_action();
    let spelled = set.policies.iter().flat_map(statements).flat_map(actions);
    let own = spelled.filter_map(|action| action.parse::<Action>().ok());
    let own: Vec<Action> = own.filter(|action| !known.contains(action)).collect();
    if own.is_empty() {
        known
    } else {
        known.with(own)
    }
}

impl Engine {
    /// Reads and compiles a workload.
    ///
    /// # Errors
    ///
    /// If a document is no policy.
    pub fn new(set: &Set) -> Result<Self> {
        Self::compile(set, &Documents::read(set)?)
    }

    /// Compiles documents.
    ///
    /// # Errors
    ///
    /// If a document is in a layer for which it was not read.
    pub fn compile(set: &Set, documents: &Documents) -> Result<Self> {
        let mut compiler = Compiler::new(documents.table.clone());
        let programs = set.attachments.iter();
        let programs = programs
            .map(|attachment| Ok(compiler.compile(documents.policies(set, attachment))?))
            .collect::<Result<_>>()?;
        Ok(Self {
            table: documents.table.clone(),
            programs,
        })
    }

    /// Decides a call: the fast way, for the verdict alone.
    #[must_use]
    pub fn allows(&self, prepared: &Prepared) -> bool {
        let program = self.programs.get(prepared.caller);
        program.is_some_and(|program| decide(&prepared.request, program).verdict().is_allowed())
    }

    /// Decides a call and says what decided it.
    #[must_use]
    pub fn answer(&self, prepared: &Prepared) -> Answer {
        let program = self.programs.get(prepared.caller);
        let decision = program.map(|program| decide(&prepared.request, program));
        let reason = decision.as_ref().map(|decision| decision.reason());
        Answer {
            allowed: decision.is_some_and(|decision| decision.verdict().is_allowed()),
            by_service: matches!(reason, Some(Layer::ServiceRule | Layer::Resource)),
        }
    }
}

impl Prepared {
    /// Builds the request of a call to an engine: parses the action, the principal, the ARN and the keys, and looks the action up.
    ///
    /// # Errors
    ///
    /// If a part of it cannot be read.
    pub fn new(engine: &Engine, set: &Set, call: &Call) -> Result<Self> {
        let attachment = set.attachments.get(call.caller);
        let attachment = attachment.context("a call without a principal")?;
        let mut context = Context::new();
        for (key, values) in call.keys.iter() {
            let value = match values {
                Values::One(value) => ContextValue::single(value.as_str()),
                Values::Many(values) => ContextValue::list(values.iter().map(String::as_str)),
            };
            context.insert(key.parse()?, value)?;
        }
        let request = Request::builder(call.action.parse()?)
            .principal(attachment.principal.parse()?)
            .resource(call.resource.parse()?)
            .owner(ACCOUNT.parse()?)
            .context(context)
            .table(&engine.table);
        Ok(Self {
            caller: call.caller,
            request: request.build()?,
        })
    }
}
