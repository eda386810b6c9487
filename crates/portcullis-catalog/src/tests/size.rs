//! How large the embedded tables may be.

use crate::Catalog;

#[test]
fn the_embedded_catalog_stays_small() {
    let bytes = Catalog::embedded().to_bytes().len();
    let most = if cfg!(feature = "all") {
        1_600_000
    } else {
        32 << 10
    };
    assert!(bytes <= most, "{bytes} bytes");
}
