//! Who sees a bank account: the association itself, those who keep its file in the delegation of its seat, and those of
//! the national office who administer, pay and audit. Nobody else, though they see the association.

use entity::{association, bank_account};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for bank_account::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Finance | NationalRole::Auditor) => {
                Slice::Everything
            }
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(bank_account::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(bank_account::COLUMN.association_id.eq(id)),
            Viewer::NationalOffice(NationalRole::Officer | NationalRole::DataProtection)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(bank_account::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(bank_account::COLUMN.association_id.eq(id)),
            Viewer::NationalOffice(
                NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for bank_account::Entity {
    const TYPE: &'static str = "BankAccount";
    /// An association is no person.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &bank_account::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), association: Some(row.association_id), ..Keys::default() }
    }
}

impl ChildOf<association::Entity> for bank_account::Entity {
    fn parent_column() -> bank_account::Column {
        bank_account::Column::AssociationId
    }

    fn sibling_order() -> bank_account::Column {
        bank_account::Column::Id
    }
}
