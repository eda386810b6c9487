//! `portcullis catalog operation`: one API operation and the actions that a call of it is authorised against.

use clap::Args;
use portcullis::catalog::{Catalog, Coverage, Operation};
use serde::Serialize;

use super::find;
use super::forms::{self, CheckForm, SinceForm};
use super::writer::{Failure, Writer};
use crate::outcome::Outcome;
use crate::render::Table;

/// Shows one API operation: the actions that a call needs, when, and on what.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The operation, such as `elasticache:CopySnapshot`; before the colon also the name of an SDK client, `s3control`.
    name: String,
}

/// An operation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OperationForm {
    operation: String,
    edition: String,
    /// The SDK client by whose name it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    sdk_client: Option<String>,
    coverage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<SinceForm>,
    checks: Vec<CheckForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required_parameters: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn_parameter: Option<ArnParameterForm>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifier_parameters: Vec<IdentifierForm>,
}

/// The parameter that takes an ARN.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArnParameterForm {
    parameter: String,
    resource_types: Vec<String>,
}

/// A parameter that names a resource.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct IdentifierForm {
    parameter: String,
    resource_type: String,
}

const UNKNOWN: &str = "unknown: the actions that it needs are not documented";

impl OperationForm {
    fn of(operation: Operation<'_>, client: Option<&str>) -> Self {
        let service = operation.service();
        let owned = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect();
        Self {
            operation: format!("{}:{}", service.prefix(), operation.name()),
            edition: service.edition_id().to_string(),
            sdk_client: client.map(str::to_owned),
            coverage: match operation.coverage() {
                Coverage::Documented => "documented",
                Coverage::Unknown => "unknown",
            },
            since: operation.since().map(SinceForm::of),
            checks: operation.checks().map(CheckForm::of).collect(),
            required_parameters: operation
                .required_parameters()
                .map(|mut names| owned(&mut names)),
            arn_parameter: operation.arn_parameter().map(|one| ArnParameterForm {
                parameter: one.name().to_owned(),
                resource_types: owned(&mut one.resource_types()),
            }),
            identifier_parameters: operation
                .identifier_parameters()
                .map(|one| IdentifierForm {
                    parameter: one.name().to_owned(),
                    resource_type: one.resource_type().to_owned(),
                })
                .collect(),
        }
    }

    fn page(&self) -> Table {
        let mut page = Table::page();
        page.fact("operation", &self.operation);
        page.fact("edition", &self.edition);
        if let Some(client) = &self.sdk_client {
            page.fact("SDK client", client);
        }
        if self.coverage == "unknown" {
            page.fact("coverage", UNKNOWN);
        } else {
            page.fact("coverage", self.coverage);
        }
        if let Some(since) = &self.since {
            page.fact("since", since.in_words());
        }
        for check in self.checks.iter().filter(|check| !check.on_behalf) {
            page.fact("needs", &check.action);
            page.fact("", check.in_words());
        }
        for check in self.checks.iter().filter(|check| check.on_behalf) {
            page.fact("on behalf", &check.action);
            page.fact("", check.in_words());
        }
        self.parameters(&mut page);
        page
    }

    fn parameters(&self, page: &mut Table) {
        if let Some(required) = &self.required_parameters {
            page.fact("required", forms::list(required));
        }
        if let Some(arn) = &self.arn_parameter {
            let types = forms::list(&arn.resource_types);
            page.fact("ARN", format!("{} (of {types})", arn.parameter));
        }
        for one in &self.identifier_parameters {
            let words = format!("{} names a {}", one.parameter, one.resource_type);
            page.fact("parameter", words);
        }
    }
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let (operation, client) = find::operation(catalog, &arguments.name)?;
    let form = OperationForm::of(operation, client);
    if writer.is_for_machines() {
        writer.object(&form)?;
        return Ok(Outcome::Good);
    }
    writer.table(&form.page())?;
    if let Some(client) = client {
        let prefix = operation.service().prefix();
        writer.note(&format!(
            "note: `{client}` is the name of an SDK client: policies call the service `{prefix}`"
        ))?;
    }
    Ok(Outcome::Good)
}
