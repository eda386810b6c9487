//! The catalog that the build compiled in.

use crate::blob::Blob;
use crate::blob::layout::Sections;

include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
