//! A question that is typed by hand: from arguments to a scenario.

mod call;
mod policies;

use std::io;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, ValueEnum};
use portcullis::catalog::{Catalog, Coverage};
use portcullis::estate::AccountDetails;
use portcullis::eval::{Credentials, EndpointKind};
use portcullis::scenario::{Answer, Scenario, ScenarioError, Settings, SourceFile};

use super::printer::Printer;
use super::{Options, usage};
use crate::input::{files_in, read_file};
use crate::limits::limits;
use crate::outcome::Stop;

/// The parts of a question.
#[derive(Debug, Args)]
#[command(next_help_heading = "A question typed by hand")]
pub(super) struct QuestionArguments {
    /// Who asks: the ARN of a user, role, session or root user, a service such as `ec2.amazonaws.com`, or `*` for anonymous.
    #[arg(long, value_name = "ARN")]
    principal: Option<String>,
    /// What is asked: an action such as `elasticache:DeleteCacheCluster`.
    #[arg(long, conflicts_with = "operation")]
    action: Option<String>,
    /// An API operation instead of an action: it is decided as the set of actions that it needs.
    #[arg(long)]
    operation: Option<String>,
    /// The parameters of the operation: a JSON object, or a file with one (`-` is standard input).
    #[arg(long, value_name = "JSON|FILE", requires = "operation")]
    parameters: Option<String>,
    /// To what: an ARN, or `*`, which is the default where nothing that is asked has resource-level permissions. Given again, each is a check of its own.
    #[arg(long, value_name = "ARN")]
    resource: Vec<String>,
    /// The account that owns the resource, where its ARN does not tell it.
    #[arg(long, value_name = "ID")]
    resource_account: Option<String>,
    /// A condition key of the call; a key given again has several values.
    #[arg(long, value_name = "KEY=VALUE")]
    context: Vec<String>,
    /// The context is whole: derive no key from the principal, the resource or the clock.
    #[arg(long)]
    context_complete: bool,
    /// From what a session was issued, where its ARN does not tell it: a role with its path, or a user.
    #[arg(long, value_name = "ARN")]
    session_issuer: Option<String>,
    /// The kind of credentials, where the principal does not tell it.
    #[arg(long, value_enum)]
    credentials: Option<CredentialsKind>,
    /// An identity-based policy; may be given again.
    #[arg(long, value_name = "FILE", help_heading = "Its policies")]
    policy: Vec<PathBuf>,
    /// The permissions boundary.
    #[arg(long, value_name = "FILE", help_heading = "Its policies")]
    boundary: Vec<PathBuf>,
    /// A session policy.
    #[arg(long, value_name = "FILE", help_heading = "Its policies")]
    session: Vec<PathBuf>,
    /// The resource-based policy: a bucket policy, a key policy, the trust policy of a role.
    #[arg(long, value_name = "FILE", help_heading = "Its policies")]
    resource_policy: Option<PathBuf>,
    /// The service control policies of one level; given once for each level, the root first.
    #[arg(long, value_name = "FILE[,FILE]", help_heading = "Its policies")]
    scp: Vec<String>,
    /// The resource control policies of one level; given once for each level, the root first.
    #[arg(long, value_name = "FILE[,FILE]", help_heading = "Its policies")]
    rcp: Vec<String>,
    /// The policy of the VPC endpoint through which the call comes.
    #[arg(long, value_name = "FILE", help_heading = "Its policies")]
    endpoint: Vec<PathBuf>,
    /// The kind of that endpoint.
    #[arg(long, value_enum, value_name = "KIND", help_heading = "Its policies")]
    endpoint_kind: Option<KindOfEndpoint>,
    /// An export of `aws iam get-account-authorization-details`, from which the policies of the principal come.
    #[arg(long, value_name = "FILE", help_heading = "Its policies")]
    account_details: Option<PathBuf>,
    /// Managed policies that the export leaves out: a file, or a folder of `.json` files.
    #[arg(
        long,
        value_name = "DIR|FILE",
        requires = "account_details",
        help_heading = "Its policies"
    )]
    managed_policies: Vec<PathBuf>,
}

/// The kinds of credentials.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "camelCase")]
enum CredentialsKind {
    /// Access keys of a user or root user.
    LongTerm,
    /// From GetSessionToken.
    SessionToken,
    /// From GetFederationToken.
    FederationToken,
    /// A session of the console.
    Console,
}

impl From<CredentialsKind> for Credentials {
    fn from(kind: CredentialsKind) -> Self {
        match kind {
            CredentialsKind::LongTerm => Self::LongTerm,
            CredentialsKind::SessionToken => Self::SessionToken,
            CredentialsKind::FederationToken => Self::FederationToken,
            CredentialsKind::Console => Self::Console,
        }
    }
}

