//! Accounts and identities as AWS exports them, and the policies that bear on a call.

use portcullis_arn::{AccountId, PrincipalArn};
use portcullis_eval::PrincipalKind;
use portcullis_scenario::{Answer, Call, Finding, Policies, Scenario, ScenarioError, Settings};

/// One or several accounts as they were exported.
#[derive(Debug)]
pub struct AccountDetails {
    findings: Vec<Finding>,
}

impl AccountDetails {
    /// Reads an export.
    pub fn read(_name: &str, _bytes: &[u8]) -> Result<Self, ScenarioError> {
        Err(ScenarioError::new("invalid-account-details", "not yet"))
    }
    /// Adds managed policies.
    pub fn add_managed_policies(&mut self, _name: &str, _bytes: &[u8]) -> Result<usize, ScenarioError> {
        Err(ScenarioError::new("invalid-account-details", "not yet"))
    }
    /// The accounts.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> {
        std::iter::empty()
    }
    /// The principals.
    pub fn principals(&self) -> impl Iterator<Item = PrincipalRef<'_>> {
        std::iter::empty()
    }
    /// The findings.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
    /// Resolves a call.
    pub fn resolve(&self, _call: Call, _extra: Policies) -> Result<Resolved, ScenarioError> {
        Err(ScenarioError::new("invalid-account-details", "not yet"))
    }
}

/// A user or role.
#[derive(Clone, Copy, Debug)]
pub struct PrincipalRef<'a> {
    arn: &'a PrincipalArn,
}

impl<'a> PrincipalRef<'a> {
    /// The ARN.
    pub fn arn(self) -> &'a PrincipalArn {
        self.arn
    }
    /// User or role.
    pub fn kind(self) -> PrincipalKind {
        PrincipalKind::User
    }
    /// The number of identity-based policies.
    pub fn policies(self) -> usize {
        0
    }
    /// Whether it has a boundary.
    pub fn has_boundary(self) -> bool {
        false
    }
}

/// A resolved call.
#[derive(Debug)]
pub struct Resolved {
    /// The scenario.
    pub scenario: Scenario,
    holes: Vec<Hole>,
}

impl Resolved {
    /// The answer.
    pub fn answer(&self, _settings: &Settings<'_>) -> Result<Answer, ScenarioError> {
        Err(ScenarioError::new("invalid-account-details", "not yet"))
    }
    /// What is missing.
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }
}

/// A hole.
#[derive(Clone, Debug)]
pub struct Hole {}
