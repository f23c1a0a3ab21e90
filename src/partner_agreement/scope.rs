//! Who sees an agreement, the systems that read by it and when their secrets were made: the national office, and the partner
//! whose they are. The national administrators keep them.

use entity::{api_client, api_client_secret, partner_agreement, partner_agreement_project};
use sea_orm::ColumnTrait;

use crate::auth::{Reach, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for partner_agreement::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Partner(access) => Slice::only(partner_agreement::COLUMN.partner_id.eq(access.partner)),
            Viewer::Region(_) | Viewer::Delegation(..) | Viewer::Association(_) | Viewer::Establishment(_) => {
                Slice::Nothing
            }
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}

impl Record for partner_agreement::Entity {
    const TYPE: &'static str = "PartnerAgreement";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(_: &partner_agreement::Model) -> Keys {
        Keys::default()
    }
}

impl Scoped for partner_agreement_project::Entity {
    /// A system sees what its own agreement names, from which the projects it sees follow.
    fn visible_to(viewer: Viewer) -> Slice {
        if let Viewer::Partner(access) = viewer
            && let Reach::Projects(agreement) = access.reach
        {
            return Slice::only(partner_agreement_project::COLUMN.agreement_id.eq(agreement));
        }
        Slice::through::<partner_agreement::Entity>(
            partner_agreement_project::Column::AgreementId,
            partner_agreement::Column::Id,
            viewer,
        )
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}

impl ChildOf<partner_agreement::Entity> for partner_agreement_project::Entity {
    fn parent_column() -> partner_agreement_project::Column {
        partner_agreement_project::Column::AgreementId
    }

    fn sibling_order() -> partner_agreement_project::Column {
        partner_agreement_project::Column::ProjectId
    }
}

impl Scoped for api_client::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        Slice::through::<partner_agreement::Entity>(
            api_client::Column::AgreementId,
            partner_agreement::Column::Id,
            viewer,
        )
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}

impl Record for api_client::Entity {
    const TYPE: &'static str = "ApiClient";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(_: &api_client::Model) -> Keys {
        Keys::default()
    }
}

impl ChildOf<partner_agreement::Entity> for api_client::Entity {
    fn parent_column() -> api_client::Column {
        api_client::Column::AgreementId
    }

    fn sibling_order() -> api_client::Column {
        api_client::Column::Id
    }
}

impl Scoped for api_client_secret::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        Slice::through::<api_client::Entity>(api_client_secret::Column::ApiClientId, api_client::Column::Id, viewer)
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}

impl ChildOf<api_client::Entity> for api_client_secret::Entity {
    fn parent_column() -> api_client_secret::Column {
        api_client_secret::Column::ApiClientId
    }

    fn sibling_order() -> api_client_secret::Column {
        api_client_secret::Column::Id
    }
}
