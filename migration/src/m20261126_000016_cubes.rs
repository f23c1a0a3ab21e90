//! Counters by cubes and levels, in the place of those by establishment alone; and what establishments were before they
//! changed. Counters hold nothing that the records do not say: they are counted again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, integer, integer_null, string, string_len, uuid};

use crate::columns::{Columns, create, drop, index};

const TABLES: &[&str] = &["establishment_past", "counter", "closing_balance"];
const KEY: [&str; 11] = [
    "measure",
    "cube",
    "level",
    "boundaries",
    "month",
    "known",
    "delegation_id",
    "association_id",
    "establishment_id",
    "part_1",
    "part_2",
];

const BALANCE_KEY: [&str; 7] = ["delegation_id", "measure", "cube", "boundaries", "month", "part_1", "part_2"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["counter"]).await?;
        // No year is closed any more: closing one makes its balances.
        let mut open = Query::update();
        open.table("stream").value("closed_from", 0).value("closed_until", 0);
        manager.execute(open).await?;
        let (mut key, mut balance_key) = (Index::create(), Index::create());
        for column in KEY {
            key.col(column);
        }
        for column in BALANCE_KEY {
            balance_key.col(column);
        }
        create(
            manager,
            vec![
                Table::create()
                    .table("establishment_past")
                    .belongs_to("establishment_id", "establishment")
                    .col(date("until"))
                    .belongs_to("delegation_id", "delegation")
                    .belongs_to("commune_id", "commune")
                    .may_belong_to("association_id", "association")
                    .col(integer_null("capacity_total"))
                    .col(integer_null("capacity_female"))
                    .col(integer_null("capacity_male"))
                    .primary_key(Index::create().col("establishment_id").col("until"))
                    .take(),
                Table::create()
                    .table("counter")
                    .col(string_len("measure", 32))
                    .col(string_len("cube", 32))
                    .col(string_len("level", 16))
                    .col(string_len("boundaries", 16))
                    .col(integer("month"))
                    .col(integer("known"))
                    .col(uuid("delegation_id"))
                    .col(uuid("association_id"))
                    .col(uuid("establishment_id"))
                    .col(string("part_1"))
                    .col(string("part_2"))
                    .col(big_integer("value"))
                    .primary_key(&mut key)
                    .take(),
                Table::create()
                    .table("closing_balance")
                    .col(uuid("delegation_id"))
                    .col(string_len("measure", 32))
                    .col(string_len("cube", 32))
                    .col(string_len("boundaries", 16))
                    .col(integer("month"))
                    .col(string("part_1"))
                    .col(string("part_2"))
                    .col(big_integer("value"))
                    .primary_key(&mut balance_key)
                    .take(),
            ],
            vec![
                index("establishment_past", &["delegation_id"]),
                index("counter", &["delegation_id", "level", "cube", "month"]),
                of_level("association_id"),
                of_level("establishment_id"),
                // Of a whole country, read from the index alone.
                index(
                    "closing_balance",
                    &["measure", "cube", "boundaries", "month", "delegation_id", "part_1", "part_2", "value"],
                ),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

/// The counters of an association or of an establishment: not those of all delegations under the nil UUID.
fn of_level(column: &'static str) -> IndexCreateStatement {
    let mut index = index("counter", &[column, "cube", "month"]);
    index.and_where(Expr::col("level").ne("DELEGATION")).take()
}
