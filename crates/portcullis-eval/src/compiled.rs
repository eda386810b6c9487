//! Policy sets with their indexes: what is compiled once, and shared by every program in which it stands.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::{Arc, Weak};
use alloc::vec::Vec;

use portcullis_policy::Document;

use crate::actions::{ActionTable, Known};
use crate::grant::Found;
use crate::index::{Candidate, Index, service_bit};
use crate::layer::Presence;
use crate::offsets::{at, narrow, wide};
use crate::program::check_kinds;
use crate::{AttachedPolicy, CompileError, Layer, Level, PolicySet, Program, Request, StatementId};

/// From how many entries of actions on a document has an index of its own, which all programs share, instead of a part in the
/// index of each list in which it stands.
const LARGE: usize = 64;

/// Up to how many documents of a layer without levels have an index each.
const FEW: usize = 8;

/// The levels that a layer can have and be searched through its index; the depth of an organization is seven.
const MOST_LEVELS: usize = 64;

/// The indexes of every layer of a policy set.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) has: Presence,
    table: ActionTable,
    layers: [CompiledLayer; 8],
}

/// The policies of one layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct CompiledLayer {
    parts: Arc<[Part]>,
    levels: u64,
}

/// Documents of a layer that are indexed together, and where each of them stands in it.
#[derive(Debug)]
pub(crate) struct Part {
    index: Arc<Index>,
    /// A bit for each service that it is about.
    services: u64,
    places: Places,
}

/// Level and policy of each document.
#[derive(Debug)]
enum Places {
    One((u32, u32)),
    Many(Box<[(u32, u32)]>),
}

impl Places {
    fn get(&self, document: u32) -> Option<(u32, u32)> {
        match self {
            Self::One(place) => (document == 0).then_some(*place),
            Self::Many(places) => at(places, document).copied(),
        }
    }
}

impl CompiledLayer {
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// A bit for each level; a layer without levels is one.
    pub(crate) const fn levels(&self) -> u64 {
        self.levels
    }
}

impl Part {
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    fn new(index: Arc<Index>, places: Places) -> Self {
        Self {
            services: index.services(),
            index,
            places,
        }
    }

    /// Whether it can be about a service, given by its fingerprint.
    pub(crate) const fn is_about(&self, service: u64) -> bool {
        self.services & service_bit(service) != 0
    }

    /// The bit of the level of a candidate; the bits of a layer's levels are those of [`CompiledLayer::levels`].
    pub(crate) fn level_bit(&self, candidate: Candidate) -> u64 {
        let place = match &self.places {
            Places::One(place) => Some(*place),
            Places::Many(_) => self.place(candidate.statement()).map(|(place, _)| place),
        };
        place
            .and_then(|(level, _)| 1_u64.checked_shl(level))
            .unwrap_or(0)
    }

    /// Level and policy of a statement, and its place in the policy.
    fn place(&self, statement: u32) -> Option<((u32, u32), u32)> {
        let (document, statement) = self.index.place(statement)?;
        Some((self.places.get(document)?, statement))
    }
}

impl CompiledLayer {
    /// Where a statement stands.
    pub(crate) fn place(&self, layer: Layer, found: Found) -> Option<StatementId> {
        let part = at(&self.parts, found.part)?;
        let ((level, policy), statement) = part.place(found.statement)?;
        Some(StatementId {
            layer,
            level: wide(level),
            policy: wide(policy),
            statement: wide(statement),
        })
    }
}

impl Compiled {
    /// The numbers of the action of a request.
    pub(crate) fn numbers(&self, request: &Request) -> Option<Known> {
        match &request.facts.known {
            Some((table, known)) if table.is_same(&self.table) => *known,
            _ => self.table.known(request.action()),
        }
    }

    /// The policies of a layer, as far as it has any.
    pub(crate) fn layer(&self, layer: Layer) -> Option<&CompiledLayer> {
        self.layers.get(layer.index())
    }
}

/// A policy of a layer: its level, its place within the level, and the document.
type Placed = (u32, u32, Arc<Document>);

