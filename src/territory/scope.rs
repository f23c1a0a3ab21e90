//! Who sees territory: everyone who has signed in.

use entity::{cercle, commune, commune_alias, province, region, territory_import};

use crate::db::{ChildOf, Keys, Personal, Record, reference_data};

reference_data!(
    region::Entity,
    province::Entity,
    cercle::Entity,
    commune::Entity,
    commune_alias::Entity,
    territory_import::Entity,
);

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
