//! Who sees a relocation plan: the head and officers of the delegation where the house stands, who prepare and approve it, those
//! above, the house itself and its association. Social workers and partners see none. Who does what with it, the rights say.

use entity::{delegation, establishment, relocation_line, relocation_plan};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for relocation_plan::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                relocation_plan::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Association(id) => Slice::only(relocation_plan::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(relocation_plan::COLUMN.establishment_id.eq(id)),
            Viewer::Delegation(..) | Viewer::Partner(_) => Self::editable_by(viewer),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(relocation_plan::COLUMN.delegation_id.eq(id))
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

impl Record for relocation_plan::Entity {
    const TYPE: &'static str = "RelocationPlan";
    /// It holds numbers, and names nobody.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &relocation_plan::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: Some(row.establishment_id),
        }
    }
}

impl ChildOf<establishment::Entity> for relocation_plan::Entity {
    fn parent_column() -> relocation_plan::Column {
        relocation_plan::Column::EstablishmentId
    }

    fn sibling_order() -> relocation_plan::Column {
        relocation_plan::Column::Id
    }
}

impl Scoped for relocation_line::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let (column, key) = (relocation_line::Column::PlanId, relocation_plan::Column::Id);
        Slice::through::<relocation_plan::Entity>(column, key, viewer)
    }

    fn editable_by(viewer: Viewer) -> Slice {
        let (column, key) = (relocation_line::Column::PlanId, relocation_plan::Column::Id);
        Slice::through_editable::<relocation_plan::Entity>(column, key, viewer)
    }
}

impl ChildOf<relocation_plan::Entity> for relocation_line::Entity {
    fn parent_column() -> relocation_line::Column {
        relocation_line::Column::PlanId
    }

    fn sibling_order() -> relocation_line::Column {
        relocation_line::Column::Position
    }
}
