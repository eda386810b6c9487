//! What an ARN consists of, for people and for machines.

use portcullis::arn::{Arn, ArnError, ArnErrorKind, PrincipalArn, ServicePrincipal};
use portcullis::catalog::Catalog;
use serde::Serialize;

use crate::render::Table;

/// An ARN or a service principal, taken apart.
#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(super) enum Parts {
    /// An ARN.
    Arn(Box<ArnParts>),
    /// A service principal.
    Service {
        /// The principal.
        service_principal: String,
    },
}

/// The fields of an ARN, and what they say.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArnParts {
    arn: String,
    partition: String,
    service: String,
    region: String,
    account: String,
    resource: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Principal>,
    /// Why it is no principal though it looks like one.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_a_principal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_type: Option<String>,
}

/// A principal by its kind.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Principal {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_linked: Option<bool>,
}

impl Parts {
    /// Takes a text apart.
    pub(super) fn of(text: &str) -> Result<Self, ArnError> {
        if !text.starts_with("arn:")
            && let Ok(service) = text.parse::<ServicePrincipal>()
        {
            let service_principal = service.as_str().to_owned();
            return Ok(Self::Service { service_principal });
        }
        let arn = Arn::parse(text)?;
        let (principal, not_a_principal) = match principal(&arn) {
            Some(Ok(principal)) => (Some(Principal::of(&principal)), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        let catalog = Catalog::embedded();
        let service = catalog.service(arn.service());
        let resource_type = service.and_then(|service| service.resource_type_of(text));
        Ok(Self::Arn(Box::new(ArnParts {
            partition: arn.partition().to_owned(),
            service: arn.service().to_owned(),
            region: arn.region().to_owned(),
            account: arn.account().to_owned(),
            resource: arn.resource().to_owned(),
            principal,
            not_a_principal,
            resource_type: resource_type.map(|one| one.name().to_owned()),
            arn: arn.as_str().to_owned(),
        })))
    }

    /// The parts as rows of names and values.
    pub(super) fn rows(&self) -> Table {
        let mut table = Table::default();
        let mut row = |name: &str, value: &str| {
            let value = if value.is_empty() { "–" } else { value };
            table.row([name.to_owned(), value.to_owned()]);
        };
        match self {
            Self::Service { service_principal } => row("service principal", service_principal),
            Self::Arn(arn) => {
                row("arn", &arn.arn);
                row("partition", &arn.partition);
                row("service", &arn.service);
                row("region", &arn.region);
                row("account", &arn.account);
                row("resource", &arn.resource);
                if let Some(principal) = &arn.principal {
                    row("principal", &principal.in_words());
                }
                if let Some(why) = &arn.not_a_principal {
                    row("no principal", why);
                }
                if let Some(resource_type) = &arn.resource_type {
                    row("resource type", resource_type);
                }
            }
        }
        table
    }
}

/// The principal that an ARN names, or what keeps one that looks like a principal from being one.
fn principal(arn: &Arn) -> Option<Result<PrincipalArn, String>> {
    if !matches!(arn.service(), "iam" | "sts") {
        return None;
    }
    match PrincipalArn::try_from(arn.clone()) {
        Ok(principal) => Some(Ok(principal)),
        Err(error) if error.kind() == ArnErrorKind::NotAPrincipal => None,
        Err(error) => Some(Err(error.to_string())),
    }
}

impl Principal {
    fn of(arn: &PrincipalArn) -> Self {
        let named = |kind, name: &str| Self {
            kind,
            name: Some(name.to_owned()),
            ..Self::default()
        };
        match arn {
            PrincipalArn::Root(_) => Self {
                kind: "root user",
                ..Self::default()
            },
            PrincipalArn::User(user) => Self {
                path: Some(user.path().to_owned()),
                ..named("user", user.name())
            },
            PrincipalArn::Group(group) => Self {
                path: Some(group.path().to_owned()),
                ..named("group", group.name())
            },
            PrincipalArn::Role(role) => Self {
                path: Some(role.path().to_owned()),
                service_linked: Some(role.is_service_linked()),
                ..named("role", role.name())
            },
            PrincipalArn::AssumedRole(session) => Self {
                session: Some(session.session().to_owned()),
                ..named("role session", session.role())
            },
            PrincipalArn::FederatedUser(user) => named("federated user", user.name()),
            PrincipalArn::SamlProvider(provider) => named("SAML provider", provider.name()),
            PrincipalArn::OidcProvider(provider) => named("OIDC provider", provider.url()),
            other => named("principal", other.as_str()),
        }
    }

    fn in_words(&self) -> String {
        let mut words = self.kind.to_owned();
        let parts = [
            ("", &self.name),
            ("path ", &self.path),
            ("session ", &self.session),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                words.push_str(if name.is_empty() { " " } else { ", " });
                words.push_str(name);
                words.push_str(value);
            }
        }
        if self.service_linked == Some(true) {
            words.push_str(", service-linked");
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::Parts;

    #[track_caller]
    fn check(text: &str, row: &str) {
        let lines = Parts::of(text).unwrap().rows().lines();
        assert!(lines.iter().any(|line| line == row), "{lines:#?}");
    }

    #[test]
    fn principals_and_resources_are_named() {
        check(
            "arn:aws:iam::111122223333:role/team/app",
            "principal      role app, path /team/",
        );
        check(
            "arn:aws:sts::111122223333:assumed-role/app/ci",
            "principal  role session app, session ci",
        );
        check(
            "arn:aws:elasticache:us-east-1:111122223333:snapshot:nightly",
            "resource type  snapshot",
        );
        check("ec2.amazonaws.com", "service principal  ec2.amazonaws.com");
        check("arn:aws:s3:::bucket", "account        –");
    }

    #[test]
    fn what_is_no_arn_is_refused() {
        assert!(Parts::of("nonsense").is_err());
        assert!(Parts::of("").is_err());
    }
}
