//! The JSON Schemas of scenarios and answers.

/// The JSON Schema (draft 2020-12) of a scenario.
#[must_use]
pub const fn scenario_schema() -> &'static str {
    include_str!("../schema/scenario.schema.json")
}

/// The JSON Schema (draft 2020-12) of an answer.
#[must_use]
pub const fn answer_schema() -> &'static str {
    include_str!("../schema/answer.schema.json")
}
