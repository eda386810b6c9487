//! ElastiCache: clusters and what is created from them.

use core::fmt;

use portcullis_arn::Arn;

use super::{ServiceRules, general};
use crate::{CreateErrorKind, Creation, Creator, Detail, Owner, Resource};

pub(super) const RULES: ServiceRules = ServiceRules {
    service: "elasticache",
    parent,
    owner,
    outlived: general::outlived,
    implied: general::implied,
};

/// The engine of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Engine {
    /// Memcached; its clusters have no snapshots.
    Memcached,
    /// Redis.
    Redis,
    /// Valkey, the continuation of Redis.
    Valkey,
}

impl Engine {
    /// The engine that the API calls so (`redis`, `valkey`, `memcached`, in lower case).
    ///
    /// ```
    /// use portcullis_ownership::rules::elasticache::Engine;
    /// assert_eq!(Engine::named("redis"), Some(Engine::Redis));
    /// assert_eq!(Engine::named("postgres"), None);
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Memcached, Self::Redis, Self::Valkey]
            .into_iter()
            .find(|engine| engine.name() == name)
    }

    /// The name in the API.
    ///
    /// ```
    /// use portcullis_ownership::rules::elasticache::Engine;
    /// assert_eq!(Engine::Valkey.name(), "valkey");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Memcached => "memcached",
            Self::Redis => "redis",
            Self::Valkey => "valkey",
        }
    }

    /// Whether snapshots can be made of a cluster that runs the engine.
    ///
    /// # Source
    ///
    /// R9; for Valkey, ElastiCache API, CreateSnapshot.
    ///
    /// ```
    /// use portcullis_ownership::rules::elasticache::Engine;
    /// assert!(Engine::Redis.has_snapshots());
    /// assert!(!Engine::Memcached.has_snapshots());
    /// ```
    #[must_use]
    pub const fn has_snapshots(self) -> bool {
        match self {
            Self::Memcached => false,
            Self::Redis | Self::Valkey => true,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A kind of ElastiCache resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A cache cluster, the primary resource (R7).
    Cluster,
    /// A global datastore; its ARN has no Region.
    GlobalReplicationGroup,
    /// A parameter group.
    ParameterGroup,
    /// A replication group of Redis or Valkey clusters.
    ReplicationGroup,
    /// A reserved node.
    ReservedInstance,
    /// A cache security group.
    SecurityGroup,
    /// A serverless cache.
    ServerlessCache,
    /// A snapshot of a serverless cache.
    ServerlessCacheSnapshot,
    /// A snapshot of a cluster or replication group (R8).
    Snapshot,
    /// A subnet group.
    SubnetGroup,
    /// A user of role-based access control.
    User,
    /// A group of such users.
    UserGroup,
}

impl Kind {
    /// The kind of resource that has the ARN: `arn:P:elasticache:REGION:ACCOUNT:KIND:NAME`. `None` where the ARN is of
    /// another service or not of that shape.
    ///
    /// # Source
    ///
    /// R7, R8 (ElastiCache User Guide, ARNs).
    ///
    /// ```
    /// use portcullis_ownership::rules::elasticache::Kind;
    /// let kind = |arn: &str| Ok::<_, portcullis_arn::ArnError>(Kind::of(&arn.parse()?));
    /// assert_eq!(kind("arn:aws:elasticache:us-east-2:111122223333:cluster:c")?, Some(Kind::Cluster));
    /// assert_eq!(kind("arn:aws:elasticache:us-east-2:111122223333:snapshot:s")?, Some(Kind::Snapshot));
    /// assert_eq!(kind("arn:aws:elasticache:us-east-2:111122223333:cluster:")?, None);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn of(arn: &Arn) -> Option<Self> {
        let (name, id) = arn.resource().split_once(':')?;
        let (_, kind) = KINDS.into_iter().find(|(listed, _)| *listed == name)?;
        let regional = kind != Self::GlobalReplicationGroup;
        let shaped = arn.region().is_empty() != regional && arn.account_id().is_some();
        let named = !id.is_empty() && !id.contains([':', '/']);
        (arn.service() == "elasticache" && shaped && named).then_some(kind)
    }

    /// Whether resources of the kind are created from a parent.
    ///
    /// ```
    /// use portcullis_ownership::rules::elasticache::Kind;
    /// assert!(Kind::Snapshot.is_subresource());
    /// assert!(!Kind::Cluster.is_subresource());
    /// ```
    #[must_use]
    pub const fn is_subresource(self) -> bool {
        matches!(self, Self::Snapshot | Self::ServerlessCacheSnapshot)
    }

    /// Whether a resource of this kind can be created from a parent of that kind, which runs that engine where the parent is a
    /// cluster: snapshots from clusters of an engine that has them and from replication groups, serverless snapshots from
    /// serverless caches, anything else from nothing.
    ///
    /// A copy of a snapshot counts as created from what the first one was created from.
    ///
    /// # Source
    ///
    /// EV 8.7, R9.
    ///
    /// ```
    /// use portcullis_ownership::rules::elasticache::{Engine, Kind};
    /// assert!(Kind::Snapshot.accepts_parent(Kind::Cluster, Some(Engine::Redis)));
    /// assert!(!Kind::Snapshot.accepts_parent(Kind::Cluster, Some(Engine::Memcached)));
    /// assert!(!Kind::Snapshot.accepts_parent(Kind::Cluster, None));
    /// assert!(!Kind::Snapshot.accepts_parent(Kind::Snapshot, None));
    /// ```
    #[must_use]
    pub fn accepts_parent(self, parent: Self, engine: Option<Engine>) -> bool {
        match (self, parent) {
            (Self::Snapshot, Self::Cluster) => engine.is_some_and(Engine::has_snapshots),
            (Self::Snapshot, Self::ReplicationGroup)
            | (Self::ServerlessCacheSnapshot, Self::ServerlessCache) => true,
            _ => false,
        }
    }
}

