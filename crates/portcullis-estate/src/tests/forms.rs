//! The fixture in every form in which exports are met.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use portcullis_json::{Json, Kind, Limits, Value, write_string};

use super::ACCOUNT;

const DOCUMENTS: [&str; 3] = ["PolicyDocument", "AssumeRolePolicyDocument", "Document"];

const LISTS: [&str; 4] = [
    "UserDetailList",
    "GroupDetailList",
    "RoleDetailList",
    "Policies",
];

pub(super) fn json(text: &str) -> Json {
    Json::parse(text, &Limits::default()).unwrap()
}

/// JSON text with its policy documents replaced.
fn with_documents(value: Value<'_>, write: &dyn Fn(&str) -> String, out: &mut String) {
    match value.kind() {
        Kind::Array => {
            out.push('[');
            for (index, element) in value.elements().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                with_documents(element, write, out);
            }
            out.push(']');
        }
        Kind::Object => {
            out.push('{');
            for (index, member) in value.members().enumerate() {
                out.push_str(if index > 0 { ",\n" } else { "" });
                write_string(out, &member.name()).unwrap();
                out.push(':');
                if DOCUMENTS.contains(&member.name().as_ref()) {
                    write_string(out, &write(member.value().raw())).unwrap();
                } else {
                    with_documents(member.value(), write, out);
                }
            }
            out.push('}');
        }
        _ => out.push_str(value.raw()),
    }
}

fn documents(write: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    with_documents(json(ACCOUNT).root(), &write, &mut out);
    out
}

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&#34;").replace('\'', "&apos;")
}

fn write_xml(value: Value<'_>, out: &mut String) {
    match value.kind() {
        Kind::Array => {
            for element in value.elements() {
                out.push_str("\n<member>");
                write_xml(element, out);
                out.push_str("</member>\n");
            }
        }
        Kind::Object => {
            for member in value.members() {
                let name = member.name();
                if DOCUMENTS.contains(&name.as_ref()) {
                    let text = percent(member.value().raw());
                    out.push_str(&format!("<{name}>{text}</{name}>"));
                    continue;
                }
                out.push_str(&format!("<{name}>"));
                write_xml(member.value(), out);
                out.push_str(&format!("</{name}>"));
            }
        }
        Kind::String => out.push_str(&escape(&value.as_str().unwrap())),
        _ => out.push_str(value.raw()),
    }
}

pub(super) fn xml() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- an answer -->\n\
         <GetAccountAuthorizationDetailsResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n\
         <GetAccountAuthorizationDetailsResult>",
    );
    write_xml(json(ACCOUNT).root(), &mut out);
    out.push_str(
        "</GetAccountAuthorizationDetailsResult>\n\
         <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>\n\
         </GetAccountAuthorizationDetailsResponse>\n",
    );
    out
}

/// Four pages, one list each.
pub(super) fn pages() -> Vec<String> {
    let account = json(ACCOUNT);
    let page = |(index, name): (usize, &&str)| {
        let list = account.root().get(name).unwrap().raw();
        let truncated = index + 1 < LISTS.len();
        format!("{{\"{name}\": {list}, \"IsTruncated\": {truncated}}}")
    };
    LISTS.iter().enumerate().map(page).collect()
}

pub(super) fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Every form but the one in which the fixture stands.
pub(super) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let encoded = documents(percent);
    let loosely = documents(|text| {
        // What JavaScript's `encodeURI` leaves alone.
        let kept = [":", "/", ",", "+", "*", "$", "&", "="];
        let mut out = percent(text);
        for one in kept {
            out = out.replace(&percent(one), one);
        }
        out
    });
    let braced = documents(|text| percent(text).replace("%7B", "{").replace("%7D", "}"));
    let pages = pages();
    let in_folder = |name: &str| format!("{{\"{name}\": {ACCOUNT}}}");
    let texts = vec![
        ("documents as JSON text", documents(str::to_owned)),
        ("percent-encoded documents", encoded),
        ("loosely percent-encoded documents", loosely),
        ("XML", xml()),
        ("XML twice", xml() + &xml()),
        ("percent-encoded between braces", braced),
        ("byte order mark", format!("\u{feff}{ACCOUNT}")),
        ("XML with byte order mark", format!("\u{feff}{}", xml())),
        ("array of pages", format!("[{}]", pages.join(","))),
        ("pages behind each other", pages.concat()),
        ("a page a line", pages.join("\n").replace("}{", "}\n{")),
        ("wrapper key", in_folder("account_authorization_details")),
        ("account id", in_folder("111122223333")),
        ("alias", in_folder("production")),
        (
            "pages under an alias in a wrapper",
            format!(
                "{{\"accounts\": {{\"production\": [{}]}}}}",
                pages.join(",")
            ),
        ),
    ];
    let mut forms: Vec<(&str, Vec<u8>)> = Vec::new();
    forms.push(("gzip", compressed(ACCOUNT.as_bytes())));
    forms.push(("gzip of XML", compressed(xml().as_bytes())));
    let (left, right) = ACCOUNT.as_bytes().split_at(1000);
    let members = [compressed(left), compressed(right)].concat();
    forms.push(("gzip of two members", members));
    forms.extend(
        texts
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes())),
    );
    forms
}
