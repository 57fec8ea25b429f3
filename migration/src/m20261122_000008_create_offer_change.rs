//! That offers changed: what tells a process in one short statement whether the offers that it holds in memory are still
//! those of the database.
//!
//! Triggers write it, in the transaction of the change, so that no way of writing an offer can forget it. Rows are only
//! added, so that no writer waits for another; the sum of `changes` of a school only grows, and two moments with the same
//! sum have the same offers. The worker's sweep replaces many rows by one of the same sum. A row names the offer where it
//! is about one alone; whoever writes the specialties or the skills of an offer writes the offer too, in the same
//! transaction.

use crate::columns::{bigint, create, drop_tables, id, index, table, uuid, uuid_null};
use sea_orm_migration::prelude::{DbErr, SchemaManager};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let changes =
        table("offer_change", [id(), uuid("school_id"), uuid_null("offer_id"), bigint("changes")], &[]);
    create(manager, vec![changes], vec![index("offer_change", &["school_id"])]).await?;
    let triggers: &[&str] = match manager.get_database_backend() {
        DatabaseBackend::Postgres => POSTGRES,
        _ => SQLITE,
    };
    for statement in triggers {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DatabaseBackend::Postgres;
    for name in if postgres { POSTGRES_NAMES } else { SQLITE_NAMES } {
        let of = if postgres { " ON offer" } else { "" };
        manager.get_connection().execute_unprepared(&format!("DROP TRIGGER {name}{of}")).await?;
    }
    if postgres {
        manager.get_connection().execute_unprepared("DROP FUNCTION offer_change_note()").await?;
    }
    drop_tables(manager, &["offer_change"]).await
}

const POSTGRES_NAMES: &[&str] =
    &["offer_change_inserted", "offer_change_updated", "offer_change_deleted", "offer_change_truncated"];

const SQLITE_NAMES: &[&str] = &["offer_change_inserted", "offer_change_updated", "offer_change_deleted"];

/// Once a statement: a row a school, which names the offer where there is one.
const POSTGRES: &[&str] = &[
    "CREATE FUNCTION offer_change_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO offer_change (id, school_id, offer_id, changes) SELECT gen_random_uuid(), id, NULL, 1 FROM school;
      ELSE
        INSERT INTO offer_change (id, school_id, offer_id, changes)
        SELECT gen_random_uuid(), school_id, CASE WHEN count(*) = 1 THEN (array_agg(id))[1] END, count(*)
        FROM touched GROUP BY school_id;
      END IF;
      RETURN NULL;
    END $$",
    "CREATE TRIGGER offer_change_inserted AFTER INSERT ON offer REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION offer_change_note()",
    "CREATE TRIGGER offer_change_updated AFTER UPDATE ON offer REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION offer_change_note()",
    "CREATE TRIGGER offer_change_deleted AFTER DELETE ON offer REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION offer_change_note()",
    "CREATE TRIGGER offer_change_truncated AFTER TRUNCATE ON offer FOR EACH STATEMENT EXECUTE FUNCTION offer_change_note()",
];

/// Once a row.
const SQLITE: &[&str] = &[
    "CREATE TRIGGER offer_change_inserted AFTER INSERT ON offer BEGIN
      INSERT INTO offer_change (id, school_id, offer_id, changes) VALUES (randomblob(16), NEW.school_id, NEW.id, 1);
    END",
    "CREATE TRIGGER offer_change_updated AFTER UPDATE ON offer BEGIN
      INSERT INTO offer_change (id, school_id, offer_id, changes) VALUES (randomblob(16), NEW.school_id, NEW.id, 1);
    END",
    "CREATE TRIGGER offer_change_deleted AFTER DELETE ON offer BEGIN
      INSERT INTO offer_change (id, school_id, offer_id, changes) VALUES (randomblob(16), OLD.school_id, OLD.id, 1);
    END",
];
