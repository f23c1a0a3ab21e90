//! The public register of licensed establishments (سجل المؤسسات المرخصة): for everyone, without signing in, the houses that are
//! licensed today, what the decision says of each, and nothing personal. Whoever reads it is a viewer of their own, who sees no
//! other house and nothing else (`PartnerAccess::of_the_register`). It has a small schema of its own, and the whole as files.

mod file;
mod filter;
mod object;
mod query;
mod verification;

use async_graphql::{EmptyMutation, EmptySubscription, SchemaBuilder};

use crate::contract::{Contract, Narrowed, NarrowedSchema, narrowed};

pub use file::{Listed, csv, listed};
pub use filter::RegisterWhere;
pub use object::LicensedEstablishment;
pub use query::RegisterQuery;
pub use verification::{Verified, verified};

/// What of the types that the register shares with others is told to everyone: no id, which would be asked for elsewhere.
#[derive(Debug, Default)]
pub struct Public;

impl Contract for Public {
    const NAMED: &'static [(&'static str, &'static str)] = &[
        ("RegisterQuery", "licensedEstablishments"),
        ("LicensedEstablishment", "reference name names kind legalCategory commune capacity licence"),
        ("LicensedEstablishmentConnection", "totalCount nodes edges pageInfo"),
        ("LicensedEstablishmentEdge", "cursor node"),
        ("LicencePeriod", "framework decisionNumber authority decidedOn startsOn endsOn"),
        ("CompetentAuthority", "code name names"),
        ("EstablishmentKind", "code name names parent"),
        ("LegalCategory", "code name names framework"),
        ("Capacity", "total female male"),
        ("Commune", "code kind name names province"),
        ("Province", "code kind name names region"),
        ("Region", "code name names"),
        ("LocalizedText", "ar fr"),
        ("PageInfo", "hasNextPage hasPreviousPage startCursor endCursor"),
    ];
}

/// The register's schema.
pub type RegisterSchema = NarrowedSchema<RegisterQuery, Public>;

/// The register's schema, to be completed with what a server adds.
#[must_use]
pub fn schema() -> SchemaBuilder<Narrowed<RegisterQuery, Public>, EmptyMutation, EmptySubscription> {
    narrowed().disable_suggestions()
}

/// The register's schema in GraphQL's own language, as `docs/register.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    schema().finish().sdl_with_options(async_graphql::SDLExportOptions::new())
}
