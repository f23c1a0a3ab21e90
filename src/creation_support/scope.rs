//! Who sees a request for support, and who changes it: the association that asks, the heads and officers of the delegation where
//! the house shall stand, and, for what it decides, the national office; those above only read. Directors of houses, social
//! workers and partners see none. Who does what with it, the rights say, and `transitions.rs`.

use entity::{creation_support, creation_support_line, creation_support_milestone, delegation};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for creation_support::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                creation_support::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Delegation(..) | Viewer::Association(_) | Viewer::Establishment(_) | Viewer::Partner(_) => {
                Self::editable_by(viewer)
            }
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Officer) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(creation_support::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(creation_support::COLUMN.association_id.eq(id)),
            Viewer::NationalOffice(
                NationalRole::Admin | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Region(_)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for creation_support::Entity {
    const TYPE: &'static str = "CreationSupport";
    /// It is of an association and a house, and names no person: whoever writes a text is told so.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &creation_support::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), association: Some(row.association_id), ..Keys::default() }
    }
}

/// Rows that belong to a request, in the order of their positions: whoever sees or changes it, sees or changes them.
macro_rules! of_support {
    ($($table:ident),*) => {$(
        impl Scoped for $table::Entity {
            fn visible_to(viewer: Viewer) -> Slice {
                Slice::through::<creation_support::Entity>(
                    $table::Column::SupportId,
                    creation_support::Column::Id,
                    viewer,
                )
            }

            fn editable_by(viewer: Viewer) -> Slice {
                Slice::through_editable::<creation_support::Entity>(
                    $table::Column::SupportId,
                    creation_support::Column::Id,
                    viewer,
                )
            }
        }

        impl ChildOf<creation_support::Entity> for $table::Entity {
            fn parent_column() -> $table::Column {
                $table::Column::SupportId
            }

            fn sibling_order() -> $table::Column {
                $table::Column::Position
            }
        }
    )*};
}

of_support!(creation_support_line, creation_support_milestone);
