//! `request`: who asks for what.

use std::collections::BTreeMap;
use std::sync::Arc;

use portcullis_arn::{AccountId, Arn, PrincipalArn};
use portcullis_catalog::EditionId;
use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{
    Action, Credentials, EndpointKind, OrganizationAuthority, Principal, Resource,
};
use portcullis_json::{Json, Kind, Span, Value, excerpt};
use portcullis_policy::{PrincipalPattern, Reading};

use super::{NoFiles, Reader, ScenarioReader};
use crate::error::ScenarioError;
use crate::limits::Limits;
use crate::model::{Asked, Call, ContextSource, Parameter, Places};
use crate::source::{Origin, SourceFile};

const FIELDS: [&str; 15] = [
    "principal",
    "sessionIssuer",
    "canonicalUserId",
    "credentials",
    "action",
    "operation",
    "parameters",
    "resource",
    "resources",
    "resourceAccount",
    "endpointKind",
    "edition",
    "context",
    "contextComplete",
    "organizationAdministrator",
];

impl Reader<'_> {
    pub(super) fn call(&self, value: Value<'_>) -> Result<Call, ScenarioError> {
        self.expect_kind(value, Kind::Object, "`request`")?;
        self.only_fields(value, "`request`", &FIELDS)?;
        let (asked, action_span) = self.asked(value)?;
        let principal = self.principal(value, asked.as_action())?;
        let resources = self.resources(value)?;
        let (context, context_places) = self.context(value)?;
        let edition = self.edition(value)?;
        let complete = self
            .optional_bool(value, "contextComplete")?
            .unwrap_or(false);
        let administers = self
            .optional_bool(value, "organizationAdministrator")?
            .unwrap_or(false);
        let places = Places {
            request: Some(self.at(value.span())),
            principal: value.get("principal").map(|value| self.at(value.span())),
            action: Some(self.at(action_span)),
            resources: resources.iter().map(|(_, span)| self.at(*span)).collect(),
            edition: edition.as_ref().map(|(_, span)| self.at(*span)),
            context: context_places,
            ..Places::default()
        };
        Ok(Call {
            principal,
            asked,
            credentials: self.credentials(value)?,
            resources: resources
                .into_iter()
                .map(|(resource, _)| resource)
                .collect(),
            resource_account: self.resource_account(value)?,
            endpoint: self.endpoint_kind(value)?,
            edition: edition.map(|(edition, _)| edition),
            context,
            canonical_user_id: self
                .optional_text(value, "canonicalUserId")?
                .map(|(id, _)| id.into_owned()),
            context_source: if complete {
                ContextSource::Complete
            } else {
                ContextSource::Derived
            },
            organization: if administers {
                OrganizationAuthority::Administers
            } else {
                OrganizationAuthority::None
            },
            places,
        })
    }

    fn asked(&self, value: Value<'_>) -> Result<(Asked, Span), ScenarioError> {
        let action = self.optional_text(value, "action")?;
        let operation = self.optional_text(value, "operation")?;
        let parameters = self.parameters(value)?;
        let read = |text: &str, span: Span| {
            text.parse::<Action>()
                .map_err(|error| self.error("invalid-action", span, error.to_string()))
        };
        match (action, operation) {
            (Some((text, span)), None) => match value.get("parameters") {
                Some(given) => Err(self.error(
                    "conflicting-fields",
                    given.span(),
                    "expected `parameters` with `operation`, found them with `action`",
                )),
                None => Ok((Asked::Action(read(&text, span)?), span)),
            },
            (None, Some((text, span))) => {
                Ok((Asked::Operation(read(&text, span)?, parameters), span))
            }
            (Some(_), Some((_, span))) => Err(self.error(
                "conflicting-fields",
                span,
                "expected `action` or `operation`, found both",
            )),
            (None, None) => Err(self.error(
                "missing-field",
                value.span(),
                "expected `action` or `operation` in `request`, found neither",
            )),
        }
    }

    fn parameters(&self, value: Value<'_>) -> Result<BTreeMap<String, Parameter>, ScenarioError> {
        let Some(value) = value.get("parameters") else {
            return Ok(BTreeMap::new());
        };
        self.expect_kind(value, Kind::Object, "`parameters`")?;
        Ok(parameters(value))
    }

    fn principal(&self, value: Value<'_>, action: &Action) -> Result<Principal, ScenarioError> {
        let principal = match self.optional_text(value, "principal")? {
            None => Principal::anonymous(),
            Some((text, span)) => {
                read_principal(&text, action).map_err(|error| error.at(self.at(span)))?
            }
        };
        let Some((text, span)) = self.optional_text(value, "sessionIssuer")? else {
            return Ok(principal);
        };
        let invalid = |message: String| self.error("invalid-session-issuer", span, message);
        let issuer: PrincipalArn = text
            .parse()
            .map_err(|error| invalid(format!("in `{}`: {error}", excerpt(&text))))?;
        principal
            .with_session_issuer(issuer)
            .map_err(|error| invalid(error.to_string()))
    }

    fn credentials(&self, value: Value<'_>) -> Result<Option<Credentials>, ScenarioError> {
        self.choice(
            value,
            "credentials",
            "invalid-credentials",
            &[
                ("longTerm", Credentials::LongTerm),
                ("sessionToken", Credentials::SessionToken),
                ("federationToken", Credentials::FederationToken),
                ("console", Credentials::Console),
            ],
        )
    }

    fn endpoint_kind(&self, value: Value<'_>) -> Result<Option<EndpointKind>, ScenarioError> {
        self.choice(
            value,
            "endpointKind",
            "invalid-endpoint-kind",
            &[
                ("gateway", EndpointKind::Gateway),
                ("interface", EndpointKind::Interface),
            ],
        )
    }

    fn choice<T: Copy>(
        &self,
        value: Value<'_>,
        name: &str,
        code: &'static str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, ScenarioError> {
        let Some((text, span)) = self.optional_text(value, name)? else {
            return Ok(None);
        };
        let found = choices.iter().find(|(word, _)| *word == text);
        found.map(|(_, choice)| Some(*choice)).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let message = format!(
                "expected {}, found `{}`",
                words.join(" or "),
                excerpt(&text)
            );
            self.error(code, span, message)
        })
    }

    fn resource_account(&self, value: Value<'_>) -> Result<Option<AccountId>, ScenarioError> {
        let Some((text, span)) = self.optional_text(value, "resourceAccount")? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| {
            let message = format!(
                "expected an account id of 12 digits, found `{}`",
                excerpt(&text)
            );
            self.error("invalid-account", span, message)
        })
    }

    fn edition(&self, value: Value<'_>) -> Result<Option<(EditionId, Span)>, ScenarioError> {
        let Some((text, span)) = self.optional_text(value, "edition")? else {
            return Ok(None);
        };
        match text.parse() {
            Ok(edition) => Ok(Some((edition, span))),
            Err(error) => {
                let message = format!("in `{}`: {error}", excerpt(&text));
                Err(self.error("unknown-edition", span, message))
            }
        }
    }

    fn resources(&self, value: Value<'_>) -> Result<Vec<(Resource, Span)>, ScenarioError> {
        match (value.get("resource"), value.get("resources")) {
            (Some(one), None) => Ok(vec![self.resource(one)?]),
            (None, Some(list)) => {
                self.expect_kind(list, Kind::Array, "`resources`")?;
                let resources: Vec<_> = list
                    .elements()
                    .map(|one| self.resource(one))
                    .collect::<Result<_, _>>()?;
                if resources.is_empty() {
                    let message = "expected at least one ARN in `resources`, found none";
                    return Err(self.error("invalid-resource", list.span(), message));
                }
                Ok(resources)
            }
            (Some(_), Some(list)) => Err(self.error(
                "conflicting-fields",
                list.span(),
                "expected `resource` or `resources`, found both",
            )),
            (None, None) => Err(self
                .error(
                    "missing-field",
                    value.span(),
                    "expected `resource` or `resources` in `request`, found neither",
                )
                .with_help("an action without resource-level permissions is asked on \"*\"")),
        }
    }

    fn resource(&self, value: Value<'_>) -> Result<(Resource, Span), ScenarioError> {
        let Some(text) = value.as_str() else {
            return Err(self.wrong_type(value, "a string as a resource"));
        };
        read_resource(&text)
            .map(|resource| (resource, value.span()))
            .map_err(|error| error.at(self.at(value.span())))
    }

    fn context(
        &self,
        value: Value<'_>,
    ) -> Result<(Context, BTreeMap<ContextKey, crate::Location>), ScenarioError> {
        let mut context = Context::new();
        let mut places = BTreeMap::new();
        let Some(value) = value.get("context") else {
            return Ok((context, places));
        };
        self.expect_kind(value, Kind::Object, "`context`")?;
        let most = self.limits.max_context;
        let mut found = 0_usize;
        for member in value.members() {
            let span = member.name_span();
            let values = member.value().elements().count().max(1);
            found = found.saturating_add(values).saturating_add(1);
            if found > most {
                let message =
                    format!("expected at most {most} keys and values in the context, found more");
                return Err(self.error("too-many-values", span, message));
            }
            let name = member.name();
            let key: ContextKey = name.parse().map_err(|error| {
                let message = format!("in `{}`: {error}", excerpt(&name));
                self.error("invalid-context-key", span, message)
            })?;
            let given = self.context_value(member.value())?;
            context
                .insert(key.clone(), given)
                .map_err(|error| self.error("duplicate-context-key", span, error.to_string()))?;
            places.insert(
                key,
                self.at(Span {
                    start: span.start,
                    end: member.value().span().end,
                }),
            );
        }
        Ok((context, places))
    }

    fn context_value(&self, value: Value<'_>) -> Result<ContextValue, ScenarioError> {
        let scalar = |value: Value<'_>| match value.kind() {
            Kind::String => Ok(value.as_str().unwrap_or_default().into_owned()),
            Kind::Number | Kind::Bool => Ok(value.raw().to_owned()),
            other => {
                let message = format!(
                    "expected a string, a number or a Boolean as context value, found {other}"
                );
                Err(self.error("invalid-context-value", value.span(), message))
            }
        };
        if value.kind() == Kind::Array {
            let values: Vec<String> = value.elements().map(scalar).collect::<Result<_, _>>()?;
            return Ok(ContextValue::list(values));
        }
        scalar(value).map(ContextValue::single)
    }
}

