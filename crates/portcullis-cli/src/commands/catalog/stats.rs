//! `portcullis catalog stats`: how much the catalog knows.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use portcullis::catalog::{Action, Catalog, Coverage, Operation};
use serde::Serialize;

use super::writer::{Failure, Writer};
use crate::outcome::Outcome;
use crate::render::Table;

/// Counts what the catalog has, each service at one edition.
#[derive(Debug, Args)]
pub(super) struct Arguments {}

/// The counts, under the names that surveys of AWS's references use.
#[derive(Debug, Default, Serialize)]
struct Stats {
    services: usize,
    actions: usize,
    access_levels: BTreeMap<&'static str, usize>,
    actions_without_resource_types: usize,
    resource_types: usize,
    arn_formats: usize,
    types_with_two_arn_formats: usize,
    condition_key_rows: usize,
    /// A key of two types counts as one of both, `ArrayOfString|String`.
    condition_key_types: BTreeMap<String, usize>,
    operations: usize,
    services_with_operations: usize,
    operations_with_actions: usize,
    operations_same_name_action: usize,
    operations_single_other_action: usize,
    operations_several_other_actions: usize,
    operations_unknown: usize,
    /// Pairs of an operation and an action that a call of it may need, those on the caller's behalf aside.
    operation_action_pairs: usize,
    pairs_with_static_context: usize,
    actions_not_reached_by_any_operation: usize,
    sdk_client_names: usize,
    dependent_actions_overlay: Dependent,
    retired_actions_known_from_older_sources: usize,
}

#[derive(Debug, Default, Serialize)]
struct Dependent {
    actions: usize,
    pairs: usize,
}

fn count(of: &mut usize) {
    *of = of.saturating_add(1);
}

impl Stats {
    fn of(catalog: &Catalog) -> Self {
        let mut stats = Self::default();
        let mut clients = BTreeSet::new();
        let mut reached = BTreeSet::new();
        for service in catalog.services() {
            count(&mut stats.services);
            clients.extend(service.sdk_clients());
            service.actions().for_each(|action| stats.action(action));
            for kind in service.resource_types() {
                let formats = kind.arn_templates().count();
                count(&mut stats.resource_types);
                stats.arn_formats = stats.arn_formats.saturating_add(formats);
                if formats == 2 {
                    count(&mut stats.types_with_two_arn_formats);
                }
            }
            for key in service.condition_keys() {
                let mut types: Vec<&str> = key.types().map(|kind| kind.word()).collect();
                types.sort_unstable();
                count(&mut stats.condition_key_rows);
                count(
                    stats
                        .condition_key_types
                        .entry(types.join("|"))
                        .or_default(),
                );
            }
            for operation in service.operations() {
                stats.operation(operation, &mut reached);
            }
            if service.operations().next().is_some() {
                count(&mut stats.services_with_operations);
            }
        }
        stats.sdk_client_names = clients.len();
        let unreached = catalog.actions().filter(|action| {
            let prefix = action.service().prefix();
            !reached.contains(&folded(prefix, action.name()))
        });
        stats.actions_not_reached_by_any_operation = unreached.count();
        stats.retired_actions_known_from_older_sources = catalog.retired_actions().count();
        stats
    }

    fn action(&mut self, action: Action<'_>) {
        count(&mut self.actions);
        count(
            self.access_levels
                .entry(action.access_level().word())
                .or_default(),
        );
        if !action.has_resource_types() {
            count(&mut self.actions_without_resource_types);
        }
        let needs: BTreeSet<_> = action
            .dependent_actions()
            .map(|need| need.action())
            .collect();
        if !needs.is_empty() {
            let overlay = &mut self.dependent_actions_overlay;
            count(&mut overlay.actions);
            overlay.pairs = overlay.pairs.saturating_add(needs.len());
        }
    }

    fn operation(&mut self, operation: Operation<'_>, reached: &mut BTreeSet<(String, String)>) {
        count(&mut self.operations);
        if operation.coverage() == Coverage::Unknown {
            count(&mut self.operations_unknown);
            return;
        }
        count(&mut self.operations_with_actions);
        // Whether any check on the action has a context.
        let mut actions: BTreeMap<(String, String), bool> = BTreeMap::new();
        for check in operation.checks().filter(|check| !check.is_on_behalf()) {
            let action = check.action();
            let with_context = actions
                .entry(folded(action.prefix(), action.name()))
                .or_default();
            // A key that repeats the operation's name, as ec2:CreateAction does, is a part of the call and not static.
            *with_context |= check
                .context()
                .any(|(_, mut values)| values.any(|value| value != operation.name()));
        }
        let own = folded(operation.service().prefix(), operation.name());
        if actions.contains_key(&own) {
            count(&mut self.operations_same_name_action);
        } else if actions.len() == 1 {
            count(&mut self.operations_single_other_action);
        } else {
            count(&mut self.operations_several_other_actions);
        }
        let pairs = self.operation_action_pairs;
        self.operation_action_pairs = pairs.saturating_add(actions.len());
        let with_context = actions.values().filter(|with_context| **with_context);
        let pairs = self.pairs_with_static_context;
        self.pairs_with_static_context = pairs.saturating_add(with_context.count());
        reached.extend(actions.into_keys());
    }

    fn page(&self) -> Table {
        let mut page = Table::page();
        let mut row = |name: &str, value: usize| page.fact(name, format!("{value:>7}"));
        row("services", self.services);
        row("actions", self.actions);
        for (level, count) in &self.access_levels {
            row(&format!("  {level}"), *count);
        }
        row(
            "  without resource types",
            self.actions_without_resource_types,
        );
        row(
            "  that no operation reaches",
            self.actions_not_reached_by_any_operation,
        );
        row(
            "  with dependent actions",
            self.dependent_actions_overlay.actions,
        );
        row("dependent actions", self.dependent_actions_overlay.pairs);
        row("resource types", self.resource_types);
        row("ARN formats", self.arn_formats);
        row("  of types with two", self.types_with_two_arn_formats);
        row("condition keys", self.condition_key_rows);
        for (kind, count) in &self.condition_key_types {
            row(&format!("  {kind}"), *count);
        }
        row("operations", self.operations);
        row(
            "  with the action of their name",
            self.operations_same_name_action,
        );
        row(
            "  with one other action",
            self.operations_single_other_action,
        );
        row(
            "  with several others",
            self.operations_several_other_actions,
        );
        row(
            "  whose actions are not documented",
            self.operations_unknown,
        );
        row("services with operations", self.services_with_operations);
        row("pairs of operation and action", self.operation_action_pairs);
        row(
            "  with static condition keys",
            self.pairs_with_static_context,
        );
        row("SDK clients", self.sdk_client_names);
        row(
            "retired actions",
            self.retired_actions_known_from_older_sources,
        );
        page
    }
}

/// A name that is compared without regard to ASCII case.
fn folded(prefix: &str, name: &str) -> (String, String) {
    (prefix.to_ascii_lowercase(), name.to_ascii_lowercase())
}

pub(super) fn run(
    _arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let stats = Stats::of(catalog);
    if writer.is_for_machines() {
        writer.object(&stats)?;
        return Ok(Outcome::Good);
    }
    if let Some(day) = catalog.date() {
        writer.line(&format!("catalog of {day}"))?;
    }
    writer.table(&stats.page())?;
    Ok(Outcome::Good)
}
