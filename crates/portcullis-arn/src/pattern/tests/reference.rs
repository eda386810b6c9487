//! The definition of a match, read off the rules: plain recursion, exponential at worst.

use std::vec::Vec;

use portcullis_glob::Token;

/// An element of the one expression that the fields of a pattern make.
#[derive(Clone, Copy)]
enum Element {
    Char(char),
    Folded(char),
    /// `[^:]`
    NoColon,
    /// `.`
    Any,
    /// `[^:]*`
    Confined,
    /// `.*`
    Free,
}

fn expression_matches(expression: &[Element], text: &[char]) -> bool {
    let Some((first, rest)) = expression.split_first() else {
        return text.is_empty();
    };
    let one = |fits: fn(char, char) -> bool, wanted: char| {
        text.split_first()
            .is_some_and(|(found, after)| fits(wanted, *found) && expression_matches(rest, after))
    };
    let run = |stop: Option<char>| {
        (0..=text.len())
            .take_while(|taken| *taken == 0 || Some(text[taken - 1]) != stop)
            .any(|taken| expression_matches(rest, &text[taken..]))
    };
    match *first {
        Element::Char(wanted) => one(|wanted, found| wanted == found, wanted),
        Element::Folded(wanted) => one(|wanted, found| wanted.eq_ignore_ascii_case(&found), wanted),
        Element::NoColon => one(|_, found| found != ':', ' '),
        Element::Any => one(|_, _| true, ' '),
        Element::Confined => run(Some(':')),
        Element::Free => run(None),
    }
}

fn resource_expression(fields: &[Vec<Token>; 6]) -> Vec<Element> {
    let mut expression = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            expression.push(Element::Char(':'));
        }
        for (place, token) in field.iter().enumerate() {
            let last = place + 1 == field.len();
            expression.push(match (token, index < 5) {
                (Token::Char(wanted), true) => Element::Folded(*wanted),
                (Token::Char(wanted), false) => Element::Char(*wanted),
                (Token::One, true) => Element::NoColon,
                (Token::Run, true) if !last => Element::Confined,
                (Token::One, false) => Element::Any,
                (Token::Run, _) => Element::Free,
            });
        }
    }
    expression
}

/// A `Resource` entry, ready to be asked about many texts.
pub(super) struct Resource(Vec<Element>);

impl Resource {
    pub(super) fn new(fields: &[Vec<Token>; 6]) -> Self {
        Self(resource_expression(fields))
    }

    pub(super) fn matches(&self, text: &[char]) -> bool {
        expression_matches(&self.0, text)
    }
}

/// The six fields of a stream, or of a text.
pub(super) fn split<T: Copy>(whole: &[T], is_colon: fn(&T) -> bool) -> Option<[Vec<T>; 6]> {
    let fields: Vec<Vec<T>> = whole.splitn(6, is_colon).map(<[T]>::to_vec).collect();
    fields.try_into().ok()
}

/// The value of an ARN operator: every field on its own, an ordinary glob.
pub(super) fn operator(fields: &[Vec<Token>; 6], text: &[char]) -> bool {
    let Some(texts) = split(text, |found| *found == ':') else {
        return false;
    };
    fields.iter().zip(&texts).all(|(field, text)| {
        let glob: Vec<Element> = field
            .iter()
            .map(|token| match token {
                Token::Char(wanted) => Element::Char(*wanted),
                Token::One => Element::Any,
                Token::Run => Element::Free,
            })
            .collect();
        expression_matches(&glob, text)
    })
}
