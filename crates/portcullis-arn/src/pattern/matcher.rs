//! The matcher: two positions, and a point of return for each reach that a run can have.

use core::str::Chars;

use super::steps::{Reach, Step};

/// Behind a run: the steps that follow it, and the text from which they were last tried.
type Return<'a, S> = Option<(S, Chars<'a>)>;

/// Whether `text` as a whole takes all `steps`.
///
/// INVARIANT: behind a run confined to its field a separator follows, before the end and before any step that takes whatever
/// character; behind a run that may take anything follows the end, a separator, or steps without a confined run. Upheld by the
/// streams in `steps`: in fields one to five only the last token of a field can be such a run, and in field six every run is one.
///
/// Two points of return are enough, and each need only remember the latest run of its reach:
/// - A run that takes anything replaces an earlier one, and any confined one: what stands between them has been found at the
///   earliest place where it can end, and whatever follows a later place follows the earliest as well.
/// - A confined run replaces an earlier one of its field by the same argument. One of an earlier field is settled by the colon that
///   was passed since.
///
/// The work stays within pattern × text. A try of what follows a run over a field's end takes more than one step only from a colon
/// on, and from there each field of the pattern meets one field of the text: over all tries each two fields meet at most once, at
/// the cost of the product of their lengths. In field six there is only one point of return.
pub(super) fn match_steps<S>(steps: S, text: &str) -> bool
where
    S: Iterator<Item = Step> + Clone,
{
    let mut steps = steps;
    let mut text = text.chars();
    let mut confined: Return<'_, S> = None;
    let mut free: Return<'_, S> = None;
    loop {
        let fits = match steps.next() {
            Some(Step::Run(Reach::Field)) => {
                confined = Some((steps.clone(), text.clone()));
                true
            }
            Some(Step::Run(Reach::Anything)) => {
                confined = None;
                free = Some((steps.clone(), text.clone()));
                true
            }
            Some(step) => {
                // When the text is used up, a longer run would only leave less of it.
                let Some(found) = text.next() else {
                    return false;
                };
                // The run ends here at the latest. Even if this step does not take the colon, the run grows no more: the steps
                // before this one each took some other character, and none of them would take a colon.
                if found == ':' {
                    confined = None;
                }
                takes(step, found)
            }
            None if text.as_str().is_empty() => return true,
            None => false,
        };
        if !fits {
            let again = lengthen(&mut confined).or_else(|| lengthen(&mut free));
            let Some(again) = again else {
                return false;
            };
            (steps, text) = again;
        }
    }
}

/// Whether a step that stands for one character takes this one.
const fn takes(step: Step, found: char) -> bool {
    match step {
        Step::Char(wanted, case) => case.equal(wanted, found),
        Step::One(Reach::Field) => found != ':',
        Step::One(Reach::Anything) => true,
        Step::Run(_) | Step::Never => false,
    }
}

/// Lets the run take one more character, if there is one.
///
/// For a confined run it is never a colon: the step behind the run would have met that colon, and the run would be settled.
fn lengthen<'a, S: Clone>(point: &mut Return<'a, S>) -> Return<'a, S> {
    let (_, tried) = point.as_mut()?;
    if tried.next().is_none() {
        *point = None;
    }
    point.clone()
}