/// Reads the parameters of an operation from a JSON object, as the field `request.parameters` has them.
///
/// # Errors
/// [`ScenarioError`] with the place, where the text is no JSON object.
pub fn read_parameters(
    source: &Arc<SourceFile>,
) -> Result<BTreeMap<String, Parameter>, ScenarioError> {
    read_parameters_within(source, &Limits::default())
}

/// Reads the parameters like [`read_parameters`], under limits of one's own.
///
/// # Errors
/// As [`read_parameters`].
pub fn read_parameters_within(
    source: &Arc<SourceFile>,
    limits: &Limits,
) -> Result<BTreeMap<String, Parameter>, ScenarioError> {
    let json = Json::parse(source.text().clone(), &limits.json)
        .map_err(|error| ScenarioError::from_json(&error, &Origin::of_file(source.clone())))?;
    let reader = ScenarioReader::new(Reading::default(), *limits);
    let reader = Reader::new(source.clone(), &NoFiles, &reader);
    reader.expect_kind(json.root(), Kind::Object, "the parameters")?;
    Ok(parameters(json.root()))
}

fn parameters(value: Value<'_>) -> BTreeMap<String, Parameter> {
    let text = |value: Value<'_>| match value.kind() {
        Kind::String => value.as_str().map(std::borrow::Cow::into_owned),
        Kind::Bool | Kind::Number => Some(value.raw().to_owned()),
        _ => None,
    };
    let texts = |value: Value<'_>| -> Vec<String> {
        let own = text(value).into_iter();
        own.chain(value.elements().filter_map(text)).collect()
    };
    let given = value
        .members()
        .filter(|member| member.value().kind() != Kind::Null);
    given
        .map(|member| {
            let mut parameter = Parameter::new(texts(member.value()));
            parameter.others = member
                .value()
                .elements()
                .filter(|one| text(*one).is_none())
                .count();
            (member.name().into_owned(), parameter)
        })
        .collect()
}

