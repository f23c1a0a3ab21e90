//! The schema: lists of domains, and nothing else.

use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};

use crate::account::{SignInMutation, ViewerQuery};
use crate::annual_report::AnnualReportQuery;
use crate::association::{AssociationMutation, AssociationQuery};
use crate::bank_account::BankAccountMutation;
use crate::declared_figure::{DeclaredFigureMutation, DeclaredFigureQuery};
use crate::delegation::DelegationQuery;
use crate::establishment::{EstablishmentMutation, EstablishmentQuery};
use crate::grant::GrantQuery;
use crate::journal::JournalQuery;
use crate::node::NodeQuery;
use crate::partner::PartnerQuery;
use crate::project::ProjectQuery;
use crate::territory::{TerritoryMutation, TerritoryQuery};

/// Everything that can be asked.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    ViewerQuery,
    NodeQuery,
    TerritoryQuery,
    DelegationQuery,
    AssociationQuery,
    EstablishmentQuery,
    GrantQuery,
    PartnerQuery,
    ProjectQuery,
    DeclaredFigureQuery,
    AnnualReportQuery,
    JournalQuery,
);

/// Everything that can be done.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    SignInMutation,
    AssociationMutation,
    BankAccountMutation,
    EstablishmentMutation,
    DeclaredFigureMutation,
    TerritoryMutation,
);

/// The schema.
pub type TaawunSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema, to be completed with what a server adds.
#[must_use]
pub fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
}

/// The schema in GraphQL's own language, as `schema.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new();
    builder().finish().sdl_with_options(options)
}
