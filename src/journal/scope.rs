//! Who reads the journal: the auditor, all of it; the head of a delegation, what was or came to be in the delegation's
//! slice.

use entity::journal_entry;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::ExprTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Record, Scoped, Slice};

impl Scoped for journal_entry::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Auditor) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head) => {
                let was = journal_entry::COLUMN.delegation_before.eq(id);
                Slice::only(was.or(journal_entry::COLUMN.delegation_after.eq(id)))
            }
            Viewer::NationalOffice(
                NationalRole::Admin | NationalRole::Officer | NationalRole::Finance | NationalRole::DataProtection,
            )
            | Viewer::Delegation(_, DelegationRole::Officer | DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    /// What was written stays.
    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}

/// The latest entries about a record.
impl<R: Record> ChildOf<R> for journal_entry::Entity {
    const LATEST: Option<u64> = Some(20);

    fn parent_column() -> journal_entry::Column {
        journal_entry::Column::ObjectId
    }

    fn sibling_order() -> journal_entry::Column {
        journal_entry::Column::Version
    }
}
