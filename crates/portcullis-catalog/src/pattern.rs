//! Patterns of policies' `Action` elements: which actions they name.

use portcullis_glob::matches_ignore_ascii_case;

/// Whether the action falls under the pattern. A pattern is `*`, or has its wildcards in what stands before and behind the first
/// colon; anything else names no action.
pub(crate) fn matches(pattern: &str, prefix: &str, name: &str) -> bool {
    match parts(pattern) {
        Some((of_prefix, of_name)) => fits(of_prefix, prefix) && fits(of_name, name),
        None => false,
    }
}

/// Whether all names that begin with what stands before the first wildcard fit.
pub(crate) fn is_prefix(pattern: &str) -> bool {
    pattern.len() == literal_prefix(pattern).len() + 1 && pattern.ends_with('*')
}

/// Whether a part of an action is as its pattern says.
pub(crate) fn fits(pattern: &str, part: &str) -> bool {
    matches_ignore_ascii_case(pattern, part)
}

/// The patterns of the prefix and of the name.
pub(crate) fn parts(pattern: &str) -> Option<(&str, &str)> {
    match pattern.split_once(':') {
        Some(parts) => Some(parts),
        None => (pattern == "*").then_some(("*", "*")),
    }
}

/// What stands before the first wildcard.
pub(crate) fn literal_prefix(pattern: &str) -> &str {
    let end = pattern.find(['*', '?']).unwrap_or(pattern.len());
    pattern.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{literal_prefix, matches};

    #[test]
    fn patterns_name_actions() {
        let fits = [
            "*",
            "s3:*",
            "S3:getobject",
            "s3:Get*",
            "*:Get*",
            "s?:G?tObject",
            "*:*",
        ];
        for pattern in fits {
            assert!(matches(pattern, "s3", "GetObject"), "{pattern}");
        }
        for pattern in [
            "",
            "**",
            "s3",
            "s3*",
            "s3:",
            ":GetObject",
            "s3:Get",
            "ec2:*",
            "s3:GetObject:x",
        ] {
            assert!(!matches(pattern, "s3", "GetObject"), "{pattern}");
        }
        assert_eq!(literal_prefix("Get*Tag?"), "Get");
        assert_eq!(literal_prefix("Get"), "Get");
    }
}
