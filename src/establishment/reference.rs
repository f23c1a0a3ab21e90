//! The nomenclature of establishments and the categories of the law, as GraphQL shows them.

use async_graphql::{Context, Description, Object};
use derive_more::From;
use entity::legal_category::LegalFramework;
use entity::{establishment_kind, legal_category};

use crate::error::Maybe;
use crate::named::Named;
use crate::request::Request;

/// A kind of establishment in the nomenclature of Entraide Nationale; reference data, so new kinds appear without a
/// change of the schema.
#[derive(Debug, Description, From)]
pub struct EstablishmentKind(pub(crate) establishment_kind::Model);

/// A category of establishments under the law; reference data.
#[derive(Debug, Description, From)]
pub struct LegalCategory(pub(crate) legal_category::Model);

#[Object(use_type_description)]
impl EstablishmentKind {
    /// Its code: `CEF`, `JE`, `DAR_TALIBA`, …
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The wider kind it is counted under, such as `EPS` for `DAR_TALIBA`; null for a wide kind.
    async fn parent(&self, ctx: &Context<'_>) -> Maybe<EstablishmentKind> {
        ctx.related::<establishment_kind::Entity, _>(self.0.parent_code.clone()).await
    }

    /// Whether houses of this kind need a licence.
    async fn licence_required(&self) -> bool {
        self.0.licence_required
    }
}

#[Object(use_type_description)]
impl LegalCategory {
    /// Its code: `ELDERLY_WITHOUT_SUPPORT`, …
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The law that names it.
    async fn framework(&self) -> LegalFramework {
        self.0.framework
    }

    /// Where it was read, and how sure it is.
    async fn source(&self) -> &str {
        &self.0.source
    }
}
