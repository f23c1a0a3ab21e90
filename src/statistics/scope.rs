//! Who sees a counter: whoever's slice its row lies in; those of houses and associations that an import brought, not before these
//! are seen. Nobody changes one by hand: it follows from the records.

use entity::id::StreamId;
use entity::{closing_balance, counter, delegation, stream};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use crate::auth::Viewer;
use crate::db::{Scoped, Slice};

/// Counters of delegations, and those of houses and associations that are not hidden. Written out in the words of
/// [`Slice::shown`], so that the index of the few that are hidden is found; of delegations, nothing is looked up.
const SHOWN: &str = r#"("counter"."level" = 'DELEGATION' OR (
    "counter"."establishment_id" NOT IN (SELECT "id" FROM "establishment" WHERE "import_part_id" IN (SELECT "id" FROM "import_part" WHERE "shown" = FALSE))
    AND "counter"."association_id" NOT IN (SELECT "id" FROM "association" WHERE "import_part_id" IN (SELECT "id" FROM "import_part" WHERE "shown" = FALSE))))"#;

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
        slice.and(Expr::cust(SHOWN))
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
