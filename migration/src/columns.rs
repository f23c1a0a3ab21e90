//! Columns that many tables have, in one wording.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date_null, integer, text_null, uuid, uuid_null};

/// A table with a UUID for its key.
pub(crate) fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).col(uuid("id").primary_key()).take()
}

/// The same, plus what every record has: its version, and whether it only demonstrates.
pub(crate) fn record(name: &'static str) -> TableCreateStatement {
    table(name).col(boolean("demonstration").default(false)).col(integer("version").default(1)).take()
}

pub(crate) trait Columns {
    /// A name in Arabic, in French, or in both; never in neither.
    fn names(&mut self) -> &mut Self;
    /// First and last day of validity.
    fn validity(&mut self) -> &mut Self;
    /// A reference to another table's `id`.
    fn belongs_to(&mut self, column: &'static str, table: &'static str) -> &mut Self;
    /// A reference that may be absent.
    fn may_belong_to(&mut self, column: &'static str, table: &'static str) -> &mut Self;
    /// A foreign key on a column that exists already.
    fn references(&mut self, column: &'static str, table: &'static str, key: &'static str) -> &mut Self;
}

impl Columns for TableCreateStatement {
    fn names(&mut self) -> &mut Self {
        self.col(text_null("name_ar"))
            .col(text_null("name_fr"))
            .check(Expr::col("name_ar").is_not_null().or(Expr::col("name_fr").is_not_null()))
    }

    fn validity(&mut self) -> &mut Self {
        self.col(date_null("valid_from")).col(date_null("valid_to"))
    }

    fn belongs_to(&mut self, column: &'static str, table: &'static str) -> &mut Self {
        self.col(uuid(column)).references(column, table, "id")
    }

    fn may_belong_to(&mut self, column: &'static str, table: &'static str) -> &mut Self {
        self.col(uuid_null(column)).references(column, table, "id")
    }

    fn references(&mut self, column: &'static str, table: &'static str, key: &'static str) -> &mut Self {
        self.foreign_key(ForeignKey::create().from_col(column).to(table, key))
    }
}

/// An index on a table's columns, named after them.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index.take()
}

/// At most one row of each parent is in a state.
pub(crate) fn one(
    table: &'static str,
    parent: &'static str,
    column: &'static str,
    state: &'static str,
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_one_{}", state.to_lowercase())).table(table).col(parent).unique();
    index.and_where(Expr::col(column).eq(state)).take()
}

/// Creates tables, then indexes.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Drops tables, the last created first.
pub(crate) async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.drop_table(Table::drop().table(*table).take()).await?;
    }
    Ok(())
}
