//! Bounds what the rows of a compiled catalog take when they are written out as editions.
//!
//! Rows share lists and texts, so bytes that were made by hand can say much more than they hold. What a compilation gives says a few
//! times as much.

use alloc::format;

use super::layout::{
    Table, action, check, edition, extra, key, operation, profile, resource_type, retired, take,
};
use super::read::{Blob, List, Row};
use crate::Service;
use crate::error::{BytesError, BytesErrorKind};

/// What a row or text takes beside the text itself, in bytes.
const ITEM: usize = 32;
/// How many times what it holds a catalog may say; the embedded one says five times as much.
const FACTOR: usize = 64;
/// What any catalog may say, in bytes.
const LEAST: usize = 1 << 20;
/// What no catalog may exceed, in bytes.
const MOST: usize = 512 << 20;

/// # Errors
///
/// The rows say too much.
pub(super) fn check(blob: &Blob) -> Result<(), BytesError> {
    let held = blob.strings().len() + blob.tables().len();
    let all = (LEAST + FACTOR * held).min(MOST);
    let mut budget = Budget { blob, left: all };
    budget.catalog().ok_or_else(|| {
        let message = format!(
            "expected editions of at most {all} bytes in {held} bytes of tables, found larger ones"
        );
        BytesError::new(BytesErrorKind::TooLarge, message)
    })
}

struct Budget<'b> {
    blob: &'b Blob,
    left: usize,
}

/// `None`: nothing is left.
impl<'b> Budget<'b> {
    fn spend(&mut self, bytes: usize) -> Option<()> {
        self.left = self.left.checked_sub(bytes.checked_add(ITEM)?)?;
        Some(())
    }

    fn text(&mut self, text: &str) -> Option<()> {
        self.spend(text.len())
    }

    fn texts(&mut self, list: List<'b>) -> Option<()> {
        let mut texts = list.texts();
        texts.try_for_each(|text| self.text(text))
    }

    /// The names of the rows of a table of the service.
    fn names(
        &mut self,
        service: Service<'b>,
        table: Table,
        name: usize,
        mut rows: List<'b>,
    ) -> Option<()> {
        rows.try_for_each(|number| self.text(service.row(table, number).text(name)))
    }

    fn catalog(&mut self) -> Option<()> {
        let blob = self.blob;
        (0..blob.count(Table::Retired)).try_for_each(|index| {
            let row = blob.row(Table::Retired, index);
            self.text(row.text(retired::SERVICE))?;
            self.text(row.text(retired::ACTION))
        })?;
        (0..blob.count(Table::Editions))
            .try_for_each(|index| self.edition(blob.row(Table::Editions, index)))
    }

    fn edition(&mut self, row: Row<'b>) -> Option<()> {
        for field in [
            edition::SERVICE,
            edition::NAME,
            edition::API_VERSION,
            edition::PRINCIPAL,
        ] {
            self.text(row.text(field))?;
        }
        self.texts(row.list(edition::SDK))?;
        let service = Service::new(row);
        let mut types = service.rows(Table::Types);
        types.try_for_each(|row| self.resource_type(service, row))?;
        service.rows(Table::Keys).try_for_each(|row| {
            self.text(row.text(key::NAME))?;
            row.list(key::TYPES).try_for_each(|_| self.spend(0))
        })?;
        let mut actions = service.rows(Table::Actions);
        actions.try_for_each(|row| self.action(service, row))?;
        let mut operations = service.rows(Table::Operations);
        operations.try_for_each(|row| self.operation(service, row))
    }

    fn resource_type(&mut self, service: Service<'b>, row: Row<'b>) -> Option<()> {
        self.text(row.text(resource_type::NAME))?;
        self.texts(row.list(resource_type::ARNS))?;
        self.names(
            service,
            Table::Keys,
            key::NAME,
            row.list(resource_type::KEYS),
        )?;
        self.texts(row.list(resource_type::OPERATIONS))?;
        self.texts(row.list(resource_type::ENGINES))?;
        let parent = row.number(resource_type::PARENT).checked_sub(1);
        parent.map_or(Some(()), |parent| {
            self.text(service.row(Table::Types, parent).text(resource_type::NAME))
        })
    }

    fn action(&mut self, service: Service<'b>, row: Row<'b>) -> Option<()> {
        self.text(row.text(action::NAME))?;
        let row = self.blob.row(Table::Profiles, row.number(action::PROFILE));
        self.names(service, Table::Keys, key::NAME, row.list(profile::KEYS))?;
        row.list(profile::TAKES).try_for_each(|index| {
            let taken = self.blob.row(Table::Takes, index);
            let kind = service.row(Table::Types, taken.number(take::TYPE));
            self.text(kind.text(resource_type::NAME))?;
            self.names(service, Table::Keys, key::NAME, taken.list(take::KEYS))
        })?;
        self.checks(service, row.list(profile::NEEDS))
    }

    fn operation(&mut self, service: Service<'b>, row: Row<'b>) -> Option<()> {
        self.text(row.text(operation::NAME))?;
        self.checks(service, row.list(operation::CHECKS))?;
        let Some(index) = row.number(operation::EXTRA).checked_sub(1) else {
            return Some(());
        };
        let row = self.blob.row(Table::Extras, index);
        self.text(row.text(extra::ARN_PARAMETER))?;
        self.names(
            service,
            Table::Types,
            resource_type::NAME,
            row.list(extra::ARN_TYPES),
        )?;
        let mut pairs = row.list(extra::IDENTIFIERS);
        while let Some(kind) = pairs.next() {
            self.text(service.row(Table::Types, kind).text(resource_type::NAME))?;
            self.text(pairs.next().map_or("", |name| self.blob.text(name)))?;
        }
        self.texts(row.list(extra::REQUIRES))
    }

    fn checks(&mut self, service: Service<'b>, mut list: List<'b>) -> Option<()> {
        list.try_for_each(|index| {
            let row = self.blob.row(Table::Checks, index);
            for field in [
                check::SERVICE,
                check::ACTION,
                check::PARAMETER,
                check::VALUE,
            ] {
                self.text(row.text(field))?;
            }
            let kind = service.row(Table::Types, row.number(check::TYPE));
            self.text(kind.text(resource_type::NAME))?;
            self.texts(row.list(check::PARAMETERS))?;
            // Keys and values, and numbers of values, which read as texts of some length here.
            self.texts(row.list(check::CONTEXT))
        })
    }
}
