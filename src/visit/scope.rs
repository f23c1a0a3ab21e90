//! Who took part in a visit and what was found is seen and changed with what the visit is of: an application, or itself an
//! inspection.

use entity::{application_visit, inspection, visit_finding, visit_member, visit_photo};

use crate::auth::Viewer;
use crate::db::{ChildOf, Scoped, Slice};

/// What belongs to a visit.
macro_rules! belonging {
    ($($child:ident in order of $order:ident;)*) => {$(
        impl Scoped for $child::Entity {
            fn visible_to(viewer: Viewer) -> Slice {
                let (column, key) = ($child::Column::ApplicationVisitId, application_visit::Column::Id);
                let of_application = Slice::through::<application_visit::Entity>(column, key, viewer);
                let (column, key) = ($child::Column::InspectionId, inspection::Column::Id);
                of_application.or(Slice::through::<inspection::Entity>(column, key, viewer))
            }

            fn editable_by(viewer: Viewer) -> Slice {
                let (column, key) = ($child::Column::ApplicationVisitId, application_visit::Column::Id);
                let of_application = Slice::through_editable::<application_visit::Entity>(column, key, viewer);
                let (column, key) = ($child::Column::InspectionId, inspection::Column::Id);
                of_application.or(Slice::through_editable::<inspection::Entity>(column, key, viewer))
            }
        }

        impl ChildOf<application_visit::Entity> for $child::Entity {
            fn parent_column() -> $child::Column {
                $child::Column::ApplicationVisitId
            }

            fn sibling_order() -> $child::Column {
                $child::Column::$order
            }
        }

        impl ChildOf<inspection::Entity> for $child::Entity {
            fn parent_column() -> $child::Column {
                $child::Column::InspectionId
            }

            fn sibling_order() -> $child::Column {
                $child::Column::$order
            }
        }
    )*};
}

belonging! {
    visit_member in order of Position;
    visit_finding in order of NormCode;
    visit_photo in order of Position;
}
