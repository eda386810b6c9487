//! What the engine has to reach, and whether it does.

use portcullis_benches::measure::{DOCUMENTS, LINES};
use portcullis_benches::record::{Table, short};
use portcullis_benches::report::{self, Others};

/// Microseconds of one workload.
#[derive(Debug)]
pub struct Figures {
    /// The workload.
    pub name: &'static str,
    /// The engine on all calls.
    pub engine: f64,
    /// The engine with requests built anew.
    pub anew: f64,
    /// The naive scan.
    pub scan: f64,
    /// What any engine must do.
    pub floor: f64,
    /// The engine on the peers' calls.
    pub sampled: f64,
    /// Cedar.
    pub cedar: f64,
    /// iam-rs.
    pub iam: f64,
}

/// For each workload: how many times faster than Cedar at least, and how many times the floor at most. W5s is not among the goals.
const GOALS: &[(&str, f64, f64)] = &[
    ("W1", 50.0, 3.0),
    ("W2", 200.0, 3.0),
    ("W3", 20_000.0, 8.0),
    ("W3s", 20_000.0, 8.0),
    ("W5", 60.0, 8.0),
];

/// Statements a second.
const COMPILING: f64 = 200_000.0;

/// Bytes a second.
const READING: [(&str, f64); 2] = [(DOCUMENTS, 200e6), (LINES, 100e6)];

/// How many times longer a decision may take over a thousand times as many statements.
const GROWTH: f64 = 2.0;

/// Each goal with what was found.
pub fn of(figures: &[Figures], others: Option<&Others>) -> String {
    let mut table = Table::new(&["goal", "wanted", "found", ""]);
    let mut goal = |what: String, wanted: String, found: f64, met: bool| {
        let met = if met { "met" } else { "not met" };
        table.row([what, wanted, short(found), met.to_owned()]);
    };
    for (name, faster, distance) in GOALS {
        let Some(one) = figures.iter().find(|one| one.name == *name) else {
            continue;
        };
        let (ratio, floor) = (one.cedar / one.sampled, one.engine / one.floor);
        goal(
            format!("{name}: Cedar ÷ engine"),
            format!("≥ {}", short(*faster)),
            ratio,
            ratio >= *faster,
        );
        goal(
            format!("{name}: engine ÷ floor"),
            format!("≤ {distance}"),
            floor,
            floor <= *distance,
        );
    }
    for one in figures {
        let least = (one.iam / one.sampled)
            .min(one.cedar / one.sampled)
            .min(one.scan / one.engine);
        goal(
            format!("{}: the fastest other ÷ engine", one.name),
            "> 1".to_owned(),
            least,
            least > 1.0,
        );
    }
    for (apart, row) in others.iter().flat_map(|others| &others.growth) {
        let growth = report::growth(row);
        let what = format!("100,000 statements ÷ 100, apart by {}", apart.as_str());
        goal(what, format!("< {GROWTH}"), growth, growth < GROWTH);
    }
    if let Some(others) = others {
        for (name, wanted) in READING {
            let Some(one) = others.reading.iter().find(|one| one.what == name) else {
                continue;
            };
            let found = one.engine / 1e6;
            let what = format!("{}, MB/s", one.what);
            goal(
                what,
                format!("≥ {}", short(wanted / 1e6)),
                found,
                one.engine >= wanted,
            );
        }
        let rate = others.rate.compiling;
        let wanted = format!("≥ {}", short(COMPILING));
        goal(
            "statements compiled a second".to_owned(),
            wanted,
            rate,
            rate >= COMPILING,
        );
    }
    format!("## Goals\n\n{table}")
}
