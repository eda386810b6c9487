//! Tests of the windows.

use super::{Window, window};

/// Cuts a window around the parts of a text between `«` and `»`, and writes the marks back.
#[track_caller]
fn check(marked: &str, first_line: usize, expected: &str) {
    let mut text = String::new();
    let mut marks = Vec::new();
    for character in marked.chars() {
        match character {
            '«' => marks.push(text.len()..text.len()),
            '»' => marks.last_mut().unwrap().end = text.len(),
            other => text.push(other),
        }
    }
    let found = window(&text, &marks);
    assert_eq!(found.first_line, first_line);
    assert_eq!(mark(&found), expected);
}

fn mark(window: &Window) -> String {
    let mut places: Vec<(usize, char)> = Vec::new();
    for mark in window.marks.iter().flatten() {
        places.push((mark.end, '»'));
        places.push((mark.start, '«'));
    }
    places.sort_by_key(|(at, character)| (std::cmp::Reverse(*at), *character == '»'));
    let mut text = window.text.clone();
    for (at, character) in places {
        text.insert(at, character);
    }
    text
}

#[test]
fn short_lines_are_kept() {
    check("one\n  «two» x\nthree", 2, "  «two» x");
    check("«one»", 1, "«one»");
    check("a\r\n«ü»\r\n", 2, "«ü»");
}

#[test]
fn several_marks_on_several_lines() {
    check("a\n«b»\nc\n«d»", 2, "«b»\nc\n«d»");
    check("«a» «b»", 1, "«a» «b»");
}

#[test]
fn a_mark_over_several_lines_ends_with_its_first() {
    check("[«\"a\",\n\"b\"»]", 1, "[«\"a\",»");
}

#[test]
fn long_lines_are_cut_on_both_sides() {
    let long = "x".repeat(100_000);
    let margin = "x".repeat(40);
    check(
        &format!("{long}«bad»{long}"),
        1,
        &format!("…{margin}«bad»{margin}…"),
    );
    let cut = "y".repeat(60);
    check(
        &format!("{long}«{}»", "y".repeat(500)),
        1,
        &format!("…{margin}«{cut}{}»…", "y".repeat(40)),
    );
}

#[test]
fn marks_far_apart_on_one_line_are_both_seen() {
    let long = "x".repeat(1_000);
    let margin = "x".repeat(40);
    check(
        &format!("«a»{long}«b»"),
        1,
        &format!("«a»{margin}…{margin}«b»"),
    );
}

#[test]
fn marks_on_lines_far_apart_are_left_out() {
    let lines = "\n".repeat(1_000);
    check(&format!("«a»{lines}«b»"), 1, "«a»");
}

#[test]
fn nothing_steers_the_terminal_and_columns_stay() {
    check("\t\u{1b}[31m«x»", 1, " �[31m«x»");
}

#[test]
fn marks_outside_are_clamped() {
    let found = window("ü", &[1..9, 0..1]);
    assert_eq!(found.text, "ü");
    assert_eq!(found.marks, [Some(0..2), Some(0..0)]);
    assert_eq!(window("", &[0..0, 5..7]).marks, [Some(0..0), Some(0..0)]);
    assert_eq!(window("a", &[]).marks, vec![]);
}
