//! Who sees an account, and who keeps it: the national administrators all; the head of a delegation those of its staff, of
//! the managers of its associations and of the directors of its houses; the manager of an association those of the
//! directors of its houses. What an account holds beyond what its keeper may give protects it: see
//! [`holds_none_but_yours`](crate::mandate::holds_none_but_yours).

use entity::{account, mandate};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{Keys, Personal, Record, Scoped, Slice};

impl Scoped for account::Entity {
    /// Those that are kept in the slice, and those that hold a mandate in it.
    fn visible_to(viewer: Viewer) -> Slice {
        let holders = || Slice::through::<mandate::Entity>(account::Column::Id, mandate::Column::AccountId, viewer);
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Auditor) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head) => {
                Slice::only(account::COLUMN.delegation_id.eq(id)).or(holders())
            }
            Viewer::Association(id) => Slice::only(account::COLUMN.association_id.eq(id)).or(holders()),
            Viewer::NationalOffice(NationalRole::Officer | NationalRole::Finance | NationalRole::DataProtection)
            | Viewer::Delegation(_, DelegationRole::Officer | DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head) => Slice::only(account::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => Slice::only(account::COLUMN.association_id.eq(id)),
            Viewer::NationalOffice(
                NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Delegation(_, DelegationRole::Officer | DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for account::Entity {
    const TYPE: &'static str = "Account";
    const PERSONAL: Option<Personal<Self>> = Some(Personal {
        person: |row| Some(row.id.0.into()),
        columns: &[account::Column::Login, account::Column::NameAr, account::Column::NameFr, account::Column::Email],
    });

    fn keys(row: &account::Model) -> Keys {
        Keys { delegation: row.delegation_id, association: row.association_id, ..Keys::default() }
    }
}
