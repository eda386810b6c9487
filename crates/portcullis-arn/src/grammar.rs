//! The ARN grammar as nom parsers, and how a failed parser becomes an [`ArnError`].

use core::ops::Range;

use nom::bytes::complete::{tag, take_till, take_till1};
use nom::character::complete::char;
use nom::combinator::{rest, verify};
use nom::error::{ErrorKind, ParseError};
use nom::sequence::terminated;
use nom::{Err, IResult, Parser};

use crate::{ArnError, ArnErrorKind, Field};

/// Where a parser gave up, and over what.
#[derive(Debug)]
pub(crate) struct Refusal<'a> {
    kind: ArnErrorKind,
    /// The input from the place of the mistake onwards.
    rest: &'a str,
    /// How many bytes of it are the mistake.
    length: usize,
}

impl<'a> Refusal<'a> {
    fn failure(kind: ArnErrorKind, extent: Extent, input: &'a str) -> Err<Self> {
        Err::Failure(Self {
            kind,
            rest: input,
            length: extent.length(input),
        })
    }

    /// The error, `text` being what the whole grammar was given.
    pub(crate) fn into_error(self, text: &str) -> ArnError {
        let start = text.len().saturating_sub(self.rest.len());
        let span: Range<usize> = start..start.saturating_add(self.length);
        ArnError::new(self.kind, text, span)
    }
}

impl<'a> ParseError<&'a str> for Refusal<'a> {
    // `expect` puts the right kind in place of this one: nom's own kinds do not say what was expected.
    fn from_error_kind(rest: &'a str, _: ErrorKind) -> Self {
        Self {
            kind: ArnErrorKind::NotAnArn,
            rest,
            length: 0,
        }
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// How much of the input a parser takes, or should have taken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Extent {
    /// Up to this character, or all of it.
    Until(char),
    /// Up to and with the last of this character, or nothing.
    ThroughLast(char),
    /// All of it.
    Rest,
}

impl Extent {
    fn length(self, input: &str) -> usize {
        match self {
            Self::Until(end) => input.find(end).unwrap_or(input.len()),
            Self::ThroughLast(end) => input
                .rfind(end)
                .map_or(0, |start| start.saturating_add(end.len_utf8())),
            Self::Rest => input.len(),
        }
    }
}

/// A parser that is the only one that can come here: where `parser` fails, the whole grammar does, at the start of this parser's
/// input and with this kind.
pub(crate) fn expect<'a, P>(
    kind: ArnErrorKind,
    extent: Extent,
    mut parser: P,
) -> impl Parser<&'a str, Output = P::Output, Error = Refusal<'a>>
where
    P: Parser<&'a str, Error = Refusal<'a>>,
{
    move |input: &'a str| {
        parser.parse(input).map_err(|error| match error {
            Err::Error(_) | Err::Incomplete(_) => Refusal::failure(kind, extent, input),
            // Something further in knew better.
            Err::Failure(refusal) => Err::Failure(refusal),
        })
    }
}

/// A parser that takes `extent`, and fails for good if that is not what `check` wants.
pub(crate) fn part<'a>(
    extent: Extent,
    check: fn(&str) -> Result<(), ArnErrorKind>,
) -> impl Parser<&'a str, Output = &'a str, Error = Refusal<'a>> {
    move |input: &'a str| {
        let (taken, rest) = input
            .split_at_checked(extent.length(input))
            .unwrap_or((input, ""));
        match check(taken) {
            Ok(()) => Ok((rest, taken)),
            Err(kind) => Err(Refusal::failure(kind, extent, input)),
        }
    }
}

/// Runs a grammar over all of `text`.
pub(crate) fn run<'a, O>(
    mut parser: impl Parser<&'a str, Output = O, Error = Refusal<'a>>,
    text: &'a str,
) -> Result<O, Refusal<'a>> {
    match parser.parse(text) {
        Ok((_, output)) => Ok(output),
        Err(Err::Error(refusal) | Err::Failure(refusal)) => Err(refusal),
        // Only streaming parsers ask for more.
        Err(Err::Incomplete(_)) => Err(Refusal::from_error_kind(text, ErrorKind::Complete)),
    }
}

/// The fields of an ARN behind `arn:`.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    pub(crate) partition: &'a str,
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
}

/// An ARN: six fields, of which partition, service and resource are not empty.
pub(crate) fn arn(input: &str) -> IResult<&str, Fields<'_>, Refusal<'_>> {
    let (input, _) = expect(ArnErrorKind::NotAnArn, Extent::Rest, tag("arn:")).parse(input)?;
    let (input, partition) = filled(Field::Partition, Field::Service).parse(input)?;
    let (input, service) = filled(Field::Service, Field::Region).parse(input)?;
    let (input, region) = delimited(Field::Account).parse(input)?;
    let (input, account) = delimited(Field::Resource).parse(input)?;
    let (input, _) = expect(
        ArnErrorKind::EmptyField(Field::Resource),
        Extent::Rest,
        verify(rest, |resource: &str| !resource.is_empty()),
    )
    .parse(input)?;
    let fields = Fields {
        partition,
        service,
        region,
        account,
    };
    Ok((input, fields))
}

/// A field that is not empty, and the colon behind it.
fn filled<'a>(
    field: Field,
    next: Field,
) -> impl Parser<&'a str, Output = &'a str, Error = Refusal<'a>> {
    let text = take_till1(is_colon);
    let text = expect(ArnErrorKind::EmptyField(field), Extent::Until(':'), text);
    terminated(text, colon_before(next))
}

/// A field that may be empty, and the colon behind it.
fn delimited<'a>(next: Field) -> impl Parser<&'a str, Output = &'a str, Error = Refusal<'a>> {
    terminated(take_till(is_colon), colon_before(next))
}

fn colon_before<'a>(next: Field) -> impl Parser<&'a str, Output = char, Error = Refusal<'a>> {
    expect(ArnErrorKind::MissingField(next), Extent::Rest, char(':'))
}

const fn is_colon(character: char) -> bool {
    character == ':'
}
