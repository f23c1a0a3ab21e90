//! Grant lines and programmes, as GraphQL shows them.

use async_graphql::{Context, Description, ID, Object};
use derive_more::From;
use entity::declared_figure::Qualifier;
use entity::{association, delegation, grant_line, programme};

use crate::association::Association;
use crate::delegation::Delegation;
use crate::error::Maybe;
use crate::global_id::Global;
use crate::money::Money;
use crate::named::Named;
use crate::request::Request;
use crate::text::LocalizedText;

/// A programme under which money is granted (برنامج).
#[derive(Debug, Description, From)]
pub struct Programme(pub(crate) programme::Model);

/// A line of the grants of a budget year.
#[derive(Debug, Description, From)]
pub struct GrantLine(pub(crate) grant_line::Model);

#[Object(use_type_description)]
impl Programme {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Its code: `EPS_SUPPORT`, …
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }
}

#[Object(use_type_description)]
impl GrantLine {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The delegation.
    async fn delegation(&self, ctx: &Context<'_>) -> Maybe<Delegation> {
        ctx.related::<delegation::Entity, _>(self.0.delegation_id).await
    }

    /// The programme.
    async fn programme(&self, ctx: &Context<'_>) -> Maybe<Programme> {
        ctx.related::<programme::Entity, _>(self.0.programme_id).await
    }

    /// The budget year, which is a calendar year.
    async fn budget_year(&self) -> i32 {
        self.0.budget_year
    }

    /// True where the source does not state the year and it was inferred.
    async fn year_inferred(&self) -> bool {
        self.0.year_inferred
    }

    /// The amount.
    async fn amount(&self) -> Money {
        Money::from_centimes(self.0.amount_centimes)
    }

    /// How the amount is to be read: ABOUT where the source gives an estimate.
    async fn amount_qualifier(&self) -> Qualifier {
        self.0.amount_qualifier
    }

    /// Whom it is for, in the words of its source: an association, or a group of them.
    async fn beneficiary(&self) -> LocalizedText {
        LocalizedText::new(self.0.beneficiary_ar.as_ref(), self.0.beneficiary_fr.as_ref())
    }

    /// The association; null where the line is for a group of them.
    async fn association(&self, ctx: &Context<'_>) -> Maybe<Association> {
        ctx.related::<association::Entity, _>(self.0.association_id).await
    }

    /// Where it was read.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// True for what stands here only to demonstrate.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
