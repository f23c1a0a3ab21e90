//! Partners, as GraphQL shows them.

use async_graphql::{Description, ID, Object};
use derive_more::From;
use entity::partner;

use crate::global_id::Global;
use crate::named::Named;

/// A partner (شريك): INDH, an external service of the State, an organisation of civil society.
#[derive(Debug, Description, From)]
pub struct Partner(pub(crate) partner::Model);

#[Object(use_type_description)]
impl Partner {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Its code: `INDH`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
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
