//! Resource types of a service, and which ARNs are theirs.

use alloc::string::String;
use alloc::vec::Vec;

use crate::action::keys;
use crate::blob::Row;
use crate::blob::layout::{Table, resource_type};
use crate::template::{self, Specificity};
use crate::{ConditionKey, Operation, Service};

/// A resource type of a service's edition.
#[derive(Clone, Copy, Debug)]
pub struct ResourceType<'a> {
    service: Service<'a>,
    row: Row<'a>,
}

impl<'a> ResourceType<'a> {
    pub(crate) const fn new(service: Service<'a>, row: Row<'a>) -> Self {
        Self { service, row }
    }

    /// The edition that it belongs to.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let kind = catalog.service("s3").and_then(|service| service.resource_type("bucket")).expect("listed");
    /// assert_eq!(kind.service().prefix(), "s3");
    /// ```
    #[must_use]
    pub const fn service(self) -> Service<'a> {
        self.service
    }

    /// The name in the service authorization reference, `cluster`.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let kind = catalog.service("elasticache").and_then(|service| service.resource_type("Snapshot"));
    /// assert_eq!(kind.map(|kind| kind.name()), Some("snapshot"));
    /// ```
    #[must_use]
    pub fn name(self) -> &'a str {
        self.row.text(resource_type::NAME)
    }

    /// The ARN templates, at least one; `${Name}` stands for what differs between resources.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let kind = catalog.service("elasticache").and_then(|service| service.resource_type("cluster")).expect("listed");
    /// let template = "arn:${Partition}:elasticache:${Region}:${Account}:cluster:${CacheClusterId}";
    /// assert!(kind.arn_templates().eq([template]));
    /// ```
    pub fn arn_templates(self) -> impl Iterator<Item = &'a str> + Clone {
        self.row.list(resource_type::ARNS).texts()
    }

    /// Whether `arn` has the shape of one of the templates.
    ///
    /// A placeholder stands for a name without `:` and `/`, one before a colon for a path without `:`, one at a template's end for any
    /// text, never for none; `*` stands for any text or none. Types whose shapes overlap can both match;
    /// [`Service::resource_type_of`] chooses.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let kind = catalog.service("elasticache").and_then(|service| service.resource_type("cluster")).expect("listed");
    /// assert!(kind.matches("arn:aws:elasticache:us-east-2:111122223333:cluster:my-cluster"));
    /// assert!(!kind.matches("arn:aws:elasticache:us-east-2:111122223333:snapshot:nightly"));
    /// ```
    #[must_use]
    pub fn matches(self, arn: &str) -> bool {
        self.arn_templates()
            .any(|shape| template::matches(shape, arn))
    }

    /// The ARN of the resource of this type with those names, in the partition, Region and account of the ARN `beside`.
    ///
    /// `None` where `beside` is not an ARN or lacks a part that the template needs, or where the type has no template with
    /// as many placeholders beyond partition, Region and account as there are names.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let kind = catalog.service("elasticache").and_then(|service| service.resource_type("snapshot")).expect("listed");
    /// let cluster = "arn:aws:elasticache:us-east-2:111122223333:cluster:c";
    /// let snapshot = "arn:aws:elasticache:us-east-2:111122223333:snapshot:final";
    /// assert_eq!(kind.arn_named(["final"], cluster).as_deref(), Some(snapshot));
    /// assert_eq!(kind.arn_named(["final"], "*"), None);
    /// ```
    #[must_use]
    pub fn arn_named<'n>(
        self,
        names: impl IntoIterator<Item = &'n str>,
        beside: &str,
    ) -> Option<String> {
        let names: Vec<&str> = names.into_iter().collect();
        let mut fields = beside.strip_prefix("arn:")?.split(':');
        let (partition, _, region, account) = (
            fields.next()?,
            fields.next()?,
            fields.next()?,
            fields.next()?,
        );
        fields.next()?;
        self.arn_templates()
            .find_map(|shape| template::fill(shape, [partition, region, account], &names))
    }

    /// Whether `arn` has the shape of a template and no separators beyond the template's.
    pub(crate) fn matches_plainly(self, arn: &str) -> bool {
        let separators = |text: &str| {
            text.bytes()
                .filter(|byte| matches!(byte, b':' | b'/'))
                .count()
        };
        let own = separators(arn);
        self.arn_templates()
            .any(|shape| separators(shape) == own && template::matches(shape, arn))
    }

    /// How much the template that `arn` fits says; `None` where none fits.
    pub(crate) fn specificity(self, arn: &str) -> Option<Specificity> {
        let fitting = self
            .arn_templates()
            .filter(|shape| template::matches(shape, arn));
        fitting.map(template::specificity).max()
    }

    /// The condition keys that requests on the type can carry, sorted.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let kind = catalog.service("elasticache").and_then(|service| service.resource_type("snapshot")).expect("listed");
    /// assert!(kind.condition_keys().any(|key| key.name() == "elasticache:KmsKeyId"));
    /// ```
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        keys(self.service, self.row.list(resource_type::KEYS))
    }

    /// The operations on resources of the type, sorted, where the sources list them; none otherwise.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let snapshot = founding.resource_type("snapshot").expect("listed");
    /// let names: Vec<_> = snapshot.operations().map(|operation| operation.name()).collect();
    /// assert_eq!(names, ["CreateSnapshot", "DeleteSnapshot", "DescribeSnapshots"]);
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    pub fn operations(self) -> impl Iterator<Item = Operation<'a>> {
        let names = self.row.list(resource_type::OPERATIONS).texts();
        names.filter_map(move |name| self.service.operation(name))
    }

    /// The type that a resource of this type is created under, where it is a subresource.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let parent = founding.resource_type("snapshot").and_then(|kind| kind.parent()).expect("a subresource");
    /// assert_eq!(parent.resource_type().name(), "cluster");
    /// assert!(parent.engines().eq(["redis"]));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn parent(self) -> Option<Parent<'a>> {
        let number = self.row.number(resource_type::PARENT).checked_sub(1)?;
        Some(Parent {
            resource_type: Self::new(self.service, self.service.row(Table::Types, number)),
            row: self.row,
        })
    }

    /// Whether the service's own documentation calls it the primary resource.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert!(founding.resource_type("cluster").is_some_and(|kind| kind.is_primary()));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn is_primary(self) -> bool {
        self.row.byte(resource_type::FLAGS) & 0b001 != 0
    }

    /// Whether resources of the type take tags; `None` where the sources do not say.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert_eq!(founding.resource_type("cluster").and_then(|kind| kind.is_taggable()), Some(true));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn is_taggable(self) -> Option<bool> {
        match self.row.byte(resource_type::FLAGS) & 0b110 {
            0b010 => Some(true),
            0b100 => Some(false),
            _ => None,
        }
    }
}

/// What a subresource is created under.
#[derive(Clone, Copy, Debug)]
pub struct Parent<'a> {
    resource_type: ResourceType<'a>,
    /// The subresource's.
    row: Row<'a>,
}

impl<'a> Parent<'a> {
    /// The parent's type.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let parent = founding.resource_type("snapshot").and_then(|kind| kind.parent());
    /// assert!(parent.is_some_and(|parent| parent.resource_type().is_primary()));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn resource_type(self) -> ResourceType<'a> {
        self.resource_type
    }

    /// The engines that the parent may run, sorted; none where it does not matter.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let parent = founding.resource_type("snapshot").and_then(|kind| kind.parent()).expect("a subresource");
    /// assert!(!parent.engines().any(|engine| engine == "memcached"));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    pub fn engines(self) -> impl Iterator<Item = &'a str> + Clone {
        self.row.list(resource_type::ENGINES).texts()
    }
}
