//! Who sees public holidays: everyone who has signed in; one that was removed, nobody. The national office keeps them.

use entity::public_holiday;

use crate::auth::{NationalRole, Viewer};
use crate::db::{Keys, Personal, Record, Scoped, Slice};

impl Scoped for public_holiday::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::only(public_holiday::COLUMN.removed.eq(false)),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Officer) => Slice::Everything,
            Viewer::NationalOffice(NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection)
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for public_holiday::Entity {
    const TYPE: &'static str = "PublicHoliday";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(_: &public_holiday::Model) -> Keys {
        Keys::default()
    }
}
