//! Who sees a release: everyone who signs in, the systems of partners by the scope `statistics:read`, and the public. Its
//! tables too, until it is withdrawn; from then on the national office alone. What it was made of is seen by those who may
//! make the next.

use entity::{release, release_basis, release_table};

use crate::auth::{NationalRole, Scope, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

/// Those who publish.
fn of_publishers(viewer: Viewer) -> Slice {
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

impl Scoped for release::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Partner(access) if !access.reads(Scope::StatisticsRead) => Slice::Nothing,
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Everything,
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        of_publishers(viewer)
    }
}

impl Record for release::Entity {
    const TYPE: &'static str = "Release";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(_: &release::Model) -> Keys {
        Keys::default()
    }
}

impl Scoped for release_table::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::through_those::<release::Entity>(
                release_table::Column::ReleaseId,
                release::Column::Id,
                viewer,
                release::COLUMN.withdrawn_at.is_null(),
            ),
        }
    }

    /// Never changed.
    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}

impl ChildOf<release::Entity> for release_table::Entity {
    fn parent_column() -> release_table::Column {
        release_table::Column::ReleaseId
    }

    fn sibling_order() -> release_table::Column {
        release_table::Column::Position
    }
}

impl Scoped for release_basis::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        of_publishers(viewer)
    }

    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}
