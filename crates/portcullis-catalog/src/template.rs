//! ARN templates: literal text with `${Name}` in place of what differs between resources, and `*` in place of any text.

use alloc::string::String;
use core::cmp::Reverse;

/// The longest template, in bytes: what an edition may hold.
const LONGEST: usize = 1024;

/// What one step of a template takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// This character.
    Char(char),
    /// One or more characters other than `:` and `/`.
    Name,
    /// One or more characters other than `:`.
    Path,
    /// One or more characters.
    Rest,
    /// Any number of characters.
    Any,
}

impl Element {
    const fn takes(self, found: char) -> bool {
        match self {
            Self::Char(wanted) => wanted as u32 == found as u32,
            Self::Name => !matches!(found, ':' | '/'),
            Self::Path => found != ':',
            Self::Rest | Self::Any => true,
        }
    }

    const fn repeats(self) -> bool {
        !matches!(self, Self::Char(_))
    }

    /// Whether this is a character that `name` cannot take.
    const fn ends(self, name: Self) -> bool {
        match self {
            Self::Char(separator) => !name.takes(separator),
            _ => false,
        }
    }
}

/// The elements of a template, read as they are needed.
#[derive(Clone, Copy)]
struct Elements<'t> {
    rest: &'t str,
    /// How many colons stand before the rest: where they are five, the rest is the resource.
    colons: usize,
}

impl<'t> Elements<'t> {
    const fn of(template: &'t str) -> Self {
        Self {
            rest: template,
            colons: 0,
        }
    }

    /// Takes the text before the next character that can be more than itself.
    fn take_literal(&mut self) -> &'t str {
        let end = self.rest.find(['$', '*']).unwrap_or(self.rest.len());
        let Some((literal, rest)) = self.rest.split_at_checked(end) else {
            return "";
        };
        self.colons += literal.bytes().filter(|byte| *byte == b':').count();
        self.rest = rest;
        literal
    }
}

impl Iterator for Elements<'_> {
    type Item = Element;

    fn next(&mut self) -> Option<Element> {
        if let Some(placeholder) = self.rest.strip_prefix("${") {
            let (_, behind) = placeholder.split_once('}').unwrap_or((placeholder, ""));
            self.rest = behind;
            let in_resource = self.colons >= 5;
            return Some(match behind.chars().next() {
                None => Element::Rest,
                // Names before a colon can be paths: those of log groups are.
                Some(':') if in_resource => Element::Path,
                Some(_) => Element::Name,
            });
        }
        let mut characters = self.rest.chars();
        let next = characters.next()?;
        self.rest = characters.as_str();
        self.colons += usize::from(next == ':');
        Some(match next {
            '*' => Element::Any,
            _ => Element::Char(next),
        })
    }
}

/// What is left of a template and a text behind all that can be taken in one way only: literal text, and a name up to the separator that
/// ends it. `None` where that does not fit.
///
/// Most templates are such as a whole, and a service has up to hundreds of them to be tried for each ARN.
fn behind_certain<'t, 'a>(
    mut template: Elements<'t>,
    mut arn: &'a str,
) -> Option<(Elements<'t>, &'a str)> {
    loop {
        let literal = template.take_literal();
        arn = arn.strip_prefix(literal)?;
        let here = template;
        arn = match template.next() {
            Some(Element::Char(wanted)) => arn.strip_prefix(wanted)?,
            Some(name @ (Element::Name | Element::Path)) if template.clone().next()?.ends(name) => {
                let end = arn.find(|found| !name.takes(found));
                arn.get(end.filter(|end| *end > 0)?..)?
            }
            _ => return Some((here, arn)),
        };
    }
}

/// A set of numbers of elements.
#[derive(Clone, Copy)]
struct States([u64; LONGEST / 64 + 1]);

impl States {
    const fn none() -> Self {
        Self([0; LONGEST / 64 + 1])
    }

    fn has(&self, number: usize) -> bool {
        let word = self.0.get(number / 64).copied().unwrap_or_default();
        word >> (number % 64) & 1 == 1
    }

    fn add(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }
}