/// Reads a principal as the field `request.principal` has it: for the unsigned calls an identity provider may stand there.
///
/// # Errors
/// [`ScenarioError`] `invalid-principal`, without a place.
pub fn read_principal(text: &str, action: &Action) -> Result<Principal, ScenarioError> {
    let unsigned =
        action.is("sts", "AssumeRoleWithSAML") || action.is("sts", "AssumeRoleWithWebIdentity");
    // The checks that such a call makes besides: a built-in provider's name is a service principal there.
    let beside = action.is("sts", "TagSession") || action.is("sts", "SetSourceIdentity");
    let named = matches!(
        text.parse(),
        Ok(PrincipalArn::SamlProvider(_) | PrincipalArn::OidcProvider(_))
    );
    let built_in = unsigned && PrincipalPattern::is_built_in_provider(text);
    if built_in || (named && (unsigned || beside)) {
        return Ok(Principal::identity_provider(text));
    }
    text.parse::<Principal>()
        .map_err(|error| ScenarioError::new("invalid-principal", error.to_string()))
}

/// Reads a resource: an ARN or `*`.
///
/// # Errors
/// [`ScenarioError`] `invalid-resource`, without a place.
pub fn read_resource(text: &str) -> Result<Resource, ScenarioError> {
    if text == "*" {
        return Ok(Resource::Everything);
    }
    Arn::parse(text).map(Resource::Arn).map_err(|error| {
        let message = format!("in `{}`: {error}", excerpt(text));
        ScenarioError::new("invalid-resource", message)
    })
}
