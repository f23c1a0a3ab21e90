//! Who sees delegations and coordinations: those above, themselves, and those who work with them; of the systems of partners,
//! those that read there, or of projects there.

use entity::id::DelegationId;
use entity::{association, delegation, establishment, project, regional_coordination};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::SelectStatement;

use crate::auth::{PartnerAccess, Reach, Viewer};
use crate::db::{Scoped, ScopedDb, Slice};

impl Scoped for delegation::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(id) => Slice::only(delegation::COLUMN.regional_coordination_id.eq(id)),
            Viewer::Delegation(id, _) => Slice::only(delegation::COLUMN.id.eq(id)),
            Viewer::Association(_) => {
                let of_its_seat = Slice::through::<association::Entity>(
                    delegation::Column::Id,
                    association::Column::DelegationId,
                    viewer,
                );
                of_its_seat.or(of_houses(viewer))
            }
            Viewer::Establishment(_) => of_houses(viewer),
            Viewer::Partner(access) => match access.reach {
                Reach::Country => Slice::Everything,
                Reach::RegionalCoordination(id) => Slice::only(delegation::COLUMN.regional_coordination_id.eq(id)),
                Reach::Delegation(id) => Slice::only(delegation::COLUMN.id.eq(id)),
                Reach::Projects(_) => {
                    Slice::through::<project::Entity>(delegation::Column::Id, project::Column::DelegationId, viewer)
                        .or(of_houses(viewer))
                }
                Reach::OwnProjects | Reach::LicensedOn(_) | Reach::LicenceNumbered(_) => Slice::Nothing,
            },
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}

/// What lies in the delegation of its `column`, as far as a partner reaches; `of_projects` where it reaches no part of the
/// country.
#[must_use]
pub fn reached(access: PartnerAccess, column: impl ColumnTrait, of_projects: impl FnOnce() -> Slice) -> Slice {
    match access.reach {
        Reach::Country => Slice::Everything,
        Reach::RegionalCoordination(_) => {
            Slice::through::<delegation::Entity>(column, delegation::Column::Id, Viewer::Partner(access))
        }
        Reach::Delegation(id) => Slice::only(column.eq(id)),
        Reach::OwnProjects | Reach::Projects(_) => of_projects(),
        Reach::LicensedOn(_) | Reach::LicenceNumbered(_) => Slice::Nothing,
    }
}

fn of_houses(viewer: Viewer) -> Slice {
    Slice::through::<establishment::Entity>(delegation::Column::Id, establishment::Column::DelegationId, viewer)
}

impl Scoped for regional_coordination::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(id) => Slice::only(regional_coordination::COLUMN.id.eq(id)),
            Viewer::Delegation(..) | Viewer::Association(_) | Viewer::Establishment(_) | Viewer::Partner(_) => {
                Slice::through::<delegation::Entity>(
                    regional_coordination::Column::Id,
                    delegation::Column::RegionalCoordinationId,
                    viewer,
                )
            }
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}

/// A delegation to filter by: a relation that is null to a viewer is not told by a filter either.
#[must_use]
pub fn visible_delegation(db: &ScopedDb, id: DelegationId) -> SelectStatement {
    let visible = db.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(id));
    visible.values_of(delegation::Column::Id)
}
