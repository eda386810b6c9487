//! How much work a decision can be, before it is begun.

use portcullis_condition::{Context, Operand, Part, Template, Test};
use portcullis_policy::{ActionEntry, ResourcePattern, Statement};

use crate::{Program, Request, Resource};

/// What taking an entry or looking up a key counts, whatever its length.
const ENTRY: u64 = 16;

/// An upper bound of the steps that a decision takes: comparisons of one character of a policy with one of the request.
///
/// [`decide`](crate::decide) always ends, but a pattern can take its own length times that of the text, for each value of
/// the request anew. Callers that decide what strangers wrote compare this number with what they are ready to spend; it takes
/// time in proportion to the policies alone, and saturates.
///
/// The bound is not sharp: it assumes that every statement is looked at to its last condition, and that every pattern fails at
/// the last character.
#[must_use]
pub fn steps(request: &Request, program: &Program) -> u64 {
    let documents = program.policies().all().map(|one| one.document());
    let statements = documents.flat_map(|document| document.statements());
    statements.fold(0, |sum, one| sum.saturating_add(statement(one, request)))
}

/// How many statements the trace of a decision tells of.
#[must_use]
pub fn traced_statements(program: &Program) -> usize {
    program
        .policies()
        .all()
        .map(|one| one.document().statements().len())
        .fold(0, usize::saturating_add)
}

fn statement(statement: &Statement, request: &Request) -> u64 {
    let context = request.context();
    let principals = statement.principal().entries();
    let principals = sum(principals.iter().map(|one| length(one.text())));
    let action = length(request.action().as_str());
    let actions = statement.action().entries().iter();
    let actions = sum(actions.map(|one| of_action(one, action)));
    let resource = match request.resource() {
        Resource::Arn(arn) => length(arn.as_str()),
        Resource::Everything => 1,
    };
    let resources = statement.resource().entries().iter();
    let resources = sum(resources.map(|one| of_resource(one.pattern(), resource, context)));
    let conditions = statement.conditions().iter();
    let conditions = sum(conditions.map(|one| of_test(one.test(), context)));
    sum([ENTRY, principals, actions, resources, conditions].into_iter())
}

fn of_action(entry: &ActionEntry, text: u64) -> u64 {
    let mut shape = Shape::default();
    for character in entry.text().chars() {
        match character {
            '*' => shape.run(),
            _ => shape.characters(1),
        }
    }
    shape.steps(text)
}

fn of_resource(pattern: &ResourcePattern, text: u64, context: &Context) -> u64 {
    let ResourcePattern::Arn(arn) = pattern else {
        return ENTRY;
    };
    let mut shape = Shape::default();
    for field in arn.head() {
        shape.template(field, context);
    }
    // A wildcard of the first five fields can try the fields behind it at every colon, all of them anew.
    shape.whole |= shape.runs > 0;
    shape.template(arn.resource(), context);
    shape.steps(text)
}

fn of_test(test: &Test, context: &Context) -> u64 {
    let values = context
        .get(test.key())
        .map_or(&[][..], |value| value.values());
    let (count, bytes) = values.iter().fold((0_u64, 0_u64), |(count, bytes), one| {
        (count.saturating_add(1), bytes.saturating_add(length(one)))
    });
    let operand = |operand: &Operand| {
        let Some(template) = operand.template() else {
            // Read once, and compared with what each value of the request is read as.
            return count.saturating_mul(ENTRY).saturating_add(bytes);
        };
        let mut shape = Shape::default();
        shape.template(template, context);
        shape.whole = matches!(operand, Operand::Arn(_));
        let once = shape.length.saturating_add(ENTRY);
        shape
            .steps(bytes)
            .saturating_add(count.saturating_mul(once))
    };
    sum(test.operands().iter().map(operand)).saturating_add(length(test.key().as_str()))
}

/// What the work of a pattern depends on.
#[derive(Default)]
struct Shape {
    /// Its characters, variables replaced.
    length: u64,
    /// How many `*` it has.
    runs: u64,
    /// The characters since the last `*`, and the most between one and the next or the end.
    since: u64,
    longest: u64,
    /// The characters behind the first `*`.
    behind: u64,
    /// Whether all that stands behind a `*` is tried at each place of the text, and not only what follows it.
    whole: bool,
}

impl Shape {
    fn characters(&mut self, count: u64) {
        self.length = self.length.saturating_add(count);
        if self.runs > 0 {
            self.since = self.since.saturating_add(count);
            self.longest = self.longest.max(self.since);
            self.behind = self.behind.saturating_add(count);
        }
    }

    fn run(&mut self) {
        self.length = self.length.saturating_add(1);
        self.runs = self.runs.saturating_add(1);
        self.behind = self.behind.saturating_add(1);
        self.since = 0;
    }

    fn template(&mut self, template: &Template, context: &Context) {
        for part in template.parts() {
            match part {
                Part::Literal(text) => self.characters(length(text)),
                Part::Escape(_) | Part::One => self.characters(1),
                Part::Run => self.run(),
                Part::Variable(variable) => {
                    // Its key is looked up whenever the pattern comes to it.
                    let found = variable.resolve(context).map_or(0, length);
                    let key = length(variable.key().as_str()).saturating_add(ENTRY);
                    self.characters(found.saturating_add(key));
                }
            }
        }
    }

    fn steps(&self, text: u64) -> u64 {
        let again = if self.whole && self.runs > 0 {
            self.behind
        } else {
            self.longest
        };
        let tried = text.saturating_mul(again);
        sum([ENTRY, self.length, text, tried].into_iter())
    }
}

fn sum(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(0, u64::saturating_add)
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}
