//! Many requests at once, on all cores.

use alloc::vec::Vec;

use rayon::prelude::*;

use crate::{Decision, Program, Request, decide};

/// Decides requests over their programs on the threads of the current pool; the answers are in the order of the questions.
///
/// Each answer is that of [`decide`]. Without the feature `rayon` this function is not there.
///
/// ```
/// use portcullis_eval::{PolicySet, Program, Request, decide, decide_many};
/// let program = Program::compile(PolicySet::default())?;
/// let request = |action: &str| -> Result<Request, Box<dyn std::error::Error>> {
///     let user = "arn:aws:iam::111122223333:user/alice".parse()?;
///     let owner = "111122223333".parse()?;
///     Ok(Request::builder(action.parse()?).principal(user).owner(owner).build()?)
/// };
/// let requests = [request("s3:GetObject")?, request("sts:GetCallerIdentity")?];
/// let questions: Vec<_> = requests.iter().map(|request| (request, &program)).collect();
/// let decisions = decide_many(&questions);
/// assert_eq!(decisions, requests.map(|request| decide(&request, &program)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn decide_many(questions: &[(&Request, &Program)]) -> Vec<Decision> {
    // A decision takes less time than handing it to another thread.
    let together = questions.par_iter().with_min_len(AT_ONCE);
    together
        .map(|(request, program)| decide(request, program))
        .collect()
}

/// How many decisions a thread takes at least.
const AT_ONCE: usize = 256;
