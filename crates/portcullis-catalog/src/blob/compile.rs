//! Compiles editions to the tables of [`layout`](super::layout).

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::layout::{self, LARGEST, OWN_ACTION, Sections, Table};
use crate::date::{Date, Since};
use crate::folding;
use crate::source::{
    Action, Check, Edition, On, Operation, ResourceType, Retired, SourceError, SourceErrorKind,
    Support, Trigger, check, check_text, sorted,
};
use crate::vocabulary::{AccessLevel, Cardinality, KeyType, ValueType};

/// How many editions a catalog may have: the places of services that were named to collide are looked for one after the other.
const MOST_EDITIONS: usize = 10_000;

/// A compiled catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Compiled {
    pub(crate) strings: String,
    pub(crate) tables: Vec<u8>,
    pub(crate) sections: Sections,
}

/// Checks and compiles editions, whatever their order, and retired actions.
///
/// # Errors
///
/// An edition that is not consistent, two of one service that are in force on the same day, or more rows than a table can hold.
pub(crate) fn compile(editions: &[Edition], retired: &[Retired]) -> Result<Compiled, SourceError> {
    let mut editions: Vec<&Edition> = editions.iter().collect();
    editions.sort_by(|left, right| {
        folding::compare(&left.service, &right.service).then(left.date.cmp(&right.date))
    });
    if editions.len() > MOST_EDITIONS {
        let message = format!(
            "expected at most {MOST_EDITIONS} editions in a catalog, found {}",
            editions.len()
        );
        return Err(SourceError::new(SourceErrorKind::TooLarge, message));
    }
    for edition in &editions {
        check(edition)?;
    }
    periods(&editions)?;
    let mut builder = Builder::new();
    for edition in editions {
        builder.edition(edition)?;
    }
    let mut retired: Vec<&Retired> = retired.iter().collect();
    retired.sort_by(|left, right| {
        folding::compare(&left.service, &right.service)
            .then_with(|| folding::compare(&left.action, &right.action))
    });
    for row in retired {
        let service = builder.string(&row.service)?;
        let action = builder.string(&row.action)?;
        builder.push(
            Table::Retired,
            Row::new()
                .number(service)
                .number(action)
                .day(Some(row.last_seen)),
        );
    }
    builder.finish()
}

/// Periods of one service must not overlap, and only the last one may be open.
fn periods(editions: &[&Edition]) -> Result<(), SourceError> {
    for (earlier, later) in editions.iter().zip(editions.iter().skip(1)) {
        let apart = earlier
            .in_force
            .until
            .is_some_and(|until| until < later.in_force.from);
        if earlier.service == later.service && (!apart || earlier.date == later.date) {
            let message = format!(
                "editions {0}@{1} and {0}@{2} are of the same day or in force on the same day",
                earlier.service, earlier.date, later.date
            );
            return Err(SourceError::new(SourceErrorKind::Inconsistent, message));
        }
    }
    Ok(())
}

/// The bytes of one row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row(Vec<u8>);

impl Row {
    const fn new() -> Self {
        Self(Vec::new())
    }

    fn byte(mut self, value: u8) -> Self {
        self.0.push(value);
        self
    }

    fn number(mut self, value: u32) -> Self {
        self.0.extend(value.to_le_bytes().into_iter().take(3));
        self
    }

    fn day(self, day: Option<Date>) -> Self {
        self.wide(day.map(packed).unwrap_or_default())
    }

    fn since(self, since: Option<Since>) -> Self {
        let value =
            since.map(|since| packed(since.date()) | (u32::from(since.is_at_the_latest()) << 31));
        self.wide(value.unwrap_or_default())
    }

    fn wide(mut self, value: u32) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }
}

fn packed(day: Date) -> u32 {
    (u32::from(day.year()) << 9) | (u32::from(day.month()) << 5) | u32::from(day.day())
}

