//! Who sees a measure: the head and officers of the delegation where the house stands, who propose it, the national office, which
//! records what the authority decides, those between, the house itself and its association. Social workers and partners see none.
//! Who does what with it, the rights say, and `procedure.rs`.

use entity::{delegation, establishment, licence_measure};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for licence_measure::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                licence_measure::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Association(id) => Slice::only(licence_measure::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(licence_measure::COLUMN.establishment_id.eq(id)),
            Viewer::Delegation(..) | Viewer::Partner(_) => Self::editable_by(viewer),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Officer) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(licence_measure::COLUMN.delegation_id.eq(id))
            }
            Viewer::NationalOffice(NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection)
            | Viewer::Region(_)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for licence_measure::Entity {
    const TYPE: &'static str = "LicenceMeasure";
    /// It is of a house, and names nobody: whoever writes a text is told so.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &licence_measure::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: Some(row.establishment_id),
        }
    }
}

impl ChildOf<establishment::Entity> for licence_measure::Entity {
    fn parent_column() -> licence_measure::Column {
        licence_measure::Column::EstablishmentId
    }

    fn sibling_order() -> licence_measure::Column {
        licence_measure::Column::Id
    }
}
