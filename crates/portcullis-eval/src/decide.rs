//! The answer in short, through the index where the program has one.

use portcullis_policy::Effect;

use crate::actions::Known;
use crate::caller::Caller;
use crate::compiled::{Compiled, CompiledLayer, Part};
use crate::grant::{Answers, Found, Said};
use crate::index::{Candidate, Row, Wanted};
use crate::layer::{Applies, counted};
use crate::{
    Decision, Layer, LayerResult, MatchClass, MatchClasses, Program, Request, Resource, evaluate,
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
        Some(compiled) => through_index(request, compiled),
        None => evaluate(request, program).decision(),
    }
}

fn through_index(request: &Request, compiled: &Compiled) -> Decision {
    let has = &compiled.has;
    let mut answers = Answers::new(request, has.session);
    let search = Search {
        caller: Caller {
            request,
            bounded: has.boundary,
        },
        known: compiled.numbers(request),
        wanted: Wanted {
            arn: match request.resource() {
                Resource::Arn(arn) => Some(arn),
                Resource::Everything => None,
            },
            fields: &request.fields,
            has_later_colon: request.facts.has_later_colon,
            context: request.context(),
        },
    };
    for layer in Layer::ALL {
        let mut said = match Applies::of(layer, request, has) {
            Applies::No => continue,
            Applies::Fixed(result) => Said {
                result,
                ..Said::default()
            },
            Applies::Yes => match compiled.layer(layer) {
                Some(compiled) => search.layer(layer, compiled, &answers),
                // Every layer has its place; what had none would allow nothing.
                None => Said {
                    result: LayerResult::ImplicitDeny,
                    ..Said::default()
                },
            },
        };
        if layer == Layer::Resource
            && said.result == LayerResult::ExplicitDeny
            && services::ignores_resource_policy_denies(request)
        {
            said = Said::default();
        }
        answers.set(layer, said);
        if said.result == LayerResult::ExplicitDeny {
            break;
        }
    }
    answers.decision(|layer, found| compiled.layer(layer)?.place(layer, found))
}

/// What is looked for in every layer.
struct Search<'a> {
    caller: Caller<'a>,
    /// The action's numbers, where the program's table knows it.
    known: Option<Known>,
    wanted: Wanted<'a>,
}

impl Search<'_> {
    fn layer(&self, layer: Layer, compiled: &CompiledLayer, before: &Answers<'_>) -> Said {
        // RCPFullAWSAccess is attached at every level and cannot be detached.
        let caps = layer == Layer::ResourceControl;
        // How directly the statements of a resource-based policy name the caller decides what the grant escapes.
        let wants_all = layer == Layer::Resource;
        let mut missing = if caps { 0 } else { compiled.levels() };
        let mut said = Said::default();
        let service = self.caller.request.facts.service_fingerprint;
        for (number, part) in (0_u32..).zip(compiled.parts()) {
            if !part.is_about(service) {
                continue;
            }
            let Some(row) = part.index().row(self.caller.request.action(), self.known) else {
                continue;
            };
            let found = |candidate: Candidate| Found {
                part: number,
                statement: candidate.statement(),
            };
            let mut denies = None;
            let denied = self.matching(layer, part, (row, Effect::Deny), |candidate, _| {
                denies = Some(found(candidate));
                true
            });
            if denied {
                return Said {
                    result: LayerResult::ExplicitDeny,
                    decides: denies,
                    ..Said::default()
                };
            }
            if missing == 0 && !wants_all {
                continue;
            }
            self.matching(layer, part, (row, Effect::Allow), |candidate, classes| {
                said.classes = said.classes.union(classes);
                missing &= !part.level_bit(candidate);
                if said.decides.is_none() && (!wants_all || before.grants(classes)) {
                    said.decides = Some(found(candidate));
                }
                missing == 0 && !wants_all
            });
        }
        said.result = if missing == 0 {
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
        (row, effect): (&Row, Effect),
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
        let matches = |candidate: Candidate| {
            if !index.is_about(candidate, request.action()) {
                return false;
            }
            let classes = if candidate.is_plain() {
                MatchClasses::of(MatchClass::Wildcard)
            } else {
                self.classes(layer, part, effect, candidate)
            };
            !classes.is_empty() && stops(candidate, classes)
        };
        index.search((row, effect), self.wanted, holds_whole, matches)
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
