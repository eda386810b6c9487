//! Authorization questions as files: a scenario is one question with every policy that bears on it.
//!
//! [`Scenario::read`] reads one from JSON; [`Scenario::answer`] shapes the request with the catalog, derives the context keys
//! that follow from it, finds the owner of the resource, and decides. Answers, findings and errors carry the place in the
//! file to which they point, and serialise in the form that the `portcullis` command prints.
//!
//! ```
//! use portcullis_scenario::{NoFiles, Scenario, Settings, SourceFile};
//!
//! let text = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice",
//!     "action": "elasticache:DescribeCacheClusters", "resource": "*"},
//!   "policies": {"identity": [{"name": "ops", "document": {"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "elasticache:Describe*", "Resource": "*"}}}]}}"#;
//! let scenario = Scenario::read(SourceFile::new("question.json", text), &NoFiles)?;
//! let answer = scenario.answer(&Settings::default())?;
//! assert_eq!(answer.verdict().as_str(), "allowed");
//! # Ok::<(), portcullis_scenario::ScenarioError>(())
//! ```

mod actions;
mod error;
mod finding;
mod limits;
mod source;

mod model;
mod read;

mod derive;
mod operation;
mod owner;
mod shape;

mod answer;
mod expectation;
mod findings;
mod wire;

mod lines;
mod schema;

pub use actions::action_table;
pub use answer::{Answer, Check, Explanation, Settings};
pub use derive::{Clock, derive_context};
pub use error::{ERROR_CODES, ScenarioError};
pub use expectation::{Expectation, ExpectationDetail, Expected, Miss};
pub use finding::{FINDING_CODES, Finding};
pub use limits::Limits;
pub use lines::{Line, LineReader, MAX_LINE_BYTES};
pub use model::{
    Asked, Call, ContextSource, LoadedLevel, LoadedPolicy, OwnerRule, Parameter, Places, Policies,
    Scenario,
};
pub use read::{
    NoFiles, PolicyFiles, ScenarioReader, load_policy, load_policy_within, read_parameters,
    read_parameters_within, read_principal, read_resource,
};
pub use schema::{answer_schema, scenario_schema};
pub use source::{Location, Origin, SourceFile};
pub use wire::{AnswerLine, ErrorLine};

#[cfg(test)]
mod tests;
