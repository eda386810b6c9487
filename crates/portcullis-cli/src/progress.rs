//! How far a long run is, on the terminal of a person who waits.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::terminal::Terminal;

/// How long a run has to take before it shows progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many steps are counted between two looks at the clock.
const STRIDE: u64 = 256;

/// A counter, of scenarios unless said otherwise, that becomes visible when it takes long, and only where it is in nobody's way.
pub(crate) struct Progress {
    start: Option<Instant>,
    bar: Option<ProgressBar>,
    count: u64,
    /// What is counted.
    what: &'static str,
}

impl Progress {
    /// A counter for a run that begins now.
    pub(crate) fn new() -> Self {
        Self::counting("scenarios")
    }

    /// The same, for a run that counts something else.
    pub(crate) fn counting(what: &'static str) -> Self {
        Self {
            what,
            start: Terminal::shows_progress().then(Instant::now),
            bar: None,
            count: 0,
        }
    }

    /// Counts one.
    pub(crate) fn step(&mut self) {
        self.count = self.count.saturating_add(1);
        if !self.count.is_multiple_of(STRIDE) {
            return;
        }
        let Some(start) = self.start else { return };
        if self.bar.is_none() && start.elapsed() >= PATIENCE {
            let template = format!("{{spinner}} {{human_pos}} {} in {{elapsed}}", self.what);
            let style = ProgressStyle::with_template(&template);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            self.bar = Some(ProgressBar::new_spinner().with_style(style));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.count);
        }
    }

    /// Takes the counter off the terminal, so that a message can be written.
    pub(crate) fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
