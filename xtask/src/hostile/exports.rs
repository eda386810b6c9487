//! Exports of accounts of 50 MB, and compressed ones that grow.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::attacks::{Attack, fill, list};
use super::places::Place::{self, Account, Managed};
use super::texts::SIZE;

const EXPORT: &[Place] = &[Account];

/// The rows.
pub const ALL: &[Attack] = &[
    Attack::new("export of 80,000 users with a policy", EXPORT, |out| {
        users(out, 80_000, OBJECT)
    }),
    Attack::new(
        "export of 80,000 users with an encoded policy",
        EXPORT,
        |out| users(out, 80_000, ENCODED),
    ),
    Attack::new("export of 250,000 bare users", EXPORT, |out| {
        out.write_all(b"{\"UserDetailList\": [")?;
        list(out, 350_000, |out, number| {
            write!(
                out,
                "{{\"Path\": \"/\", \"UserName\": \"u{number}\", \"UserId\": \"AIDA{number}\", \"Arn\": \"arn:aws:iam::111122223333:user/u{number}\"}}"
            )
        })?;
        out.write_all(b"]}")
    }),
    Attack::new(
        "export of one user with an inline policy of 49 MB",
        EXPORT,
        |out| {
            out.write_all(HEAD.as_bytes())?;
            out.write_all(b"{\"Version\": \"2012-10-17\", \"Statement\": [")?;
            list(out, 500_000, |out, number| {
                write!(
                    out,
                    "{{\"Sid\": \"{number}\", \"Effect\": \"Deny\", \"Action\": \"s3:Get?\", \"Resource\": \"*\"}}"
                )
            })?;
            out.write_all(b"]}}]}]}")
        },
    ),
    Attack::new(
        "export of one user with a policy of 49 MB as a text",
        EXPORT,
        |out| {
            out.write_all(HEAD.as_bytes())?;
            out.write_all(b"\"%7B%22Statement%22%3A%5B")?;
            fill(out, "%20", 49_000_000)?;
            out.write_all(b"%5D%7D\"}]}]}")
        },
    ),
    Attack::new("export of 300,000 groups of one user", EXPORT, |out| {
        out.write_all(b"{\"UserDetailList\": [{\"UserName\": \"u\", \"Arn\": \"arn:aws:iam::111122223333:user/u\", \"GroupList\": [")?;
        list(out, 300_000, |out, number| write!(out, "\"g{number}\""))?;
        out.write_all(b"]}]}")
    }),
    Attack::new(
        "export of 3,000 users with 900 empty policies",
        EXPORT,
        |out| {
            out.write_all(b"{\"UserDetailList\": [")?;
            list(out, 3_000, |out, number| {
                write!(
                    out,
                    "{{\"Arn\": \"arn:aws:iam::111122223333:user/u{number}\", \"UserPolicyList\": ["
                )?;
                list(out, 900, |out, _| out.write_all(b"{}"))?;
                out.write_all(b"]}")
            })?;
            out.write_all(b"]}")
        },
    ),
    Attack::new("export of 1,000 users with 190 tags", EXPORT, |out| {
        out.write_all(b"{\"UserDetailList\": [")?;
        list(out, 1_000, |out, number| {
            write!(
                out,
                "{{\"Arn\": \"arn:aws:iam::111122223333:user/u{number}\", \"Tags\": ["
            )?;
            list(out, 190, |out, tag| {
                write!(out, "{{\"Key\": \"{tag}\", \"Value\": \"\"}}")
            })?;
            out.write_all(b"]}")
        })?;
        out.write_all(b"]}")
    }),
    Attack::new("export of 29,000 bare users", EXPORT, |out| {
        out.write_all(b"{\"UserDetailList\": [")?;
        list(out, 29_000, |out, number| {
            write!(
                out,
                "{{\"UserName\": \"u{number}\", \"Arn\": \"arn:aws:iam::111122223333:user/u{number}\"}}"
            )
        })?;
        out.write_all(b"]}")
    }),
    Attack::new("export in XML of 900,000 elements", EXPORT, |out| {
        out.write_all(b"<R>")?;
        fill(out, "<a/>", 3_600_000)?;
        out.write_all(b"</R>")
    }),
    Attack::new("export of 2,900,000 zeros", EXPORT, |out| {
        out.write_all(b"[0")?;
        fill(out, ",0", 5_800_000)?;
        out.write_all(b"]")
    }),
    Attack::new("export of 1,000,000 pages", EXPORT, |out| {
        fill(
            out,
            "{\"UserDetailList\": [], \"GroupDetailList\": []}\n",
            SIZE,
        )
    }),
    Attack::new("export of an array of pages", EXPORT, |out| {
        out.write_all(b"[")?;
        list(out, 1_200_000, |out, _| {
            out.write_all(b"{\"UserDetailList\": [], \"Policies\": []}")
        })?;
        out.write_all(b"]")
    }),
    Attack::new("export of accounts under their ids", EXPORT, |out| {
        out.write_all(b"{")?;
        list(out, 700_000, |out, number| {
            write!(
                out,
                "\"{number:012}\": {{\"UserDetailList\": [], \"Policies\": []}}"
            )
        })?;
        out.write_all(b"}")
    }),
    Attack::new("export in XML", EXPORT, |out| {
        out.write_all(b"<R><UserDetailList>")?;
        for number in 0..230_000 {
            write!(
                out,
                "<member><Path>/</Path><UserName>u{number}</UserName><UserId>AIDA{number}</UserId><Arn>arn:aws:iam::111122223333:user/u{number}</Arn><GroupList/></member>"
            )?;
        }
        out.write_all(b"</UserDetailList></R>")
    }),
    Attack::new("export in XML of 80,000 users", EXPORT, |out| {
        out.write_all(b"<R><UserDetailList>")?;
        for number in 0..100_000 {
            write!(
                out,
                "<member><Path>/</Path><UserName>u{number}</UserName><Arn>arn:aws:iam::111122223333:user/u{number}</Arn></member>"
            )?;
        }
        out.write_all(b"</UserDetailList></R>")
    }),
    Attack::new("export in XML of `<a>`", EXPORT, |out| {
        fill(out, "<a>", SIZE)
    }),
    Attack::new("export in XML of `<a/>`", EXPORT, |out| {
        out.write_all(b"<R>")?;
        fill(out, "<a/>", SIZE)?;
        out.write_all(b"</R>")
    }),
    Attack::new("export in XML of entities", EXPORT, |out| {
        out.write_all(b"<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><r><UserDetailList>")?;
        fill(out, "&b;", SIZE)
    }),
    Attack::new("export in XML of references", EXPORT, |out| {
        out.write_all(b"<r><UserDetailList><member><UserName>")?;
        fill(out, "&lt;", SIZE)
    }),
    Attack::new("export in XML of attributes", EXPORT, |out| {
        out.write_all(b"<r")?;
        for number in 0..3_000_000 {
            write!(out, " a{number}=\"\"")?;
        }
        out.write_all(b"><UserDetailList/></r>")
    }),
    Attack::new("gzip of 10 GB of blanks", &[Account, Managed], |out| {
        zipped(out, " ", 10_000_000_000)
    }),
    Attack::new("gzip of 100 MB of blanks", &[Account, Managed], |out| {
        zipped(out, " ", 100_000_000)
    }),
    Attack::new("gzip of 100 MB of arrays", &[Account, Managed], |out| {
        zipped(out, "[],", 100_000_000)
    }),
    Attack::new("gzip of 20 MB of users", EXPORT, |out| {
        let mut zip = GzEncoder::new(out, Compression::default());
        users(&mut zip, 30_000, OBJECT)?;
        zip.finish().map(drop)
    }),
    Attack::new("gzip of 50 MB of users", EXPORT, |out| {
        let mut zip = GzEncoder::new(out, Compression::default());
        users(&mut zip, 80_000, OBJECT)?;
        zip.finish().map(drop)
    }),
    Attack::new("2,000,000 empty gzip members", &[Account, Managed], |out| {
        let mut empty = GzEncoder::new(Vec::new(), Compression::default());
        empty.write_all(b"")?;
        let member = empty.finish()?;
        (0..SIZE / member.len()).try_for_each(|_| out.write_all(&member))
    }),
];

