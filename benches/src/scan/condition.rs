//! The conditions that the workloads have, read once.

use std::cmp::Ordering;
use std::net::Ipv4Addr;

use anyhow::{Context, Result, bail};

use super::{Question, glob};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    One,
    All,
    Any,
}

#[derive(Clone, Debug)]
enum Operand {
    Text(String),
    Pattern(String),
    Number(Ordering, bool, i64),
    Date(Ordering, bool, u64),
    /// Address and mask.
    Network(u32, u32),
}

#[derive(Clone, Debug)]
enum Test {
    Null(bool),
    Any(Vec<Operand>),
}

/// One operator on one key.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    quantity: Quantity,
    negated: bool,
    if_exists: bool,
    /// In lower case.
    key: String,
    test: Test,
}

impl Condition {
    pub(super) fn read<'a>(
        operator: &str,
        key: &str,
        values: impl Iterator<Item = &'a str>,
    ) -> Result<Self> {
        let (quantity, name) = match operator.split_once(':') {
            Some(("ForAllValues", name)) => (Quantity::All, name),
            Some(("ForAnyValue", name)) => (Quantity::Any, name),
            _ => (Quantity::One, operator),
        };
        let (name, if_exists) = name
            .strip_suffix("IfExists")
            .map_or((name, false), |name| (name, true));
        let positive = name.replace("Not", "");
        let mut values = values.peekable();
        let test = if name == "Null" {
            Test::Null(values.peek() == Some(&"true"))
        } else {
            Test::Any(
                values
                    .map(|value| operand(&positive, value))
                    .collect::<Result<_>>()?,
            )
        };
        Ok(Self {
            quantity,
            negated: positive != name,
            if_exists,
            key: key.to_ascii_lowercase(),
            test,
        })
    }

    pub(super) fn holds(&self, question: &Question) -> bool {
        let found = question.values(&self.key);
        let operands = match &self.test {
            Test::Null(absent) => return found.is_none() == *absent,
            Test::Any(operands) => operands,
        };
        let Some(found) = found else {
            let vacuous = self.quantity == Quantity::All;
            return self.negated || self.if_exists || vacuous;
        };
        let met = |value: &String| {
            operands
                .iter()
                .any(|operand| operand.matches(value, question))
                != self.negated
        };
        match self.quantity {
            Quantity::All => found.iter().all(met),
            Quantity::One | Quantity::Any => found.iter().any(met),
        }
    }
}

fn operand(operator: &str, value: &str) -> Result<Operand> {
    let number = || {
        value
            .parse()
            .with_context(|| format!("`{value}` is no number"))
    };
    let date = || date(value).with_context(|| format!("`{value}` is no date"));
    Ok(match operator {
        "StringEquals" | "Bool" => Operand::Text(value.to_owned()),
        "StringLike" | "ArnLike" | "ArnEquals" => Operand::Pattern(value.to_owned()),
        "NumericLessThan" => Operand::Number(Ordering::Less, false, number()?),
        "NumericLessThanEquals" => Operand::Number(Ordering::Less, true, number()?),
        "DateGreaterThan" => Operand::Date(Ordering::Greater, false, date()?),
        "IpAddress" => {
            let (address, bits) = value.split_once('/').unwrap_or((value, "32"));
            let address: Ipv4Addr = address.parse().with_context(|| value.to_owned())?;
            let bits: u32 = bits.parse().with_context(|| value.to_owned())?;
            let mask = u32::MAX
                .checked_shl(32_u32.saturating_sub(bits))
                .unwrap_or(0);
            Operand::Network(address.to_bits() & mask, mask)
        }
        _ => bail!("the baseline does not know `{operator}`"),
    })
}

/// The digits of a date in UTC, which are in the order of time.
fn date(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

impl Operand {
    fn matches(&self, value: &str, question: &Question) -> bool {
        match self {
            Self::Text(text) if text.contains("${") => {
                question.expand(text).is_some_and(|text| text == value)
            }
            Self::Text(text) => text == value,
            Self::Pattern(pattern) if pattern.contains("${") => question.matches(pattern, value),
            Self::Pattern(pattern) => glob(pattern, value),
            Self::Number(wanted, or_equal, limit) => value
                .parse::<i64>()
                .is_ok_and(|value| is_ordered(value.cmp(limit), *wanted, *or_equal)),
            Self::Date(wanted, or_equal, limit) => {
                date(value).is_some_and(|value| is_ordered(value.cmp(limit), *wanted, *or_equal))
            }
            Self::Network(network, mask) => value
                .parse::<Ipv4Addr>()
                .is_ok_and(|address| address.to_bits() & mask == *network),
        }
    }
}

fn is_ordered(found: Ordering, wanted: Ordering, or_equal: bool) -> bool {
    found == wanted || (or_equal && found == Ordering::Equal)
}
