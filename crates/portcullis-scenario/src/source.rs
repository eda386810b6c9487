//! Where a text stands: files, and texts inside strings of files.

use std::sync::Arc;

use portcullis_json::{Json, Limits, Position, Span, position};

/// A text with the name of the file that it came from.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    name: Option<Arc<str>>,
    text: Arc<str>,
    first_line: usize,
}

impl SourceFile {
    /// A whole file.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Arc<Self> {
        Arc::new(Self {
            name: Some(name.into()),
            text: text.into(),
            first_line: 1,
        })
    }

    /// A text without a file, such as an argument.
    #[must_use]
    pub fn unnamed(text: impl Into<Arc<str>>) -> Arc<Self> {
        Arc::new(Self {
            name: None,
            text: text.into(),
            first_line: 1,
        })
    }

    /// One line of a file, counted from 1.
    #[must_use]
    pub fn line(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>, line: usize) -> Arc<Self> {
        Arc::new(Self {
            name: Some(name.into()),
            text: text.into(),
            first_line: line.max(1),
        })
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> Option<&Arc<str>> {
        self.name.as_ref()
    }

    /// The text.
    #[must_use]
    pub const fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The line of the file at which the text begins, from 1.
    #[must_use]
    pub const fn first_line(&self) -> usize {
        self.first_line
    }

    /// Line and column in the file of a byte offset in the text.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let mut found = position(&self.text, offset);
        found.line = found.line.saturating_add(self.first_line.saturating_sub(1));
        found
    }
}

/// Where a policy document stands: in a file, or in a JSON string of a file.
#[derive(Clone, Debug)]
pub struct Origin {
    file: Arc<SourceFile>,
    /// The string that holds the document as text: where it begins in the file, and the string itself.
    string: Option<(usize, Arc<Json>)>,
}

impl Origin {
    /// A document whose spans are those of the file's text.
    #[must_use]
    pub const fn of_file(file: Arc<SourceFile>) -> Self {
        Self { file, string: None }
    }

    /// A document that is the text of a JSON string at `span` of the file's text.
    #[must_use]
    pub fn of_string(file: Arc<SourceFile>, span: Span) -> Self {
        let raw = file.text.get(span.start..span.end).unwrap_or_default();
        let limits = Limits::default();
        let string = Json::parse(raw, &limits)
            .ok()
            .map(|json| (span.start, Arc::new(json)));
        Self { file, string }
    }

    /// The file.
    #[must_use]
    pub const fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The place in the file of a span of the document's text.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        let span = match &self.string {
            None => span,
            Some((start, json)) => {
                let outer = |offset: usize| start.saturating_add(json.root().source_offset(offset));
                Span {
                    start: outer(span.start),
                    end: outer(span.end),
                }
            }
        };
        Location {
            file: self.file.clone(),
            span,
        }
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    file: Arc<SourceFile>,
    span: Span,
}

impl Location {
    /// A span of a file's text.
    #[must_use]
    pub const fn new(file: Arc<SourceFile>, span: Span) -> Self {
        Self { file, span }
    }

    /// The file.
    #[must_use]
    pub const fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The span, in bytes of the file's text.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Line and column at which it begins.
    #[must_use]
    pub fn position(&self) -> Position {
        self.file.position(self.span.start)
    }
}
