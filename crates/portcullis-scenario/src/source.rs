//! Where a text stands: files, and texts inside strings of files.

use std::fmt;
use std::sync::{Arc, OnceLock};

use portcullis_json::{Json, Limits, OffsetMap, Position, PositionIndex, Span};

/// A text with the name of the file that it came from.
pub struct SourceFile {
    name: Option<Arc<str>>,
    text: Arc<str>,
    first_line: usize,
    /// Made at the first look-up: most texts are never asked for a position, and a trace asks thousands of times.
    positions: OnceLock<PositionIndex>,
}

impl fmt::Debug for SourceFile {
    /// The size of the text in its place: documents stay out of logs, and no message is as long as a file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceFile")
            .field("name", &self.name)
            .field("bytes", &self.text.len())
            .field("first_line", &self.first_line)
            .finish_non_exhaustive()
    }
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text, self.first_line) == (&other.name, &other.text, other.first_line)
    }
}

impl Eq for SourceFile {}

impl SourceFile {
    /// A whole file.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Arc<Self> {
        Self::line(name, text, 1)
    }

    /// A text without a file, such as an argument.
    #[must_use]
    pub fn unnamed(text: impl Into<Arc<str>>) -> Arc<Self> {
        Self::build(None, text.into(), 1)
    }

    /// One line of a file, counted from 1.
    #[must_use]
    pub fn line(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>, line: usize) -> Arc<Self> {
        Self::build(Some(name.into()), text.into(), line.max(1))
    }

    fn build(name: Option<Arc<str>>, text: Arc<str>, first_line: usize) -> Arc<Self> {
        Arc::new(Self {
            name,
            text,
            first_line,
            positions: OnceLock::new(),
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
        let index = self
            .positions
            .get_or_init(|| PositionIndex::new(&self.text));
        let mut found = index.position(&self.text, offset);
        found.line = found.line.saturating_add(self.first_line.saturating_sub(1));
        found
    }
}

/// Where a policy document stands: in a file, or in a JSON string of a file.
#[derive(Clone, Debug)]
pub struct Origin {
    file: Arc<SourceFile>,
    place: Inside,
}

/// How the spans of a document's text are those of the file's.
#[derive(Clone, Debug)]
enum Inside {
    /// The document's text begins at this byte of the file's.
    Part(usize),
    /// A string of the file holds the document as text.
    String(Arc<EmbeddedString>),
}

/// A JSON string of a file whose inside is a document.
#[derive(Debug)]
struct EmbeddedString {
    span: Span,
    /// Made at the first look-up, as positions are.
    offsets: OnceLock<Option<OffsetMap>>,
}

impl EmbeddedString {
    /// The offset in the file of an offset in the decoded string.
    fn outer(&self, file: &SourceFile, offset: usize) -> usize {
        let offsets = self.offsets.get_or_init(|| {
            let raw = file
                .text
                .get(self.span.start..self.span.end)
                .unwrap_or_default();
            let json = Json::parse(raw, &Limits::default()).ok()?;
            Some(OffsetMap::new(json.root()))
        });
        let inner = offsets
            .as_ref()
            .map_or(0, |offsets| offsets.source_offset(offset));
        self.span.start.saturating_add(inner)
    }
}

impl Origin {
    /// A document whose spans are those of the file's text.
    #[must_use]
    pub const fn of_file(file: Arc<SourceFile>) -> Self {
        Self::of_part(file, 0)
    }

    /// A document whose text is a part of the file's, from the byte `start` on.
    #[must_use]
    pub const fn of_part(file: Arc<SourceFile>, start: usize) -> Self {
        let place = Inside::Part(start);
        Self { file, place }
    }

    /// A document that is the text of a JSON string at `span` of the file's text.
    #[must_use]
    pub fn of_string(file: Arc<SourceFile>, span: Span) -> Self {
        let offsets = OnceLock::new();
        let place = Inside::String(Arc::new(EmbeddedString { span, offsets }));
        Self { file, place }
    }

    /// The file.
    #[must_use]
    pub const fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The place in the file of a span of the document's text.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        let outer = |offset: usize| match &self.place {
            Inside::Part(start) => start.saturating_add(offset),
            Inside::String(string) => string.outer(&self.file, offset),
        };
        Location {
            file: self.file.clone(),
            span: Span::new(outer(span.start), outer(span.end)),
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
