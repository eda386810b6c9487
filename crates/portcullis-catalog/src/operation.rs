//! API operations, and the actions that a call of one is authorised against.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::blob::layout::{OWN_ACTION, Table, check, extra, operation};
use crate::blob::{List, Row};
use crate::{ResourceType, Service, Since, folding};

/// An API operation of a service's edition.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    service: Service<'a>,
    row: Row<'a>,
}

impl<'a> Operation<'a> {
    pub(crate) const fn new(service: Service<'a>, row: Row<'a>) -> Self {
        Self { service, row }
    }

    /// Whether a call needs the action of the operation's name and no other.
    fn needs_own_action_only(self) -> bool {
        u32::try_from(self.row.number(operation::CHECKS)) == Ok(OWN_ACTION)
    }

    /// What few operations have.
    fn extra(self) -> Option<Row<'a>> {
        let index = self.row.number(operation::EXTRA).checked_sub(1)?;
        Some(self.row.blob().row(Table::Extras, index))
    }

    /// The name in the service's API.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "copysnapshot").known().expect("listed");
    /// assert_eq!(operation.name(), "CopySnapshot");
    /// ```
    #[must_use]
    pub fn name(self) -> &'a str {
        self.row.text(operation::NAME)
    }

    /// The edition that it belongs to.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "CopySnapshot").known().expect("listed");
    /// assert_eq!(operation.service().prefix(), "elasticache");
    /// ```
    #[must_use]
    pub const fn service(self) -> Service<'a> {
        self.service
    }

    /// Whether it is known which actions a call needs. [`Coverage::Unknown`] never means that it needs none.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Coverage};
    /// let catalog = Catalog::embedded();
    /// let coverage = |name| catalog.operation("elasticache", name).known().map(|operation| operation.coverage());
    /// assert_eq!(coverage("CreateUser"), Some(Coverage::Documented));
    /// assert_eq!(coverage("PrepareMigration"), Some(Coverage::Unknown));
    /// ```
    #[must_use]
    pub fn coverage(self) -> Coverage {
        if self.own_checks().next().is_some() {
            Coverage::Documented
        } else {
            Coverage::Unknown
        }
    }

    /// What a call may be authorised against: first the actions that are documented for the operation, sorted, then those
    /// that the service calls on the caller's behalf, sorted. None occurs twice.
    ///
    /// A call goes through only if every check that it triggers is allowed.
    ///
    /// # Source
    ///
    /// EV 1.1, EV 7.6; R25.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Trigger};
    /// let catalog = Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "CreateUser").known().expect("listed");
    /// let checks: Vec<_> = operation.checks().map(|check| (check.action().to_string(), check.trigger())).collect();
    /// assert_eq!(checks, [
    ///     ("elasticache:AddTagsToResource".to_string(), Trigger::Parameter("Tags")),
    ///     ("elasticache:CreateUser".to_string(), Trigger::Always),
    /// ]);
    /// ```
    pub fn checks(self) -> impl Iterator<Item = Check<'a>> {
        let mut listed: BTreeSet<ActionName<'a>> = BTreeSet::new();
        let mut always: BTreeSet<ActionName<'a>> = BTreeSet::new();
        for check in self.own_checks() {
            listed.insert(check.action());
            if check.trigger() == Trigger::Always && !check.is_on_behalf() {
                always.insert(check.action());
            }
        }
        let dependent = always
            .into_iter()
            .flat_map(|action| self.dependents(action));
        let mut dependent: Vec<Check<'a>> = dependent
            .filter(|check| !listed.contains(&check.action()))
            .collect();
        // Several actions can have the same dependent action.
        dependent.sort_by(|left, right| left.order(*right));
        dependent.dedup_by(|left, right| left.order(*right).is_eq());
        self.own_checks().chain(dependent)
    }

    /// The checks of the operation itself, and those on behalf that are written there.
    pub(crate) fn own_checks(self) -> impl Iterator<Item = Check<'a>> {
        let (service, blob) = (self.service, self.row.blob());
        let own = self.needs_own_action_only().then(|| Check {
            service,
            form: CheckForm::OwnAction(self.name()),
            on_behalf: false,
        });
        let rows = self.row.list(operation::CHECKS);
        own.into_iter()
            .chain(rows.map(move |index| Check::row(service, blob.row(Table::Checks, index))))
    }

    /// The dependent actions of an action of this service.
    fn dependents(self, action: ActionName<'a>) -> impl Iterator<Item = Check<'a>> {
        let own = action.prefix().eq_ignore_ascii_case(self.service.prefix());
        let action = own.then(|| self.service.action(action.name())).flatten();
        action
            .into_iter()
            .flat_map(|action| action.dependent_actions())
    }

    /// The parameters that every call passes, sorted; `None` where the sources do not list them.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let operation = founding.operation("CopySnapshot").expect("listed");
    /// assert!(operation.required_parameters().into_iter().flatten().eq(["SourceSnapshotName", "TargetSnapshotName"]));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn required_parameters(self) -> Option<impl Iterator<Item = &'a str> + Clone> {
        let extra = self.extra()?;
        (extra.byte(extra::FLAGS) == 1).then(|| extra.list(extra::REQUIRES).texts())
    }

    /// The parameter that takes the ARN of a resource, where the sources name one.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let parameter = founding.operation("AddTagsToResource").and_then(|operation| operation.arn_parameter());
    /// assert_eq!(parameter.map(|parameter| parameter.name()), Some("ResourceName"));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn arn_parameter(self) -> Option<ArnParameter<'a>> {
        let row = self.extra()?;
        let named = !row.text(extra::ARN_PARAMETER).is_empty();
        named.then_some(ArnParameter {
            service: self.service,
            row,
        })
    }

    /// The parameters that name a resource of a type, sorted by type, where the sources list them.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let operation = founding.operation("CreateSnapshot").expect("listed");
    /// let pairs: Vec<_> = operation.identifier_parameters().map(|row| (row.resource_type(), row.name())).collect();
    /// assert_eq!(pairs, [("cluster", "CacheClusterId"), ("snapshot", "SnapshotName")]);
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    pub fn identifier_parameters(self) -> impl Iterator<Item = IdentifierParameter<'a>> {
        let mut pairs = self
            .extra()
            .into_iter()
            .flat_map(|row| row.list(extra::IDENTIFIERS));
        core::iter::from_fn(move || {
            let kind = self.service.row(Table::Types, pairs.next()?);
            Some(IdentifierParameter {
                resource_type: ResourceType::new(self.service, kind).name(),
                name: self.row.blob().text(pairs.next()?),
            })
        })
    }

    /// When it appeared, where the sources show it.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let since = catalog.operation("elasticache", "CreateUser").known().and_then(|operation| operation.since());
    /// assert_eq!(since.map(|since| since.date().to_string()).as_deref(), Some("2020-10-07"));
    /// ```
    #[must_use]
    pub fn since(self) -> Option<Since> {
        self.extra()?.since(extra::SINCE)
    }
}

