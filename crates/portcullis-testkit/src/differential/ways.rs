//! The ways in which the engine decides, in one place: each has to say what the oracle says.

use portcullis_scenario::ScenarioError;

use crate::call::Call;
use crate::case::{Case, KnownActions, Policies, Simulated, Verdicted};

/// A call over policies that both sides have read, with the oracle's answer.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "whoever asks has all of it")]
pub struct Asked<'a> {
    /// The policies, as both sides have read them.
    pub policies: &'a Policies<'a>,
    /// The call.
    pub call: &'a Call,
    /// What the oracle says.
    pub oracle: &'a Verdicted,
}

/// A way to get the engine's decision.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Way {
    /// Its name in reports.
    pub name: &'static str,
    /// One call in so many is decided in this way.
    pub every: u64,
    /// Decides, and compares.
    ///
    /// # Errors
    /// Both answers, where they differ.
    pub compare: fn(&Asked<'_>) -> Result<(), String>,
}

/// All of them, without an index first. Whatever can be turned off has a row with it and one without.
pub const WAYS: &[Way] = &[
    Way {
        name: "decided",
        every: 1,
        compare: |asked| {
            let engine = asked.policies.engine(asked.call, false)?;
            same("engine", &engine, asked.oracle)
        },
    },
    Way {
        name: "indexed by the actions that are spelled out",
        every: 1,
        compare: |asked| asked.policies.indexed(asked.call, KnownActions::Spelled),
    },
    Way {
        name: "indexed without actions",
        every: 1,
        compare: |asked| asked.policies.indexed(asked.call, KnownActions::None),
    },
    Way {
        name: "indexed by the actions of all services",
        every: 1,
        compare: |asked| asked.policies.indexed(asked.call, KnownActions::All),
    },
    Way {
        name: "explained",
        every: 8,
        compare: |asked| {
            let engine = asked.policies.engine(asked.call, true)?;
            same("explained", &engine, asked.oracle)
        },
    },
    Way {
        name: AS_SCENARIOS,
        every: 97,
        compare: |asked| as_scenario(asked, Simulated::new),
    },
    Way {
        name: FROM_MEMORY,
        every: 197,
        compare: |asked| as_scenario(asked, Simulated::from_memory),
    },
];

/// Asks engine and oracle about a call, in every way but as a scenario.
///
/// # Errors
/// Both answers, where they differ.
pub fn compare(policies: &Policies<'_>, call: &Call) -> Result<Verdicted, String> {
    let oracle = policies.oracle(call);
    let asked = Asked {
        policies,
        call,
        oracle: &oracle,
    };
    for way in WAYS
        .iter()
        .filter(|way| ![AS_SCENARIOS, FROM_MEMORY].contains(&way.name))
    {
        (way.compare)(&asked)?;
    }
    Ok(oracle)
}

const AS_SCENARIOS: &str = "asked as scenarios";
const FROM_MEMORY: &str = "asked as scenarios whose documents are remembered";

fn as_scenario(
    asked: &Asked<'_>,
    read: fn(&str) -> Result<Simulated, ScenarioError>,
) -> Result<(), String> {
    let case = asked.policies.case(asked.call);
    let simulated = read(&case.scenario().to_string());
    compare_with(&case, asked.policies, simulated, &Simulated::printed)
}

fn same(way: &str, engine: &Verdicted, oracle: &Verdicted) -> Result<(), String> {
    if engine == oracle {
        Ok(())
    } else {
        Err(format!("{way}: {engine}; oracle: {oracle}"))
    }
}

/// Compares what a program printed for the case as a scenario with the oracle's answer about the call as the catalog shaped it.
/// `line` is the line of JSON, or nothing to have it printed here.
///
/// # Errors
/// Both answers, where they differ.
pub fn compare_printed(case: &Case, line: Option<&str>) -> Result<(), String> {
    let policies = Policies::new(&case.policies, case.lenient);
    let simulated = Simulated::new(&case.scenario().to_string());
    let Some(line) = line else {
        return compare_with(case, &policies, simulated, &Simulated::printed);
    };
    let Ok(printed) = serde_json::from_str(line) else {
        return Err(format!("printed: `{line}`, which is no JSON"));
    };
    let printed: serde_json::Value = printed;
    if printed.get("error").is_some() != simulated.is_err() {
        return Err(format!("printed: {printed}; scenario: {simulated:?}"));
    }
    compare_with(case, &policies, simulated, &|scenario| {
        scenario.read_answer(&printed)
    })
}

fn compare_with(
    case: &Case,
    policies: &Policies<'_>,
    simulated: Result<Simulated, ScenarioError>,
    printed: &dyn Fn(&Simulated) -> Result<Verdicted, String>,
) -> Result<(), String> {
    let simulated = match simulated {
        Ok(simulated) => simulated,
        // What the scenario knows besides: the service has no resource-based policies.
        Err(error) if error.code() == "resource-policy-not-supported" => return Ok(()),
        Err(error) => {
            let oracle = policies.oracle(&case.call);
            return if oracle.outcome == "error" {
                Ok(())
            } else {
                let (code, message) = (error.code(), error.message());
                Err(format!("scenario: {code} ({message}); oracle: {oracle}"))
            };
        }
    };
    let named = simulated.scenario.call.resources.first();
    let shaped = Call::of(&simulated.answer.deciding().request, named);
    same("printed", &printed(&simulated)?, &policies.oracle(&shaped))
}
