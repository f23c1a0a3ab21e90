//! Partners, as GraphQL shows them.

use async_graphql::Description;
use derive_more::From;
use entity::id::PartnerId;
use entity::partner;

use crate::lane::declare;

/// A partner (شريك): INDH, an external service of the State, an organisation of civil society.
#[derive(Debug, Description, From)]
pub struct Partner(pub(crate) partner::Model);

declare! {
    Partner of partner {
        /// Global id.
        id: PartnerId;

        /// Its code: `INDH`.
        code: String;

        named;

        record;
    }
}
