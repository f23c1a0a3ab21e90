//! Who sees an establishment: the delegation where it stands, those above, the association that manages it, its own
//! director, and the systems of partners as far as their agreements reach.

use entity::{
    delegation, establishment, establishment_audience, establishment_kind, establishment_past, legal_category,
    licence_period, project,
};
use sea_orm::ColumnTrait;

use super::open_on;
use crate::auth::{DelegationRole, NationalRole, PartnerAccess, Reach, Scope, Scopes, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice, reference_data};
use crate::delegation::reached;

reference_data!(establishment_kind::Entity, legal_category::Entity);

impl Scoped for establishment::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let slice = match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                establishment::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Delegation(id, _) => Slice::only(establishment::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => Slice::only(establishment::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(establishment::COLUMN.id.eq(id)),
            Viewer::Partner(PartnerAccess { reach: Reach::LicensedOn(day), .. }) => {
                Slice::through::<licence_period::Entity>(
                    establishment::Column::Id,
                    licence_period::Column::EstablishmentId,
                    viewer,
                )
                .and(open_on(day))
            }
            Viewer::Partner(PartnerAccess { reach: Reach::LicenceNumbered(_), .. }) => {
                Slice::through::<licence_period::Entity>(
                    establishment::Column::Id,
                    licence_period::Column::EstablishmentId,
                    viewer,
                )
            }
            Viewer::Partner(access) if access.reads(Scope::EstablishmentsRead) => {
                reached(access, establishment::Column::DelegationId, || led_to_by_projects(access))
            }
            Viewer::Partner(_) => Slice::Nothing,
        };
        slice.shown(establishment::Column::ImportPartId)
    }

    /// The register is kept by the delegation.
    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(establishment::COLUMN.delegation_id.eq(id))
            }
            Viewer::NationalOffice(
                NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

/// The establishments that the projects which a partner reaches led to.
fn led_to_by_projects(access: PartnerAccess) -> Slice {
    let access = PartnerAccess { scopes: Scopes::of(&[Scope::ProjectsRead]), ..access };
    let viewer = Viewer::Partner(access);
    Slice::through::<project::Entity>(establishment::Column::Id, project::Column::EstablishmentId, viewer)
}

impl Record for establishment::Entity {
    const TYPE: &'static str = "Establishment";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &establishment::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), association: row.association_id, establishment: Some(row.id) }
    }
}

/// The centres of a complex.
impl ChildOf<establishment::Entity> for establishment::Entity {
    fn parent_column() -> establishment::Column {
        establishment::Column::ParentId
    }

    fn sibling_order() -> establishment::Column {
        establishment::Column::Reference
    }
}

impl Scoped for establishment_audience::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        Slice::through::<establishment::Entity>(
            establishment_audience::Column::EstablishmentId,
            establishment::Column::Id,
            viewer,
        )
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::through_editable::<establishment::Entity>(
            establishment_audience::Column::EstablishmentId,
            establishment::Column::Id,
            viewer,
        )
    }
}

impl ChildOf<establishment::Entity> for establishment_audience::Entity {
    fn parent_column() -> establishment_audience::Column {
        establishment_audience::Column::EstablishmentId
    }

    fn sibling_order() -> establishment_audience::Column {
        establishment_audience::Column::Audience
    }
}

/// What a house was, whoever sees what it is.
impl Scoped for establishment_past::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        Slice::through::<establishment::Entity>(
            establishment_past::Column::EstablishmentId,
            establishment::Column::Id,
            viewer,
        )
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::through_editable::<establishment::Entity>(
            establishment_past::Column::EstablishmentId,
            establishment::Column::Id,
            viewer,
        )
    }
}
