//! Whose a job is: of whoever asked for it, by the mandate by which they did; the system's own are the national
//! administrators' to see.

use entity::id::{AccountId, MandateId};
use entity::job;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::ExprTrait;

use crate::auth::{NationalRole, Viewer};
use crate::db::{Own, Scoped, Slice};

impl Scoped for job::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin) => Slice::only(job::COLUMN.account_id.is_null()),
            Viewer::NationalOffice(
                NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    /// No record: it is changed by whoever does it, and by `jobCancel`.
    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}

impl Own for job::Entity {
    fn owned_by(account: AccountId, mandate: MandateId) -> Slice {
        Slice::only(job::COLUMN.account_id.eq(account).and(job::COLUMN.mandate_id.eq(mandate)))
    }
}
