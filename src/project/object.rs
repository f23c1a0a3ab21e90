//! Projects, as GraphQL shows them.

use async_graphql::Description;
use derive_more::From;
use entity::id::ProjectId;
use entity::{project, project_partner};

use crate::association::Association;
use crate::delegation::Delegation;
use crate::establishment::{Establishment, EstablishmentKind};
use crate::lane::declare;
use crate::partner::Partner;
use crate::territory::Commune;

/// A social project (مشروع اجتماعي).
#[derive(Debug, Description, From)]
pub struct Project(pub(crate) project::Model);

declare! {
    Project of project {
        /// Global id.
        id: ProjectId;

        named;

        /// The delegation where it is carried out; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The commune where it is carried out.
        commune: Commune by commune_id;

        /// The kind of establishment it creates; null where it creates none.
        kind: EstablishmentKind by kind_code;

        /// The establishment it led to; null while there is none, and where it is not yours to see.
        establishment: Establishment by establishment_id;

        /// The association that carries it; null where none does, and where it is not yours to see.
        association: Association by association_id;

        /// The partners that take part; a partner finds only itself.
        partners: [Partner] through project_partner.partner_id;

        /// Where it was read.
        source: String;

        record;
    }
}