struct Builder {
    strings: String,
    /// The number of each text.
    numbers: BTreeMap<String, u32>,
    lists: BTreeMap<Vec<u32>, u32>,
    /// Rows that many records share, by table.
    shared: BTreeMap<(usize, Row), u32>,
    tables: [Vec<u8>; Table::COUNT],
    /// The services in order, each with the row of its first edition.
    services: Vec<(String, usize)>,
}

/// Where the rows of an edition are, by folded name.
struct Places<'e> {
    types: BTreeMap<String, u32>,
    keys: BTreeMap<String, u32>,
    /// The operations as they are defined.
    operations: BTreeMap<String, &'e str>,
}

impl<'e> Places<'e> {
    fn of(edition: &'e Edition) -> Result<Self, SourceError> {
        let types = sorted(&edition.resource_types, |row| &row.name);
        let keys = sorted(&edition.condition_keys, |row| &row.name);
        Ok(Self {
            types: numbered(types.iter().map(|row| row.name.as_str()))?,
            keys: numbered(keys.iter().map(|row| row.name.as_str()))?,
            operations: edition
                .operations
                .iter()
                .map(|row| (row.name.to_ascii_lowercase(), row.name.as_str()))
                .collect(),
        })
    }
}

fn numbered<'n>(
    names: impl Iterator<Item = &'n str>,
) -> Result<BTreeMap<String, u32>, SourceError> {
    names
        .enumerate()
        .map(|(index, name)| Ok((name.to_ascii_lowercase(), number(index)?)))
        .collect()
}

/// The number of the row of that name; the edition was checked, so there is one.
fn place(places: &BTreeMap<String, u32>, name: &str) -> Result<u32, SourceError> {
    places
        .get(&name.to_ascii_lowercase())
        .copied()
        .ok_or_else(|| {
            let message = format!("`{name}` is not defined");
            SourceError::new(SourceErrorKind::Inconsistent, message)
        })
}

fn number(value: usize) -> Result<u32, SourceError> {
    u32::try_from(value)
        .ok()
        .filter(|value| *value < LARGEST)
        .ok_or_else(|| {
            let message =
                format!("expected fewer than {LARGEST} rows or bytes in a table, found more");
            SourceError::new(SourceErrorKind::TooLarge, message)
        })
}

impl Builder {
    fn new() -> Self {
        let mut tables = [const { Vec::new() }; Table::COUNT];
        // Text 0 is empty; list 0 is empty, and so is what list 1 stands for.
        if let Some(strings) = tables.first_mut() {
            strings.extend([0, 0, 0]);
        }
        if let Some(lists) = tables.get_mut(Table::Lists as usize) {
            lists.extend([0; 6]);
        }
        Self {
            strings: String::new(),
            numbers: BTreeMap::from([(String::new(), 0)]),
            lists: BTreeMap::from([(Vec::new(), 0)]),
            shared: BTreeMap::new(),
            tables,
            services: Vec::new(),
        }
    }

    fn count(&self, table: Table) -> usize {
        self.tables
            .get(table as usize)
            .map_or(0, |bytes| bytes.len() / table.width())
    }

    fn push(&mut self, table: Table, row: Row) {
        if let Some(bytes) = self.tables.get_mut(table as usize) {
            bytes.extend(row.0);
        }
    }

    /// The number of the row in a table whose rows are shared.
    fn share(&mut self, table: Table, row: Row) -> Result<u32, SourceError> {
        let key = (table as usize, row);
        if let Some(known) = self.shared.get(&key) {
            return Ok(*known);
        }
        let index = number(self.count(table))?;
        self.push(table, key.1.clone());
        self.shared.insert(key, index);
        Ok(index)
    }

    fn string(&mut self, text: &str) -> Result<u32, SourceError> {
        if let Some(known) = self.numbers.get(text) {
            return Ok(*known);
        }
        let index = number(self.count(Table::Strings))?;
        let start = number(self.strings.len())?;
        self.push(Table::Strings, Row::new().number(start));
        self.strings.push_str(text);
        self.numbers.insert(text.into(), index);
        Ok(index)
    }

    fn optional(&mut self, text: Option<&String>) -> Result<u32, SourceError> {
        text.map_or(Ok(0), |text| self.string(text))
    }

