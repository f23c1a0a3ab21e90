//! Names as they are searched, under an index of their trigrams: `pg_trgm` on PostgreSQL, FTS5 on SQLite. Both serve the
//! same condition, `folded LIKE '% word%'`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, Statement};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The extension is among those that the owner of a database may create by itself.
const POSTGRES: &str = "
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE TABLE search_name (row_id uuid PRIMARY KEY, object_id uuid NOT NULL, folded text NOT NULL);
    CREATE INDEX search_name_object_id ON search_name (object_id);
    CREATE INDEX search_name_folded ON search_name USING gin (folded gin_trgm_ops);";

/// The index knows a row by a number that `VACUUM` leaves alone, and follows the table by triggers. What is taken out of
/// it is gone from the file.
const SQLITE: &str = "
    CREATE TABLE search_name (
        id INTEGER PRIMARY KEY, row_id uuid_text NOT NULL UNIQUE, object_id uuid_text NOT NULL, folded text NOT NULL
    );
    CREATE INDEX search_name_object_id ON search_name (object_id);
    CREATE VIRTUAL TABLE search_name_index USING fts5(
        folded, content = 'search_name', content_rowid = 'id', tokenize = 'trigram', detail = 'full'
    );
    INSERT INTO search_name_index (search_name_index, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER search_name_insert AFTER INSERT ON search_name BEGIN
        INSERT INTO search_name_index (rowid, folded) VALUES (new.id, new.folded);
    END;
    CREATE TRIGGER search_name_delete AFTER DELETE ON search_name BEGIN
        INSERT INTO search_name_index (search_name_index, rowid, folded) VALUES ('delete', old.id, old.folded);
    END;
    CREATE TRIGGER search_name_update AFTER UPDATE ON search_name BEGIN
        INSERT INTO search_name_index (search_name_index, rowid, folded) VALUES ('delete', old.id, old.folded);
        INSERT INTO search_name_index (rowid, folded) VALUES (new.id, new.folded);
    END;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        if manager.get_database_backend() != DbBackend::Postgres {
            connection.execute_unprepared(SQLITE).await?;
            return Ok(());
        }
        connection.execute_unprepared(POSTGRES).await?;
        // Under LC_CTYPE=C an Arabic word has no trigrams, and each search would read the whole table.
        let letters = Statement::from_string(DbBackend::Postgres, "SELECT cardinality(show_trgm('دار')) > 0 AS known");
        let known = connection.query_one_raw(letters).await?.map(|row| row.try_get::<bool>("", "known")).transpose()?;
        if known != Some(true) {
            return Err(DbErr::Custom(
                "this database takes Arabic letters for no letters (LC_CTYPE); create it with a UTF-8 locale, \
                 for instance: CREATE DATABASE taawun TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            manager.drop_table(Table::drop().table("search_name_index").take()).await?;
        }
        manager.drop_table(Table::drop().table("search_name").take()).await
    }
}