/// Compiles policy sets over one table of actions.
///
/// What several sets have in common is compiled once: large documents have an index of their own, and a layer that was compiled
/// before, be it the service control policies of an account or the policies of a group of roles, is taken as it is. Sharing goes
/// by the documents themselves: give the same [`Arc`], not an equal document. To change a policy of a set, compile the changed
/// set: only the layers in which it stands are compiled anew.
///
/// ```
/// use std::sync::Arc;
/// use portcullis_eval::{ActionTable, AttachedPolicy, Compiler, PolicySet};
/// use portcullis_policy::{Document, PolicyKind, Reading};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}"#;
/// let read = AttachedPolicy::new("read", Arc::new(Document::parse(text, PolicyKind::Identity, Reading::Strict)?));
/// let mut compiler = Compiler::new(["s3:GetObject".parse()?].into_iter().collect());
/// let programs = ["alice", "bob"].map(|_| {
///     compiler.compile(PolicySet { identity: vec![read.clone()], ..PolicySet::default() })
/// });
/// assert!(programs.iter().all(Result::is_ok));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Compiler {
    table: ActionTable,
    documents: Cache<usize, Index>,
    layers: Cache<Vec<(u32, u32, usize)>, [Part]>,
}

/// What was compiled, as long as a program holds it.
#[derive(Debug)]
struct Cache<K, T: ?Sized> {
    entries: BTreeMap<K, Weak<T>>,
    /// The number of entries at which those that nobody holds are let go.
    next: usize,
}

/// How many entries a cache has before it looks for the first time for those that nobody holds.
const FIRST_LOOK: usize = 64;

impl<K, T: ?Sized> Default for Cache<K, T> {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            next: FIRST_LOOK,
        }
    }
}

impl<K: Ord, T: ?Sized> Cache<K, T> {
    fn get_or_insert(&mut self, key: K, make: impl FnOnce() -> Arc<T>) -> Arc<T> {
        if let Some(known) = self.entries.get(&key).and_then(Weak::upgrade) {
            return known;
        }
        let made = make();
        self.entries.insert(key, Arc::downgrade(&made));
        if self.entries.len() >= self.next {
            self.entries.retain(|_, one| one.strong_count() > 0);
            self.next = self.entries.len().saturating_mul(2).max(FIRST_LOOK);
        }
        made
    }
}

/// What tells a document from every other that is held somewhere: its place. A cached index holds its documents, so that none
/// of them can have made room for another.
fn identity(document: &Arc<Document>) -> usize {
    Arc::as_ptr(document).addr()
}

impl Compiler {
    /// A compiler over a table of actions, such as those of all services.
    #[must_use]
    pub fn new(table: ActionTable) -> Self {
        Self {
            table,
            ..Self::default()
        }
    }

    /// The table of actions.
    #[must_use]
    pub const fn table(&self) -> &ActionTable {
        &self.table
    }

    /// Compiles a policy set.
    ///
    /// # Errors
    /// [`CompileError`] where a document was read as another kind than its place demands.
    pub fn compile(&mut self, policies: PolicySet) -> Result<Program, CompileError> {
        #[cfg(feature = "tracing")]
        let _span = tracing::debug_span!(
            "portcullis.eval.compile",
            identity = policies.identity.len(),
            service_control_levels = policies.service_control.len(),
            resource_control_levels = policies.resource_control.len(),
        )
        .entered();
        check_kinds(&policies)?;
        let levels = policies
            .service_control
            .len()
            .max(policies.resource_control.len());
        let compiled = (levels <= MOST_LEVELS).then(|| Compiled {
            has: Presence::of(&policies),
            layers: Layer::ALL.map(|layer| self.layer(layer, &policies)),
            table: self.table.clone(),
        });
        Ok(Program::of(policies, compiled))
    }

