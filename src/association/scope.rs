//! Who sees an association: the delegation of its seat and those where it manages a house, those above them, itself, and
//! the directors of its houses, and the systems of partners that see one of these.

use entity::{association, delegation, establishment};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, PartnerAccess, Reach, Viewer};
use crate::db::{Keys, Personal, Record, Scoped, Slice};

impl Scoped for association::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let slice = match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => {
                Slice::through::<delegation::Entity>(association::Column::DelegationId, delegation::Column::Id, viewer)
                    .or(managing_a_house(viewer))
            }
            Viewer::Delegation(id, _) => {
                Slice::only(association::COLUMN.delegation_id.eq(id)).or(managing_a_house(viewer))
            }
            Viewer::Association(id) => Slice::only(association::COLUMN.id.eq(id)),
            // The public sees houses, and not who manages them.
            Viewer::Partner(PartnerAccess { reach: Reach::LicensedOn(_) | Reach::LicenceNumbered(_), .. }) => {
                Slice::Nothing
            }
            Viewer::Establishment(_) | Viewer::Partner(_) => managing_a_house(viewer),
        };
        slice.shown(association::Column::ImportPartId)
    }

    /// The file is kept by the delegation of the seat, and by the association itself.
    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(association::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(association::COLUMN.id.eq(id)),
            Viewer::NationalOffice(
                NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for association::Entity {
    const TYPE: &'static str = "Association";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &association::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), association: Some(row.id), ..Keys::default() }
    }
}

fn managing_a_house(viewer: Viewer) -> Slice {
    Slice::through::<establishment::Entity>(association::Column::Id, establishment::Column::AssociationId, viewer)
}
