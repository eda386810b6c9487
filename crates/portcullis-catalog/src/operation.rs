//! API operations, and the actions that a call of one is authorised against.

use crate::rows::{CheckRow, EditionRow, OperationRow};
use crate::{Service, Since, folding};

/// An API operation of a service's edition.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    edition: &'a EditionRow,
    row: &'a OperationRow,
}

impl<'a> Operation<'a> {
    pub(crate) const fn new(edition: &'a EditionRow, row: &'a OperationRow) -> Self {
        Self { edition, row }
    }

    /// The name in the service's API.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "copysnapshot").known().expect("listed");
    /// assert_eq!(operation.name(), "CopySnapshot");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.row.name
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
        Service::new(self.edition)
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
    pub const fn coverage(self) -> Coverage {
        if self.row.documented {
            Coverage::Documented
        } else {
            Coverage::Unknown
        }
    }

    /// What a call may be authorised against: first the actions that are documented for the operation, sorted, then those
    /// that the service calls on the caller's behalf, sorted. No pair of action and resource occurs twice.
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
    /// let checks: Vec<_> = operation.checks().map(|check| (check.action(), check.trigger())).collect();
    /// assert_eq!(checks, [
    ///     ("elasticache:AddTagsToResource", Trigger::Parameter("Tags")),
    ///     ("elasticache:CreateUser", Trigger::Always),
    /// ]);
    /// ```
    pub fn checks(self) -> impl Iterator<Item = Check<'a>> {
        let own = self.row.checks;
        let primary = own.iter().filter(|row| row.trigger == Trigger::Always);
        let dependent = primary
            .filter_map(move |row| self.dependents(row))
            .flatten();
        let dependent = dependent.filter(|row| !own.iter().any(|own| own.action == row.action));
        own.iter()
            .map(Check::documented)
            .chain(dependent.map(Check::on_behalf))
    }

    /// The dependent actions of an action of this service.
    fn dependents(self, row: &CheckRow) -> Option<&'a [CheckRow]> {
        let (service, name) = row.action.split_once(':')?;
        if !service.eq_ignore_ascii_case(self.edition.service) {
            return None;
        }
        folding::find(self.edition.actions, name, |action| action.name).map(|action| action.needs)
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
        self.row.requires.map(|names| names.iter().copied())
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
        self.row
            .arn_parameter
            .map(|(name, types)| ArnParameter { name, types })
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
        self.row
            .identifiers
            .iter()
            .map(|&(resource_type, name)| IdentifierParameter {
                resource_type,
                name,
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
    pub const fn since(self) -> Option<Since> {
        self.row.since
    }
}

/// Whether the actions of an operation are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the sources document an operation or they do not"
)]
pub enum Coverage {
    /// They are, and at least one always applies.
    Documented,
    /// They are not: nothing can be said of what a call needs.
    Unknown,
}

/// One action that a call may be authorised against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check<'a> {
    action: &'a str,
    trigger: Trigger<'a>,
    resource: CheckedResource<'a>,
    on_behalf: bool,
}

impl<'a> Check<'a> {
    const fn documented(row: &'a CheckRow) -> Self {
        Self {
            action: row.action,
            trigger: row.trigger,
            resource: row.resource,
            on_behalf: false,
        }
    }

    pub(crate) const fn on_behalf(row: &'a CheckRow) -> Self {
        Self {
            on_behalf: true,
            ..Self::documented(row)
        }
    }

    /// The action with its service prefix, `s3:GetObject`; it can belong to another service.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let operation = catalog.operation("elasticache", "DeleteUser").known().expect("listed");
    /// assert!(operation.checks().map(|check| check.action()).eq(["elasticache:DeleteUser"]));
    /// ```
    #[must_use]
    pub const fn action(&self) -> &'a str {
        self.action
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
    pub const fn trigger(&self) -> Trigger<'a> {
        self.trigger
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
    pub const fn resource(&self) -> CheckedResource<'a> {
        self.resource
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
    pub const fn is_on_behalf(&self) -> bool {
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
    /// To some calls; which ones is not documented. It must be named to the user, never dropped.
    Unknown,
}

/// The resource that a check is asked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CheckedResource<'a> {
    /// The resources that the call itself is asked on.
    Request,
    /// `*`.
    Any,
    /// Each ARN in this parameter, a list.
    Members {
        /// The parameter.
        parameter: &'a str,
    },
    /// The resource of this type whose name the parameter holds, in the partition, Region and account of the request's.
    Named {
        /// The type, of the operation's service.
        resource_type: &'a str,
        /// The parameter.
        parameter: &'a str,
    },
    /// Not documented.
    Unknown,
}

/// A parameter that takes the ARN of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArnParameter<'a> {
    name: &'a str,
    types: &'a [&'a str],
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
    pub const fn name(self) -> &'a str {
        self.name
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
        self.types.iter().copied()
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
