//! Random policy documents as texts: most are right or nearly right, in every layout that JSON allows.

use portcullis_policy::PolicyKind;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

/// A value of a document before it is written.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// A string.
    Text(String),
    /// A value as it is written.
    Raw(&'static str),
    /// An array.
    List(Vec<Node>),
    /// An object.
    Object(Vec<(&'static str, Node)>),
}

/// Any kind of policy.
pub(crate) fn kind() -> impl Strategy<Value = PolicyKind> {
    select(PolicyKind::all().collect::<Vec<_>>())
}

/// A document for a kind, as a text.
pub(crate) fn document_text(kind: PolicyKind) -> impl Strategy<Value = String> {
    (document(kind), vec(any::<u8>(), 1..40)).prop_map(|(node, style)| {
        let mut writer = Writer {
            text: String::new(),
            style,
            at: 0,
        };
        writer.space();
        writer.node(&node);
        writer.space();
        writer.text
    })
}

/// A kind and a document for it.
pub(crate) fn kind_and_text() -> impl Strategy<Value = (PolicyKind, String)> {
    kind().prop_flat_map(|kind| (Just(kind), document_text(kind)))
}

/// A kind and a text that was a document before it was cut, doubled and written over.
pub(crate) fn kind_and_mutant() -> impl Strategy<Value = (PolicyKind, String)> {
    let edit = (any::<prop::sample::Index>(), 0_usize..5, select(SNIPPETS));
    (kind_and_text(), vec(edit, 1..3)).prop_map(|((kind, mut text), edits)| {
        for (place, length, snippet) in edits {
            let boundaries: Vec<usize> = text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .collect();
            let from = place.index(boundaries.len());
            let until = (from + length).min(boundaries.len() - 1);
            text.replace_range(boundaries[from]..boundaries[until], snippet);
        }
        (kind, text)
    })
}

/// What an edit puts in place of what it takes.
const SNIPPETS: &[&str] = &[
    "",
    "",
    "\"",
    "\\",
    "\\u0041",
    "\\ud83d\\ude00",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "*",
    "${",
    "é",
    "😀",
    "null",
    "true",
    "-1",
    "\"Effect\": \"Deny\"",
    "\"AWS\": ",
    "arn:aws:s3:::",
    "\n",
    "\u{feff}",
    "NotAction",
    "\"Condition\": {}",
];

fn texts(texts: &'static [&'static str]) -> impl Strategy<Value = Node> {
    select(texts).prop_map(|text| Node::Text(text.into()))
}

/// One text or a list of few.
fn one_or_many(
    entries: &'static [&'static str],
    odd: &'static [&'static str],
) -> impl Strategy<Value = Node> {
    let entry = move || prop_oneof![40 => texts(entries), 1 => texts(odd)];
    prop_oneof![
        6 => entry(),
        4 => vec(entry(), 1..4).prop_map(Node::List),
        1 => Just(Node::List(Vec::new())),
    ]
}

/// A member that is there with a probability.
fn member<S: Strategy<Value = Node> + 'static>(
    name: &'static str,
    probability: f64,
    value: S,
) -> BoxedStrategy<Option<(&'static str, Node)>> {
    if probability == 0.0 {
        return Just(None).boxed();
    }
    weighted(probability, value.prop_map(move |node| (name, node))).boxed()
}

fn action() -> impl Strategy<Value = Node> {
    one_or_many(
        &[
            "s3:GetObject",
            "s3:Get*",
            "S3:put?bject",
            "sqs:*",
            "iam:PassRole",
            "s3:*",
        ],
        &["*", "", "s3", " s3:Get", "a,b:c", "s?:x", "s3:${x}"],
    )
}

fn resource() -> impl Strategy<Value = Node> {
    one_or_many(
        &[
            "*",
            "arn:aws:s3:::b/*",
            "arn:aws:s3:::b/${aws:username}/?",
            "arn:aws:s3:::${aws:PrincipalTag/t, 'x'}",
            "arn:aws:sqs:*:111122223333:é",
        ],
        &[
            "arn:aws:s3",
            "arn:aws:sqs:*",
            "bucket",
            "${",
            "arn:*:s3:::b",
            "arn:aws:s3:${aws:username}::b",
            "😀",
        ],
    )
}

fn principal() -> impl Strategy<Value = Node> {
    let aws = one_or_many(
        &[
            "*",
            "111122223333",
            "arn:aws:iam::111122223333:user/alice",
            "arn:aws:iam::111122223333:root",
            "arn:aws:sts::111122223333:assumed-role/r/s",
        ],
        &[
            "",
            "arn:aws:iam::111122223333:user/*",
            "arn:aws:iam::111122223333:group/g",
        ],
    );
    let service = one_or_many(&["s3.amazonaws.com", "lambda.amazonaws.com"], &["*"]);
    prop_oneof![
        4 => Just(Node::Text("*".into())),
        6 => aws.prop_map(|node| Node::Object(vec![("AWS", node)])),
        2 => service.prop_map(|node| Node::Object(vec![("Service", node)])),
        1 => texts(&["111122223333", ""]),
        1 => Just(Node::Object(vec![])),
    ]
}

