//! Entries of `Resource`, read for the index: the first five fields, and the literal text that the sixth begins with.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

use portcullis_arn::Arn;
use portcullis_arn::pattern::fields;
use portcullis_condition::{Part, Template};
use portcullis_policy::ResourceArn;

use crate::offsets::narrow;
use crate::packed::{PackedFields, packed};

/// One of the first five fields of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    /// `*`.
    Any,
    /// Literal text, ASCII case ignored.
    Literal(Box<str>),
    /// Wildcards within the field: matched as a whole with the entry only.
    Pattern,
}

impl Field {
    fn of(template: &Template) -> Self {
        match template.parts() {
            [Part::Run] => Self::Any,
            _ => match template.literal() {
                Some(text) if !has_colon(text) => Self::Literal(text.into()),
                _ => Self::Pattern,
            },
        }
    }
}

/// A colon in a field is that of a `${aws:…}` which is no variable there: it takes a colon of the request.
fn has_colon(text: &str) -> bool {
    text.contains(':')
}

/// The first five fields of an entry; entries share them.
#[derive(Debug)]
pub(super) struct Head {
    fields: [Field; 5],
    /// Whether the sixth field can begin at a later colon of the request than the fifth: a `*` that ends a field may run over
    /// the colons that follow.
    pub(super) crosses: bool,
    /// Whether a field is more than `*` or a literal.
    patterned: bool,
}

/// Whether the first five fields match at the colons where they stand in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadMatch {
    Yes,
    No,
    /// A field has wildcards in it: the entry has to be matched as a whole.
    Unknown,
}

impl Head {
    fn of(templates: &[Template; 5]) -> Self {
        let fields = templates.each_ref().map(Field::of);
        let crosses = templates.iter().any(|template| {
            let colon = |part: &Part| matches!(part, Part::Literal(text) if has_colon(text));
            matches!(template.parts().last(), Some(Part::Run)) || template.parts().iter().any(colon)
        });
        Self {
            patterned: fields.contains(&Field::Pattern),
            fields,
            crosses,
        }
    }

    /// Whether the fields match those of a request.
    pub(super) fn matches(&self, arn: &Arn) -> HeadMatch {
        if self.patterned {
            return HeadMatch::Unknown;
        }
        let [scheme, partition, service, region, account] = &self.fields;
        let fits = |field: &Field, text: &str| match field {
            Field::Any => true,
            Field::Literal(literal) => literal.eq_ignore_ascii_case(text),
            Field::Pattern => false,
        };
        let all = fits(service, arn.service())
            && fits(account, arn.account())
            && fits(region, arn.region())
            && fits(partition, arn.partition())
            && fits(scheme, "arn");
        if all { HeadMatch::Yes } else { HeadMatch::No }
    }

    /// The fields behind the first as numbers, or [`PackedFields::UNKNOWN`] where one is longer or has wildcards in it, or
    /// where the first is not that of every ARN.
    pub(super) fn packed(&self) -> PackedFields {
        self.numbers()
            .map_or(PackedFields::UNKNOWN, PackedFields::of_pattern)
    }

    fn numbers(&self) -> Option<[u128; 4]> {
        let [scheme, fields @ ..] = &self.fields;
        let of_arn = match scheme {
            Field::Any => true,
            Field::Literal(text) => text.eq_ignore_ascii_case("arn"),
            Field::Pattern => false,
        };
        if !of_arn {
            return None;
        }
        let mut numbers = [PackedFields::ANY; 4];
        for (to, field) in numbers.iter_mut().zip(fields) {
            match field {
                Field::Any => {}
                Field::Literal(text) => *to = packed(text)?,
                Field::Pattern => return None,
            }
        }
        Some(numbers)
    }
}

/// What of an entry's sixth field is left behind its literal beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tail {
    /// Nothing.
    End,
    /// A `*`.
    Run,
    /// More, variables perhaps: the whole field has to be matched.
    Pattern,
}

/// One entry of `Resource` as the index sees it.
#[derive(Clone, Debug)]
pub(super) struct Shape<'a> {
    pub(super) head: u32,
    /// The literal text that the sixth field begins with.
    pub(super) beginning: &'a str,
    pub(super) tail: Tail,
    /// The entry as it was written, and as it was read.
    pub(super) text: &'a str,
    pub(super) arn: &'a ResourceArn,
    /// Its place among the entries of its statement.
    pub(super) entry: u32,
}

impl<'a> Shape<'a> {
    /// The sixth field.
    pub(super) const fn sixth(&self) -> &'a Template {
        self.arn.resource()
    }

    /// Whether another entry matches the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.text == other.text && self.arn == other.arn
    }
}

/// The heads that were met, each once.
#[derive(Default)]
pub(super) struct Heads<'a> {
    /// By the text of their first five fields, where it says all.
    written: BTreeMap<&'a str, u32>,
    /// The last of those: entries that follow each other often have the same.
    last: Option<(&'a str, u32)>,
    known: BTreeMap<String, u32>,
    pub(super) heads: Vec<Head>,
}

/// What is written up to the fifth colon, where nothing in it is written as a variable: then it says what the fields are.
fn written(text: &str) -> Option<&str> {
    let [.., behind] = fields(text)?;
    let head = text.strip_suffix(behind)?.strip_suffix(':')?;
    Some(head).filter(|head| !head.contains('$'))
}

impl<'a> Heads<'a> {
    pub(super) fn shape(&mut self, text: &'a str, arn: &'a ResourceArn, entry: u32) -> Shape<'a> {
        let (beginning, tail) = match arn.resource().parts() {
            [] => ("", Tail::End),
            [Part::Literal(text)] => (&**text, Tail::End),
            [Part::Run] => ("", Tail::Run),
            [Part::Literal(text), Part::Run] => (&**text, Tail::Run),
            [Part::Literal(text), ..] => (&**text, Tail::Pattern),
            _ => ("", Tail::Pattern),
        };
        Shape {
            head: self.number(text, arn.head()),
            beginning,
            tail,
            text,
            arn,
            entry,
        }
    }

    fn number(&mut self, text: &'a str, templates: &[Template; 5]) -> u32 {
        if let Some((last, number)) = self.last
            && text
                .strip_prefix(last)
                .is_some_and(|behind| behind.starts_with(':'))
        {
            return number;
        }
        let Some(written) = written(text) else {
            return self.number_of_fields(templates);
        };
        let number = match self.written.get(written) {
            Some(number) => *number,
            None => {
                let number = self.number_of_fields(templates);
                self.written.insert(written, number);
                number
            }
        };
        self.last = Some((written, number));
        number
    }

    fn number_of_fields(&mut self, templates: &[Template; 5]) -> u32 {
        let mut key = String::new();
        for template in templates {
            // With its length before it, no field runs into the next. A literal `*` is not the wildcard, and writing to a string
            // cannot fail.
            let _ = match template.literal() {
                Some(literal) => write!(key, "={}:{literal}", literal.len()),
                None => {
                    let pattern = template.to_string();
                    write!(key, "~{}:{pattern}", pattern.len())
                }
            };
        }
        if let Some(number) = self.known.get(&key) {
            return *number;
        }
        let number = narrow(self.heads.len());
        self.heads.push(Head::of(templates));
        self.known.insert(key, number);
        number
    }
}