/// Whether the actions of an operation are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the sources document an operation or they do not"
)]
pub enum Coverage {
    /// They are; at least one applies to every call.
    Documented,
    /// They are not: nothing can be said of what a call needs.
    Unknown,
}

/// One action that a call may be authorised against.
#[derive(Clone, Copy, Debug)]
pub struct Check<'a> {
    service: Service<'a>,
    form: CheckForm<'a>,
    on_behalf: bool,
}

#[derive(Clone, Copy, Debug)]
enum CheckForm<'a> {
    /// The action of the operation's own name, always, on the resources of the request.
    OwnAction(&'a str),
    Row(Row<'a>),
}

impl<'a> Check<'a> {
    fn row(service: Service<'a>, row: Row<'a>) -> Self {
        Self {
            service,
            form: CheckForm::Row(row),
            on_behalf: row.byte(check::TRIGGER) & 0x80 != 0,
        }
    }

    pub(crate) fn dependent(service: Service<'a>, row: Row<'a>) -> Self {
        Self {
            on_behalf: true,
            ..Self::row(service, row)
        }
    }

    /// By action, then as the tables hold it.
    fn order(self, other: Self) -> Ordering {
        let row = |check: Self| match check.form {
            CheckForm::OwnAction(_) => None,
            CheckForm::Row(row) => Some(row.bytes()),
        };
        let (left, right) = (self.action(), other.action());
        folding::compare(left.prefix, right.prefix)
            .then_with(|| folding::compare(left.name, right.name))
            .then_with(|| row(self).cmp(&row(other)))
    }

    /// The action with its service prefix, `s3:GetObject`; it can belong to another service.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "DeleteUser").known().expect("listed");
    /// assert!(operation.checks().map(|check| check.action().to_string()).eq(["elasticache:DeleteUser"]));
    /// ```
    #[must_use]
    pub fn action(self) -> ActionName<'a> {
        match self.form {
            CheckForm::OwnAction(name) => ActionName {
                prefix: self.service.prefix(),
                name,
            },
            CheckForm::Row(row) => ActionName {
                prefix: row.text(check::SERVICE),
                name: row.text(check::ACTION),
            },
        }
    }

    /// When it applies.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Trigger};
    /// let catalog = Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "DeleteUser").known().expect("listed");
    /// assert!(operation.checks().all(|check| check.trigger() == Trigger::Always));
    /// ```
    #[must_use]
    pub fn trigger(self) -> Trigger<'a> {
        let CheckForm::Row(row) = self.form else {
            return Trigger::Always;
        };
        let parameter = row.text(check::PARAMETER);
        match row.byte(check::TRIGGER) & 0x7F {
            0 => Trigger::Always,
            1 => Trigger::Parameter(parameter),
            2 => Trigger::Value {
                parameter,
                value: row.text(check::VALUE),
            },
            3 => Trigger::NoParameter(parameter),
            4 => Trigger::ResourceType,
            _ => Trigger::Unknown,
        }
    }

    /// What it is asked on.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, CheckedResource};
    /// let catalog = Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "DeleteUser").known().expect("listed");
    /// assert!(operation.checks().all(|check| check.resource() == CheckedResource::Request));
    /// ```
    #[must_use]
    pub fn resource(self) -> CheckedResource<'a> {
        let CheckForm::Row(row) = self.form else {
            return CheckedResource::Request;
        };
        let parameters = Parameters {
            list: row.list(check::PARAMETERS),
        };
        match row.byte(check::ON) {
            0 => CheckedResource::Request,
            1 => CheckedResource::Any,
            2 => CheckedResource::Members {
                parameter: parameters.iter().next().unwrap_or_default(),
            },
            3 => {
                let kind = self.service.row(Table::Types, row.number(check::TYPE));
                CheckedResource::Named {
                    resource_type: ResourceType::new(self.service, kind).name(),
                    parameters,
                }
            }
            _ => CheckedResource::Unknown,
        }
    }

    /// Whether the edition itself says that it is a call on the caller's behalf, which all dependent actions are.
    pub(crate) fn is_written_on_behalf(self) -> bool {
        match self.form {
            CheckForm::OwnAction(_) => false,
            CheckForm::Row(row) => row.byte(check::TRIGGER) & 0x80 != 0,
        }
    }

    /// The condition keys that the request carries when it is checked, each with its values; `${Region}` in a value stands for
    /// the request's Region.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("lambda", "CreateFunction").known().expect("listed");
    /// let pass_role = operation.checks().find(|check| check.action().name() == "PassRole").expect("listed");
    /// let context: Vec<_> = pass_role.context().map(|(key, values)| (key, values.collect::<Vec<_>>())).collect();
    /// assert_eq!(context, [("iam:PassedToService", vec!["lambda.amazonaws.com"])]);
    /// ```
    pub fn context(self) -> impl Iterator<Item = (&'a str, impl Iterator<Item = &'a str>)> {
        let row = match self.form {
            CheckForm::Row(row) => Some(row),
            CheckForm::OwnAction(_) => None,
        };
        let mut left = row.map(|row| (row.list(check::CONTEXT), row.blob()));
        core::iter::from_fn(move || {
            let (items, blob) = left.as_mut()?;
            let key = blob.text(items.next()?);
            let values = items.front(items.clone().next()? + 1);
            items.next();
            values.skip(1).for_each(|_| {
                items.next();
            });
            Some((key, values.texts().skip(1)))
        })
    }

    /// Whether it is a call that the service makes on the caller's behalf, rather than part of the operation itself.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "TestFailover").known().expect("listed");
    /// let (behalf, own): (Vec<_>, Vec<_>) = operation.checks().partition(|check| check.is_on_behalf());
    /// assert_eq!((own.len(), behalf.len()), (1, 5));
    /// ```
    #[must_use]
    pub const fn is_on_behalf(self) -> bool {
        self.on_behalf
    }
}

