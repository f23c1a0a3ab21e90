//! Who sees an application, and who changes it: the association that manages the house, the heads and officers of the delegation
//! where it stands, the coordination of its region, which says what it thinks, and those of the national office who record
//! decisions; the house itself and the rest of the national office read. Social workers and partners see none. Who takes which step, the rights say.

use entity::{
    application_change, application_event, application_lack, application_piece, application_reserve, application_visit,
    delegation, licence_application,
};
use sea_orm::ColumnTrait;

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

impl Scoped for licence_application::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(_) => Slice::Everything,
            Viewer::Region(_) => Slice::through::<delegation::Entity>(
                licence_application::Column::DelegationId,
                delegation::Column::Id,
                viewer,
            ),
            Viewer::Establishment(id) => Slice::only(licence_application::COLUMN.establishment_id.eq(id)),
            Viewer::Delegation(..) | Viewer::Association(_) | Viewer::Partner(_) => Self::editable_by(viewer),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Officer) => Slice::Everything,
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(licence_application::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(licence_application::COLUMN.association_id.eq(id)),
            // It may say what it thinks, which is kept with the application.
            Viewer::Region(_) => Self::visible_to(viewer),
            Viewer::NationalOffice(NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

impl Record for licence_application::Entity {
    const TYPE: &'static str = "LicenceApplication";
    /// It is about a house, and names nobody.
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(row: &licence_application::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: Some(row.establishment_id),
        }
    }
}

/// What belongs to an application: seen and changed with it.
macro_rules! belonging {
    ($($child:ident to $parent:ident by $column:ident in order of $order:ident;)*) => {$(
        impl Scoped for $child::Entity {
            fn visible_to(viewer: Viewer) -> Slice {
                Slice::through::<$parent::Entity>($child::Column::$column, $parent::Column::Id, viewer)
            }

            fn editable_by(viewer: Viewer) -> Slice {
                Slice::through_editable::<$parent::Entity>($child::Column::$column, $parent::Column::Id, viewer)
            }
        }

        impl ChildOf<$parent::Entity> for $child::Entity {
            fn parent_column() -> $child::Column {
                $child::Column::$column
            }

            fn sibling_order() -> $child::Column {
                $child::Column::$order
            }
        }
    )*};
}

belonging! {
    application_change to licence_application by ApplicationId in order of Matter;
    application_event to licence_application by ApplicationId in order of Position;
    application_piece to licence_application by ApplicationId in order of Position;
    application_lack to licence_application by ApplicationId in order of CategoryCode;
    application_visit to licence_application by ApplicationId in order of Position;
    application_reserve to licence_application by ApplicationId in order of Position;
}
