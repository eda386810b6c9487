//! Lays JSON out for readers: what fits goes on one line.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use portcullis_json::write_string;

/// The longest line that lists and objects are put on, in bytes, without its indentation.
const WIDTH: usize = 100;

/// A JSON value.
pub(super) enum Node<'t> {
    Text(Cow<'t, str>),
    Flag(bool),
    List(Vec<Node<'t>>),
    Object(Vec<(&'t str, Node<'t>)>),
}

impl<'t> Node<'t> {
    pub(super) fn text(text: impl Into<Cow<'t, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn texts(texts: &'t [String]) -> Self {
        Self::List(texts.iter().map(Self::text).collect())
    }

    /// Prints the value. It nests as deep as the model of editions does, which is the bound of the recursion.
    pub(super) fn print(&self, out: &mut String, indent: usize) {
        let start = out.len();
        self.print_flat(out);
        let Some((open, close)) = self.brackets() else {
            return;
        };
        if out.len() - start <= WIDTH {
            return;
        }
        out.truncate(start);
        out.push(open);
        for (place, (name, node)) in self.entries().enumerate() {
            out.push_str(if place == 0 { "\n" } else { ",\n" });
            pad(out, indent + 1);
            print_name(out, name);
            node.print(out, indent + 1);
        }
        out.push('\n');
        pad(out, indent);
        out.push(close);
    }

    fn print_flat(&self, out: &mut String) {
        match self {
            Self::Text(text) => print_text(out, text),
            Self::Flag(set) => out.push_str(if *set { "true" } else { "false" }),
            Self::List(_) | Self::Object(_) => {
                let (open, close) = self.brackets().unwrap_or_default();
                out.push(open);
                for (place, (name, node)) in self.entries().enumerate() {
                    out.push_str(if place == 0 { "" } else { ", " });
                    print_name(out, name);
                    node.print_flat(out);
                }
                out.push(close);
            }
        }
    }

    const fn brackets(&self) -> Option<(char, char)> {
        match self {
            Self::List(_) => Some(('[', ']')),
            Self::Object(_) => Some(('{', '}')),
            Self::Text(_) | Self::Flag(_) => None,
        }
    }

    /// What is inside, with the names of members.
    fn entries(&self) -> impl Iterator<Item = (Option<&str>, &Node<'t>)> {
        let (items, members): (&[Node<'t>], &[(&str, Node<'t>)]) = match self {
            Self::List(items) => (items, &[]),
            Self::Object(members) => (&[], members),
            Self::Text(_) | Self::Flag(_) => (&[], &[]),
        };
        let members = members.iter().map(|(name, node)| (Some(*name), node));
        items.iter().map(|node| (None, node)).chain(members)
    }
}

fn print_name(out: &mut String, name: Option<&str>) {
    if let Some(name) = name {
        print_text(out, name);
        out.push_str(": ");
    }
}

fn print_text(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = write_string(out, text);
}

fn pad(out: &mut String, indent: usize) {
    for _ in 0..indent {
        out.push_str("  ");
    }
}
