//! Comparison without regard to ASCII case, as AWS compares prefixes, action names and condition keys.

use core::cmp::Ordering;

/// Orders two names by their lower-case form; the order in which editions and tables are sorted.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let left = left.bytes().map(|byte| byte.to_ascii_lowercase());
    left.cmp(right.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The row of that name in `rows`, which are sorted by [`compare`].
pub(crate) fn find<'r, T>(rows: &'r [T], name: &str, of: impl Fn(&T) -> &str) -> Option<&'r T> {
    let index = rows.binary_search_by(|row| compare(of(row), name)).ok()?;
    rows.get(index)
}

/// Whether the condition key `name` is the one that is declared as `declared`: equal, or a member of the family whose one placeholder,
/// `${TagKey}` or `<key>`, stands for any text but none.
pub(crate) fn names_key(declared: &str, name: &str) -> bool {
    let Some((head, tail)) = family(declared) else {
        return declared.eq_ignore_ascii_case(name);
    };
    let ends = |rest: &str| {
        let middle = rest
            .len()
            .checked_sub(tail.len())
            .filter(|middle| *middle > 0);
        middle
            .and_then(|middle| rest.split_at_checked(middle))
            .is_some_and(|(_, end)| end.eq_ignore_ascii_case(tail))
    };
    name.split_at_checked(head.len())
        .is_some_and(|(start, rest)| start.eq_ignore_ascii_case(head) && ends(rest))
}

/// What stands before and behind the placeholder of a family of keys.
fn family(declared: &str) -> Option<(&str, &str)> {
    let (head, rest, close) = match declared.split_once("${") {
        Some((head, rest)) => (head, rest, '}'),
        None => {
            let (head, rest) = declared.split_once('<')?;
            (head, rest, '>')
        }
    };
    let (_, tail) = rest.split_once(close)?;
    Some((head, tail))
}

#[cfg(test)]
mod tests {
    use super::{compare, names_key};
    use core::cmp::Ordering;

    #[test]
    fn order_folds_ascii_only() {
        assert_eq!(compare("CreateUser", "createuser"), Ordering::Equal);
        assert_eq!(compare("CreateUser", "CreateUserGroup"), Ordering::Less);
        assert_eq!(compare("b", "A"), Ordering::Greater);
        assert_ne!(compare("\u{c4}", "\u{e4}"), Ordering::Equal);
    }

    #[test]
    fn a_family_names_keys_with_a_tag() {
        assert!(names_key("aws:RequestTag/${TagKey}", "aws:requesttag/Team"));
        assert!(names_key(
            "aws:RequestTag/${TagKey}",
            "aws:RequestTag/${TagKey}"
        ));
        assert!(!names_key("aws:RequestTag/${TagKey}", "aws:RequestTag/"));
        assert!(!names_key("aws:RequestTag/${TagKey}", "aws:RequestTag"));
        assert!(!names_key("aws:TagKeys", "aws:TagKeys/x"));
        assert!(names_key(
            "s3:ExistingObjectTag/<key>",
            "s3:existingobjecttag/Team"
        ));
        assert!(!names_key(
            "s3:ExistingObjectTag/<key>",
            "s3:ExistingObjectTag/"
        ));
        let matcher = "events:Metadata/${MetadataKey}/Matcher";
        assert!(names_key(matcher, "events:metadata/a/b/matcher"));
        assert!(!names_key(matcher, "events:Metadata//Matcher"));
        assert!(!names_key(matcher, "events:Metadata/a/Matchers"));
        assert!(!names_key(matcher, "events:Metadata"));
        assert!(!names_key("aws:é/${TagKey}", "aws:e\u{301}/x"));
    }
}
