//! Flattens the fields of a pattern into one stream of steps, each of which knows what it may take.

use core::slice;

use portcullis_glob::{CaseSensitivity, Token};

/// What a wildcard may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Any character but the colon.
    Field,
    /// Any character.
    Anything,
}

/// One step of a flattened pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// This character.
    Char(char, CaseSensitivity),
    /// One character within reach.
    One(Reach),
    /// Any run of characters within reach, also none.
    Run(Reach),
    /// Nothing fits here, so the pattern matches no text.
    Never,
}

impl Step {
    const SEPARATOR: Self = Self::Char(':', CaseSensitivity::Sensitive);

    /// A token of field six.
    const fn in_resource(token: Token) -> Self {
        match token {
            Token::Char(wanted) => Self::Char(wanted, CaseSensitivity::Sensitive),
            Token::One => Self::One(Reach::Anything),
            Token::Run => Self::Run(Reach::Anything),
        }
    }
}

/// What the next element of a walk over fields is.
enum Element {
    /// A token of one of the first five fields; `ends_field` for a run with which its field ends.
    Restricted { token: Token, ends_field: bool },
    /// The boundary between two fields.
    Boundary,
    /// A token of the last field.
    Resource(Token),
}

/// Walks six fields one after the other.
#[derive(Clone, Debug)]
struct Walk<'a, P> {
    current: P,
    // Borrowed, so that a point of return copies one stream and not six.
    following: slice::Iter<'a, P>,
}

impl<'a, P: Iterator<Item = Token> + Clone> Walk<'a, P> {
    fn new(fields: &'a [P; 6]) -> Self {
        let [first, following @ ..] = fields;
        Self {
            current: first.clone(),
            following: following.iter(),
        }
    }
}

impl<P: Iterator<Item = Token> + Clone> Iterator for Walk<'_, P> {
    type Item = Element;

    fn next(&mut self) -> Option<Element> {
        let in_resource = self.following.as_slice().is_empty();
        match self.current.next() {
            Some(token) if in_resource => Some(Element::Resource(token)),
            Some(token) => Some(Element::Restricted {
                token,
                ends_field: token == Token::Run && self.current.clone().next().is_none(),
            }),
            None => {
                self.current = self.following.next()?.clone();
                Some(Element::Boundary)
            }
        }
    }
}

/// The steps of a `Resource` entry.
#[derive(Clone, Debug)]
pub(super) struct ResourceFields<'a, P>(Walk<'a, P>);

impl<'a, P: Iterator<Item = Token> + Clone> ResourceFields<'a, P> {
    pub(super) fn new(fields: &'a [P; 6]) -> Self {
        Self(Walk::new(fields))
    }
}

impl<P: Iterator<Item = Token> + Clone> Iterator for ResourceFields<'_, P> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        Some(match self.0.next()? {
            Element::Boundary => Step::SEPARATOR,
            Element::Resource(token) => Step::in_resource(token),
            Element::Restricted { token, ends_field } => match token {
                Token::Char(wanted) => Step::Char(wanted, CaseSensitivity::AsciiInsensitive),
                Token::One => Step::One(Reach::Field),
                Token::Run if ends_field => Step::Run(Reach::Anything),
                Token::Run => Step::Run(Reach::Field),
            },
        })
    }
}

/// A token of field one to five of an ARN operator's value.
const fn operator_step(token: Token) -> Step {
    match token {
        // The text's field has no colon to offer.
        Token::Char(':') => Step::Never,
        Token::Char(wanted) => Step::Char(wanted, CaseSensitivity::Sensitive),
        Token::One => Step::One(Reach::Field),
        Token::Run => Step::Run(Reach::Field),
    }
}

/// The steps of an ARN operator's value whose fields are known.
#[derive(Clone, Debug)]
pub(super) struct OperatorFields<'a, P>(Walk<'a, P>);

impl<'a, P: Iterator<Item = Token> + Clone> OperatorFields<'a, P> {
    pub(super) fn new(fields: &'a [P; 6]) -> Self {
        Self(Walk::new(fields))
    }
}

impl<P: Iterator<Item = Token> + Clone> Iterator for OperatorFields<'_, P> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        Some(match self.0.next()? {
            Element::Boundary => Step::SEPARATOR,
            Element::Resource(token) => Step::in_resource(token),
            Element::Restricted { token, .. } => operator_step(token),
        })
    }
}

/// The steps of an ARN operator's value that is one stream, its first five literal colons being the boundaries.
#[derive(Clone, Debug)]
pub(super) struct OperatorStream<P> {
    tokens: P,
    boundaries_left: u8,
}

impl<P: Iterator<Item = Token> + Clone> OperatorStream<P> {
    pub(super) const fn new(tokens: P) -> Self {
        Self {
            tokens,
            boundaries_left: 5,
        }
    }
}

impl<P: Iterator<Item = Token> + Clone> Iterator for OperatorStream<P> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let next = self.tokens.next();
        match self.boundaries_left.checked_sub(1) {
            None => next.map(Step::in_resource),
            Some(left) => Some(match next {
                Some(Token::Char(':')) => {
                    self.boundaries_left = left;
                    Step::SEPARATOR
                }
                Some(token) => operator_step(token),
                // Too few fields. The stream never ends here, so that no text can match.
                None => Step::Never,
            }),
        }
    }
}