/// The kinds as ARNs call them.
const KINDS: [(&str, Kind); 12] = [
    ("cluster", Kind::Cluster),
    ("globalreplicationgroup", Kind::GlobalReplicationGroup),
    ("parametergroup", Kind::ParameterGroup),
    ("replicationgroup", Kind::ReplicationGroup),
    ("reserved-instance", Kind::ReservedInstance),
    ("securitygroup", Kind::SecurityGroup),
    ("serverlesscache", Kind::ServerlessCache),
    ("serverlesscachesnapshot", Kind::ServerlessCacheSnapshot),
    ("snapshot", Kind::Snapshot),
    ("subnetgroup", Kind::SubnetGroup),
    ("user", Kind::User),
    ("usergroup", Kind::UserGroup),
];

fn parent(creation: &Creation) -> Result<Option<Arn>, CreateErrorKind> {
    let kind = Kind::of(&creation.arn).ok_or(CreateErrorKind::UnknownKind)?;
    match (kind, creation.detail) {
        (Kind::Cluster, Some(Detail::CacheEngine(_))) => {}
        (Kind::Cluster, None) => return Err(CreateErrorKind::DetailMissing),
        (_, Some(_)) => return Err(CreateErrorKind::DetailNotApplicable),
        (_, None) => {}
    }
    match (kind.is_subresource(), &creation.parent) {
        (true, None) => Err(CreateErrorKind::ParentMissing),
        (false, Some(_)) => Err(CreateErrorKind::ParentNotAllowed),
        (_, parent) => Ok(parent.clone()),
    }
}

fn owner(
    creator: &Creator,
    creation: &Creation,
    parent: Option<&Resource>,
) -> Result<Owner, CreateErrorKind> {
    if let Some(parent) = parent {
        fits(creation, parent)?;
    }
    general::owner(creator, creation, parent)
}

/// Whether the parent is of a kind that the new resource can be created from, in the same place.
fn fits(creation: &Creation, parent: &Resource) -> Result<(), CreateErrorKind> {
    let engine = match parent.detail() {
        Some(Detail::CacheEngine(engine)) => Some(engine),
        _ => None,
    };
    let accepted = Kind::of(&creation.arn)
        .zip(Kind::of(parent.arn()))
        .is_some_and(|(kind, parent)| kind.accepts_parent(parent, engine));
    let place = |arn: &Arn| {
        (
            arn.partition() == creation.arn.partition(),
            arn.region() == creation.arn.region(),
        )
    };
    if !accepted {
        Err(CreateErrorKind::ParentOfWrongKind)
    } else if place(parent.arn()) != (true, true)
        || parent.arn().account() != creation.arn.account()
    {
        Err(CreateErrorKind::ParentElsewhere)
    } else {
        Ok(())
    }
}