    fn list(&mut self, items: Vec<u32>) -> Result<u32, SourceError> {
        if let Some(known) = self.lists.get(&items) {
            return Ok(*known);
        }
        let index = number(self.count(Table::Lists))?;
        let length = number(items.len())?;
        let row = items
            .iter()
            .fold(Row::new().number(length), |row, item| row.number(*item));
        self.push(Table::Lists, row);
        self.lists.insert(items, index);
        Ok(index)
    }

    /// The sorted texts as a list.
    fn texts(&mut self, texts: &[String]) -> Result<u32, SourceError> {
        let numbers: Result<Vec<u32>, SourceError> = sorted(texts, |text| text)
            .into_iter()
            .map(|text| self.string(text))
            .collect();
        self.list(numbers?)
    }

    /// The rows of those names as a list, in their order.
    fn rows(
        &mut self,
        names: &[String],
        places: &BTreeMap<String, u32>,
    ) -> Result<u32, SourceError> {
        let mut rows = names
            .iter()
            .map(|name| place(places, name))
            .collect::<Result<Vec<u32>, SourceError>>()?;
        rows.sort_unstable();
        self.list(rows)
    }

    fn edition(&mut self, edition: &Edition) -> Result<(), SourceError> {
        let places = Places::of(edition)?;
        let other_day = |day: Option<Date>| day.filter(|day| *day != edition.as_of);
        if self
            .services
            .last()
            .is_none_or(|(last, _)| *last != edition.service)
        {
            let first = self.count(Table::Editions);
            self.services.push((edition.service.clone(), first));
        }
        let mut row = Row::new()
            .number(self.string(&edition.service)?)
            .number(self.string(&edition.name)?)
            .number(self.optional(edition.api_version.as_ref())?)
            .number(self.optional(edition.service_principal.as_ref())?)
            .number(self.texts(&edition.sdk_clients)?);
        for day in [
            Some(edition.date),
            Some(edition.as_of),
            Some(edition.in_force.from),
            edition.in_force.until,
            other_day(edition.required_as_of),
            other_day(edition.dependent_as_of),
        ] {
            row = row.day(day);
        }
        row = row.byte(edition.support.map_or(0, support));
        for (table, count) in [
            (Table::Types, edition.resource_types.len()),
            (Table::Keys, edition.condition_keys.len()),
            (Table::Actions, edition.actions.len()),
            (Table::Operations, edition.operations.len()),
        ] {
            row = row
                .number(number(self.count(table))?)
                .number(number(count)?);
        }
        self.push(Table::Editions, row);
        for row in sorted(&edition.resource_types, |row| &row.name) {
            self.resource_type(row, &places)?;
        }
        for row in sorted(&edition.condition_keys, |row| &row.name) {
            let name = self.string(&row.name)?;
            let mut types = row.types.clone();
            types.sort_unstable_by_key(|kind| kind.word());
            let types = self.list(types.into_iter().map(key_type).collect())?;
            self.push(Table::Keys, Row::new().number(name).number(types));
        }
        for row in sorted(&edition.actions, |row| &row.name) {
            self.action(row, &places)?;
        }
        for row in sorted(&edition.operations, |row| &row.name) {
            self.operation(edition, row, &places)?;
        }
        Ok(())
    }

    fn resource_type(
        &mut self,
        row: &ResourceType,
        places: &Places<'_>,
    ) -> Result<(), SourceError> {
        let (parent, engines) = match &row.parent {
            Some(parent) => (
                place(&places.types, &parent.resource_type)? + 1,
                self.texts(&parent.engines)?,
            ),
            None => (0, 0),
        };
        let defined = |name: &String| {
            let known = places.operations.get(&name.to_ascii_lowercase());
            known.map_or(name.as_str(), |known| *known).into()
        };
        let operations: Vec<String> = row.operations.iter().map(defined).collect();
        let taggable = match row.taggable {
            Some(true) => 2,
            Some(false) => 4,
            None => 0,
        };
        let bytes = Row::new()
            .number(self.string(&row.name)?)
            .number(self.texts(&row.arns)?)
            .number(self.rows(&row.condition_keys, &places.keys)?)
            .number(self.texts(&operations)?)
            .number(parent)
            .number(engines)
            .byte(u8::from(row.primary) | taggable);
        self.push(Table::Types, bytes);
        Ok(())
    }

