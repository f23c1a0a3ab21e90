//! Who sees territory: everyone who has signed in.

use entity::{cercle, commune, commune_alias, province, region};

use crate::db::{ChildOf, reference_data};

reference_data!(region::Entity, province::Entity, cercle::Entity, commune::Entity, commune_alias::Entity);

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
