//! One call in three forms: the engine's request, the oracle's question, and the `request` of a scenario.

use portcullis_arn::{Arn, PrincipalArn};
use portcullis_condition::{Context, ContextValue};
use portcullis_eval::{
    Action, Credentials, EndpointKind, OrganizationAuthority, Owner, Request, Resource,
    ResourceControl,
};
use portcullis_oracle as oracle;
use serde_json::{Map, Value, json};

/// A call as a catalog would have shaped it: who, what, on what, owned by whom, in which context.
///
/// The fields hold what a scenario's fields hold; see the facts of [`oracle::Question`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "whoever makes up a call has to say all of it"
)]
pub struct Call {
    /// An ARN, a service principal, a provider, or `*`.
    pub principal: String,
    /// From what a session was issued.
    pub issuer: Option<String>,
    /// The kind of credentials.
    pub credentials: Option<String>,
    /// The canonical user id of the caller's account.
    pub canonical_user_id: Option<String>,
    /// Whether the caller's account administers the organization.
    pub administers: bool,
    /// One action.
    pub action: String,
    /// The ARN that policies are matched against, or `*`.
    pub resource: String,
    /// The ARN that was named, where the action is asked on `*`.
    pub asked: Option<String>,
    /// The account that owns the resource; none where AWS does.
    pub owner: Option<String>,
    /// Whether resource control policies can apply.
    pub resource_control: bool,
    /// Whether the endpoint is a gateway.
    pub gateway: bool,
    /// Condition keys: name, values, whether they are a list.
    pub context: Vec<(String, Vec<String>, bool)>,
}

impl Call {
    /// The question for the oracle.
    #[must_use]
    pub fn question(&self) -> oracle::Question {
        oracle::Question {
            principal: Some(self.principal.clone()),
            session_issuer: self.issuer.clone(),
            credentials: self.credentials.clone(),
            canonical_user_id: self.canonical_user_id.clone(),
            organization_administrator: self.administers,
            action: self.action.clone(),
            resource: self.resource.clone(),
            resource_asked: self.asked.clone(),
            owner: self.owner.clone(),
            resource_control_applies: self.resource_control,
            endpoint_gateway: self.gateway,
            context: self.context.clone(),
        }
    }

    /// The request for the engine.
    ///
    /// # Errors
    /// The message of the first part that the engine's types refuse.
    pub fn request(&self) -> Result<Request, String> {
        let text = |error: &dyn core::fmt::Display| error.to_string();
        let action: Action = self.action.parse().map_err(|e| text(&e))?;
        let mut principal = portcullis_scenario::read_principal(&self.principal, &action)
            .map_err(|error| error.message().to_owned())?;
        if let Some(issuer) = &self.issuer {
            let issuer: PrincipalArn = issuer.parse().map_err(|e| text(&e))?;
            principal = principal
                .with_session_issuer(issuer)
                .map_err(|e| text(&e))?;
        }
        let mut context = Context::new();
        for (key, values, list) in &self.context {
            let key = key.parse().map_err(|e| text(&e))?;
            context
                .insert(key, value(values, *list))
                .map_err(|e| text(&e))?;
        }
        let mut builder = Request::builder(action)
            .principal(principal)
            .context(context)
            .endpoint(if self.gateway {
                EndpointKind::Gateway
            } else {
                EndpointKind::Interface
            })
            .resource_control(if self.resource_control {
                ResourceControl::Applicable
            } else {
                ResourceControl::NotApplicable
            });
        if self.administers {
            builder = builder.organization(OrganizationAuthority::Administers);
        }
        if let Some(id) = &self.canonical_user_id {
            builder = builder.canonical_user_id(id);
        }
        if let Some(credentials) = &self.credentials {
            builder = builder.credentials(credentials_of(credentials)?);
        }
        builder = match &self.owner {
            Some(account) => builder.owner(account.parse().map_err(|e| text(&e))?),
            None => builder.owned_by_aws(),
        };
        let arn = |text: &str| -> Result<Arn, String> { text.parse().map_err(|e| format!("{e}")) };
        if self.resource != "*" {
            builder = builder.resource(arn(&self.resource)?);
        } else if let Some(asked) = &self.asked {
            builder = builder.resource_asked(arn(asked)?);
        }
        builder.build().map_err(|e| text(&e))
    }

    /// The `request` of a scenario. Whether resource control policies can apply is for the catalog to say, and the owner of what
    /// AWS owns stands in the ARN.
    #[must_use]
    pub fn scenario(&self) -> Value {
        let mut context = Map::new();
        for (key, values, list) in &self.context {
            let value = match values.as_slice() {
                [only] if !list => json!(only),
                values => json!(values),
            };
            context.insert(key.clone(), value);
        }
        let mut request = json!({
            "principal": self.principal,
            "action": self.action,
            "resource": self.asked.as_ref().unwrap_or(&self.resource),
            "endpointKind": if self.gateway { "gateway" } else { "interface" },
            "context": context,
            "contextComplete": true,
        });
        let optional = [
            ("resourceAccount", &self.owner),
            ("sessionIssuer", &self.issuer),
            ("credentials", &self.credentials),
            ("canonicalUserId", &self.canonical_user_id),
        ];
        if let Some(members) = request.as_object_mut() {
            for (name, value) in optional {
                if let Some(value) = value {
                    members.insert(name.to_owned(), json!(value));
                }
            }
            if self.administers {
                members.insert("organizationAdministrator".to_owned(), json!(true));
            }
        }
        request
    }

    /// The call that a shaped request is about; `named` is the resource before it was shaped.
    #[must_use]
    pub fn of(request: &Request, named: Option<&Resource>) -> Self {
        let asked = match (request.resource(), named) {
            (Resource::Everything, Some(Resource::Arn(arn))) => Some(arn.to_string()),
            _ => None,
        };
        let context = request.context().iter().map(|(key, value)| {
            let values = value.values().iter().map(ToString::to_string).collect();
            (key.to_string(), values, value.is_list())
        });
        let credentials = request.credentials().and_then(|known| {
            let named = CREDENTIALS.iter().find(|(_, kind)| *kind == known);
            named.map(|(name, _)| (*name).to_owned())
        });
        Self {
            principal: request.principal().to_string(),
            issuer: request
                .principal()
                .session_issuer()
                .map(ToString::to_string),
            credentials,
            canonical_user_id: request.canonical_user_id().map(str::to_owned),
            administers: request.organization() == OrganizationAuthority::Administers,
            action: request.action().to_string(),
            resource: request.resource().as_str().to_owned(),
            asked,
            owner: match request.owner() {
                Owner::Account(account) => Some(account.to_string()),
                Owner::Aws => None,
            },
            resource_control: request.resource_control() == ResourceControl::Applicable,
            gateway: request.endpoint() == EndpointKind::Gateway,
            context: context.collect(),
        }
    }
}

const CREDENTIALS: [(&str, Credentials); 4] = [
    ("longTerm", Credentials::LongTerm),
    ("sessionToken", Credentials::SessionToken),
    ("federationToken", Credentials::FederationToken),
    ("console", Credentials::Console),
];

fn credentials_of(name: &str) -> Result<Credentials, String> {
    let named = CREDENTIALS.iter().find(|(known, _)| *known == name);
    named
        .map(|(_, credentials)| *credentials)
        .ok_or_else(|| format!("no credentials `{name}`"))
}

fn value(values: &[String], list: bool) -> ContextValue {
    match values {
        [only] if !list => ContextValue::single(only.as_str()),
        values => ContextValue::list(values.iter().map(String::as_str)),
    }
}
