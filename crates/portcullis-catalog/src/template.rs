//! ARN templates: literal text with `${Name}` in place of what differs between resources.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// What one step of a template takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// This character.
    Char(char),
    /// One or more characters other than `:` and `/`.
    Name,
    /// One or more characters.
    Rest,
}

impl Element {
    fn takes(self, found: char) -> bool {
        match self {
            Self::Char(wanted) => wanted == found,
            Self::Name => !matches!(found, ':' | '/'),
            Self::Rest => true,
        }
    }

    const fn repeats(self) -> bool {
        matches!(self, Self::Name | Self::Rest)
    }
}

/// Whether `arn` has the shape of `template`: a placeholder stands for a name without `:` and `/`, one at the end of the
/// template for any text, never for none. Takes at most (length of `template`) × (length of `arn`) steps.
pub(crate) fn matches(template: &str, arn: &str) -> bool {
    let elements = elements(template);
    // `reached` says after which number of elements the text so far can end.
    let mut reached = vec![false; elements.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for found in arn.chars() {
        let mut next = vec![false; reached.len()];
        for ((element, pair), slot) in elements
            .iter()
            .zip(reached.windows(2))
            .zip(next.iter_mut().skip(1))
        {
            let from_here =
                matches!(pair, [true, _]) || (matches!(pair, [_, true]) && element.repeats());
            *slot = from_here && element.takes(found);
        }
        if !next.contains(&true) {
            return false;
        }
        reached = next;
    }
    reached.last() == Some(&true)
}

/// How much of the template is literal, in characters: of two that fit, the one with more says more.
pub(crate) fn specificity(template: &str) -> usize {
    elements(template)
        .iter()
        .filter(|element| !element.repeats())
        .count()
}

/// The template with `${Partition}`, `${Region}`, `${Account}` and its one other placeholder filled in; `None` where a part
/// that it needs is empty, or where it does not have exactly one other placeholder.
pub(crate) fn fill(
    template: &str,
    [partition, region, account]: [&str; 3],
    name: &str,
) -> Option<String> {
    let mut parts = template.split("${");
    let mut filled = String::from(parts.next().unwrap_or_default());
    let mut named = false;
    for part in parts {
        let (placeholder, literal) = part.split_once('}')?;
        let value = match placeholder {
            "Partition" => partition,
            "Region" => region,
            "Account" => account,
            _ if named => return None,
            _ => {
                named = true;
                name
            }
        };
        if value.is_empty() {
            return None;
        }
        filled.push_str(value);
        filled.push_str(literal);
    }
    named.then_some(filled)
}

fn elements(template: &str) -> Vec<Element> {
    let mut elements = Vec::with_capacity(template.len());
    let mut parts = template.split("${");
    elements.extend(parts.next().unwrap_or_default().chars().map(Element::Char));
    for part in parts {
        let (_, literal) = part.split_once('}').unwrap_or((part, ""));
        elements.push(Element::Name);
        elements.extend(literal.chars().map(Element::Char));
    }
    if let Some(last @ Element::Name) = elements.last_mut() {
        *last = Element::Rest;
    }
    elements
}

#[cfg(test)]
mod tests {
    use super::{fill, matches, specificity};

    const CLUSTER: &str =
        "arn:${Partition}:elasticache:${Region}:${Account}:cluster:${CacheClusterId}";
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
        assert_eq!(fill(CLUSTER, place, "c").as_deref(), Some(cluster));
        assert_eq!(fill(OBJECT, place, "c"), None);
        assert_eq!(fill(CLUSTER, place, ""), None);
        assert_eq!(fill(CLUSTER, ["aws", "", "111122223333"], "c"), None);
        assert_eq!(fill("arn:${Partition}:s", place, "c"), None);
        assert_eq!(fill("arn:${Partition", place, "c"), None);
    }

    #[test]
    fn literal_text_counts() {
        assert_eq!(specificity("a${X}bc${Y}"), 3);
        assert!(specificity(OBJECT) > specificity("arn:${Partition}:s3:::${BucketName}"));
    }
}