    fn action(&mut self, row: &Action, places: &Places<'_>) -> Result<(), SourceError> {
        let mut takes = Vec::new();
        for kind in sorted(&row.resource_types, |kind| &kind.name) {
            let bytes = Row::new()
                .number(place(&places.types, &kind.name)?)
                .number(self.rows(&kind.condition_keys, &places.keys)?)
                .byte(u8::from(kind.required));
            takes.push(self.share(Table::Takes, bytes)?);
        }
        let profile = Row::new()
            .number(self.rows(&row.condition_keys, &places.keys)?)
            .number(self.list(takes)?)
            .number(self.checks(&row.needs, places)?)
            .since(row.since);
        let profile = self.share(Table::Profiles, profile)?;
        let flags = level(row.level)
            | (u8::from(row.permission_only) << 3)
            | (u8::from(row.unreferenced) << 4);
        let bytes = Row::new()
            .number(self.string(&row.name)?)
            .byte(flags)
            .number(profile);
        self.push(Table::Actions, bytes);
        Ok(())
    }

    fn operation(
        &mut self,
        edition: &Edition,
        row: &Operation,
        places: &Places<'_>,
    ) -> Result<(), SourceError> {
        let own = Check::new(format!("{}:{}", edition.service, row.name), Trigger::Always);
        let checks = if matches!(row.checks.as_slice(), [check] if *check == own) {
            OWN_ACTION
        } else {
            self.checks(&row.checks, places)?
        };
        let extra = self.extra(row, places)?;
        let bytes = Row::new()
            .number(self.string(&row.name)?)
            .number(checks)
            .number(extra);
        self.push(Table::Operations, bytes);
        Ok(())
    }

    /// The number of the row, from 1, with what few operations have; 0 where there is nothing.
    fn extra(&mut self, row: &Operation, places: &Places<'_>) -> Result<u32, SourceError> {
        let plain = Operation {
            name: row.name.clone(),
            checks: row.checks.clone(),
            ..Operation::default()
        };
        if *row == plain {
            return Ok(0);
        }
        let (parameter, types) = match &row.arn_parameter {
            Some(arn) => (
                self.string(&arn.name)?,
                self.rows(&arn.resource_types, &places.types)?,
            ),
            None => (0, 0),
        };
        let mut identifiers = Vec::new();
        for identifier in sorted(&row.identifiers, |row| &row.resource_type) {
            identifiers.push(place(&places.types, &identifier.resource_type)?);
            identifiers.push(self.string(&identifier.parameter)?);
        }
        let requires = self.texts(row.requires.as_deref().unwrap_or_default())?;
        let bytes = Row::new()
            .number(parameter)
            .number(types)
            .number(self.list(identifiers)?)
            .number(requires)
            .since(row.since)
            .byte(u8::from(row.requires.is_some()));
        Ok(self.share(Table::Extras, bytes)? + 1)
    }

    /// The checks as a list, in the order in which they are written.
    fn checks(&mut self, rows: &[Check], places: &Places<'_>) -> Result<u32, SourceError> {
        let mut ordered: Vec<(String, &Check)> =
            rows.iter().map(|row| (check_text(row), row)).collect();
        ordered.sort_by(|(left, _), (right, _)| {
            folding::compare(left, right).then_with(|| left.cmp(right))
        });
        let mut numbers = Vec::new();
        for (_, row) in ordered {
            let bytes = self.check(row, places)?;
            numbers.push(self.share(Table::Checks, bytes)?);
        }
        self.list(numbers)
    }

