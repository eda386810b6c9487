//! Tables: every combination of a few parts, a case each.

mod actions;
mod callers;
mod errors;
mod grants;
mod layers;
mod levels;
mod operators;
mod principals;
mod resources;
mod services;
mod unreadable;
mod values;
mod variables;

use super::Draft;

/// Every case of every table.
#[must_use]
pub fn tables() -> Vec<Draft> {
    let tables = [
        operators::table,
        values::table,
        unreadable::table,
        variables::table,
        resources::table,
        actions::table,
        principals::table,
        layers::table,
        grants::table,
        levels::table,
        errors::table,
        services::table,
        callers::table,
    ];
    tables.iter().flat_map(|table| table()).collect()
}
