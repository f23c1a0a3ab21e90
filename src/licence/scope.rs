//! Who sees the licence of an establishment: whoever sees the establishment. It is changed where the house is kept, by the
//! steps of the licensing procedure alone, and each of them has a right of its own.

use entity::licence_period::LicenceState;
use entity::{competent_authority, delegation, establishment, licence_period};
use sea_orm::ColumnTrait;

use super::{in_force_on, numbered};
use crate::auth::{DelegationRole, NationalRole, PartnerAccess, Reach, Scope, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice, reference_data};
use crate::establishment::open_on;

reference_data!(competent_authority::Entity);

impl Scoped for licence_period::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let slice = match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                licence_period::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Delegation(id, _) => Slice::only(licence_period::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => Slice::only(licence_period::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(licence_period::COLUMN.establishment_id.eq(id)),
            // Of a house that is open, which is all that decides about its licence: the house is seen by it.
            Viewer::Partner(PartnerAccess { reach: Reach::LicensedOn(day), .. }) => {
                Slice::among::<establishment::Entity>(
                    licence_period::Column::EstablishmentId,
                    establishment::Column::Id,
                    open_on(day),
                )
                .and(in_force_on(day).add(licence_period::COLUMN.state.eq(LicenceState::Licensed)))
            }
            // Of the house of which a licence has the number: what became of it, and not what it applies for.
            Viewer::Partner(PartnerAccess { reach: Reach::LicenceNumbered(number), .. }) => {
                Slice::among::<licence_period::Entity>(
                    licence_period::Column::EstablishmentId,
                    licence_period::Column::EstablishmentId,
                    numbered(number),
                )
                .and(licence_period::COLUMN.state.ne(LicenceState::InProgress))
            }
            Viewer::Partner(access) if access.reads(Scope::LicencesRead) => Slice::through::<establishment::Entity>(
                licence_period::Column::EstablishmentId,
                establishment::Column::Id,
                viewer,
            ),
            Viewer::Partner(_) => Slice::Nothing,
        };
        slice.shown(licence_period::Column::ImportPartId)
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Officer) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(licence_period::COLUMN.delegation_id.eq(id))
            }
            // An application that is submitted or taken back lets its house count as being licensed, or not.
            Viewer::Association(id) => Slice::only(licence_period::COLUMN.association_id.eq(id)),
            Viewer::NationalOffice(NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Region(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for licence_period::Entity {
    const TYPE: &'static str = "LicencePeriod";
    /// It names a house and an authority, and nobody.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &licence_period::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: Some(row.establishment_id),
        }
    }
}

impl ChildOf<establishment::Entity> for licence_period::Entity {
    fn parent_column() -> licence_period::Column {
        licence_period::Column::EstablishmentId
    }

    fn sibling_order() -> licence_period::Column {
        licence_period::Column::StartsOn
    }
}
