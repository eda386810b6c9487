//! Scenarios put together in code.

use serde_json::{Map, Value, json};

pub(super) const HOME: &str = "111122223333";
pub(super) const AWAY: &str = "444455556666";
pub(super) const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
pub(super) const OBJECT: &str = "arn:aws:s3:::amzn-s3-demo-bucket/report.csv";
pub(super) const BUCKET_OBJECTS: &str = "arn:aws:s3:::amzn-s3-demo-bucket/*";

/// A statement. The resource is left out where it is empty.
pub(super) fn statement(effect: &str, action: &str, resource: &str) -> Value {
    let mut statement = json!({"Effect": effect, "Action": action});
    if !resource.is_empty() {
        put(&mut statement, "Resource", json!(resource));
    }
    statement
}

/// A value with a member set.
pub(super) fn with(mut value: Value, name: &str, member: Value) -> Value {
    put(&mut value, name, member);
    value
}

/// A value without a member.
pub(super) fn without(mut value: Value, name: &str) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.remove(name);
    }
    value
}

fn put(value: &mut Value, name: &str, member: Value) {
    if let Some(members) = value.as_object_mut() {
        members.insert(name.to_owned(), member);
    }
}

/// A document of today's version.
pub(super) fn document(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// A policy with a name.
pub(super) fn named(name: &str, document: Value) -> Value {
    json!({"name": name, "document": document})
}

/// A request and policies.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    request: Map<String, Value>,
    policies: Map<String, Value>,
    lenient: bool,
}

impl Scene {
    /// Somebody asks for something that an account owns.
    pub(super) fn new(principal: &str, action: &str, resource: &str, owner: &str) -> Self {
        let mut scene = Self {
            request: Map::new(),
            policies: Map::new(),
            lenient: false,
        };
        if principal != "*" {
            scene
                .request
                .insert("principal".to_owned(), json!(principal));
        }
        scene.request.insert("action".to_owned(), json!(action));
        scene.request.insert("resource".to_owned(), json!(resource));
        if !owner.is_empty() {
            scene
                .request
                .insert("resourceAccount".to_owned(), json!(owner));
        }
        scene
    }

    /// Alice reads an object of her account.
    pub(super) fn reading() -> Self {
        Self::new(ALICE, "s3:GetObject", OBJECT, HOME)
    }

    /// With a member of the request.
    pub(super) fn request(mut self, name: &str, value: Value) -> Self {
        self.request.insert(name.to_owned(), value);
        self
    }

    /// With a condition key.
    pub(super) fn context(mut self, key: &str, value: Value) -> Self {
        let context = self
            .request
            .entry("context")
            .or_insert_with(|| Value::Object(Map::new()));
        put(context, key, value);
        self
    }

    /// With what a slot of `policies` holds.
    pub(super) fn slot(mut self, slot: &str, value: Value) -> Self {
        self.policies.insert(slot.to_owned(), value);
        self
    }

    /// With one document in a slot, as that slot takes it.
    pub(super) fn policy(self, slot: &str, document: Value) -> Self {
        let value = match slot {
            "resource" => named("resource", document),
            "scp" | "rcp" => {
                let policies = [named(slot, document)];
                json!([{"target": "r-root", "policies": policies}])
            }
            _ => json!([named(slot, document)]),
        };
        self.slot(slot, value)
    }

    /// With one statement in a slot.
    pub(super) fn rule(self, slot: &str, statement: Value) -> Self {
        self.policy(slot, document(json!([statement])))
    }

    /// Read as a service stored it.
    pub(super) const fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// The scenario.
    pub(super) fn build(&self) -> Value {
        let mut scenario = json!({"request": self.request, "policies": self.policies});
        if self.lenient {
            put(&mut scenario, "lenient", json!(true));
        }
        scenario
    }
}
