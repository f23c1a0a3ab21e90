//! Who sees an inspection: the head and officers of the delegation where the house stands, who make it, and those above; the
//! house and its association once it is announced or made. Before that nothing of it falls into their slices, the journal's
//! entries neither. Social workers and partners see none.

use entity::inspection::{self, InspectionState};
use entity::{delegation, establishment};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;

use crate::auth::{DelegationRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

/// What the house and its association know of.
fn that_is_known() -> Condition {
    let column = &inspection::COLUMN;
    Condition::any().add(column.announced.eq(true)).add(column.state.eq(InspectionState::Made))
}

fn is_known(row: &inspection::Model) -> bool {
    row.announced || row.state == InspectionState::Made
}

impl Scoped for inspection::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => {
                Slice::through::<delegation::Entity>(inspection::Column::DelegationId, delegation::Column::Id, viewer)
            }
            Viewer::Association(id) => Slice::only(inspection::COLUMN.association_id.eq(id)).and(that_is_known()),
            Viewer::Establishment(id) => Slice::only(inspection::COLUMN.establishment_id.eq(id)).and(that_is_known()),
            Viewer::Delegation(..) | Viewer::Partner(_) => Self::editable_by(viewer),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(inspection::COLUMN.delegation_id.eq(id))
            }
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for inspection::Entity {
    const TYPE: &'static str = "Inspection";
    /// It is of a house, and names nobody: whoever writes a text is told so.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &inspection::Model) -> Keys {
        let delegation = Some(row.delegation_id);
        if is_known(row) {
            Keys { delegation, association: row.association_id, establishment: Some(row.establishment_id) }
        } else {
            Keys { delegation, ..Keys::default() }
        }
    }
}

impl ChildOf<establishment::Entity> for inspection::Entity {
    fn parent_column() -> inspection::Column {
        inspection::Column::EstablishmentId
    }

    fn sibling_order() -> inspection::Column {
        inspection::Column::Id
    }
}
