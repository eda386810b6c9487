//! The table of problems: which construct is an error in which reading.

use crate::Reading;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a document is refused or it is not"
)]
pub enum Severity {
    /// The document is refused.
    Error,
    /// The document is evaluated, by the rule that the problem's documentation names.
    Finding,
}

use Severity::{Error, Finding};

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $strict:ident, $lenient:ident;)*) => {
        /// What can be wrong with a document; one row of the table a construct.
        ///
        /// # Source
        /// PL 1.6, which fixes what each reading makes of a construct.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ProblemKind { $($(#[$doc])* $name,)* }

        impl ProblemKind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [ProblemKind] = &[$(ProblemKind::$name,)*];

            /// The kind's name for machines, in kebab case; stable. Two kinds share a name where the same construct is
            /// an error in one kind of policy and a finding in another.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Whether a reading refuses the construct.
            #[must_use]
            pub const fn severity(self, reading: Reading) -> Severity {
                match (self, reading) {
                    $((Self::$name, Reading::Strict) => $strict, (Self::$name, Reading::Lenient) => $lenient,)*
                }
            }
        }
    };
}

problems! {
    /// A JSON value of the wrong type, `null` included.
    WrongType = "wrong-type", Error, Error;
    /// More statements than [`Limits::max_statements`](crate::Limits::max_statements).
    TooManyStatements = "too-many-statements", Error, Error;
    /// More parts than [`Limits::max_parts`](crate::Limits::max_parts).
    TooManyParts = "too-many-values", Error, Error;
    /// An entry over [`Limits::max_entry_bytes`](crate::Limits::max_entry_bytes).
    TooLong = "too-long", Error, Error;
    /// A member that the language does not have.
    UnknownMember = "unknown-member", Error, Error;
    /// A principal type other than `AWS`, `Service`, `Federated` and `CanonicalUser`.
    UnknownPrincipalType = "unknown-principal-type", Error, Error;
    /// A `Version` other than the two.
    InvalidVersion = "invalid-version", Error, Error;
    /// An `Effect` other than `Allow` and `Deny`.
    InvalidEffect = "invalid-effect", Error, Error;
    /// No `Effect`.
    MissingEffect = "missing-effect", Error, Error;
    /// No `Statement`.
    MissingStatement = "missing-statement", Error, Error;
    /// Neither `Action` nor `NotAction`.
    MissingAction = "missing-action", Error, Error;
    /// Neither `Resource` nor `NotResource`, where the kind requires one.
    MissingResource = "missing-resource", Error, Error;
    /// Neither `Action` nor `NotAction` in a key policy: the statement has no effect.
    InertWithoutAction = "missing-action", Error, Finding;
    /// Neither `Resource` nor `NotResource` in a key policy: the statement has no effect.
    InertWithoutResource = "missing-resource", Error, Finding;
    /// An element together with its `Not` form.
    ConflictingMembers = "conflicting-members", Error, Error;
    /// An operator that the language does not have.
    UnknownOperator = "unknown-operator", Error, Error;
    /// `NullIfExists`.
    NullIfExists = "null-if-exists", Error, Error;
    /// An empty or malformed condition key.
    InvalidConditionKey = "invalid-condition-key", Error, Error;
    /// `Principal` or `NotPrincipal` where the attached identity is the principal.
    PrincipalNotAllowed = "principal-not-allowed", Error, Error;

    /// Two operators that differ only in case: both are tested.
    DuplicateOperator = "duplicate-operator", Error, Finding;
    /// Two condition keys of one operator that differ only in case: both are tested.
    DuplicateConditionKey = "duplicate-condition-key", Error, Finding;
    /// Neither `Principal` nor `NotPrincipal` where one is required: the statement matches nobody.
    MissingPrincipal = "missing-principal", Error, Finding;
    /// `NotPrincipal` in a trust policy or resource control policy: evaluated as written.
    NotPrincipalNotAllowed = "not-principal-not-allowed", Error, Finding;
    /// A `Principal` other than `"*"` in a resource control policy: evaluated as written.
    ResourceControlPrincipal = "resource-control-principal", Error, Finding;
    /// A control policy without `Version`, or with `2008-10-17`: read as `2008-10-17`.
    ControlPolicyVersion = "control-policy-version", Error, Finding;
    /// A `Principal` text other than `*`: read as if it stood under `AWS`.
    PrincipalString = "principal-string", Error, Finding;
    /// A principal entry that can match nobody: it matches nobody, and under `NotPrincipal` excludes nobody.
    PrincipalMatchesNobody = "principal-matches-nobody", Error, Finding;
    /// A condition value that its operator cannot read: it matches nothing.
    UnreadableValue = "unreadable-value", Error, Finding;
    /// `Allow` with `NotPrincipal`: evaluated as written.
    AllowWithNotPrincipal = "allow-with-not-principal", Error, Finding;
    /// A malformed policy variable: its entry or value matches nothing.
    MalformedVariable = "malformed-variable", Error, Finding;
    /// A malformed action: it matches nothing, and under `NotAction` excludes nothing.
    MalformedAction = "malformed-action", Error, Finding;
    /// An empty `NotAction` or `NotResource`: it matches everything.
    EmptyNotList = "empty-not-list", Error, Finding;
    /// An ARN with fewer than six fields where the kind refuses it: filled with `*`.
    IncompleteArnRefused = "incomplete-arn", Error, Finding;
    /// `Allow` in a resource control policy: evaluated as written.
    ResourceControlAllow = "resource-control-allow", Error, Finding;
    /// `NotAction` or the bare `*` in a resource control policy: evaluated as written.
    ResourceControlAction = "resource-control-action", Error, Finding;
    /// `Resource` or `NotResource` in a trust policy: evaluated as written.
    ResourceInTrustPolicy = "resource-in-trust-policy", Error, Finding;

    /// An ARN with fewer than six fields: filled with `*`, or in resource-based and endpoint policies without a wildcard
    /// matching nothing.
    IncompleteArn = "incomplete-arn", Finding, Finding;
    /// `Statement: []`: the policy matches nothing.
    EmptyStatementList = "empty-statement-list", Finding, Finding;
    /// `Id` in a kind that has none.
    IdNotAllowed = "id-not-allowed", Finding, Finding;
    /// A `Sid` with other characters than IAM accepts.
    InvalidSid = "invalid-sid", Finding, Finding;
    /// A `Sid` that another statement of the document has.
    DuplicateSid = "duplicate-sid", Finding, Finding;
    /// A character that IAM does not store.
    CharacterOutsideRange = "character-outside-range", Finding, Finding;
    /// A document over the quota of its kind.
    OverQuota = "over-quota", Finding, Finding;
    /// More findings than [`Limits::max_findings`](crate::Limits::max_findings).
    FindingsLeftOut = "findings-left-out", Finding, Finding;
    /// A wildcard in the service prefix of an action: a glob over the prefix.
    WildcardInServicePrefix = "wildcard-in-service-prefix", Finding, Finding;
    /// A wildcard in the partition or service field of an ARN: a glob over the field.
    WildcardInArnField = "wildcard-in-arn-field", Finding, Finding;
    /// An empty list, which matches nothing, or an empty condition object, which is no constraint.
    EmptyList = "empty-list", Finding, Finding;
    /// A date of four digits: it is read as seconds since 1970, not as a year.
    FourDigitDate = "four-digit-date", Finding, Finding;
    /// More than one Boolean value: always true, or redundant.
    SeveralBooleanValues = "several-boolean-values", Finding, Finding;
    /// `Null` with a set operator: always true, or always false.
    NullWithSetQualifier = "null-with-set-qualifier", Finding, Finding;
    /// `Allow` with `NotResource`: grants on everything that is not listed.
    AllowWithNotResource = "allow-with-not-resource", Finding, Finding;
    /// A `NotPrincipal` list that lacks identities of those that it names: the Deny hits them.
    IncompleteNotPrincipal = "incomplete-not-principal", Finding, Finding;
    /// A policy variable where the language does not expand it: it is literal text.
    VariableNotExpanded = "variable-not-expanded", Finding, Finding;
    /// The obsolete key `aws:ARN`.
    ObsoleteConditionKey = "obsolete-condition-key", Finding, Finding;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lenient_reading_never_refuses_more() {
        for kind in ProblemKind::ALL {
            let lenient_only = kind.severity(Reading::Strict) == Finding
                && kind.severity(Reading::Lenient) == Error;
            assert!(!lenient_only, "{kind:?}");
        }
    }

    #[test]
    fn codes_are_kebab_case() {
        for kind in ProblemKind::ALL {
            assert!(
                kind.code()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-'),
                "{}",
                kind.code()
            );
        }
    }
}
