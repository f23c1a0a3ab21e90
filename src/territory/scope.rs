//! Who sees territory: everyone who has signed in; where it comes from, the national office.

use entity::{cercle, commune, commune_alias, province, region, territory_import};

use crate::auth::Viewer;
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice, reference_data};

reference_data!(region::Entity, province::Entity, cercle::Entity, commune::Entity, commune_alias::Entity,);

/// Who took what in from where is the national office's own business.
impl Scoped for territory_import::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Slice::of_administrators(viewer)
    }
}

impl Record for territory_import::Entity {
    const TYPE: &'static str = "TerritoryImport";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(_: &territory_import::Model) -> Keys {
        Keys::default()
    }
}

impl ChildOf<region::Entity> for province::Entity {
    fn parent_column() -> province::Column {
        province::Column::RegionId
    }

    fn sibling_order() -> province::Column {
        province::Column::Code
    }
}

impl ChildOf<commune::Entity> for commune_alias::Entity {
    fn parent_column() -> commune_alias::Column {
        commune_alias::Column::CommuneId
    }

    fn sibling_order() -> commune_alias::Column {
        commune_alias::Column::Name
    }
}
