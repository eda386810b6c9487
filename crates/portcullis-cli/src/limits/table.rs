//! The table of bounds: their names on the command line, what they bound, and the code of going over them.

use super::Limits;

/// A bound.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its name on the command line.
    pub(crate) name: &'static str,
    /// What it bounds.
    pub(crate) about: &'static str,
    /// The code of the error, or of the finding, beyond it.
    pub(crate) code: &'static str,
    /// Its value.
    pub(crate) get: fn(&Limits) -> u64,
    /// Moves it.
    pub(crate) set: fn(&mut Limits, u64),
}

/// A number as wide as a size of this machine, or the largest there is.
fn size(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

fn number(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

/// A row for a field, and for others that move with it.
macro_rules! row {
    ($name:literal, $about:literal, $code:literal, steps $($field:ident).+) => {
        Row {
            name: $name,
            about: $about,
            code: $code,
            get: |limits| limits.$($field).+,
            set: |limits, value| limits.$($field).+ = value,
        }
    };
    ($name:literal, $about:literal, $code:literal, $($first:ident).+ $(, $($field:ident).+)*) => {
        Row {
            name: $name,
            about: $about,
            code: $code,
            get: |limits| number(limits.$($first).+),
            set: |limits, value| {
                limits.$($first).+ = size(value);
                $(limits.$($field).+ = size(value);)*
            },
        }
    };
}

/// All bounds.
pub(crate) const ALL: &[Row] = &[
    row!(
        "scenario-bytes",
        "the text of a scenario, or a line of a file",
        "too-large",
        scenario.json.max_bytes
    ),
    row!(
        "scenario-depth",
        "arrays and objects inside each other in a scenario",
        "too-deep",
        scenario.json.max_depth
    ),
    row!(
        "scenario-values",
        "JSON values of a scenario",
        "too-many-values",
        scenario.json.max_values
    ),
    row!(
        "context-values",
        "keys and values of the context of a scenario",
        "too-many-values",
        scenario.max_context
    ),
    row!(
        "checked-keys",
        "condition keys in the contexts of all checks of a question",
        "too-many-values",
        scenario.max_checked_keys
    ),
    row!(
        "policy-parts",
        "parts of all policies of a question",
        "too-many-values",
        scenario.max_parts,
        export.max_parts
    ),
    row!(
        "policies",
        "policies of a scenario",
        "too-many-values",
        scenario.max_policies
    ),
    row!(
        "traced-statements",
        "statements in the traces of a question, with --explain",
        "too-many-values",
        scenario.max_traced_statements
    ),
    row!("steps", "steps of the decisions of a question", "too-many-steps", steps scenario.max_steps),
    row!(
        "findings",
        "findings of an answer",
        "findings-left-out",
        scenario.max_findings
    ),
    row!(
        "document-bytes",
        "the text of a policy",
        "too-large",
        scenario.document.json.max_bytes,
        export.document.json.max_bytes
    ),
    row!(
        "document-depth",
        "arrays and objects inside each other in a policy",
        "too-deep",
        scenario.document.json.max_depth,
        export.document.json.max_depth
    ),
    row!(
        "document-values",
        "JSON values of a policy",
        "too-many-values",
        scenario.document.json.max_values,
        export.document.json.max_values
    ),
    row!(
        "document-statements",
        "statements of a policy",
        "too-many-statements",
        scenario.document.max_statements,
        export.document.max_statements
    ),
    row!(
        "document-parts",
        "statements, entries, keys and values of a policy, and the pieces between their wildcards and variables",
        "too-many-values",
        scenario.document.max_parts,
        export.document.max_parts
    ),
    row!(
        "entry-bytes",
        "a principal, action, resource, condition key or condition value",
        "too-long",
        scenario.document.max_entry_bytes,
        export.document.max_entry_bytes
    ),
    row!(
        "document-findings",
        "findings of a policy",
        "findings-left-out",
        scenario.document.max_findings,
        export.document.max_findings
    ),
    row!(
        "export-bytes",
        "the text of an export, decompressed",
        "too-large",
        export.json.max_bytes
    ),
    row!(
        "export-growth",
        "how many times its size the text of a compressed export may have, beyond 8 MiB",
        "too-large",
        export.max_growth
    ),
    row!(
        "export-depth",
        "arrays and objects inside each other in an export",
        "too-deep",
        export.json.max_depth
    ),
    row!(
        "export-values",
        "JSON values of an export",
        "too-many-values",
        export.json.max_values
    ),
    row!(
        "export-elements",
        "XML elements of an export",
        "too-many-values",
        export.max_elements
    ),
    row!(
        "export-element-depth",
        "XML elements inside each other",
        "too-deep",
        export.max_xml_depth
    ),
    row!(
        "export-texts",
        "texts behind each other in an export",
        "too-many-values",
        export.max_texts
    ),
    row!(
        "export-pages",
        "pages of an export",
        "too-many-values",
        export.max_pages
    ),
    row!(
        "export-entities",
        "users, groups, roles and managed policies of an export",
        "too-many-values",
        export.max_entities
    ),
    row!(
        "export-listed",
        "items of all lists of them together",
        "too-many-values",
        export.max_listed
    ),
    row!(
        "export-items",
        "items of a list of one of them",
        "too-many-values",
        export.max_items
    ),
    row!(
        "export-references",
        "groups, or attached policies, of one of them",
        "too-many-values",
        export.max_references
    ),
    row!(
        "catalog-bytes",
        "a file of services",
        "too-large",
        catalog.json.max_bytes
    ),
    row!(
        "catalog-depth",
        "arrays and objects inside each other in services",
        "edition-too-large",
        catalog.json.max_depth
    ),
    row!(
        "catalog-values",
        "JSON values of services",
        "edition-too-large",
        catalog.json.max_values
    ),
    row!(
        "catalog-services",
        "services of a file",
        "edition-too-large",
        catalog.max_services
    ),
    row!(
        "catalog-words",
        "words of an edition as text",
        "edition-too-large",
        files.catalog_words
    ),
    row!(
        "parameter-bytes",
        "a file of parameters",
        "too-large",
        files.parameter_bytes
    ),
    row!(
        "lines",
        "lines of a file; standard input has no such bound",
        "too-many-lines",
        files.lines
    ),
    row!("file-steps", "steps of all lines of a file, with those of reading it: about a nanosecond each; standard input has no such bound", "too-many-steps", steps files.steps),
    row!(
        "errors",
        "lines of a file, or one after the other of standard input, that cannot be read or answered",
        "too-many-errors",
        files.errors
    ),
    row!(
        "policy-file-bytes",
        "policies in the files that the scenarios of one input name",
        "unreadable-file",
        files.policy_bytes
    ),
];
