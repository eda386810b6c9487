//! Who asks for what, from arguments; every part knows the argument in which it stands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use portcullis::arn::{AccountId, Arn, ArnError, PrincipalArn};
use portcullis::condition::{Context, ContextKey, ContextValue};
use portcullis::eval::{Action, Principal, Resource};
use portcullis::json::{Json, Span};
use portcullis::scenario::{
    Asked, Call, ContextSource, Location, Places, ScenarioError, SourceFile,
    read_parameters_within, read_principal, read_resource,
};

use super::QuestionArguments;
use crate::input::read_file;
use crate::limits::limits;
use crate::render::excerpt;

/// Reads the call.
pub(super) fn call(arguments: &QuestionArguments) -> Result<Call, ScenarioError> {
    let mut places = Places::default();
    let asked = asked(arguments, &mut places)?;
    let principal = principal(arguments, asked.as_action(), &mut places)?;
    let mut resources = Vec::new();
    for text in &arguments.resource {
        let argument = Argument::new("--resource", text);
        resources.push(resource(&argument)?);
        places.resources.push(argument.whole());
    }
    if resources.is_empty() {
        // What needs no resource is asked on everything.
        resources.push(Resource::Everything);
    }
    let context = context(&arguments.context, &mut places)?;
    let first = resources.first().cloned().unwrap_or(Resource::Everything);
    let mut call = Call::new(principal, asked, first);
    call.resources = resources;
    call.credentials = arguments.credentials.map(Into::into);
    call.resource_account = resource_account(arguments)?;
    call.endpoint = arguments.endpoint_kind.map(Into::into);
    call.context = context;
    if arguments.context_complete {
        call.context_source = ContextSource::Complete;
    }
    call.places = places;
    Ok(call)
}

/// One argument as a text of its own, to which errors can point.
struct Argument {
    file: Arc<SourceFile>,
}

impl Argument {
    fn new(option: &str, text: &str) -> Self {
        Self {
            file: SourceFile::new(option, text),
        }
    }

    fn text(&self) -> &str {
        self.file.text()
    }

    fn at(&self, range: Range<usize>) -> Location {
        let Range { start, end } = range;
        Location::new(self.file.clone(), Span { start, end })
    }

    fn whole(&self) -> Location {
        self.at(0..self.text().len())
    }

    /// What is wrong with an ARN, at the part of it that is wrong.
    fn wrong_arn(&self, code: &'static str, error: &ArnError) -> ScenarioError {
        let own = ScenarioError::new(code, error.to_string()).at(self.at(error.span()));
        match error.help() {
            Some(help) => own.with_help(help),
            None => own,
        }
    }
}

fn asked(arguments: &QuestionArguments, places: &mut Places) -> Result<Asked, ScenarioError> {
    let (option, text) = match (&arguments.action, &arguments.operation) {
        (Some(action), _) => ("--action", action),
        (None, Some(operation)) => ("--operation", operation),
        (None, None) => {
            let message = "expected an action or an operation, found neither";
            return Err(ScenarioError::new("missing-field", message));
        }
    };
    let argument = Argument::new(option, text);
    let action: Action = text
        .parse()
        .map_err(|error: portcullis::eval::ActionError| {
            ScenarioError::new("invalid-action", error.to_string()).at(argument.whole())
        })?;
    places.action = Some(argument.whole());
    if arguments.operation.is_none() {
        return Ok(Asked::Action(action));
    }
    let parameters = match &arguments.parameters {
        None => BTreeMap::new(),
        Some(text) => read_parameters_within(&parameters(text)?, &limits().scenario)?,
    };
    Ok(Asked::Operation(action, parameters))
}

/// The text of the parameters: the argument itself, or the file that it names.
fn parameters(text: &str) -> Result<Arc<SourceFile>, ScenarioError> {
    if text.trim_start().starts_with('{') {
        return Ok(SourceFile::new("--parameters", text));
    }
    // As curl and the AWS CLI name files.
    let path = text.strip_prefix("file://").or(text.strip_prefix('@'));
    let text = path.unwrap_or(text);
    let most = limits().files.parameter_bytes;
    let bytes = read_file(Path::new(text), most)?;
    if bytes.len() > most {
        let message = format!("expected parameters of at most {most} bytes");
        return Err(ScenarioError::new("too-large", message));
    }
    match String::from_utf8(bytes) {
        Ok(read) => Ok(SourceFile::new(text, read)),
        Err(error) => {
            let message = match Json::from_bytes(error.as_bytes(), &limits().scenario.json) {
                Err(error) => error.to_string(),
                Ok(_) => "expected UTF-8 text".to_owned(),
            };
            Err(ScenarioError::new("invalid-utf8", message))
        }
    }
}

fn principal(
    arguments: &QuestionArguments,
    action: &Action,
    places: &mut Places,
) -> Result<Principal, ScenarioError> {
    let text = arguments.principal.as_deref().unwrap_or("*");
    let argument = Argument::new("--principal", text);
    let principal =
        read_principal(text, action).map_err(|error| match text.parse::<PrincipalArn>() {
            Err(exact) if text.starts_with("arn:") => {
                argument.wrong_arn("invalid-principal", &exact)
            }
            _ => error.at(argument.whole()),
        })?;
    places.principal = Some(argument.whole());
    let Some(issuer) = &arguments.session_issuer else {
        return Ok(principal);
    };
    let argument = Argument::new("--session-issuer", issuer);
    let code = "invalid-session-issuer";
    let issuer: PrincipalArn = issuer
        .parse()
        .map_err(|error| argument.wrong_arn(code, &error))?;
    principal
        .with_session_issuer(issuer)
        .map_err(|error| ScenarioError::new(code, error.to_string()).at(argument.whole()))
}

fn resource(argument: &Argument) -> Result<Resource, ScenarioError> {
    read_resource(argument.text()).map_err(|error| match Arn::parse(argument.text()) {
        Err(exact) => argument.wrong_arn("invalid-resource", &exact),
        Ok(_) => error.at(argument.whole()),
    })
}

fn resource_account(arguments: &QuestionArguments) -> Result<Option<AccountId>, ScenarioError> {
    let Some(text) = &arguments.resource_account else {
        return Ok(None);
    };
    let argument = Argument::new("--resource-account", text);
    let account = text.parse();
    account
        .map(Some)
        .map_err(|error| argument.wrong_arn("invalid-account", &error))
}

/// Keys with their values in the order in which they are given.
fn context(pairs: &[String], places: &mut Places) -> Result<Context, ScenarioError> {
    let mut keys: Vec<(ContextKey, Vec<&str>)> = Vec::new();
    for pair in pairs {
        let argument = Argument::new("--context", pair);
        let Some((name, value)) = pair.split_once('=') else {
            let message = format!("expected `key=value`, found `{}`", excerpt(pair));
            return Err(ScenarioError::new("invalid-context-value", message).at(argument.whole()));
        };
        let key: ContextKey = name
            .parse()
            .map_err(|error: portcullis::condition::KeyError| {
                let own = ScenarioError::new("invalid-context-key", error.to_string())
                    .at(argument.at(error.span()));
                match error.help() {
                    Some(help) => own.with_help(help),
                    None => own,
                }
            })?;
        places
            .context
            .entry(key.clone())
            .or_insert_with(|| argument.whole());
        match keys.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => keys.push((key, vec![value])),
        }
    }
    let mut context = Context::new();
    for (key, values) in keys {
        let value = match values.as_slice() {
            [only] => ContextValue::single(*only),
            all => ContextValue::list(all.iter().copied()),
        };
        context.insert_if_absent(key, value);
    }
    Ok(context)
}
