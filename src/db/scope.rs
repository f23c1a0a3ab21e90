//! The rule of a table: which rows a viewer may see, and which it may change.

use entity::id::{AccountId, MandateId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PrimaryKeyToColumn, QueryFilter, QuerySelect, QueryTrait};

use crate::auth::{NationalRole, Viewer};

/// The rows of one table that one viewer may touch.
#[derive(Clone, Debug)]
pub enum Slice {
    /// All of them.
    Everything,
    /// None of them.
    Nothing,
    /// Those that meet a condition.
    Only(Condition),
}

impl Slice {
    /// The rows that meet a condition on the table's own columns.
    pub fn only(condition: impl Into<Condition>) -> Self {
        Self::Only(condition.into())
    }

    /// All rows, to the national administrators; none to anyone else.
    #[must_use]
    pub fn of_administrators(viewer: Viewer) -> Self {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin) => Self::Everything,
            Viewer::NationalOffice(
                NationalRole::Officer | NationalRole::Finance | NationalRole::Auditor | NationalRole::DataProtection,
            )
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Self::Nothing,
        }
    }

    /// The rows whose `column` holds a `parent_column` of a row of `P` that the viewer may see: a parent's rule,
    /// inherited, never restated.
    #[must_use]
    pub fn through<P: Scoped>(column: impl ColumnTrait, parent_column: P::Column, viewer: Viewer) -> Self {
        P::visible_to(viewer).inherited::<P>(column, parent_column)
    }

    /// The same for a row of `P` that also meets a condition.
    #[must_use]
    pub fn through_those<P: Scoped>(
        column: impl ColumnTrait,
        parent_column: P::Column,
        viewer: Viewer,
        condition: impl Into<Condition>,
    ) -> Self {
        P::visible_to(viewer).and(condition.into()).inherited::<P>(column, parent_column)
    }

    /// The same for a row of `P` that the viewer may change.
    #[must_use]
    pub fn through_editable<P: Scoped>(column: impl ColumnTrait, parent_column: P::Column, viewer: Viewer) -> Self {
        P::editable_by(viewer).inherited::<P>(column, parent_column)
    }

    /// The rows whose `column` holds a `parent_column` of a row of `P` that meets a condition, whoever sees that row: for a rule in
    /// which two tables decide about each other.
    #[must_use]
    pub fn among<P: Scoped>(
        column: impl ColumnTrait,
        parent_column: P::Column,
        condition: impl Into<Condition>,
    ) -> Self {
        Self::only(condition).inherited::<P>(column, parent_column)
    }

    fn inherited<P: EntityTrait>(self, column: impl ColumnTrait, parent_column: P::Column) -> Self {
        let points_here = P::PrimaryKey::from_column(parent_column).is_none();
        match self {
            // What every row of `P` points to is not every row here.
            Self::Everything if points_here => Self::Only(Condition::all()).inherited::<P>(column, parent_column),
            Self::Everything => Self::Everything,
            Self::Nothing => Self::Nothing,
            Self::Only(condition) => {
                let parents = P::find().select_only().column(parent_column).filter(condition);
                // What is pointed to by a row of `P` is looked up there, row by row: gathering all that is pointed to costs
                // more where few rows are asked for. The name of the table must mean this one within, so not in itself.
                if points_here && column.entity_name().to_string() != P::default().table_name() {
                    let here = Expr::col(column.as_column_ref());
                    return Self::only(Expr::exists(parents.filter(parent_column.into_expr().eq(here)).into_query()));
                }
                Self::only(column.in_subquery(parents.into_query()))
            }
        }
    }

    /// The rows of the slice that meet a condition.
    #[must_use]
    pub fn and(self, condition: impl Into<Condition>) -> Self {
        match self {
            Self::Everything => Self::only(condition),
            Self::Nothing => Self::Nothing,
            Self::Only(slice) => Self::Only(Condition::all().add(slice).add(condition.into())),
        }
    }

    /// The rows of the slice but those that an import brought which is not there yet, or was taken back; the column names the
    /// part that brought each.
    #[must_use]
    pub fn shown(self, part: impl ColumnTrait) -> Self {
        // Written out, since it stands in most statements, in many more than once. In these words, the index of the few that
        // are hidden is found.
        let part = format!("\"{}\".\"{}\"", part.entity_name(), part.as_str());
        let hidden = "SELECT \"id\" FROM \"import_part\" WHERE \"shown\" = FALSE";
        self.and(Expr::cust(format!("({part} IS NULL OR {part} NOT IN ({hidden}))")))
    }

    /// The counters of the slice but those of houses and associations that an import brought which is not there yet, or was taken
    /// back. Of delegations' counters, nothing is looked up.
    #[must_use]
    pub fn counters_shown(self) -> Self {
        let of_hidden = "\"import_part_id\" IN (SELECT \"id\" FROM \"import_part\" WHERE \"shown\" = FALSE)";
        let not_of = |table: &str| {
            format!("\"counter\".\"{table}_id\" NOT IN (SELECT \"id\" FROM \"{table}\" WHERE {of_hidden})")
        };
        let of_those_seen = format!("{} AND {}", not_of("establishment"), not_of("association"));
        self.and(Expr::cust(format!("(\"counter\".\"level\" = 'DELEGATION' OR ({of_those_seen}))")))
    }

    /// The rows of either slice.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Everything, _) | (_, Self::Everything) => Self::Everything,
            (Self::Nothing, slice) | (slice, Self::Nothing) => slice,
            (Self::Only(one), Self::Only(other)) => Self::Only(Condition::any().add(one).add(other)),
        }
    }

    /// As a value: true for a row inside.
    pub(super) fn into_expr(self) -> Expr {
        match self {
            Self::Everything => Expr::val(true),
            Self::Nothing => Expr::val(false),
            Self::Only(condition) => condition.into(),
        }
    }

    pub(super) fn into_condition(self) -> Condition {
        match self {
            Self::Everything => Condition::all(),
            Self::Nothing => Condition::all().add(Expr::cust("1 = 0")),
            Self::Only(condition) => condition,
        }
    }
}

/// A table whose rows have been decided. Both rules are required; each is a `match` without a `_` arm.
pub trait Scoped: EntityTrait<Model: Sync> {
    /// The rows the viewer may see.
    fn visible_to(viewer: Viewer) -> Slice;

    /// The rows the viewer may change, of those it may see.
    fn editable_by(viewer: Viewer) -> Slice;
}

/// A table of which some rows are an account's own, whatever its slice; [`ScopedDb::own`](super::ScopedDb::own) finds them.
pub trait Own: Scoped {
    /// The rows that are an account's own while it speaks by a mandate.
    fn owned_by(account: AccountId, mandate: MandateId) -> Slice;
}

/// A table whose rows no slice parts: whoever may change one may change all of them.
pub trait ReferenceData: Scoped {}

/// Reference data: read by every signed-in viewer, changed by the national administrators.
macro_rules! reference_data {
    ($($entity:ty),* $(,)?) => {$(
        impl $crate::db::ReferenceData for $entity {}

        impl $crate::db::Scoped for $entity {
            fn visible_to(_: $crate::auth::Viewer) -> $crate::db::Slice {
                $crate::db::Slice::Everything
            }

            fn editable_by(viewer: $crate::auth::Viewer) -> $crate::db::Slice {
                $crate::db::Slice::of_administrators(viewer)
            }
        }
    )*};
}
pub(crate) use reference_data;
