//! Who sees the licence of an establishment: whoever sees the establishment. Nobody changes it by hand: it follows from
//! the licensing procedure.

use entity::{delegation, establishment, licence_period};
use sea_orm::ColumnTrait;

use crate::auth::{Scope, Viewer};
use crate::db::{ChildOf, Scoped, Slice};

impl Scoped for licence_period::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let slice = match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                licence_period::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Delegation(id, _) => Slice::only(licence_period::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => Slice::only(licence_period::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(licence_period::COLUMN.establishment_id.eq(id)),
            Viewer::Partner(access) if access.reads(Scope::LicencesRead) => Slice::through::<establishment::Entity>(
                licence_period::Column::EstablishmentId,
                establishment::Column::Id,
                viewer,
            ),
            Viewer::Partner(_) => Slice::Nothing,
        };
        slice.shown(licence_period::Column::ImportPartId)
    }

    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}

impl ChildOf<establishment::Entity> for licence_period::Entity {
    fn parent_column() -> licence_period::Column {
        licence_period::Column::EstablishmentId
    }

    fn sibling_order() -> licence_period::Column {
        licence_period::Column::StartsOn
    }
}
