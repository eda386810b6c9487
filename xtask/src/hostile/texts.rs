//! Texts of 50 MB that hold nothing, for every place that reads a file.

use std::io::{self, Write};

use super::attacks::{Attack, fill, list, repeat};
use super::places::Place;

/// The size of a file for which the bounds must hold.
pub const SIZE: usize = 50_000_000;

/// The rows.
pub const ALL: &[Attack] = &[
    Attack::new("50,000,000 `[`", &Place::ALL, |out| repeat(out, "[", SIZE)),
    Attack::new("10,000,000 objects inside each other", &Place::ALL, |out| {
        fill(out, "{\"a\":", SIZE)
    }),
    Attack::new("one string", &Place::ALL, |out| quoted(out, "x", SIZE - 2)),
    Attack::new("one string of escapes", &Place::ALL, |out| {
        quoted(out, r"\u0041", SIZE - 2)
    }),
    Attack::new("a string without an end", &Place::ALL, |out| {
        out.write_all(b"\"")?;
        fill(out, "\\\\", SIZE)
    }),
    Attack::new("one number", &Place::ALL, |out| fill(out, "1", SIZE)),
    Attack::new("25,000,000 zeros in an array", &Place::ALL, |out| {
        out.write_all(b"[0")?;
        fill(out, ",0", SIZE - 3)?;
        out.write_all(b"]")
    }),
    Attack::new("16,000,000 empty arrays", &Place::ALL, |out| {
        out.write_all(b"[[]")?;
        fill(out, ",[]", SIZE - 4)?;
        out.write_all(b"]")
    }),
    Attack::new("1,000,000 members of one name", &Place::ALL, |out| {
        members(out, |_| 7)
    }),
    Attack::new("1,000,000 members", &Place::ALL, |out| {
        members(out, |number| number)
    }),
    Attack::new("blanks", &Place::ALL, |out| fill(out, " ", SIZE)),
    Attack::new("line feeds", &Place::ALL, |out| fill(out, "\n", SIZE)),
    Attack::new("lines of `x`", &Place::ALL, |out| fill(out, "x\n", SIZE)),
    Attack::new("lines of `{}`", &Place::ALL, |out| fill(out, "{}\n", SIZE)),
    Attack::new("NUL bytes", &Place::ALL, |out| fill(out, "\0", SIZE)),
    Attack::new("control characters", &Place::ALL, |out| {
        fill(out, "\u{1b}[31m\u{7}", SIZE)
    }),
    Attack::new("bytes 0xff", &Place::ALL, |out| {
        let block = [0xff; 1 << 10];
        (0..SIZE >> 10).try_for_each(|_| out.write_all(&block))
    }),
    Attack::new(
        "a string that ends in a byte that is no UTF-8",
        &Place::ALL,
        |out| {
            out.write_all(b"\"")?;
            fill(out, "é", SIZE - 10)?;
            out.write_all(b"\xff\"")
        },
    ),
    Attack::new(
        "lines that end in a byte that is no UTF-8",
        &Place::ALL,
        |out| {
            let block = b"{\"id\": \"\xff\"}\n";
            (0..SIZE / block.len()).try_for_each(|_| out.write_all(block))
        },
    ),
    Attack::new("BOMs", &Place::ALL, |out| fill(out, "\u{feff}", SIZE)),
    Attack::new("1,000,000 ARNs", &[Place::Arns], |out| {
        let line = "arn:aws:ec2:us-east-1:111122223333:instance/i-42\n";
        fill(out, line, SIZE)
    }),
    Attack::new("lone surrogates", &Place::ALL, |out| {
        quoted(out, r"\ud800", SIZE - 2)
    }),
    Attack::new("31 MB in one string", &Place::ALL, |out| {
        quoted(out, "x", 31_000_000)
    }),
    Attack::new("15 MB of zeros in an array", &Place::ALL, |out| {
        out.write_all(b"[0")?;
        fill(out, ",0", 15_000_000)?;
        out.write_all(b"]")
    }),
];

fn quoted(out: &mut dyn Write, piece: &str, bytes: usize) -> io::Result<()> {
    out.write_all(b"\"")?;
    fill(out, piece, bytes)?;
    out.write_all(b"\"")
}

fn members(out: &mut dyn Write, number: fn(usize) -> usize) -> io::Result<()> {
    out.write_all(b"{")?;
    list(out, 1_000_000, |out, index| {
        write!(
            out,
            "\"member-of-an-object-with-a-long-name-{:06}\":0",
            number(index)
        )
    })?;
    out.write_all(b"}")
}
