//! One scenario against what it expects.

use std::path::Path;
use std::sync::Arc;

use portcullis::policy::Reading;
use portcullis::scenario::{
    Answer, AnswerLine, ErrorLine, Explanation, Location, PolicyFiles, Scenario, ScenarioError,
    Settings, SourceFile,
};

use crate::render::{self, Depth, Names};

/// What a scenario came to.
pub(super) struct Case<'a> {
    /// Its text, where there is one.
    source: Option<Arc<SourceFile>>,
    /// Its id.
    id: Option<String>,
    scenario: Option<Scenario>,
    answer: Result<Answer, ScenarioError>,
    settings: &'a Settings<'a>,
    /// How it stands to what it expects.
    pub(super) standing: Standing,
}

/// How an answer stands to an expectation.
pub(super) enum Standing {
    /// It is met.
    Met,
    /// It is missed in these ways.
    Missed(Vec<String>),
    /// The scenario cannot be read or decided, and does not expect that.
    Error,
    /// The scenario expects nothing.
    Silent,
}

impl<'a> Case<'a> {
    /// Answers a scenario and compares.
    pub(super) fn run(
        source: Result<Arc<SourceFile>, ScenarioError>,
        files: &dyn PolicyFiles,
        reading: Reading,
        settings: &'a Settings<'a>,
    ) -> Self {
        let source = match source {
            Ok(source) => source,
            Err(error) => {
                return Self {
                    source: error.location().map(|place| place.file().clone()),
                    id: None,
                    scenario: None,
                    answer: Err(error),
                    settings,
                    standing: Standing::Error,
                };
            }
        };
        let (id, expectation, scenario, answer) =
            match Scenario::read_within(source.clone(), files, reading, &settings.limits) {
                Ok(scenario) => {
                    let answer = scenario.answer(settings);
                    let id = scenario.id.as_ref().map(ToString::to_string);
                    (id, scenario.expectation.clone(), Some(scenario), answer)
                }
                Err(error) => {
                    let (id, expectation) = Scenario::heading_within(&source, &settings.limits);
                    (id, expectation, None, Err(error))
                }
            };
        let standing = match (&expectation, &answer) {
            (None, Ok(_)) => Standing::Silent,
            (None, Err(_)) => Standing::Error,
            (Some(expectation), answer) => {
                let misses = expectation.misses(scenario.as_ref(), answer);
                if misses.is_empty() {
                    Standing::Met
                } else {
                    Standing::Missed(misses.iter().map(ToString::to_string).collect())
                }
            }
        };
        Self {
            source: Some(source),
            id,
            scenario,
            answer,
            settings,
            standing,
        }
    }

    /// Whether it could not be read or answered.
    pub(super) const fn is_error(&self) -> bool {
        matches!(self.standing, Standing::Error)
    }

    /// How many steps its answer took; none where there is no answer.
    pub(super) fn steps(&self) -> u64 {
        self.answer.as_ref().map_or(0, Answer::steps)
    }

    pub(super) const fn is_met(&self) -> bool {
        matches!(self.standing, Standing::Met)
    }

    /// Its id, where it has one.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The line of its file in which it begins.
    pub(super) fn line(&self) -> Option<usize> {
        self.source.as_ref().map(|source| source.first_line())
    }

    /// Its id, or its line.
    pub(super) fn name(&self) -> String {
        match (&self.id, self.line()) {
            (Some(id), _) => id.clone(),
            (None, Some(line)) => format!("line {line}"),
            (None, None) => "unreadable".to_owned(),
        }
    }

    /// The edition of the catalog that shaped its request.
    pub(super) fn edition(&self) -> Option<String> {
        let answer = self.answer.as_ref().ok()?;
        answer.edition().map(ToString::to_string)
    }

    /// The message of the error in the answer's place.
    pub(super) fn error(&self) -> Option<&ScenarioError> {
        self.answer.as_ref().err()
    }

    /// Why the answer is what it is, for people.
    pub(super) fn explanation(&self, folder: &Path) -> String {
        let names = Names::new(self.source.as_deref(), folder);
        match (&self.scenario, self.explained()) {
            (Some(scenario), Ok(answer)) => {
                render::explanation(scenario, &answer, Depth::Brief, &names)
            }
            (_, Err(error)) => render::error(&error, self.id.as_deref(), &names),
            (None, Ok(_)) => String::new(),
        }
    }

    /// The answer, or the error in its place, for machines.
    pub(super) fn answer_line(&self) -> Result<serde_json::Value, serde_json::Error> {
        match (&self.scenario, self.explained()) {
            (Some(scenario), Ok(answer)) => {
                serde_json::to_value(AnswerLine::new(scenario, &answer))
            }
            (_, Err(error)) => serde_json::to_value(ErrorLine::new(
                self.id.as_deref(),
                &error,
                self.source.as_deref(),
            )),
            (None, Ok(_)) => Ok(serde_json::Value::Null),
        }
    }

    /// The answer once more with its trace; only misses are worth it.
    fn explained(&self) -> Result<Answer, ScenarioError> {
        match &self.scenario {
            Some(scenario) if self.answer.is_ok() => {
                let mut settings = self.settings.clone();
                settings.explanation = Explanation::Trace;
                // What is too much to explain is still an answer.
                scenario.answer(&settings).or_else(|_| self.answer.clone())
            }
            _ => self.answer.clone(),
        }
    }

    /// Where the scenario stands, as `file:line`.
    pub(super) fn place(&self) -> String {
        let name = self.source.as_ref().and_then(|source| source.name());
        let line = self.error().and_then(ScenarioError::location);
        let line = line.map(Location::position).map(|position| position.line);
        match (name, self.line().or(line)) {
            (Some(name), Some(line)) => format!("{}:{line}", render::excerpt(name)),
            (Some(name), None) => render::excerpt(name),
            (None, _) => String::new(),
        }
    }
}