/// The kinds of VPC endpoints.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindOfEndpoint {
    /// A gateway endpoint, as S3 and DynamoDB have.
    Gateway,
    /// An interface endpoint.
    Interface,
}

impl From<KindOfEndpoint> for EndpointKind {
    fn from(kind: KindOfEndpoint) -> Self {
        match kind {
            KindOfEndpoint::Gateway => Self::Gateway,
            KindOfEndpoint::Interface => Self::Interface,
        }
    }
}

impl QuestionArguments {
    /// Whether any part of a question is given.
    pub(super) const fn is_given(&self) -> bool {
        self.principal.is_some()
            || self.action.is_some()
            || self.operation.is_some()
            || !self.resource.is_empty()
            || self.resource_account.is_some()
            || !self.context.is_empty()
            || self.context_complete
            || self.session_issuer.is_some()
            || self.credentials.is_some()
            || !self.policy.is_empty()
            || !self.boundary.is_empty()
            || !self.session.is_empty()
            || self.resource_policy.is_some()
            || !self.scp.is_empty()
            || !self.rcp.is_empty()
            || !self.endpoint.is_empty()
            || self.endpoint_kind.is_some()
            || self.account_details.is_some()
    }

    /// Refuses a question without one of the parts that each has.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<(), Stop> {
        if !self.is_given() {
            return Ok(());
        }
        let asked = self.action.is_some() || self.operation.is_some();
        let parts = [
            (
                self.principal.is_some(),
                "--principal (`*` for an anonymous caller)",
            ),
            (asked, "--action or --operation"),
            (
                !self.resource.is_empty() || self.needs_no_resource(catalog),
                "--resource (`*` for an action without resource-level permissions)",
            ),
        ];
        let missing = parts.iter().filter(|(given, _)| !given);
        let missing: Vec<&str> = missing.map(|(_, name)| *name).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let message = format!("a question needs {} as well", missing.join(", "));
        Err(usage(ErrorKind::MissingRequiredArgument, message))
    }
}

impl QuestionArguments {
    /// Whether the catalog knows that nothing that is asked has resource-level permissions: then `*` is the only resource.
    fn needs_no_resource(&self, catalog: &Catalog) -> bool {
        let lacks_types = |prefix: &str, name: &str| {
            let action = catalog.action(prefix, name).known();
            action.is_some_and(|action| !action.has_resource_types())
        };
        let asked = self.operation.as_ref().or(self.action.as_ref());
        let Some((prefix, name)) = asked.and_then(|name| name.split_once(':')) else {
            return false;
        };
        if self.operation.is_none() {
            return lacks_types(prefix, name);
        }
        let Some(operation) = catalog.operation(prefix, name).known() else {
            return false;
        };
        let mut checks = operation.checks().filter(|check| !check.is_on_behalf());
        operation.coverage() == Coverage::Documented
            && checks.all(|check| lacks_types(check.action().prefix(), check.action().name()))
    }
}

/// Answers the question.
pub(super) fn answer(
    arguments: &QuestionArguments,
    options: &Options,
    settings: &Settings<'_>,
    printer: &mut Printer,
) -> io::Result<()> {
    let here = Path::new("");
    match asked(arguments, options, settings) {
        Ok((scenario, answer)) => printer.answer(&scenario, &answer, here),
        Err(error) => printer.error(None, &error, None, here),
    }
}

fn asked(
    arguments: &QuestionArguments,
    options: &Options,
    settings: &Settings<'_>,
) -> Result<(Scenario, Answer), ScenarioError> {
    let mut call = call::call(arguments)?;
    let policies = policies::policies(arguments, &call, options.reading())?;
    let place = policies::place;
    call.places.session = place(policies.session.as_deref());
    call.places.boundary = place(policies.boundary.as_deref());
    call.places.resource_policy = place(policies.resource.as_ref().map(std::slice::from_ref));
    let Some(export) = &arguments.account_details else {
        let source = SourceFile::unnamed("");
        let scenario = Scenario::new(source, call, policies, options.reading());
        let answer = scenario.answer(settings)?;
        return Ok((scenario, answer));
    };
    let account = account(export, &arguments.managed_policies)?;
    let resolved = account.resolve(call, policies)?;
    let answer = resolved.answer(settings)?;
    let answer = answer.with_findings(account.findings().to_vec());
    Ok((resolved.scenario, answer))
}

fn account(export: &Path, managed: &[PathBuf]) -> Result<AccountDetails, ScenarioError> {
    let limits = &limits().export;
    let most = limits.json.max_bytes;
    let bytes = read_file(export, most)?;
    let mut account = AccountDetails::read_within(&export.display().to_string(), &bytes, limits)?;
    for path in managed {
        for file in files_in(path)? {
            let bytes = read_file(&file, most)?;
            account.add_managed_policies(&file.display().to_string(), &bytes)?;
        }
    }
    Ok(account)
}
