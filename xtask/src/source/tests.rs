//! Lexical forms that a brace counter would stumble over.

use super::{Function, code_only, functions, has_word};

#[track_caller]
fn check_code(text: &str, expected: &str) {
    assert_eq!(code_only(text), expected);
}

#[test]
fn comments_are_blanked() {
    check_code("a // {\nb", "a     \nb");
    check_code("a /* { /* } */ { */ b", &format!("a{}b", " ".repeat(19)));
    check_code("/* never closed {", "                 ");
}

#[test]
fn strings_are_blanked_and_keep_their_quotes() {
    check_code(r#"a("{\"}")"#, r#"a("    ")"#);
    check_code("r#\"{\"}\"# + r\"\\\" {", "r#\"   \"# + r\" \" {");
    check_code("br#\"}\"#; bar\"}\"", "br#\" \"#; bar\" \"");
    check_code("r#fn + for", "r#fn + for");
    check_code("\"two\nlines }\"", "\"   \n       \"");
}

#[test]
fn characters_and_lifetimes_are_told_apart() {
    check_code("'{' + b'\\'' + '\\u{7d}'", "' ' + b'  ' + '      '");
    check_code("fn a<'a>(x: &'a str) {", "fn a<'a>(x: &'a str) {");
}

#[track_caller]
fn check_functions(text: &str, expected: &[(&str, usize, usize)]) {
    let expected: Vec<Function> = expected
        .iter()
        .map(|(name, line, lines)| Function {
            name: (*name).to_owned(),
            line: *line,
            lines: *lines,
        })
        .collect();
    assert_eq!(functions(text), expected);
}

#[test]
fn functions_are_measured_from_fn_to_closing_brace() {
    check_functions(
        "fn a() {}\n\npub fn b(\n) {\n  '}';\n}\n",
        &[("a", 1, 1), ("b", 3, 4)],
    );
    check_functions(
        "fn outer() {\n  fn inner() {\n  }\n}",
        &[("outer", 1, 4), ("inner", 2, 2)],
    );
}

#[test]
fn declarations_and_function_types_have_no_body() {
    check_functions(
        "trait T {\n  fn a(x: [u8; 4]);\n  fn b() {}\n}",
        &[("b", 3, 1)],
    );
    check_functions("type F = fn(u8) -> u8;\nlet r#fn = 1;", &[]);
}

#[test]
fn words_have_borders() {
    assert!(has_word("x: unsafe {", "unsafe"));
    assert!(!has_word("unsafe_code", "unsafe"));
    assert!(has_word("a_b, b", "b"));
}
