//! Who sees a return, and who changes it: the house itself, the association that manages it, the heads and officers of the
//! delegation where it stands; those above only read. Social workers follow persons, not the figures of houses; partners see
//! none. Who does what with it, the rights say.

use entity::{
    delegation, establishment, return_band, return_item, return_signature, return_template, return_template_item,
    return_template_kind, season_return, season_return_line,
};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice, reference_data};

reference_data!(
    return_band::Entity,
    return_item::Entity,
    return_signature::Entity,
    return_template::Entity,
    return_template_item::Entity,
    return_template_kind::Entity,
);

/// Returns of a house that are told with it.
pub(super) const LATEST_OF_HOUSE: u32 = 24;

impl Scoped for season_return::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                season_return::Column::DelegationId,
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
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(season_return::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(season_return::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(season_return::COLUMN.establishment_id.eq(id)),
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for season_return::Entity {
    const TYPE: &'static str = "SeasonReturn";
    /// It counts, and names nobody.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &season_return::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: Some(row.establishment_id),
        }
    }
}

impl ChildOf<establishment::Entity> for season_return::Entity {
    const LATEST: Option<u64> = Some(LATEST_OF_HOUSE as u64);

    fn parent_column() -> season_return::Column {
        season_return::Column::EstablishmentId
    }

    fn sibling_order() -> season_return::Column {
        season_return::Column::PeriodFirst
    }
}

impl Scoped for season_return_line::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        Slice::through::<season_return::Entity>(season_return_line::Column::ReturnId, season_return::Column::Id, viewer)
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::through_editable::<season_return::Entity>(
            season_return_line::Column::ReturnId,
            season_return::Column::Id,
            viewer,
        )
    }
}

impl ChildOf<season_return::Entity> for season_return_line::Entity {
    fn parent_column() -> season_return_line::Column {
        season_return_line::Column::ReturnId
    }

    fn sibling_order() -> season_return_line::Column {
        season_return_line::Column::Position
    }
}

impl ChildOf<return_template::Entity> for return_template_item::Entity {
    fn parent_column() -> return_template_item::Column {
        return_template_item::Column::TemplateId
    }

    fn sibling_order() -> return_template_item::Column {
        return_template_item::Column::Position
    }
}

impl ChildOf<return_template::Entity> for return_template_kind::Entity {
    fn parent_column() -> return_template_kind::Column {
        return_template_kind::Column::TemplateId
    }

    fn sibling_order() -> return_template_kind::Column {
        return_template_kind::Column::KindCode
    }
}
