//! The nomenclature of establishments and the categories of the law, as GraphQL shows them.

use async_graphql::Description;
use derive_more::From;
use entity::legal_category::LegalFramework;
use entity::{establishment_kind, legal_category};

use crate::lane::declare;

/// A kind of establishment in the nomenclature of Entraide Nationale; reference data, so new kinds appear without a
/// change of the schema.
#[derive(Debug, Description, From)]
pub struct EstablishmentKind(pub(crate) establishment_kind::Model);

/// A category of establishments under the law; reference data.
#[derive(Debug, Description, From)]
pub struct LegalCategory(pub(crate) legal_category::Model);

declare! {
    EstablishmentKind of establishment_kind {
        /// Its code: `CEF`, `JE`, `DAR_TALIBA`, …
        code: String;

        named;

        /// The wider kind it is counted under, such as `EPS` for `DAR_TALIBA`; null for a wide kind.
        parent: EstablishmentKind by parent_code;

        /// Whether houses of this kind need a licence.
        licence_required: bool;
    }
}

declare! {
    LegalCategory of legal_category {
        /// Its code: `ELDERLY_WITHOUT_SUPPORT`, …
        code: String;

        named;

        /// The law that names it.
        framework: LegalFramework;

        /// Where it was read, and how sure it is.
        source: String;
    }
}
