//! Ledgers, changes for them, and catalogs, of 50 MB.

use std::io::{self, Write};

use super::attacks::{Attack, fill, list};
use super::places::Place::{Catalog, Changes, Ledger, Recorded};
use super::texts::SIZE;

const TITLE: &str = "{\"ledger\":\"portcullis\",\"version\":1}\n";

/// The rows.
pub const ALL: &[Attack] = &[
    Attack::new("changes: 80,000 creations", &[Changes, Recorded], |out| {
        (0..80_000).try_for_each(|number| {
            writeln!(out, "{{\"event\": \"created\", \"arn\": \"arn:aws:s3:::bucket-{number}\", \"creator\": \"arn:aws:iam::111122223333:user/alice\", \"objectOwnership\": \"BucketOwnerEnforced\", \"time\": \"2026-01-01T00:00:00Z\"}}")
        })
    }),
    Attack::new("changes: 300,000 creations", &[Changes], |out| {
        (0..300_000).try_for_each(|number| {
            writeln!(out, "{{\"event\": \"created\", \"arn\": \"arn:aws:s3:::bucket-{number}\", \"creator\": \"arn:aws:iam::111122223333:user/alice\", \"objectOwnership\": \"BucketOwnerEnforced\", \"time\": \"2026-01-01T00:00:00Z\"}}")
        })
    }),
    Attack::new("changes: 300,000 of one resource", &[Changes], |out| {
        (0..150_000).try_for_each(|number| {
            writeln!(out, "{{\"event\": \"created\", \"arn\": \"arn:aws:s3:::bucket\", \"creator\": \"arn:aws:iam::111122223333:user/alice\", \"objectOwnership\": \"BucketOwnerEnforced\", \"time\": \"2026-01-01T00:00:00Z\"}}")?;
            let _: usize = number;
            writeln!(out, "{{\"event\": \"deleted\", \"arn\": \"arn:aws:s3:::bucket\", \"time\": \"2026-01-01T00:00:00Z\"}}")
        })
    }),
    Attack::new("ledger of a title and blanks", &[Ledger], |out| {
        out.write_all(TITLE.as_bytes())?;
        fill(out, " ", SIZE)
    }),
    Attack::new(
        "ledger of a title with a version of 50 MB",
        &[Ledger],
        |out| {
            out.write_all(b"{\"ledger\":\"portcullis\",\"version\":")?;
            fill(out, "1", SIZE)
        },
    ),
    Attack::new("ledger of titles", &[Ledger], |out| fill(out, TITLE, SIZE)),
    Attack::new(
        "catalog of a service with 300,000 actions",
        &[Catalog],
        |out| {
            service(out, "[", |out| {
                list(out, 300_000, |out, number| {
                    write!(
                        out,
                        "{{\"name\": \"DescribeSomethingWhoseNameIsLong{number}\", \"accessLevel\": \"Read\", \"resourceTypes\": [], \"conditionKeys\": []}}"
                    )
                })
            })
        },
    ),
    Attack::new(
        "catalog of a service with 20,000 actions",
        &[Catalog],
        |out| {
            service(out, "[", |out| {
                list(out, 20_000, |out, number| {
                    write!(
                        out,
                        "{{\"name\": \"Describe{number}\", \"accessLevel\": \"Read\"}}"
                    )
                })
            })
        },
    ),
    Attack::new(
        "catalog of a service with 60,000 actions",
        &[Catalog],
        |out| {
            service(out, "[", |out| {
                list(out, 60_000, |out, number| {
                    write!(
                        out,
                        "{{\"name\": \"Describe{number}\", \"accessLevel\": \"Read\"}}"
                    )
                })
            })
        },
    ),
    Attack::new("catalog of 900 services", &[Catalog], |out| {
        out.write_all(b"{\"services\": [")?;
        list(out, 900, |out, number| {
            write!(
                out,
                "{{\"service\": \"s{number}\", \"name\": \"S\", \"date\": \"2026-01-01\", \"actions\": ["
            )?;
            list(out, 60, |out, number| {
                write!(
                    out,
                    "{{\"name\": \"Describe{number}\", \"accessLevel\": \"Read\"}}"
                )
            })?;
            out.write_all(b"]}")
        })?;
        out.write_all(b"]}")
    }),
    Attack::new("catalog with unknown resource types", &[Catalog], |out| {
        service(out, "[", |out| {
            list(out, 60_000, |out, number| {
                write!(
                    out,
                    "{{\"name\": \"Describe{number}\", \"accessLevel\": \"Read\", \"resourceTypes\": [{{\"name\": \"unknown-{number}\"}}]}}"
                )
            })
        })
    }),
    Attack::new("catalog of 100,000 services", &[Catalog], |out| {
        out.write_all(b"{\"services\": [")?;
        list(out, 180_000, |out, number| {
            write!(
                out,
                "{{\"service\": \"s{number}\", \"name\": \"S\", \"date\": \"2026-01-01\", \"actions\": []}}"
            )
        })?;
        out.write_all(b"]}")
    }),
    Attack::new(
        "catalog as text with 1,000,000 actions",
        &[Catalog],
        |out| {
            edition(out)?;
            (0..1_000_000).try_for_each(|number| {
                writeln!(out, "action DescribeSomethingWhoseName{number:08} Read")
            })
        },
    ),
    Attack::new("catalog as text with 20,000 actions", &[Catalog], |out| {
        edition(out)?;
        (0..20_000).try_for_each(|number| writeln!(out, "action Describe{number:08} Read"))
    }),
    Attack::new(
        "catalog as text with 60,000 actions of 50 MB",
        &[Catalog],
        |out| {
            edition(out)?;
            let long = "x".repeat(800);
            (0..60_000).try_for_each(|number| writeln!(out, "action {long}{number:08} Read"))
        },
    ),
    Attack::new("catalog as text with 100,000 types", &[Catalog], |out| {
        edition(out)?;
        out.write_all(b"\n")?;
        (0..600_000).try_for_each(|number| writeln!(out, "type t{number:08}\n arn arn:${{Partition}}:own:${{Region}}:${{Account}}:t{number:08}/${{Id}}"))
    }),
    Attack::new("catalog of 190,000 types", &[Catalog], |out| {
        types(out, 190_000)
    }),
    Attack::new("catalog of 60,000 types", &[Catalog], |out| {
        types(out, 60_000)
    }),
    Attack::new(
        "catalog as text of words of one letter",
        &[Catalog],
        |out| {
            edition(out)?;
            out.write_all(b"action A Read\n keys ")?;
            fill(out, "a ", SIZE)
        },
    ),
    Attack::new("catalog as text of 44,000 types", &[Catalog], |out| {
        edition(out)?;
        fill(out, "type a\n", 7 * 44_000)
    }),
    Attack::new("catalog as text of 44,000 words", &[Catalog], |out| {
        edition(out)?;
        out.write_all(b"type a\n operations")?;
        fill(out, " a", 2 * 44_000)?;
        out.write_all(b"\n")
    }),
    Attack::new("catalog as text with a line of 50 MB", &[Catalog], |out| {
        edition(out)?;
        fill(out, "action ", SIZE)
    }),
    Attack::new(
        "catalog as text with a template of 50 MB",
        &[Catalog],
        |out| {
            edition(out)?;
            out.write_all(b"\ntype t\n arn arn:${Partition}:own:${Region}:${Account}:")?;
            fill(out, "${A}", SIZE)
        },
    ),
    Attack::new("compiled catalog that is none", &[Catalog], |out| {
        out.write_all(b"PORTCULLIS-CATALOG")?;
        fill(out, "\u{1}\0\u{7f}\u{7f}", SIZE)
    }),
    Attack::new("compiled catalog of digits", &[Catalog], |out| {
        out.write_all(b"PORTCULLIS-CATALOG")?;
        fill(out, "1", SIZE)
    }),
];

fn service(
    out: &mut dyn Write,
    open: &str,
    actions: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    write!(
        out,
        "{{\"service\": \"own\", \"name\": \"Own\", \"date\": \"2026-01-01\", \"actions\": {open}"
    )?;
    actions(out)?;
    out.write_all(b"]}")
}

fn types(out: &mut dyn Write, count: usize) -> io::Result<()> {
    out.write_all(b"{\"service\": \"own\", \"name\": \"Own\", \"date\": \"2026-01-01\", \"actions\": [], \"resourceTypes\": [")?;
    list(out, count, |out, number| {
        write!(out, "{{\"name\":\"{number}\",\"arnTemplates\":[]}}")
    })?;
    out.write_all(b"]}")
}

fn edition(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"edition own@2026-01-01\nname Own\nservice-principal own.amazonaws.com\nsupports global-condition-keys identity-based\nas-of 2026-01-01\nin-force 2026-01-01..\n\n")
}
