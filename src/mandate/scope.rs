//! Who sees a mandate, and who may give it and take it back: the national administrators all; the head of a delegation those
//! of its staff, of the managers of associations with their seat there and of the directors of its houses; the manager of
//! an association those of the directors of its houses. Nobody gives more than they have.

use entity::mandate::Role;
use entity::{account, mandate};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::ExprTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for mandate::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Auditor) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head) => Slice::only(mandate::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => Slice::only(mandate::COLUMN.association_id.eq(id)),
            Viewer::NationalOffice(NationalRole::Officer | NationalRole::Finance | NationalRole::DataProtection)
            | Viewer::Delegation(_, DelegationRole::Officer | DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        let of = mandate::COLUMN.role.is_in(giveable(viewer).iter().copied());
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head) => {
                // The head's own role is given on the head's behalf only.
                let deputies = mandate::COLUMN.role.eq(Role::DelegationHead);
                let deputies = deputies.and(mandate::COLUMN.on_behalf_of_id.is_not_null());
                Slice::only(mandate::COLUMN.delegation_id.eq(id).and(of.or(deputies)))
            }
            Viewer::Association(id) => Slice::only(mandate::COLUMN.association_id.eq(id).and(of)),
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

/// The roles that a viewer may give.
pub(super) fn giveable(viewer: Viewer) -> &'static [Role] {
    match viewer {
        Viewer::NationalOffice(NationalRole::Admin) => &[
            Role::NationalAdmin,
            Role::NationalOfficer,
            Role::NationalFinance,
            Role::NationalAuditor,
            Role::DataProtectionOfficer,
            Role::RegionalCoordinator,
            Role::DelegationHead,
            Role::DelegationOfficer,
            Role::SocialWorker,
            Role::AssociationManager,
            Role::EstablishmentDirector,
            Role::Partner,
        ],
        Viewer::Delegation(_, DelegationRole::Head) => {
            &[Role::DelegationOfficer, Role::SocialWorker, Role::AssociationManager, Role::EstablishmentDirector]
        }
        Viewer::Association(_) => &[Role::EstablishmentDirector],
        Viewer::NationalOffice(
            NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
        )
        | Viewer::Delegation(_, DelegationRole::Officer | DelegationRole::SocialWorker)
        | Viewer::Region(_)
        | Viewer::Establishment(_)
        | Viewer::Partner(_) => &[],
    }
}

impl Record for mandate::Entity {
    const TYPE: &'static str = "Mandate";
    /// Whose it is stands in the account.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &mandate::Model) -> Keys {
        Keys { delegation: row.delegation_id, association: row.association_id, establishment: row.establishment_id }
    }
}

/// The mandates of an account.
impl ChildOf<account::Entity> for mandate::Entity {
    fn parent_column() -> mandate::Column {
        mandate::Column::AccountId
    }

    fn sibling_order() -> mandate::Column {
        mandate::Column::Id
    }
}