/// Where a match stands: after which numbers of elements the text so far can end, the greatest of them being `high`.
struct Reached<'t> {
    states: States,
    high: usize,
    /// The elements from number `first` on: the one that may repeat at the least state, and all behind it.
    elements: Elements<'t>,
    first: usize,
}

impl<'t> Reached<'t> {
    fn start(template: Elements<'t>) -> Self {
        let mut states = States::none();
        states.add(0);
        let mut high = 0;
        for element in template {
            if element != Element::Any {
                break;
            }
            high += 1;
            states.add(high);
        }
        Self {
            states,
            high,
            elements: template,
            first: 0,
        }
    }

    /// The same after one more character; `None` where the template takes no such text.
    fn after(&self, found: char) -> Option<Self> {
        let mut next: Option<Self> = None;
        let mut elements = self.elements;
        let mut number = self.first;
        loop {
            let here = elements;
            let behind = number + 1;
            // An element that takes nothing lets the match stand behind it as well.
            let open = next.as_ref().is_some_and(|next| next.states.has(number));
            if number > self.high && !open {
                return next;
            }
            let Some(element) = elements.next() else {
                return next;
            };
            let taken = element.takes(found)
                && (self.states.has(number) || (element.repeats() && self.states.has(behind)));
            if taken || (open && element == Element::Any) {
                let next = next.get_or_insert(Self {
                    states: States::none(),
                    high: behind,
                    elements: here,
                    first: number,
                });
                next.states.add(behind);
                next.high = behind;
            }
            number = behind;
        }
    }
}

/// Whether `arn` has the shape of `template`. A placeholder stands for a name without `:` and `/`, one before a colon in the
/// resource for a path without `:`, one at the template's end for any text, never for none; `*` stands for any text or none.
///
/// Takes at most (length of `template`) × (length of `arn`) steps and no memory; no ARN has the shape of a template longer
/// than editions allow.
pub(crate) fn matches(template: &str, arn: &str) -> bool {
    if template.len() > LONGEST {
        return false;
    }
    let Some((template, arn)) = behind_certain(Elements::of(template), arn) else {
        return false;
    };
    // What remains of most templates is nothing, or a name at their end.
    let mut remaining = template;
    match (remaining.next(), remaining.next()) {
        (None, _) => return arn.is_empty(),
        (Some(Element::Rest), None) => return !arn.is_empty(),
        _ => {}
    }
    let mut reached = Reached::start(template);
    for found in arn.chars() {
        match reached.after(found) {
            Some(next) => reached = next,
            None => return false,
        }
    }
    reached.states.has(template.count())
}

/// How much a template says: of two that fit, the greater one says more. First comes how many characters are literal, then how few
/// stars and then how few placeholders there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Specificity {
    literal: usize,
    stars: Reverse<usize>,
    placeholders: Reverse<usize>,
}

pub(crate) fn specificity(template: &str) -> Specificity {
    let (mut literal, mut stars, mut placeholders) = (0, 0, 0);
    for element in Elements::of(template) {
        match element {
            Element::Char(_) => literal += 1,
            Element::Any => stars += 1,
            Element::Name | Element::Path | Element::Rest => placeholders += 1,
        }
    }
    Specificity {
        literal,
        stars: Reverse(stars),
        placeholders: Reverse(placeholders),
    }
}

