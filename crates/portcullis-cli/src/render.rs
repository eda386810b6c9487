//! What people read: text on a terminal, with the place in the file to which it points.

mod text;
mod window;

mod snippet;

mod answer;
mod explain;
mod near;
mod reason;

mod findings;
mod table;

pub(crate) use answer::{BAD, Depth, GOOD, answer_line, is_in_list, one_line};
pub(crate) use explain::explanation;
pub(crate) use findings::{FindingCount, finding};
pub(crate) use snippet::{Names, error, fault};
pub(crate) use table::{Overflow, Table};
pub(crate) use text::{escape, excerpt};
