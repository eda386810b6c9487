//! What a creating request asks for.

use portcullis_arn::Arn;

use crate::rules::elasticache::Engine;
use crate::rules::s3::{ObjectAcl, ObjectOwnership};

/// A resource to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    pub(crate) arn: Arn,
    pub(crate) parent: Option<Arn>,
    pub(crate) detail: Option<Detail>,
}

impl Creation {
    /// The resource with that ARN, under no parent and with nothing more said of it.
    ///
    /// ```
    /// use portcullis_ownership::Creation;
    /// let creation = Creation::new("arn:aws:sqs:us-east-2:111122223333:jobs".parse()?);
    /// assert_eq!(creation.arn().service(), "sqs");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn new(arn: Arn) -> Self {
        Self {
            arn,
            parent: None,
            detail: None,
        }
    }

    /// The same, as a subresource of the resource with that ARN. Objects of S3 need not name their bucket: their ARN does.
    ///
    /// ```
    /// use portcullis_ownership::Creation;
    /// let snapshot = Creation::new("arn:aws:elasticache:us-east-2:111122223333:snapshot:s".parse()?)
    ///     .under("arn:aws:elasticache:us-east-2:111122223333:cluster:c".parse()?);
    /// assert_eq!(snapshot.parent().map(|arn| arn.resource()), Some("cluster:c"));
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn under(self, parent: Arn) -> Self {
        Self {
            parent: Some(parent),
            ..self
        }
    }

    /// The same, with what the service's rules need to know.
    ///
    /// ```
    /// use portcullis_ownership::rules::elasticache::Engine;
    /// use portcullis_ownership::{Creation, Detail};
    /// let cluster = Creation::new("arn:aws:elasticache:us-east-2:111122223333:cluster:c".parse()?).with(Engine::Redis);
    /// assert_eq!(cluster.detail(), Some(Detail::CacheEngine(Engine::Redis)));
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn with(self, detail: impl Into<Detail>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }

    /// The ARN.
    ///
    /// ```
    /// use portcullis_ownership::Creation;
    /// let creation = Creation::new("arn:aws:s3:::b".parse()?);
    /// assert_eq!(creation.arn().as_str(), "arn:aws:s3:::b");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn arn(&self) -> &Arn {
        &self.arn
    }

    /// The parent that was named.
    ///
    /// ```
    /// use portcullis_ownership::Creation;
    /// assert!(Creation::new("arn:aws:s3:::b".parse()?).parent().is_none());
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn parent(&self) -> Option<&Arn> {
        self.parent.as_ref()
    }

    /// What was said for the service's rules.
    ///
    /// ```
    /// use portcullis_ownership::Creation;
    /// assert!(Creation::new("arn:aws:s3:::b".parse()?).detail().is_none());
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn detail(&self) -> Option<Detail> {
        self.detail
    }
}

/// A property of a resource on which a service's ownership rules depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Detail {
    /// The engine of an ElastiCache cluster.
    CacheEngine(Engine),
    /// The Object Ownership setting of an S3 bucket.
    ObjectOwnership(ObjectOwnership),
    /// The access control list that an S3 object is uploaded with.
    ObjectAcl(ObjectAcl),
}

impl From<Engine> for Detail {
    fn from(engine: Engine) -> Self {
        Self::CacheEngine(engine)
    }
}

impl From<ObjectOwnership> for Detail {
    fn from(setting: ObjectOwnership) -> Self {
        Self::ObjectOwnership(setting)
    }
}

impl From<ObjectAcl> for Detail {
    fn from(acl: ObjectAcl) -> Self {
        Self::ObjectAcl(acl)
    }
}