/// The template with partition, Region, account and its other placeholders and stars, in order, filled in; `None` where a part that it
/// needs is empty, or where it has more or fewer others than there are names.
pub(crate) fn fill(
    template: &str,
    [partition, region, account]: [&str; 3],
    names: &[&str],
) -> Option<String> {
    let mut filled = String::new();
    let mut names = names.iter();
    for (field, text) in template.splitn(6, ':').enumerate() {
        if field > 0 {
            filled.push(':');
        }
        let mut rest = text;
        while let Some(open) = rest.find(['$', '*']) {
            let (literal, behind) = rest.split_at_checked(open)?;
            filled.push_str(literal);
            let (name, behind) = match behind.strip_prefix("${") {
                Some(placeholder) => placeholder.split_once('}')?,
                None => ("", behind.strip_prefix('*')?),
            };
            let value = match (field, name) {
                (_, "Partition") => partition,
                (_, "Region") => region,
                // Some templates call the account otherwise, in its field.
                (4, _) | (_, "Account") => account,
                _ => names.next()?,
            };
            if value.is_empty() {
                return None;
            }
            filled.push_str(value);
            rest = behind;
        }
        filled.push_str(rest);
    }
    names.next().is_none().then_some(filled)
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests over ASCII texts")]
mod tests {
    use super::{fill, matches, specificity};
    use proptest::prelude::*;
    use std::string::String;
    use std::vec;
    use std::vec::Vec;

    /// How many pairs of short templates and texts fit.
    const POSITIVE: usize = 8_843;
    const CLUSTER: &str =
        "arn:${Partition}:elasticache:${Region}:${Account}:cluster:${CacheClusterId}";
    const LOG_STREAM: &str = "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:${LogStreamName}";
    const OBJECT: &str = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";

    #[test]
    fn names_stop_at_colons_and_slashes_except_the_last() {
        let fits = [
            (
                CLUSTER,
                "arn:aws:elasticache:us-east-2:111122223333:cluster:my-cluster",
            ),
            (
                CLUSTER,
                "arn:aws-cn:elasticache:cn-north-1:111122223333:cluster:a:b/c",
            ),
            (OBJECT, "arn:aws:s3:::b/k/with/slashes:and:colons"),
            ("a${X}b${Y}c", "axbyc"),
            ("a${X}b${Y}c", "abbbbbc"),
            (
                LOG_STREAM,
                "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/f:log-stream:2026/01/01/[1]a:b",
            ),
            (
                "arn:${Partition}:x:*:*:device/${A}/${B}",
                "arn:aws:x:::device/a/b",
            ),
            (
                "arn:${Partition}:x:*:*:device/${A}/${B}",
                "arn:aws:x:us:e:s:t:device/a/b/c",
            ),
            ("a/*", "a/"),
            ("a/*", "a/b/c:d"),
            ("*", ""),
            ("**a*", "ba"),
        ];
        for (template, arn) in fits {
            assert!(matches(template, arn), "{template} {arn}");
        }
        let misses = [
            (
                CLUSTER,
                "arn:aws:elasticache:us-east-2:111122223333:cluster:",
            ),
            (
                CLUSTER,
                "arn:aws:elasticache:us-east-2:111122223333:snapshot:x",
            ),
            (CLUSTER, "arn:aws:elasticache::111122223333:cluster:x"),
            (
                CLUSTER,
                "arn:aws:elasticache:us:east:111122223333:cluster:x",
            ),
            (OBJECT, "arn:aws:s3:::bucket"),
            (OBJECT, "arn:aws:s3:::bucket/"),
            (OBJECT, "arn:aws:s3:::/key"),
            (
                LOG_STREAM,
                "arn:aws:logs:us-east-1:111122223333:log-group:a:b:log-stream:x",
            ),
            ("arn:${Partition}:x:::n:${A}", "arn:a/b:x:::n:c"),
            ("a/*", "a"),
            ("*a", "b"),
            ("a${X}b", "ab"),
            ("a${X}b", "a:b"),
            ("", "a"),
        ];
        for (template, arn) in misses {
            assert!(!matches(template, arn), "{template} {arn}");
        }
        assert!(matches("", ""));
    }

    #[test]
    fn one_open_name_is_filled_in() {
        let place = ["aws", "us-east-2", "111122223333"];
        let cluster = "arn:aws:elasticache:us-east-2:111122223333:cluster:c";
        assert_eq!(fill(CLUSTER, place, &["c"]).as_deref(), Some(cluster));
        assert_eq!(fill(OBJECT, place, &["c"]), None);
        assert_eq!(
            fill(OBJECT, place, &["b", "k"]).as_deref(),
            Some("arn:aws:s3:::b/k")
        );
        assert_eq!(fill(CLUSTER, place, &["c", "d"]), None);
        assert_eq!(fill(CLUSTER, place, &[""]), None);
        assert_eq!(fill(CLUSTER, ["aws", "", "111122223333"], &["c"]), None);
        assert_eq!(fill("arn:${Partition}:s", place, &["c"]), None);
        assert_eq!(fill("arn:${Partition", place, &["c"]), None);
        assert_eq!(fill("arn:${Partition", place, &[]), None);
        let starred = "arn:${Partition}:dms:${Region}:${AccountId}:cert:*";
        let filled = "arn:aws:dms:us-east-2:111122223333:cert:c";
        assert_eq!(fill(starred, place, &["c"]).as_deref(), Some(filled));
    }

    #[test]
    fn literal_text_counts_then_stars_then_placeholders() {
        let ascending = ["${X}", "*a", "${X}${Y}a", "${X}a", "a", "a${X}bc${Y}"];
        let mut sorted = ascending;
        sorted.sort_by_key(|template| specificity(template));
        assert_eq!(sorted, ascending);
        assert!(specificity(OBJECT) > specificity("arn:${Partition}:s3:::${BucketName}"));
    }

    #[test]
    fn a_template_of_the_greatest_length_is_matched_and_none_beyond_it() {
        let longest = "${X}b".repeat(204) + "aaaa";
        assert_eq!(longest.len(), 1024);
        assert!(matches(&longest, &("bb".repeat(204) + "aaaa")));
        assert!(matches(&longest, &("ab".repeat(1_500) + "aaaa")));
        assert!(!matches(&longest, &"ab".repeat(1_500)));
        assert!(!matches(
            &(longest.clone() + "a"),
            &("bb".repeat(204) + "aaaaa")
        ));
    }

    /// The definition, by trying every end of every placeholder.
    fn naive(template: &str, text: &str) -> bool {
        fn elements(template: &str) -> Vec<(char, bool)> {
            let mut elements = vec![];
            let mut rest = template;
            while let Some(next) = rest.chars().next() {
                let behind = rest.strip_prefix("${X}");
                rest = behind.unwrap_or_else(|| &rest[1..]);
                let kind = match (behind, next) {
                    (Some(""), _) => 'R',
                    (Some(_), _) => 'N',
                    (None, '*') => 'A',
                    (None, other) => other,
                };
                elements.push((kind, matches!(kind, 'R' | 'N' | 'A')));
            }
            elements
        }
        fn fits(elements: &[(char, bool)], text: &str) -> bool {
            let Some(((kind, repeats), more)) = elements.split_first() else {
                return text.is_empty();
            };
            if !repeats {
                return text
                    .strip_prefix(*kind)
                    .is_some_and(|text| fits(more, text));
            }
            let least = usize::from(*kind != 'A');
            (least..=text.len()).any(|end| {
                let held = &text[..end];
                (*kind != 'N' || !held.contains([':', '/'])) && fits(more, &text[end..])
            })
        }
        fits(&elements(template), text)
    }

    #[test]
    fn matching_is_what_its_definition_says() {
        let pieces = ["a", ":", "/", "*", "${X}"];
        let mut positive = 0;
        let all = |length: u32, pieces: &[&str]| -> Vec<String> {
            let count = pieces.len().pow(length);
            (0..count)
                .map(|mut number| {
                    (0..length)
                        .map(|_| {
                            let piece = pieces[number % pieces.len()];
                            number /= pieces.len();
                            piece
                        })
                        .collect()
                })
                .collect()
        };
        let texts: Vec<String> = (0..=4)
            .flat_map(|length| all(length, &["a", ":", "/"]))
            .collect();
        for template in (0..=4).flat_map(|length| all(length, &pieces)) {
            for text in &texts {
                let expect = naive(&template, text);
                assert_eq!(matches(&template, text), expect, "{template} {text}");
                positive += usize::from(expect);
            }
        }
        assert_eq!(positive, POSITIVE);
    }

    proptest! {
        #[test]
        fn any_text_is_matched_without_panic(template in "([a:/*é]|\\$\\{|\\}|\\$\\{X\\}){0,12}", text in "[a:/é]{0,12}") {
            let _ = matches(&template, &text);
            let _ = specificity(&template);
            let _ = fill(&template, ["p", "r", "a"], &["x"]);
        }
    }
}