/// When a check applies to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Trigger<'a> {
    /// To every call.
    Always,
    /// To calls that pass this parameter.
    Parameter(&'a str),
    /// To calls that pass this parameter with this value.
    Value {
        /// The parameter.
        parameter: &'a str,
        /// The value, as JSON writes it but without quotation marks.
        value: &'a str,
    },
    /// To calls that do not pass this parameter.
    NoParameter(&'a str),
    /// To calls on a resource of a type that the action takes.
    ResourceType,
    /// To some calls; which ones is not documented. It must be named to the user, never dropped.
    Unknown,
}

/// The resource that a check is asked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckedResource<'a> {
    /// Those resources of the call that are of a type that the action takes.
    Request,
    /// `*`.
    Any,
    /// Each ARN in this parameter, a list.
    Members {
        /// The parameter.
        parameter: &'a str,
    },
    /// The resource of this type whose names the parameters hold, in the partition, Region and account of the request's.
    Named {
        /// The type, of the operation's service.
        resource_type: &'a str,
        /// The parameters, one for each placeholder of the type's ARN template beyond partition, Region and account; or one that
        /// holds two names with a slash between them, `bucket/key`.
        parameters: Parameters<'a>,
    },
    /// Not documented.
    Unknown,
}

/// An action by its name; it need not be in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionName<'a> {
    prefix: &'a str,
    name: &'a str,
}

