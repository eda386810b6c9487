//! Resources as rows and as JSON.

use portcullis::ownership::Resource;
use serde::Serialize;

use crate::render::Table;

/// A resource in one of its lives.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceForm {
    arn: String,
    owner: String,
    creator: String,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

impl ResourceForm {
    pub(super) const HEADINGS: [&'static str; 4] = ["OWNER", "CREATED", "ARN", "CREATOR"];

    pub(super) fn of(resource: &Resource) -> Self {
        Self {
            arn: resource.arn().to_string(),
            owner: resource.owner().to_string(),
            creator: resource.created_by().to_string(),
            created_at: resource.created_at().to_string(),
            deleted_at: resource.deleted_at().map(|time| time.to_string()),
            parent: resource.parent().map(ToString::to_string),
        }
    }

    pub(super) fn cells(self) -> [String; 4] {
        [self.owner, self.created_at, self.arn, self.creator]
    }

    /// As a page.
    pub(super) fn page(self) -> Table {
        let mut table = Table::page();
        table.fact("resource", self.arn);
        table.fact("owner", self.owner);
        table.fact("creator", self.creator);
        table.fact("created", self.created_at);
        if let Some(time) = self.deleted_at {
            table.fact("deleted", time);
        }
        if let Some(parent) = self.parent {
            table.fact("parent", parent);
        }
        table
    }
}
