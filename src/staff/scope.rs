//! Who sees the staff of a house, and who keeps it: the house itself, the association that manages it, the heads and officers of
//! the delegation where it stands; those above them only read. Social workers follow persons who are helped; partners see none.

use entity::{delegation, establishment, staff_function, staff_member};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice, reference_data};

reference_data!(staff_function::Entity);

impl Scoped for staff_member::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => {
                Slice::through::<delegation::Entity>(staff_member::Column::DelegationId, delegation::Column::Id, viewer)
            }
            Viewer::Delegation(..) | Viewer::Association(_) | Viewer::Establishment(_) | Viewer::Partner(_) => {
                Self::editable_by(viewer)
            }
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(staff_member::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(staff_member::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(staff_member::COLUMN.establishment_id.eq(id)),
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for staff_member::Entity {
    const TYPE: &'static str = "StaffMember";
    /// All but the house, the function and the days, which say how the house was staffed.
    const PERSONAL: Option<Personal<Self>> = Some(Personal {
        person: |row| Some(row.id.0.into()),
        columns: &[
            staff_member::Column::NameAr,
            staff_member::Column::NameFr,
            staff_member::Column::Sex,
            staff_member::Column::Qualification,
            staff_member::Column::Certified,
            staff_member::Column::Contract,
            staff_member::Column::EndReason,
            staff_member::Column::WeeklyHours,
            staff_member::Column::MonthlyCost,
        ],
    });

    fn keys(row: &staff_member::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: Some(row.establishment_id),
        }
    }
}

impl ChildOf<establishment::Entity> for staff_member::Entity {
    fn parent_column() -> staff_member::Column {
        staff_member::Column::EstablishmentId
    }

    fn sibling_order() -> staff_member::Column {
        staff_member::Column::Id
    }
}
