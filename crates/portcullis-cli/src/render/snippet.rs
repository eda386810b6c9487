//! Errors and notes that point into a file with carets.

use std::ops::Range;
use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use portcullis::scenario::{Location, ScenarioError, SourceFile};

use super::text::{escape, excerpt};
use super::window::{boundary, window};
use crate::fault::Fault;

/// A message under a heading, with marked places and remedies.
pub(super) struct Picture<'a> {
    /// `error`, `near miss`, ….
    pub(super) level: Level<'a>,
    /// The code in brackets.
    pub(super) code: Option<&'a str>,
    /// The heading.
    pub(super) title: String,
    /// The marked places; all in the file of the first.
    pub(super) marks: Vec<Mark>,
    /// What else to know, one line each.
    pub(super) notes: Vec<String>,
    /// What to do about it.
    pub(super) help: Option<String>,
}

/// A marked place with a label.
pub(super) struct Mark {
    /// Where.
    pub(super) place: Location,
    /// What is to be seen there.
    pub(super) label: Option<String>,
}

impl Picture<'_> {
    /// Draws it. `folder` is where relative names of files beside the scenario begin.
    pub(super) fn draw(&self, names: &Names<'_>) -> String {
        let mut title = self.level.clone().primary_title(escape(&self.title));
        if let Some(code) = self.code {
            title = title.id(code);
        }
        let mut group = Group::with_title(title);
        if let Some(first) = self.marks.first() {
            group = self.draw_marks(group, first, names);
        }
        for note in &self.notes {
            group = group.element(Level::NOTE.message(escape(note)));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(escape(help)));
        }
        let drawn = Renderer::styled().render(&[group]);
        match self.marks.first() {
            Some(first) => with_column(drawn, &names.of(first.place.file()), &first.place),
            None => drawn,
        }
    }

    fn draw_marks<'g>(&self, group: Group<'g>, first: &Mark, names: &Names<'_>) -> Group<'g> {
        let file = first.place.file();
        let inside: Vec<&Mark> = self
            .marks
            .iter()
            .filter(|mark| mark.place.file() == file)
            .collect();
        let spans: Vec<_> = inside
            .iter()
            .map(|mark| mark.place.span().range())
            .collect();
        let (start, near) = around(file.text(), &spans);
        let spans: Vec<_> = spans
            .iter()
            .map(|span| span.start.saturating_sub(start)..span.end.saturating_sub(start))
            .collect();
        let cut = window(near, &spans);
        // Positions are looked up in an index, so that many pictures of one large text stay cheap.
        let first_line = cut
            .first_line
            .saturating_add(file.position(start).line)
            .saturating_sub(1);
        let annotations = inside.iter().zip(cut.marks).enumerate();
        let annotations: Vec<Annotation<'g>> = annotations
            .filter_map(|(index, (mark, span))| {
                let kind = if index == 0 {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                let label = mark.label.as_deref().map(excerpt_label);
                Some(kind.span(span?).label(label))
            })
            .collect();
        let snippet = Snippet::source(cut.text)
            .path(names.of(file))
            .line_start(first_line)
            .annotations(annotations);
        group.element(snippet)
    }
}

/// How much of a text around its marked places is looked at, in bytes on either side.
const AROUND: usize = 16 << 10;

/// The part of a text around marked places, and where it begins.
fn around<'t>(text: &'t str, spans: &[Range<usize>]) -> (usize, &'t str) {
    let start = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let end = spans.iter().map(|span| span.end).max().unwrap_or(0);
    let start = boundary(text, start.saturating_sub(AROUND));
    let end = boundary(text, end.saturating_add(AROUND));
    let part = text.get(start..end);
    part.map_or((0, text), |part| (start, part))
}

/// Puts the column in the file where the renderer, which saw a window of the line, put that in the window.
fn with_column(drawn: String, name: &str, place: &Location) -> String {
    let position = place.position();
    let until_column = format!("{name}:{}:", position.line);
    let Some((heading, rest)) = drawn.split_once("--> ") else {
        return drawn;
    };
    let Some((between, column)) = rest.split_once(&until_column) else {
        return drawn;
    };
    let after = column.trim_start_matches(|character: char| character.is_ascii_digit());
    let column = position.column;
    format!("{heading}--> {between}{until_column}{column}{after}")
}

/// Labels stay on one line.
fn excerpt_label(label: &str) -> String {
    const LONGEST: usize = 160;
    match label.char_indices().nth(LONGEST) {
        None => escape(label),
        Some((end, _)) => format!("{}…", escape(label.get(..end).unwrap_or_default())),
    }
}

/// How files are named for people.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    own: Option<&'a SourceFile>,
    folder: &'a Path,
}

impl<'a> Names<'a> {
    /// Names for what stands in or beside a scenario's file; the names beside it are relative to `folder`.
    pub(crate) const fn new(own: Option<&'a SourceFile>, folder: &'a Path) -> Self {
        Self { own, folder }
    }

    /// A file's name from where the command was started.
    pub(super) fn of(&self, file: &SourceFile) -> String {
        let Some(name) = file.name() else {
            return "<argument>".to_owned();
        };
        let own = self.own.and_then(SourceFile::name);
        if own == Some(name) {
            return excerpt(name);
        }
        excerpt(&self.folder.join(name.as_ref()).display().to_string())
    }

    /// A place as `file:line:column`.
    pub(super) fn place(&self, place: &Location) -> String {
        format!("{}:{}", self.of(place.file()), place.position())
    }
}

/// An error with carets.
pub(crate) fn error(error: &ScenarioError, id: Option<&str>, names: &Names<'_>) -> String {
    let about = id.map(|id| format!("in scenario `{}`", excerpt(id)));
    let policy = error
        .policy()
        .map(|policy| format!("in policy `{}`", excerpt(policy)));
    let marks = error.location().map(|place| Mark {
        place: place.clone(),
        label: None,
    });
    Picture {
        level: Level::ERROR,
        code: Some(error.code()),
        title: error.message().to_owned(),
        marks: marks.into_iter().collect(),
        notes: policy.into_iter().chain(about).collect(),
        help: error.help().map(str::to_owned),
    }
    .draw(names)
}

/// What is wrong with an input, with carets.
pub(crate) fn fault(fault: &Fault, names: &Names<'_>) -> String {
    let marks = fault.place().map(|place| Mark {
        place: place.clone(),
        label: None,
    });
    Picture {
        level: Level::ERROR,
        code: Some(fault.code()),
        title: fault.message().to_owned(),
        marks: marks.into_iter().collect(),
        notes: Vec::new(),
        help: fault.help().map(str::to_owned),
    }
    .draw(names)
}
