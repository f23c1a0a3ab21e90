//! Whose a notice is: of the account that is told, by whatever mandate it speaks, and of nobody else.

use entity::id::{AccountId, MandateId};
use entity::notice;
use sea_orm::ColumnTrait;

use crate::auth::Viewer;
use crate::db::{Own, Scoped, Slice};

impl Scoped for notice::Entity {
    /// In no slice.
    fn visible_to(_: Viewer) -> Slice {
        Slice::Nothing
    }

    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}

impl Own for notice::Entity {
    fn owned_by(account: AccountId, _: MandateId) -> Slice {
        Slice::only(notice::COLUMN.account_id.eq(account))
    }
}
