//! The partners' contract: what of the schema the systems of partners may ask for. What is not named here is not there for them,
//! in documents and introspection alike, until it is named; what of it is answered, their scopes and their slice decide.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, Registry};
use async_graphql::resolver_utils::{ContainerType, resolve_container};
use async_graphql::{
    Context, ContextSelectionSet, EmptyMutation, EmptySubscription, ObjectType, OutputType, Positioned, Schema,
    SchemaBuilder, ServerResult, Value,
};

use crate::schema::Query;

/// The fields of each type.
const PARTNERS: &[(&str, &str)] = &[
    (
        "Query",
        "viewer rateLimit node nodes regions region provinces province commune communes delegation delegations establishment \
         establishments establishmentKinds legalCategories competentAuthorities partner partnerAgreement partnerAgreements project projects \
         release releases latestRelease",
    ),
    ("Viewer", "role slice rights"),
    ("ViewerSlice", "level id name names"),
    ("RateLimit", "limit remaining resetAt cost"),
    ("Node", "id"),
    ("Region", "id code name names provinces validFrom validTo"),
    ("Province", "id code kind name names region validFrom validTo"),
    ("Cercle", "id code name names validFrom validTo"),
    ("Commune", "id code kind name names aliases province cercle validFrom validTo"),
    ("CommuneAlias", "language name source"),
    ("CommuneConnection", "totalCount nodes edges pageInfo"),
    ("CommuneEdge", "cursor node"),
    ("RegionalCoordination", "id code name names"),
    ("Delegation", "id code name names province regionalCoordination validFrom validTo"),
    ("DelegationConnection", "totalCount nodes edges pageInfo"),
    ("DelegationEdge", "cursor node"),
    ("Association", "id name names"),
    (
        "Establishment",
        "id reference name names kind legalCategory audiences state licenceState licencePeriods capacity managingBody \
         association delegation commune parent contains openedOn closedOn demonstration version",
    ),
    ("EstablishmentConnection", "totalCount nodes edges pageInfo"),
    ("EstablishmentEdge", "cursor node"),
    ("EstablishmentKind", "code name names parent licenceRequired"),
    ("Capacity", "total female male"),
    ("LegalCategory", "code name names framework source"),
    (
        "LicencePeriod",
        "id state framework decisionNumber authority decidedOn capacity startsOn endsOn demonstration version",
    ),
    ("CompetentAuthority", "code name names source"),
    ("Partner", "id code name names demonstration version"),
    (
        "PartnerAgreement",
        "id partner reference scopes reach regionalCoordination delegation projects validFrom validTo endedAt demonstration version",
    ),
    (
        "Project",
        "id name names delegation commune kind establishment association partners source demonstration version",
    ),
    ("ProjectConnection", "totalCount nodes edges pageInfo"),
    ("ProjectEdge", "cursor node"),
    ("Release", "id month publishedOn withdrawnAt withdrawalReason tables demonstration version"),
    ("ReleaseConnection", "totalCount nodes edges pageInfo"),
    ("ReleaseEdge", "cursor node"),
    ("ReleaseTable", "code title definition unit threshold since dimensions cells"),
    ("ReleaseText", "ar fr en"),
    ("ReleaseDimension", "code title categories"),
    ("ReleaseCategory", "code parent nameAr nameFr"),
    ("ReleaseCell", "categories value suppressed"),
    ("LocalizedText", "ar fr"),
    ("PageInfo", "hasNextPage hasPreviousPage startCursor endCursor"),
];

/// What of a schema may be asked for, by types and their fields.
pub trait Contract: Send + Sync + 'static {
    /// The fields of each type.
    const NAMED: &'static [(&'static str, &'static str)];
}

/// The contract of the systems of partners.
#[derive(Debug, Default)]
pub struct Partners;

impl Contract for Partners {
    const NAMED: &'static [(&'static str, &'static str)] = PARTNERS;
}

/// The roots of a schema, as far as a contract names them.
#[derive(Debug, Default)]
pub struct Narrowed<Q, C>(Q, PhantomData<fn() -> C>);

/// The schema of the systems of partners. They change nothing.
pub type PartnersSchema = NarrowedSchema<Query, Partners>;

/// A schema within a contract. Nothing is changed by it.
pub type NarrowedSchema<Q, C> = Schema<Narrowed<Q, C>, EmptyMutation, EmptySubscription>;

/// A schema within a contract, to be completed with what a server adds.
#[must_use]
pub fn narrowed<Q: ObjectType + Default + 'static, C: Contract + Default>()
-> SchemaBuilder<Narrowed<Q, C>, EmptyMutation, EmptySubscription> {
    Schema::build(Narrowed::default(), EmptyMutation, EmptySubscription)
}

/// The partners' schema.
#[must_use]
pub fn builder() -> SchemaBuilder<Narrowed<Query, Partners>, EmptyMutation, EmptySubscription> {
    narrowed()
}

impl<Q: ObjectType, C: Contract> OutputType for Narrowed<Q, C> {
    fn type_name() -> Cow<'static, str> {
        Q::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = Q::create_type_info(registry);
        narrow(registry, C::NAMED);
        name
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl<Q: ObjectType, C: Contract> ContainerType for Narrowed<Q, C> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        // Boxed: the compiler lays out futures within futures, each merged query one deeper.
        Box::pin(self.0.resolve_field(ctx)).await
    }
}

impl<Q: ObjectType, C: Contract> ObjectType for Narrowed<Q, C> {}

/// Takes out of a schema what the contract does not name. What nothing points to any more, the library takes out.
fn narrow(registry: &mut Registry, contract: &'static [(&'static str, &'static str)]) {
    let named = |name: &str| contract.iter().find(|(known, _)| *known == name).map(|(_, fields)| *fields);
    for kind in registry.types.values_mut() {
        match kind {
            MetaType::Object { name, fields, .. } => {
                let named = named(name).unwrap_or_default();
                fields.retain(|field, _| named.split(' ').any(|name| name == field));
            }
            MetaType::Interface { name, fields, possible_types, .. } => {
                let of = named(name).unwrap_or_default();
                fields.retain(|field, _| of.split(' ').any(|name| name == field));
                possible_types.retain(|kind| named(kind).is_some());
            }
            MetaType::Union { possible_types, .. } => possible_types.retain(|kind| named(kind).is_some()),
            MetaType::Scalar { .. } | MetaType::Enum { .. } | MetaType::InputObject { .. } => {}
        }
    }
}

/// The contract in GraphQL's own language, as `docs/partners.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl_with_options(async_graphql::SDLExportOptions::new())
}
