//! Whose dossier somebody sees: of the associations whose file they keep, or who stand above those who do.

use entity::{association, delegation, dossier_requirement};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;

use crate::auth::{DelegationRole, Viewer};
use crate::db::{ScopedDb, reference_data};

reference_data!(dossier_requirement::Entity);

/// The associations, of those that are seen, whose dossier is seen too.
pub(super) fn with_dossier(db: &ScopedDb) -> Condition {
    match db.viewer() {
        Viewer::NationalOffice(_) => Condition::all(),
        Viewer::Region(_) | Viewer::Delegation(_, DelegationRole::Head | DelegationRole::Officer) => {
            let delegations = db.find::<delegation::Entity>().values_of(delegation::Column::Id);
            Condition::all().add(association::COLUMN.delegation_id.in_subquery(delegations))
        }
        Viewer::Association(id) => Condition::all().add(association::COLUMN.id.eq(id)),
        Viewer::Delegation(_, DelegationRole::SocialWorker) | Viewer::Establishment(_) | Viewer::Partner(_) => {
            // No row is without its key.
            Condition::all().add(association::COLUMN.id.is_null())
        }
    }
}

/// The same of one association; `above` tells whether its delegation is seen.
pub(super) fn is_seen(viewer: Viewer, association: &association::Model, above: bool) -> bool {
    match viewer {
        Viewer::NationalOffice(_) => true,
        Viewer::Region(_) => above,
        Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => association.delegation_id == id,
        Viewer::Association(id) => association.id == id,
        Viewer::Delegation(_, DelegationRole::SocialWorker) | Viewer::Establishment(_) | Viewer::Partner(_) => false,
    }
}
