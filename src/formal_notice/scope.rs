//! Who sees a formal notice: the head and officers of the delegation where the house stands, who serve it, those above, the house
//! itself and its association. Social workers and partners see none.

use entity::{delegation, establishment, formal_notice, formal_notice_item};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for formal_notice::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                formal_notice::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Association(id) => Slice::only(formal_notice::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(formal_notice::COLUMN.establishment_id.eq(id)),
            Viewer::Delegation(..) | Viewer::Partner(_) => Self::editable_by(viewer),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(formal_notice::COLUMN.delegation_id.eq(id))
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

impl Record for formal_notice::Entity {
    const TYPE: &'static str = "FormalNotice";
    /// It is of a house, and names nobody: whoever writes a text is told so.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &formal_notice::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: Some(row.establishment_id),
        }
    }
}

impl ChildOf<establishment::Entity> for formal_notice::Entity {
    fn parent_column() -> formal_notice::Column {
        formal_notice::Column::EstablishmentId
    }

    fn sibling_order() -> formal_notice::Column {
        formal_notice::Column::Id
    }
}

impl Scoped for formal_notice_item::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let (column, key) = (formal_notice_item::Column::NoticeId, formal_notice::Column::Id);
        Slice::through::<formal_notice::Entity>(column, key, viewer)
    }

    fn editable_by(viewer: Viewer) -> Slice {
        let (column, key) = (formal_notice_item::Column::NoticeId, formal_notice::Column::Id);
        Slice::through_editable::<formal_notice::Entity>(column, key, viewer)
    }
}

impl ChildOf<formal_notice::Entity> for formal_notice_item::Entity {
    fn parent_column() -> formal_notice_item::Column {
        formal_notice_item::Column::NoticeId
    }

    fn sibling_order() -> formal_notice_item::Column {
        formal_notice_item::Column::Position
    }
}
