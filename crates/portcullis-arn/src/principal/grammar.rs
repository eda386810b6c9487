//! The resource part of a principal's ARN as nom parsers.

use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::char;
use nom::combinator::{eof, peek};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use crate::ArnErrorKind;
use crate::grammar::{Extent, Refusal, expect, part};

/// What a principal's ARN names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Root,
    User,
    Group,
    Role,
    AssumedRole,
    FederatedUser,
    SamlProvider,
    OidcProvider,
}

impl Kind {
    /// What the resource starts with. A path includes the slash that follows; the others include it here.
    pub(super) const fn keyword(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::AssumedRole => "assumed-role/",
            Self::FederatedUser => "federated-user/",
            Self::SamlProvider => "saml-provider/",
            Self::OidcProvider => "oidc-provider/",
        }
    }
}

/// A kind, and the text with which the resource ends: a name, a session, the URL of a provider.
pub(super) type Shape<'a> = (Kind, &'a str);

/// The resource of an ARN of `iam`.
pub(super) fn of_iam(input: &str) -> IResult<&str, Shape<'_>, Refusal<'_>> {
    let shape = alt((
        of(Kind::Root, eof),
        of(Kind::User, path_and_name),
        of(Kind::Group, path_and_name),
        of(Kind::Role, path_and_name),
        of(Kind::SamlProvider, name),
        of(Kind::OidcProvider, part(Extent::Rest, check_url)),
    ));
    expect(ArnErrorKind::NotAPrincipal, Extent::Rest, shape).parse(input)
}

/// The resource of an ARN of `sts`.
pub(super) fn of_sts(input: &str) -> IResult<&str, Shape<'_>, Refusal<'_>> {
    let shape = alt((
        of(Kind::AssumedRole, role_and_session),
        of(Kind::FederatedUser, name),
    ));
    expect(ArnErrorKind::NotAPrincipal, Extent::Rest, shape).parse(input)
}

/// A resource that starts with the keyword of this kind, and goes on as `following` says.
fn of<'a>(
    kind: Kind,
    following: impl Parser<&'a str, Output = &'a str, Error = Refusal<'a>>,
) -> impl Parser<&'a str, Output = Shape<'a>, Error = Refusal<'a>> {
    preceded(tag(kind.keyword()), following).map(move |last| (kind, last))
}

/// The name behind a path. Where no slash follows, some other kind may still be meant.
fn path_and_name(input: &str) -> IResult<&str, &str, Refusal<'_>> {
    let path = preceded(peek(char('/')), part(Extent::ThroughLast('/'), check_path));
    preceded(path, part(Extent::Rest, check_name)).parse(input)
}

/// The session behind a role.
fn role_and_session(input: &str) -> IResult<&str, &str, Refusal<'_>> {
    let slash = expect(ArnErrorKind::MissingSession, Extent::Rest, char('/'));
    let role = terminated(part(Extent::Until('/'), check_name), slash);
    preceded(role, name).parse(input)
}

/// A name with which the resource ends.
fn name(input: &str) -> IResult<&str, &str, Refusal<'_>> {
    let end = expect(ArnErrorKind::ExtraText, Extent::Rest, eof);
    terminated(part(Extent::Until('/'), check_name), end).parse(input)
}

fn check_name(name: &str) -> Result<(), ArnErrorKind> {
    let allowed = |found: char| {
        found.is_ascii_alphanumeric() || matches!(found, '+' | '=' | ',' | '.' | '@' | '_' | '-')
    };
    if name.is_empty() {
        Err(ArnErrorKind::EmptyName)
    } else if has_wildcard(name) {
        Err(ArnErrorKind::Wildcard)
    } else if name.chars().all(allowed) {
        Ok(())
    } else {
        Err(ArnErrorKind::InvalidName)
    }
}

/// A path that starts and ends with a slash: `/` alone, or visible ASCII characters between two.
fn check_path(path: &str) -> Result<(), ArnErrorKind> {
    if has_wildcard(path) {
        Err(ArnErrorKind::Wildcard)
    } else if path != "//" && path.chars().all(|found| found.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(ArnErrorKind::InvalidPath)
    }
}

/// A host and a path, without a scheme: the characters that a URL has there (RFC 3986), and no query.
fn check_url(url: &str) -> Result<(), ArnErrorKind> {
    let of_url =
        |found: char| found.is_ascii_alphanumeric() || "-._~!$&'()+,;=:@%/".contains(found);
    if url.is_empty() {
        Err(ArnErrorKind::EmptyName)
    } else if has_wildcard(url) {
        Err(ArnErrorKind::Wildcard)
    } else if !url.starts_with('/') && url.chars().all(of_url) {
        Ok(())
    } else {
        Err(ArnErrorKind::InvalidName)
    }
}

fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}
