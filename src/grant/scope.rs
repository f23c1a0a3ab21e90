//! Who sees a grant line: the delegation and those above; an association, its own lines. Nobody changes one by hand: it
//! follows from the grant cycle.

use entity::{association, delegation, grant_line, programme};
use sea_orm::ColumnTrait;

use crate::auth::Viewer;
use crate::db::{ChildOf, Scoped, Slice, reference_data};

reference_data!(programme::Entity);

impl ChildOf<association::Entity> for grant_line::Entity {
    fn parent_column() -> grant_line::Column {
        grant_line::Column::AssociationId
    }

    fn sibling_order() -> grant_line::Column {
        grant_line::Column::Id
    }
}

impl Scoped for grant_line::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => {
                Slice::through::<delegation::Entity>(grant_line::Column::DelegationId, delegation::Column::Id, viewer)
            }
            Viewer::Delegation(id, _) => Slice::only(grant_line::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => Slice::only(grant_line::COLUMN.association_id.eq(id)),
            Viewer::Establishment(_) | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}
