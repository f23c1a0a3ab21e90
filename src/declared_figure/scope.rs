//! Who sees a declared figure: the delegation that declared it and those above.

use entity::{declared_figure, delegation};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{Keys, Personal, Record, Scoped, Slice};

impl Scoped for declared_figure::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let slice = match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                declared_figure::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Delegation(id, _) => Slice::only(declared_figure::COLUMN.delegation_id.eq(id)),
            Viewer::Association(_) | Viewer::Establishment(_) | Viewer::Partner(_) => Slice::Nothing,
        };
        slice.shown(declared_figure::Column::ImportPartId)
    }

    /// A delegation declares for itself.
    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(declared_figure::COLUMN.delegation_id.eq(id))
            }
            Viewer::NationalOffice(
                NationalRole::Admin
                | NationalRole::Officer
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

impl Record for declared_figure::Entity {
    const TYPE: &'static str = "DeclaredFigure";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &declared_figure::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), ..Keys::default() }
    }
}
