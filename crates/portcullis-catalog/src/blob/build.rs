//! The part of this module that the build script compiles too: the layout and the compiler.

#[path = "compile.rs"]
pub(crate) mod compile;
#[path = "layout.rs"]
#[expect(dead_code, reason = "shared with the library, which reads every field")]
pub(crate) mod layout;
