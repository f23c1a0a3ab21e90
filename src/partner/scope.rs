//! Who sees a partner: the institution, all of them; an association or an establishment, those of its projects; a
//! partner, itself.

use entity::{partner, project_partner};
use sea_orm::ColumnTrait;

use crate::auth::Viewer;
use crate::db::{Scoped, Slice};

impl Scoped for partner::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) | Viewer::Region(_) | Viewer::Delegation(..) => Slice::Everything,
            Viewer::Association(_) | Viewer::Establishment(_) => Slice::through::<project_partner::Entity>(
                partner::Column::Id,
                project_partner::Column::PartnerId,
                viewer,
            ),
            Viewer::Partner(access) => Slice::only(partner::COLUMN.id.eq(access.partner)),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}
