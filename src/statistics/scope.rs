//! Who sees a counter: whoever's slice its row lies in; those of houses and associations that an import brought, not before these
//! are seen. Nobody changes one by hand: it follows from the records.

use entity::id::StreamId;
use entity::{closing_balance, counter, delegation, stream};
use sea_orm::ColumnTrait;

use crate::auth::Viewer;
use crate::db::{Scoped, Slice};

impl Scoped for counter::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let slice = match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => {
                Slice::through::<delegation::Entity>(counter::Column::DelegationId, delegation::Column::Id, viewer)
            }
            Viewer::Delegation(id, _) => Slice::only(counter::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => Slice::only(counter::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(counter::COLUMN.establishment_id.eq(id)),
            Viewer::Partner(_) => Slice::Nothing,
        };
        slice.counters_shown()
    }

    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}

/// A balance is a delegation's: whoever sees one association or establishment sees none.
impl Scoped for closing_balance::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let column = closing_balance::Column::DelegationId;
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(column, delegation::Column::Id, viewer),
            Viewer::Delegation(id, _) => Slice::only(closing_balance::COLUMN.delegation_id.eq(id)),
            Viewer::Association(_) | Viewer::Establishment(_) | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}

/// How far a delegation's stream has come, whoever sees the delegation; that of the national office, everyone.
impl Scoped for stream::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let national = Slice::only(stream::COLUMN.id.eq(StreamId::NATIONAL));
        Slice::through::<delegation::Entity>(stream::Column::Id, delegation::Column::Id, viewer).or(national)
    }

    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}