    fn check(&mut self, row: &Check, places: &Places<'_>) -> Result<Row, SourceError> {
        let (trigger, parameter, value) = match &row.trigger {
            Trigger::Always => (0, 0, 0),
            Trigger::When(name) => (1, self.string(name)?, 0),
            Trigger::Equal(name, value) => (2, self.string(name)?, self.string(value)?),
            Trigger::Unless(name) => (3, self.string(name)?, 0),
            Trigger::Matching => (4, 0, 0),
            Trigger::Unknown => (5, 0, 0),
        };
        let (on, resource_type, parameters) = match &row.on {
            On::Request => (0, 0, Vec::new()),
            On::Any => (1, 0, Vec::new()),
            On::Members(name) => (2, 0, [self.string(name)?].into()),
            On::Named {
                resource_type,
                parameters,
            } => {
                let names = parameters.iter().map(|name| self.string(name));
                let names = names.collect::<Result<Vec<u32>, SourceError>>()?;
                (3, place(&places.types, resource_type)?, names)
            }
            On::Unknown => (4, 0, Vec::new()),
        };
        let mut context = Vec::new();
        for (key, values) in sorted(&row.context, |(key, _)| key) {
            context.push(self.string(key)?);
            context.push(number(values.len())?);
            for value in values {
                context.push(self.string(value)?);
            }
        }
        let (service, action) = row.action.split_once(':').unwrap_or(("", &row.action));
        Ok(Row::new()
            .number(self.string(service)?)
            .number(self.string(action)?)
            .number(parameter)
            .number(value)
            .number(resource_type)
            .number(self.list(parameters)?)
            .number(self.list(context)?)
            .byte(trigger | (u8::from(row.on_behalf) << 7))
            .byte(on))
    }

    /// Fills the table of services.
    fn services(&mut self) -> Result<(), SourceError> {
        let services = core::mem::take(&mut self.services);
        let mut places = vec![0; layout::places(services.len())];
        for (prefix, row) in services {
            let start = layout::hash(&prefix);
            let free = (0..places.len())
                .map(|step| (start + step) & (places.len() - 1))
                .find(|place| places.get(*place) == Some(&0));
            if let Some(place) = free.and_then(|free| places.get_mut(free)) {
                *place = row + 1;
            }
        }
        for row in places {
            self.push(Table::Services, Row::new().number(number(row)?));
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Compiled, SourceError> {
        let end = number(self.strings.len())?;
        self.push(Table::Strings, Row::new().number(end));
        self.services()?;
        let mut sections = Sections {
            starts: [0; Table::COUNT],
            counts: [0; Table::COUNT],
        };
        let mut tables = Vec::new();
        let rows = Table::ALL
            .into_iter()
            .zip(&self.tables)
            .zip(sections.starts.iter_mut().zip(&mut sections.counts));
        for ((table, bytes), (start, count)) in rows {
            *start = tables.len();
            *count = bytes.len() / table.width();
            tables.extend_from_slice(bytes);
        }
        number(tables.len())?;
        Ok(Compiled {
            strings: self.strings,
            tables,
            sections,
        })
    }
}

fn support(support: Support) -> u8 {
    let flags = [
        support.global_condition_keys,
        support.identity_based,
        support.resource_based,
        support.resource_level,
        support.service_condition_keys,
    ];
    let set = flags.into_iter().rev();
    set.fold(0, |bits, flag| (bits << 1) | u8::from(flag)) | 0x80
}

const fn level(level: AccessLevel) -> u8 {
    match level {
        AccessLevel::List => 0,
        AccessLevel::Read => 1,
        AccessLevel::Tagging => 2,
        AccessLevel::Write => 3,
        AccessLevel::PermissionsManagement => 4,
    }
}

fn key_type(kind: KeyType) -> u32 {
    let value = match kind.value() {
        ValueType::Arn => 0,
        ValueType::Bool => 1,
        ValueType::Date => 2,
        ValueType::IpAddress => 3,
        ValueType::Numeric => 4,
        ValueType::String => 5,
    };
    2 * value + u32::from(kind.cardinality() == Cardinality::Multiple)
}
