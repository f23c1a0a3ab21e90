//! Who sees rule sets: whoever reads the network, those that were published; a draft, those of the national office who keep
//! them, and audit them.

use entity::{rule_set, rule_set_deadline, rule_set_document, rule_set_norm};
use sea_orm::EntityTrait;

use crate::auth::{NationalRole, Scope, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice};

fn published() -> Slice {
    Slice::only(rule_set::COLUMN.published_on.is_not_null())
}

impl Scoped for rule_set::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Officer | NationalRole::Auditor) => {
                Slice::Everything
            }
            Viewer::Partner(access) if !access.reads(Scope::EstablishmentsRead) => Slice::Nothing,
            Viewer::NationalOffice(NationalRole::Finance | NationalRole::DataProtection)
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => published(),
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

impl Record for rule_set::Entity {
    const TYPE: &'static str = "RuleSet";
    const PERSONAL: Option<Personal<Self>> = None;

    fn keys(_: &rule_set::Model) -> Keys {
        Keys::default()
    }
}

/// What a rule set is made of is seen with it, and stands in an order.
macro_rules! part_of_rule_set {
    ($($table:ident by $order:ident),* $(,)?) => {$(
        impl Scoped for $table::Entity {
            fn visible_to(viewer: Viewer) -> Slice {
                Slice::through::<rule_set::Entity>($table::Column::RuleSetId, rule_set::Column::Id, viewer)
            }

            fn editable_by(viewer: Viewer) -> Slice {
                Slice::through_editable::<rule_set::Entity>($table::Column::RuleSetId, rule_set::Column::Id, viewer)
            }
        }

        impl ChildOf<rule_set::Entity> for $table::Entity {
            fn parent_column() -> <Self as EntityTrait>::Column {
                $table::Column::RuleSetId
            }

            fn sibling_order() -> <Self as EntityTrait>::Column {
                $table::Column::$order
            }
        }
    )*};
}

part_of_rule_set!(rule_set_document by Position, rule_set_norm by Position, rule_set_deadline by Step);
