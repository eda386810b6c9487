//! Days of the calendar, as AWS's references and API versions are dated.

use core::fmt;

/// A day of the Gregorian calendar, year 0 to 9999; ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads where a table has no day; no edition is of that day.
    pub(crate) const NEVER: Self = Self::literal(0, 1, 1);

    /// The day, if the calendar has it.
    ///
    /// ```
    /// use portcullis_catalog::Date;
    /// assert_eq!(Date::new(2024, 2, 29).map(|day| day.to_string()).as_deref(), Some("2024-02-29"));
    /// assert_eq!(Date::new(2023, 2, 29), None);
    /// ```
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if year > 9999 || day == 0 || day > last {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The day that `text` names as `YYYY-MM-DD`, if it has that form and the calendar has the day.
    ///
    /// ```
    /// use portcullis_catalog::Date;
    /// assert_eq!(Date::parse("2015-02-12"), Date::new(2015, 2, 12));
    /// assert_eq!(Date::parse("2015-2-12"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let number = |digits: &str, length: usize| {
            let plain = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
            if plain {
                digits.parse::<u16>().ok()
            } else {
                None
            }
        };
        let month = u8::try_from(number(month, 2)?).ok()?;
        Self::new(number(year, 4)?, month, u8::try_from(number(day, 2)?).ok()?)
    }

    /// A day that the author of a table has checked.
    pub(crate) const fn literal(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// The year.
    ///
    /// ```
    /// assert_eq!("2015-02-12".parse::<portcullis_catalog::Date>()?.year(), 2015);
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    ///
    /// ```
    /// assert_eq!("2015-02-12".parse::<portcullis_catalog::Date>()?.month(), 2);
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    ///
    /// ```
    /// assert_eq!("2015-02-12".parse::<portcullis_catalog::Date>()?.day(), 12);
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The days on which an edition's policy model held, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
}

impl InForce {
    /// The first day.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert_eq!(service.in_force().from().to_string(), "2026-10-24");
    /// ```
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day; `None` while the model still holds.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").expect("embedded").in_force().until(), None);
    /// ```
    #[must_use]
    pub const fn until(self) -> Option<Date> {
        self.until
    }

    /// Whether `day` is one of the days.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert!(founding.in_force().contains("2019-07-01".parse()?));
    /// assert!(!founding.in_force().contains("2020-08-14".parse()?));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// When an action or operation appeared, as far as the sources show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    date: Date,
    at_the_latest: bool,
}

impl Since {
    pub(crate) const fn literal(date: Date, at_the_latest: bool) -> Self {
        Self {
            date,
            at_the_latest,
        }
    }

    /// The first day on which it was seen; where [`Since::is_at_the_latest`], it may be older.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "TestFailover").known().expect("listed");
    /// assert_eq!(operation.since().map(|since| since.date().to_string()).as_deref(), Some("2017-04-05"));
    /// ```
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// Whether the day is only an upper bound.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "StopMigration").known().expect("listed");
    /// assert!(operation.since().is_some_and(|since| since.is_at_the_latest()));
    /// ```
    #[must_use]
    pub const fn is_at_the_latest(self) -> bool {
        self.at_the_latest
    }
}
