//! Questions to ElastiCache and its neighbours, in the edition of the founding document unless another is named.

mod elements;
mod grants;
mod resources;

use std::ops::Deref;

use portcullis_arn::Arn;
use portcullis_catalog::{Catalog, Service};
use portcullis_eval::{Layer, Verdict};
use portcullis_policy::{Document, PolicyKind, Reading};
use portcullis_scenario::{Answer, NoFiles, Scenario, ScenarioError, Settings, SourceFile};
use serde_json::{Value, json};

/// The account that owns the resources, and another one.
pub(crate) const A: &str = "111122223333";
pub(crate) const B: &str = "444455556666";

pub(crate) const ROOT: &str = "arn:aws:iam::111122223333:root";
pub(crate) const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
pub(crate) const BOB: &str = "arn:aws:iam::444455556666:user/bob";
pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/CacheAdmin";
pub(crate) const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/CacheAdmin/bob";
pub(crate) const CLUSTER: &str = "arn:aws:elasticache:us-east-2:111122223333:cluster:sessions";
pub(crate) const SNAPSHOT: &str = "arn:aws:elasticache:us-east-2:111122223333:snapshot:nightly";
pub(crate) const EDITION: &str = "elasticache@2015-02-02";

/// A statement on every resource.
pub(crate) fn statement(effect: &str, action: &str) -> Value {
    json!({"Effect": effect, "Action": action, "Resource": "*"})
}

pub(crate) fn allow(action: &str) -> Value {
    statement("Allow", action)
}

/// A statement of a policy on a resource.
pub(crate) fn trust(principal: Value, action: &str) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": action})
}

/// A question with its policies.
#[derive(Clone)]
pub(crate) struct Question(Value);

/// Who asks for which action on what; resources are those of account A.
pub(crate) fn asks(principal: &str, action: &str, resource: &str) -> Question {
    let mut request = json!({
        "principal": principal, "action": action, "resource": resource, "resourceAccount": A
    });
    if action.starts_with("elasticache:") {
        request["edition"] = json!(EDITION);
    }
    Question(json!({"request": request, "policies": {"identity": []}}))
}

impl Question {
    /// A field of the request in place of another, or of the one there.
    pub(crate) fn request(mut self, field: &str, value: Value) -> Self {
        self.0["request"][field] = value;
        self
    }

    pub(crate) fn without(mut self, field: &str) -> Self {
        let request = self.0["request"].as_object_mut().unwrap();
        request.remove(field);
        self
    }

    /// One more identity-based policy, of one statement.
    pub(crate) fn identity(mut self, name: &str, statement: Value) -> Self {
        let policy = json!({"name": name, "document": document(statement)});
        self.0["policies"]["identity"]
            .as_array_mut()
            .unwrap()
            .push(policy);
        self
    }

    /// The policy of the resource, of one statement.
    pub(crate) fn resource(mut self, statement: Value) -> Self {
        self.0["policies"]["resource"] = document(statement);
        self
    }

    pub(crate) fn answer(&self) -> Result<Answer, ScenarioError> {
        let source = SourceFile::new("question.json", self.0.to_string());
        Scenario::read(source, &NoFiles)?.answer(&Settings::default())
    }

    #[track_caller]
    pub(crate) fn check(&self, verdict: Verdict, reason: Layer) -> Given {
        let answer = self
            .answer()
            .unwrap_or_else(|error| panic!("{}: {error}", self.0));
        assert_eq!(
            (answer.verdict(), answer.reason()),
            (verdict, reason),
            "{}",
            self.0
        );
        Given(answer)
    }

    #[track_caller]
    pub(crate) fn is_allowed(&self) -> Given {
        let answer = self
            .answer()
            .unwrap_or_else(|error| panic!("{}: {error}", self.0));
        assert_eq!(answer.verdict(), Verdict::Allowed, "{}", self.0);
        Given(answer)
    }

    #[track_caller]
    pub(crate) fn lacks(&self, reason: Layer) -> Given {
        self.check(Verdict::ImplicitlyDenied, reason)
    }

    /// The code of the error for which the question cannot be asked.
    #[track_caller]
    pub(crate) fn refused(&self) -> &'static str {
        match self.answer() {
            Err(error) => error.code(),
            Ok(answer) => panic!("{}: expected an error, found {}", self.0, answer.verdict()),
        }
    }

    /// The codes of what was found.
    #[track_caller]
    pub(crate) fn findings(&self) -> Vec<&'static str> {
        let answer = self
            .answer()
            .unwrap_or_else(|error| panic!("{}: {error}", self.0));
        answer.findings().iter().map(|one| one.code()).collect()
    }
}

/// An answer that was checked, so that it need not be looked at any more.
pub(crate) struct Given(Answer);

impl Deref for Given {
    type Target = Answer;

    fn deref(&self) -> &Answer {
        &self.0
    }
}

/// A document of one statement.
pub(crate) fn document(statement: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

pub(crate) static CATALOG: Catalog = Catalog::embedded();

/// The edition of the founding document.
pub(crate) fn edition() -> Service<'static> {
    CATALOG.edition(&EDITION.parse().unwrap()).unwrap()
}

pub(crate) fn arn(text: &str) -> Arn {
    text.parse().unwrap()
}

/// Why a document is refused in the strict reading.
pub(crate) fn refusal(kind: PolicyKind, statement: Value) -> Option<&'static str> {
    let text = document(statement).to_string();
    Document::parse(&text, kind, Reading::Strict)
        .err()
        .map(|error| error.code())
}
