//! The answer in short, through the index where the program has one.

use portcullis_policy::Effect;

use crate::caller::Caller;
use crate::compiled::{Compiled, CompiledLayer, Part};
use crate::grant::{Answers, Said};
use crate::index::{Candidate, Wanted};
use crate::layer::{Policies, counted};
use crate::{
    Decision, Layer, LayerResult, MatchClasses, Program, Request, Resource, StatementId, evaluate,
    services, statement,
};

/// Decides one request.
///
/// Pure, deterministic and total: every request over every program has an answer. Allocates nothing where the program has its
/// index, and stops as soon as the answer is known.
///
/// # Source
/// IAM User Guide, policy evaluation logic; EV 4.1.
pub fn decide(request: &Request, program: &Program) -> Decision {
    #[cfg(feature = "tracing")]
    let _span = tracing::trace_span!("portcullis.eval.decide").entered();
    if let Some(rule) = services::rule(request, program.policies()) {
        return Decision::by_service_rule(request, rule.verdict);
    }
    match program.compiled() {
        Some(compiled) => through_index(request, program, compiled),
        None => evaluate(request, program).decision(),
    }
}

fn through_index(request: &Request, program: &Program, compiled: &Compiled) -> Decision {
    let policies = program.policies();
    let mut answers = Answers::new(request, policies.session.is_some());
    let search = Search {
        caller: Caller {
            request,
            bounded: policies.boundary.is_some(),
        },
        id: compiled.number(request.action()),
        wanted: Wanted {
            arn: match request.resource() {
                Resource::Arn(arn) => Some(arn),
                Resource::Everything => None,
            },
            context: request.context(),
        },
    };
    for layer in Layer::ALL {
        let policies = Policies::of(layer, request, program);
        let mut said = match policies {
            Policies::NotApplicable => continue,
            Policies::Fixed(result) => Said {
                result,
                ..Said::default()
            },
            Policies::List(_) | Policies::Levels(_) => compiled
                .layer(layer)
                .map_or_else(Said::default, |compiled| {
                    search.layer(layer, compiled, &answers)
                }),
        };
        if layer == Layer::Resource
            && said.denies.is_some()
            && services::ignores_resource_policy_denies(request)
        {
            said = Said::default();
        }
        answers.set(layer, said);
        if said.denies.is_some() {
            break;
        }
    }
    answers.decision()
}

/// What is looked for in every layer.
struct Search<'a> {
    caller: Caller<'a>,
    /// The action's number, where the program's table knows it.
    id: Option<u32>,
    wanted: Wanted<'a>,
}

impl Search<'_> {
    fn layer(&self, layer: Layer, compiled: &CompiledLayer, before: &Answers<'_>) -> Said {
        for part in compiled.parts() {
            let mut denies = None;
            let _ = self.matching(layer, part, Effect::Deny, |candidate, _| {
                denies = part.place(layer, candidate);
                true
            });
            if denies.is_some() {
                return Said {
                    result: LayerResult::ExplicitDeny,
                    denies,
                    ..Said::default()
                };
            }
        }
        self.allowing(layer, compiled, before)
    }

    fn allowing(&self, layer: Layer, compiled: &CompiledLayer, before: &Answers<'_>) -> Said {
        // RCPFullAWSAccess is attached at every level and cannot be detached.
        if layer == Layer::ResourceControl {
            return Said {
                result: LayerResult::Allow,
                ..Said::default()
            };
        }
        let mut said = Said::default();
        let mut missing = compiled.levels();
        // Which statements of the resource-based policy allow, and how directly, decides what the grant escapes.
        let wants_all = layer == Layer::Resource;
        let mut granting = false;
        for part in compiled.parts() {
            let stopped = self.matching(layer, part, Effect::Allow, |candidate, classes| {
                said.classes = said.classes.union(classes);
                let place = part.place(layer, candidate);
                missing &= !level_bit(place);
                if said.allows.is_none() || (wants_all && !granting) {
                    granting = before.grants(layer, classes);
                    said.allows = if granting {
                        place
                    } else {
                        said.allows.or(place)
                    };
                }
                missing == 0 && !wants_all
            });
            if stopped {
                break;
            }
        }
        said.result = if missing == 0 && said.allows.is_some() {
            LayerResult::Allow
        } else {
            LayerResult::ImplicitDeny
        };
        said
    }

    /// Visits the statements of one effect that match, until the visitor stops; whether it did.
    fn matching(
        &self,
        layer: Layer,
        part: &Part,
        effect: Effect,
        mut stops: impl FnMut(Candidate, MatchClasses) -> bool,
    ) -> bool {
        let index = part.index();
        let request = self.caller.request;
        let holds_whole = |candidate: Candidate| {
            index
                .statement(candidate.statement())
                .is_some_and(|(document, one)| {
                    statement::resource_holds(document, one, self.caller)
                })
        };
        let mut matches = |candidate: Candidate| {
            if !index.is_about(candidate, request.action()) {
                return false;
            }
            let classes = if candidate.is_plain() {
                MatchClasses::of(crate::MatchClass::Wildcard)
            } else {
                self.classes(layer, part, effect, candidate)
            };
            !classes.is_empty() && stops(candidate, classes)
        };
        index.candidates(
            effect,
            request.action(),
            self.id,
            self.wanted,
            holds_whole,
            &mut matches,
        )
    }

    /// The classes under which principal and conditions of a candidate match, as far as they count.
    fn classes(
        &self,
        layer: Layer,
        part: &Part,
        effect: Effect,
        candidate: Candidate,
    ) -> MatchClasses {
        let Some((_, one)) = part.index().statement(candidate.statement()) else {
            return MatchClasses::NONE;
        };
        let classes = self.caller.classes(one.principal(), effect);
        let counted = counted(layer, effect, classes, self.caller.request);
        let holds = !counted.is_empty()
            && one
                .conditions()
                .iter()
                .all(|condition| statement::condition_holds(condition, self.caller));
        if holds { counted } else { MatchClasses::NONE }
    }
}

/// The bit of the level of a statement; the bits of a layer's levels are those of [`CompiledLayer::levels`].
fn level_bit(place: Option<StatementId>) -> u64 {
    let level = place.and_then(|place| u32::try_from(place.level).ok());
    level
        .and_then(|level| 1_u64.checked_shl(level))
        .unwrap_or(0)
}
