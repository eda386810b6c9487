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

/// Whether the condition key `name` is the one that is declared as `declared`: equal, or a member of the family
/// `prefix:Name/${TagKey}` with some tag key.
pub(crate) fn names_key(declared: &str, name: &str) -> bool {
    let Some((family, _)) = declared.split_once("${") else {
        return declared.eq_ignore_ascii_case(name);
    };
    name.split_at_checked(family.len())
        .is_some_and(|(head, tag)| head.eq_ignore_ascii_case(family) && !tag.is_empty())
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
        assert!(!names_key("aws:é/${TagKey}", "aws:e\u{301}/x"));
    }
}