/// An export up to the document of an inline policy.
const HEAD: &str = "{\"UserDetailList\": [{\"UserName\": \"u\", \"Arn\": \"arn:aws:iam::111122223333:user/u\", \"UserPolicyList\": [{\"PolicyName\": \"p\", \"PolicyDocument\": ";

const OBJECT: &str = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"s3:Get*\", \"s3:List*\"], \"Resource\": [\"arn:aws:s3:::amzn-s3-demo-bucket\", \"arn:aws:s3:::amzn-s3-demo-bucket/*\"]}]}";
const ENCODED: &str = "\"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGet%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D\"";

fn users(out: &mut dyn Write, count: usize, document: &str) -> io::Result<()> {
    out.write_all(b"{\"UserDetailList\": [")?;
    list(out, count, |out, number| {
        let name = if number == 7 {
            "u".to_owned()
        } else {
            format!("u{number}")
        };
        write!(
            out,
            "{{\"Path\": \"/\", \"UserName\": \"{name}\", \"UserId\": \"AIDA{number:016}\", \"Arn\": \"arn:aws:iam::111122223333:user/{name}\", \"CreateDate\": \"2024-03-01T10:00:00+00:00\", \"GroupList\": [], \"UserPolicyList\": [{{\"PolicyName\": \"p{number}\", \"PolicyDocument\": {document}}}], \"AttachedManagedPolicies\": [], \"Tags\": [{{\"Key\": \"team\", \"Value\": \"t{number}\"}}]}}"
        )
    })?;
    out.write_all(b"]}")
}

fn zipped(out: &mut dyn Write, piece: &str, bytes: usize) -> io::Result<()> {
    let mut zip = GzEncoder::new(out, Compression::fast());
    fill(&mut zip, piece, bytes)?;
    zip.finish().map(drop)
}