fn conditions() -> impl Strategy<Value = Node> {
    let text = (
        select(
            &[
                "StringEquals",
                "StringNotLike",
                "ForAnyValue:StringLike",
                "ArnLikeIfExists",
            ][..],
        ),
        select(
            &[
                "aws:username",
                "aws:PrincipalTag/Team",
                "s3:prefix",
                "aws:UserName",
            ][..],
        ),
        one_or_many(
            &[
                "a*",
                "${aws:username}",
                "é",
                "",
                "${aws:PrincipalTag/x, '*'}",
            ],
            &["${"],
        ),
    );
    let number = (
        select(&["NumericLessThan", "numericequals"][..]),
        Just("s3:max-keys"),
        prop_oneof![
            select(&["1", "-1.50", "10"][..]).prop_map(Node::Raw),
            texts(&["7", "07.0"]),
            texts(&["ten", "1e3"])
        ],
    );
    let truth = (
        select(&["Bool", "Null"][..]),
        select(&["aws:SecureTransport", "aws:ARN"][..]),
        prop_oneof![
            Just(Node::Raw("true")),
            texts(&["False"]),
            texts(&["yes"]),
            Just(Node::Raw("null"))
        ],
    );
    let block = prop_oneof![6 => text, 3 => number, 3 => truth];
    vec(block, 0..3).prop_map(|blocks| {
        let blocks = blocks
            .into_iter()
            .map(|(operator, key, values)| (operator, Node::Object(vec![(key, values)])));
        Node::Object(blocks.collect())
    })
}

fn statement(kind: PolicyKind) -> impl Strategy<Value = Node> {
    use PolicyKind as Kind;
    let named = !matches!(
        kind,
        Kind::Identity | Kind::PermissionsBoundary | Kind::Session | Kind::ServiceControl
    );
    let effects: &[&str] = match kind {
        Kind::ResourceControl => &["Deny"],
        _ => &["Allow", "Deny"],
    };
    let with_principal = if named { 0.95 } else { 0.0 };
    let with_resource = if kind == Kind::RoleTrust { 0.0 } else { 0.97 };
    (
        member("Sid", 0.4, texts(&["A", "B", "a b", ""])),
        member("Effect", 0.98, texts(effects)),
        member("Principal", with_principal, principal()),
        member("Action", 0.98, action()),
        member("Resource", with_resource, resource()),
        member("Condition", 0.5, conditions()),
        0_u8..40,
    )
        .prop_map(
            |(sid, effect, principal, action, resource, condition, turn)| {
                let members = [sid, effect, principal, action, resource, condition];
                let mut members: Vec<_> = members.into_iter().flatten().collect();
                negate(&mut members, turn);
                let count = members.len().max(1);
                members.rotate_left(usize::from(turn) % count);
                Node::Object(members)
            },
        )
}

/// Turns an element into its `Not` form at times.
fn negate(members: &mut [(&'static str, Node)], turn: u8) {
    let negated = match turn {
        0..3 => ("Action", "NotAction"),
        3..6 => ("Resource", "NotResource"),
        6..8 => ("Principal", "NotPrincipal"),
        8 => ("Effect", "effect"),
        _ => return,
    };
    for (name, _) in members.iter_mut().filter(|(name, _)| *name == negated.0) {
        *name = negated.1;
    }
}

fn document(kind: PolicyKind) -> impl Strategy<Value = Node> {
    let version = texts(&[
        "2012-10-17",
        "2012-10-17",
        "2012-10-17",
        "2012-10-17",
        "2008-10-17",
    ]);
    let statements = prop_oneof![
        3 => statement(kind),
        7 => vec(statement(kind), 1..4).prop_map(Node::List),
    ];
    (
        member("Version", 0.97, version),
        member("Id", 0.05, texts(&["x", ""])),
        member("Statement", 0.98, statements),
        any::<bool>(),
    )
        .prop_map(|(version, id, statement, turned)| {
            let mut members: Vec<_> = [version, id, statement].into_iter().flatten().collect();
            if turned {
                members.reverse();
            }
            Node::Object(members)
        })
}

/// Writes nodes as JSON; the style says where white space stands and which characters are escaped.
struct Writer {
    text: String,
    style: Vec<u8>,
    at: usize,
}

impl Writer {
    fn choice(&mut self) -> u8 {
        self.at += 1;
        self.style[self.at % self.style.len()]
    }

    fn space(&mut self) {
        let space = match self.choice() {
            0..120 => "",
            120..200 => " ",
            200..230 => "\n  ",
            230..245 => "\r\n",
            _ => "\t \t",
        };
        self.text.push_str(space);
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            if self.choice() < 12 {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    self.text.push_str(&format!("\\u{unit:04x}"));
                }
            } else {
                self.text.push(character);
            }
        }
        self.text.push('"');
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.string(text),
            Node::Raw(raw) => self.text.push_str(raw),
            Node::List(nodes) => {
                self.open('[');
                for (index, node) in nodes.iter().enumerate() {
                    self.separate(index);
                    self.node(node);
                }
                self.close(']');
            }
            Node::Object(members) => {
                self.open('{');
                for (index, (name, node)) in members.iter().enumerate() {
                    self.separate(index);
                    self.string(name);
                    self.space();
                    self.text.push(':');
                    self.space();
                    self.node(node);
                }
                self.close('}');
            }
        }
    }

    fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.space();
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.space();
            self.text.push(',');
            self.space();
        }
    }

    fn close(&mut self, bracket: char) {
        self.space();
        self.text.push(bracket);
    }
}
