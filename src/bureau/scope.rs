//! Who sees the renewals of a bureau with its members: the association itself, the heads and officers of the delegation that
//! keeps its file, and those above; nobody else, though they see the association. Who keeps the file changes them.

use entity::{association, bureau_member, bureau_renewal, delegation};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for bureau_renewal::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                bureau_renewal::Column::DelegationId,
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
            Viewer::NationalOffice(NationalRole::Admin) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(bureau_renewal::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(bureau_renewal::COLUMN.association_id.eq(id)),
            Viewer::NationalOffice(
                NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Region(_)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for bureau_renewal::Entity {
    const TYPE: &'static str = "BureauRenewal";
    /// Its days name nobody; its members do, and are noted with it.
    const PERSONAL: Option<Personal<Self>> = Some(Personal { person: |row| Some(row.id.0.into()), columns: &[] });

    fn keys(row: &bureau_renewal::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), association: Some(row.association_id), ..Keys::default() }
    }
}

impl ChildOf<association::Entity> for bureau_renewal::Entity {
    fn parent_column() -> bureau_renewal::Column {
        bureau_renewal::Column::AssociationId
    }

    fn sibling_order() -> bureau_renewal::Column {
        bureau_renewal::Column::ElectedOn
    }
}

impl Scoped for bureau_member::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        Slice::through::<bureau_renewal::Entity>(bureau_member::Column::RenewalId, bureau_renewal::Column::Id, viewer)
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::through_editable::<bureau_renewal::Entity>(
            bureau_member::Column::RenewalId,
            bureau_renewal::Column::Id,
            viewer,
        )
    }
}

impl ChildOf<bureau_renewal::Entity> for bureau_member::Entity {
    fn parent_column() -> bureau_member::Column {
        bureau_member::Column::RenewalId
    }

    fn sibling_order() -> bureau_member::Column {
        bureau_member::Column::Position
    }
}
