//! The parameters of operations, from the service models of an SDK.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde::Deserialize;

use super::reference::Method;

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    /// Its name as the API writes it.
    pub(crate) name: String,
    /// Whether it is free text, which an ARN or a name is.
    pub(crate) is_text: bool,
    /// Whether every call passes it.
    pub(crate) is_required: bool,
}

/// The parameters of the operations of a client, by the operation's name without case and punctuation.
type Client = BTreeMap<String, Vec<Parameter>>;

/// The service models below a folder, each read when it is first asked for.
#[derive(Debug)]
pub(crate) struct Models {
    folder: PathBuf,
    clients: BTreeMap<String, Client>,
}

impl Models {
    /// The models of the package unpacked in `folder`.
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.join("botocore").join("data"),
            clients: BTreeMap::new(),
        }
    }

    /// The parameters of the operation that the first known of the methods calls.
    ///
    /// # Errors
    ///
    /// If a model cannot be read.
    pub(crate) fn parameters(&mut self, methods: &[Method]) -> Result<Option<&[Parameter]>> {
        for method in methods {
            if !self.clients.contains_key(&method.name) {
                let client = read_client(&self.folder.join(&method.name))?;
                self.clients.insert(method.name.clone(), client);
            }
        }
        let known = methods.iter().find_map(|method| {
            let client = self.clients.get(&method.name)?;
            client.get(&plain(&method.method))
        });
        Ok(known.map(Vec::as_slice))
    }
}

/// The operations of all versions of a client's API; the newest version that has one decides.
fn read_client(folder: &Path) -> Result<Client> {
    let mut client = Client::new();
    if !folder.is_dir() {
        return Ok(client);
    }
    let mut versions = Vec::new();
    for entry in fs::read_dir(folder)? {
        versions.push(entry?.path().join("service-2.json.gz"));
    }
    versions.sort();
    for path in versions.iter().rev().filter(|path| path.is_file()) {
        let file = BufReader::new(File::open(path)?);
        let model: Model = serde_json::from_reader(BufReader::new(GzDecoder::new(file)))
            .with_context(|| format!("{}", path.display()))?;
        for (name, parameters) in model.operations() {
            client.entry(plain(name)).or_insert(parameters);
        }
    }
    Ok(client)
}

/// The name in lower case without punctuation, in which an operation's and a method's agree.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

#[derive(Debug, Deserialize)]
struct Model {
    operations: BTreeMap<String, ModelOperation>,
    shapes: BTreeMap<String, Shape>,
}

#[derive(Debug, Deserialize)]
struct ModelOperation {
    input: Option<Reference>,
}

#[derive(Debug, Deserialize)]
struct Reference {
    shape: String,
}

#[derive(Debug, Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    members: BTreeMap<String, Reference>,
    #[serde(default)]
    required: Vec<String>,
    #[serde(rename = "enum", default)]
    values: Vec<serde::de::IgnoredAny>,
}

impl Model {
    fn operations(&self) -> impl Iterator<Item = (&str, Vec<Parameter>)> {
        self.operations.iter().map(|(name, operation)| {
            let input = operation.input.as_ref();
            let shape = input.and_then(|input| self.shapes.get(&input.shape));
            let required = |name: &String| shape.is_some_and(|shape| shape.required.contains(name));
            let members = shape.into_iter().flat_map(|shape| &shape.members);
            let parameters = members.map(|(name, reference)| Parameter {
                is_required: required(name),
                name: name.clone(),
                is_text: self
                    .shapes
                    .get(&reference.shape)
                    .is_some_and(Shape::is_text),
            });
            (name.as_str(), parameters.collect())
        })
    }
}

impl Shape {
    fn is_text(&self) -> bool {
        self.kind == "string" && self.values.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::Models;
    use crate::catalog::reference::Method;

    fn model(operation: &str, members: &str) -> String {
        format!(
            r#"{{"operations": {{"{operation}": {{"input": {{"shape": "Input"}}}}, "Bare": {{}}}},
             "shapes": {{"Input": {{"type": "structure", "members": {{{members}}}}}, "Text": {{"type": "string"}},
             "Kind": {{"type": "string", "enum": ["A"]}}, "List": {{"type": "list"}}}}}}"#
        )
    }

    fn method(client: &str, name: &str) -> Method {
        Method {
            name: client.to_owned(),
            method: name.to_owned(),
        }
    }

    #[test]
    fn the_newest_version_that_has_an_operation_decides() {
        let folder = tempfile::tempdir().unwrap();
        let versions = [
            (
                "2015-01-01",
                model("GetFindingV2", r#""Old": {"shape": "Text"}"#),
            ),
            ("2014-01-01", model("Gone", r#""Role": {"shape": "Text"}"#)),
            (
                "2016-01-01",
                model(
                    "GetFindingV2",
                    r#""kind": {"shape": "Kind"}, "Tags": {"shape": "List"}, "name": {"shape": "Text"}"#,
                ),
            ),
        ];
        for (version, text) in versions {
            let path = folder.path().join("botocore/data/demo").join(version);
            fs::create_dir_all(&path).unwrap();
            let file = File::create(path.join("service-2.json.gz")).unwrap();
            let mut encoder = GzEncoder::new(file, Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap();
        }
        let mut models = Models::new(folder.path());
        let mut names = |methods: &[Method]| {
            let parameters = models.parameters(methods).unwrap()?;
            let row = |p: &super::Parameter| (p.name.clone(), p.is_text);
            Some(parameters.iter().map(row).collect::<Vec<_>>())
        };
        let expected = [("Tags", false), ("kind", false), ("name", true)];
        let expected = expected
            .map(|(name, text)| (name.to_owned(), text))
            .to_vec();
        let known = [method("absent", "x"), method("demo", "get_finding_v2")];
        assert_eq!(names(&known), Some(expected));
        assert_eq!(
            names(&[method("demo", "gone")]),
            Some(vec![("Role".to_owned(), true)])
        );
        assert_eq!(names(&[method("demo", "bare")]), Some(vec![]));
        assert_eq!(names(&[method("demo", "unknown")]), None);
    }
}
