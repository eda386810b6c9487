//! The actions of a catalog, as programs know them.

use portcullis_catalog::Catalog;
use portcullis_eval::ActionTable;

/// The actions of all services of a catalog, for a [`Compiler`](portcullis_eval::Compiler): with it a decision about any of them
/// finds the statements that can match without trying patterns. Make it once; it takes some milliseconds.
///
/// ```
/// use portcullis_catalog::Catalog;
/// use portcullis_scenario::action_table;
/// let table = action_table(&Catalog::embedded());
/// assert!(table.contains(&"elasticache:DescribeCacheClusters".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn action_table(catalog: &Catalog) -> ActionTable {
    let names = catalog
        .actions()
        .map(|action| format!("{}:{}", action.service().prefix(), action.name()));
    names.filter_map(|name| name.parse().ok()).collect()
}