    fn layer(&mut self, layer: Layer, policies: &PolicySet) -> CompiledLayer {
        let (placed, levels) = placed(layer, policies);
        let key = placed
            .iter()
            .map(|(level, policy, document)| (*level, *policy, identity(document)))
            .chain([(levels, u32::MAX, 0)])
            .collect();
        let Self {
            table,
            documents,
            layers,
        } = self;
        // Few documents are searched one by one, each through an index that all programs share: a core's caches then hold what
        // many principals have in common. The levels of an organization are the same for all principals of an account.
        let alone = levels == 1 && placed.len() <= FEW;
        let parts = layers.get_or_insert(key, || {
            let (large, small): (Vec<Placed>, Vec<Placed>) = placed
                .into_iter()
                .partition(|(_, _, document)| alone || is_large(document));
            let mut parts: Vec<Part> = Vec::new();
            if !small.is_empty() {
                let members: Vec<(u32, Arc<Document>)> = small
                    .iter()
                    .map(|(level, _, document)| (*level, document.clone()))
                    .collect();
                let places = small.iter().map(|(level, policy, _)| (*level, *policy));
                parts.push(Part::new(
                    Arc::new(Index::new(&members, table)),
                    Places::Many(places.collect()),
                ));
            }
            for (level, policy, document) in large {
                let index = documents.get_or_insert(identity(&document), || {
                    Arc::new(Index::new(&[(0, document.clone())], table))
                });
                parts.push(Part::new(index, Places::One((level, policy))));
            }
            parts.into()
        });
        CompiledLayer {
            parts,
            levels: bits(levels),
        }
    }
}

/// A bit for each of some levels.
fn bits(levels: u32) -> u64 {
    let above = 64_u32.saturating_sub(levels);
    u64::MAX.checked_shr(above).unwrap_or(0)
}

fn is_large(document: &Document) -> bool {
    let mut entries = 0_usize;
    document.statements().iter().any(|one| {
        entries = entries.saturating_add(one.action().entries().len());
        entries >= LARGE
    })
}

/// The policies of a layer with their places, and how many levels it has; one where it has no levels.
fn placed(layer: Layer, policies: &PolicySet) -> (Vec<Placed>, u32) {
    fn list(policies: &[AttachedPolicy]) -> (Vec<Placed>, u32) {
        (on(0, policies).collect(), 1)
    }
    fn on(level: u32, policies: &[AttachedPolicy]) -> impl Iterator<Item = Placed> {
        (0_u32..)
            .zip(policies)
            .map(move |(policy, one)| (level, policy, one.document().clone()))
    }
    fn levels(levels: &[Level]) -> (Vec<Placed>, u32) {
        let all = (0_u32..)
            .zip(levels)
            .flat_map(|(level, one)| on(level, one.policies()));
        (all.collect(), narrow(levels.len()))
    }
    match layer {
        Layer::ServiceRule => list(&[]),
        Layer::ResourceControl => levels(&policies.resource_control),
        Layer::ServiceControl => levels(&policies.service_control),
        Layer::VpcEndpoint => list(policies.endpoint.as_deref().unwrap_or_default()),
        Layer::Identity => list(&policies.identity),
        Layer::PermissionsBoundary => list(policies.boundary.as_deref().unwrap_or_default()),
        Layer::Session => list(policies.session.as_deref().unwrap_or_default()),
        Layer::Resource => list(policies.resource.as_slice()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_holds_is_let_go_and_what_somebody_holds_is_kept() {
        let mut cache = Cache::default();
        let held: Vec<Arc<u32>> = (0..1_000)
            .map(|key| {
                let one = cache.get_or_insert(key, || Arc::new(key));
                let _let_go = cache.get_or_insert(key + 1_000_000, || Arc::new(key));
                one
            })
            .collect();
        for (key, one) in (0..).zip(&held) {
            let again = cache.get_or_insert(key, || Arc::new(u32::MAX));
            assert!(Arc::ptr_eq(&again, one), "{key}");
        }
        drop(held);
        for key in 0..10_000 {
            let _let_go = cache.get_or_insert(key, || Arc::new(key));
        }
        assert!(cache.entries.len() < FIRST_LOOK, "{}", cache.entries.len());
        let made = cache.get_or_insert(9_999, || Arc::new(7));
        assert_eq!(*made, 7);
    }
}
