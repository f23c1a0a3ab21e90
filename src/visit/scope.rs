//! Who took part in a visit and what was found is seen and changed with what the visit is of.

use entity::{application_visit, visit_finding, visit_member};

use crate::auth::Viewer;
use crate::db::{ChildOf, Scoped, Slice};

/// What belongs to a visit.
macro_rules! belonging {
    ($($child:ident in order of $order:ident;)*) => {$(
        impl Scoped for $child::Entity {
            fn visible_to(viewer: Viewer) -> Slice {
                let (column, key) = ($child::Column::VisitId, application_visit::Column::Id);
                Slice::through::<application_visit::Entity>(column, key, viewer)
            }

            fn editable_by(viewer: Viewer) -> Slice {
                let (column, key) = ($child::Column::VisitId, application_visit::Column::Id);
                Slice::through_editable::<application_visit::Entity>(column, key, viewer)
            }
        }

        impl ChildOf<application_visit::Entity> for $child::Entity {
            fn parent_column() -> $child::Column {
                $child::Column::VisitId
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
}