impl<'a> ActionName<'a> {
    /// The service prefix, `s3`.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("s3", "ListBuckets").known().expect("listed");
    /// assert!(operation.checks().all(|check| check.action().prefix() == "s3"));
    /// ```
    #[must_use]
    pub const fn prefix(self) -> &'a str {
        self.prefix
    }

    /// The name without the prefix, `ListAllMyBuckets`.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("s3", "ListBuckets").known().expect("listed");
    /// assert!(operation.checks().map(|check| check.action().name()).eq(["ListAllMyBuckets"]));
    /// ```
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.name
    }
}

impl fmt::Display for ActionName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.prefix, self.name)
    }
}

/// Names of parameters.
#[derive(Clone, Copy)]
pub struct Parameters<'a> {
    list: List<'a>,
}

impl<'a> Parameters<'a> {
    /// The names, in order.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, CheckedResource};
    /// let founding = Catalog::embedded().with_edition(&"elasticache@2015-02-02".parse()?)?;
    /// let operation = founding.operation("elasticache", "DeleteReplicationGroup").known().expect("listed");
    /// for check in operation.checks() {
    ///     if let CheckedResource::Named { parameters, .. } = check.resource() {
    ///         assert!(parameters.iter().eq(["FinalSnapshotIdentifier"]));
    ///     }
    /// }
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    pub fn iter(self) -> impl Iterator<Item = &'a str> + Clone {
        self.list.texts()
    }
}

impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Parameters<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Parameters<'_> {}

/// A parameter that takes the ARN of a resource.
#[derive(Clone, Copy, Debug)]
pub struct ArnParameter<'a> {
    service: Service<'a>,
    row: Row<'a>,
}

impl<'a> ArnParameter<'a> {
    /// The parameter's name.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let parameter = founding.operation("ListTagsForResource").and_then(|operation| operation.arn_parameter());
    /// assert_eq!(parameter.map(|parameter| parameter.name()), Some("ResourceName"));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn name(self) -> &'a str {
        self.row.text(extra::ARN_PARAMETER)
    }

    /// Names of the resource types that the ARN may have, sorted.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let parameter = founding.operation("ListTagsForResource").and_then(|operation| operation.arn_parameter());
    /// assert!(parameter.expect("takes one").resource_types().eq(["cluster", "snapshot"]));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    pub fn resource_types(self) -> impl Iterator<Item = &'a str> + Clone {
        let service = self.service;
        self.row
            .list(extra::ARN_TYPES)
            .map(move |number| ResourceType::new(service, service.row(Table::Types, number)).name())
    }
}

/// A parameter that holds the name of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentifierParameter<'a> {
    resource_type: &'a str,
    name: &'a str,
}

impl<'a> IdentifierParameter<'a> {
    /// The name of the resource's type.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let mut parameters = founding.operation("DeleteSnapshot").expect("listed").identifier_parameters();
    /// assert_eq!(parameters.next().map(|row| row.resource_type()), Some("snapshot"));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn resource_type(self) -> &'a str {
        self.resource_type
    }

    /// The parameter's name.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let mut parameters = founding.operation("DeleteSnapshot").expect("listed").identifier_parameters();
    /// assert_eq!(parameters.next().map(|row| row.name()), Some("SnapshotName"));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.name
    }
}
