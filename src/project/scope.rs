//! Who sees a project: the delegation and those above, the association that carries it or manages what it led to, the
//! establishment it led to, the partners that take part, and their systems as far as their agreements reach.

use entity::{delegation, establishment, partner_agreement_project, project, project_partner};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, PartnerAccess, Reach, Scope, Viewer};
use crate::db::{ChildOf, Scoped, Slice};
use crate::delegation::reached;

impl Scoped for project::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => {
                Slice::through::<delegation::Entity>(project::Column::DelegationId, delegation::Column::Id, viewer)
            }
            Viewer::Delegation(id, _) => Slice::only(project::COLUMN.delegation_id.eq(id)),
            Viewer::Association(id) => {
                let of_its_houses = Slice::through::<establishment::Entity>(
                    project::Column::EstablishmentId,
                    establishment::Column::Id,
                    viewer,
                );
                Slice::only(project::COLUMN.association_id.eq(id)).or(of_its_houses)
            }
            Viewer::Establishment(id) => Slice::only(project::COLUMN.establishment_id.eq(id)),
            Viewer::Partner(access) if access.reads(Scope::ProjectsRead) => reached_by(access),
            Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(project::COLUMN.delegation_id.eq(id))
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

/// The projects that a partner reaches, whatever it may read of them.
fn reached_by(access: PartnerAccess) -> Slice {
    let viewer = Viewer::Partner(access);
    reached(access, project::Column::DelegationId, || match access.reach {
        Reach::Projects(_) => Slice::through::<partner_agreement_project::Entity>(
            project::Column::Id,
            partner_agreement_project::Column::ProjectId,
            viewer,
        ),
        Reach::OwnProjects
        | Reach::Country
        | Reach::RegionalCoordination(_)
        | Reach::Delegation(_)
        | Reach::LicensedOn(_)
        | Reach::LicenceNumbered(_) => {
            Slice::through::<project_partner::Entity>(project::Column::Id, project_partner::Column::ProjectId, viewer)
        }
    })
}

impl Scoped for project_partner::Entity {
    /// A partner sees its own part, from which the projects it sees follow; everyone else sees the parts of the projects
    /// they see.
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Partner(access) => Slice::only(project_partner::COLUMN.partner_id.eq(access.partner)),
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_) => {
                Slice::through::<project::Entity>(project_partner::Column::ProjectId, project::Column::Id, viewer)
            }
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::through_editable::<project::Entity>(project_partner::Column::ProjectId, project::Column::Id, viewer)
    }
}

impl ChildOf<project::Entity> for project_partner::Entity {
    fn parent_column() -> project_partner::Column {
        project_partner::Column::ProjectId
    }

    fn sibling_order() -> project_partner::Column {
        project_partner::Column::PartnerId
    }
}
