//! Who sees an import: whoever keeps the register of the delegation whose list it is, and the national office, which keeps and
//! audits all of them.

use entity::{import, import_part, import_row};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{Keys, Personal, Record, Scoped, Slice};

/// The two tables have the same rule; the macro says it once.
macro_rules! of_delegation {
    ($($table:ident),*) => {$(
        impl Scoped for $table::Entity {
            fn visible_to(viewer: Viewer) -> Slice {
                match viewer {
                    Viewer::NationalOffice(NationalRole::Officer | NationalRole::Auditor) => Slice::Everything,
                    Viewer::NationalOffice(NationalRole::Admin | NationalRole::Finance | NationalRole::DataProtection)
                    | Viewer::Region(_)
                    | Viewer::Delegation(..)
                    | Viewer::Association(_)
                    | Viewer::Establishment(_)
                    | Viewer::Partner(_) => Self::editable_by(viewer),
                }
            }

            fn editable_by(viewer: Viewer) -> Slice {
                match viewer {
                    Viewer::NationalOffice(NationalRole::Admin) => Slice::Everything,
                    Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                        Slice::only($table::COLUMN.delegation_id.eq(id))
                    }
                    Viewer::NationalOffice(
                        NationalRole::Officer
                        | NationalRole::Finance
                        | NationalRole::Auditor
                        | NationalRole::DataProtection,
                    )
                    | Viewer::Delegation(_, DelegationRole::SocialWorker)
                    | Viewer::Region(_)
                    | Viewer::Association(_)
                    | Viewer::Establishment(_)
                    | Viewer::Partner(_) => Slice::Nothing,
                }
            }
        }
    )*};
}

of_delegation!(import, import_part);

impl Record for import::Entity {
    const TYPE: &'static str = "Import";
    /// A list names associations and houses; its file is in the store.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &import::Model) -> Keys {
        Keys { delegation: row.delegation_id, ..Keys::default() }
    }
}

impl Record for import_part::Entity {
    const TYPE: &'static str = "ImportPart";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &import_part::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), ..Keys::default() }
    }
}

/// Lines, of whoever sees the import.
impl Scoped for import_row::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        Slice::through::<import::Entity>(import_row::Column::ImportId, import::Column::Id, viewer)
    }

    /// No record: they are laid when the file is read.
    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}
