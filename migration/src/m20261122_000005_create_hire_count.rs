//! The hires of each specialty, year and source, counted: what statistics of a whole school read instead of its hires.
//!
//! Triggers keep the counts, so that no way of writing a hire can forget them, in the transaction of the write. On
//! PostgreSQL they run once a statement, on SQLite once a row. Rows of a cell that was emptied stay, with zero.

use crate::columns::{bigint, drop_tables, integer, table, text, uuid};
use sea_orm_migration::prelude::{Alias, DbErr, Index, SchemaManager};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns =
        [uuid("school_id"), uuid("specialty_id"), integer("academic_year"), text("source"), bigint("hires")];
    let references = [("school_id", "school"), ("specialty_id", "specialty")];
    let mut key = Index::create();
    for column in ["school_id", "specialty_id", "academic_year", "source"] {
        key.col(Alias::new(column));
    }
    let mut counts = table("hire_count", columns, &references);
    manager.create_table(counts.primary_key(&mut key).to_owned()).await?;
    let triggers: &[&str] = match manager.get_database_backend() {
        DatabaseBackend::Postgres => POSTGRES,
        _ => SQLITE,
    };
    for statement in triggers.iter().chain([&COUNT]) {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DatabaseBackend::Postgres;
    for name in if postgres { POSTGRES_NAMES } else { SQLITE_NAMES } {
        let of = if postgres { " ON hire" } else { "" };
        manager.get_connection().execute_unprepared(&format!("DROP TRIGGER {name}{of}")).await?;
    }
    if postgres {
        manager.get_connection().execute_unprepared("DROP FUNCTION hire_count_keep()").await?;
    }
    drop_tables(manager, &["hire_count"]).await
}

/// After the triggers: on PostgreSQL they wait for whoever writes hires, and hold off whoever would.
const COUNT: &str = "INSERT INTO hire_count (school_id, specialty_id, academic_year, source, hires) \
    SELECT school_id, specialty_id, academic_year, source, count(*) FROM hire \
    GROUP BY school_id, specialty_id, academic_year, source";

const POSTGRES_NAMES: &[&str] =
    &["hire_count_inserted", "hire_count_updated", "hire_count_deleted", "hire_count_truncated"];

const SQLITE_NAMES: &[&str] = &["hire_count_inserted", "hire_count_updated", "hire_count_deleted"];

const POSTGRES: &[&str] = &[
    // Cells in their order: two imports at once wait for one another, and never both.
    "CREATE FUNCTION hire_count_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM hire_count;
      ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO hire_count AS kept (school_id, specialty_id, academic_year, source, hires)
        SELECT school_id, specialty_id, academic_year, source, count(*) FROM added GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (school_id, specialty_id, academic_year, source) DO UPDATE SET hires = kept.hires + excluded.hires;
      ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO hire_count AS kept (school_id, specialty_id, academic_year, source, hires)
        SELECT school_id, specialty_id, academic_year, source, -count(*) FROM removed GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (school_id, specialty_id, academic_year, source) DO UPDATE SET hires = kept.hires + excluded.hires;
      ELSE
        INSERT INTO hire_count AS kept (school_id, specialty_id, academic_year, source, hires)
        SELECT school_id, specialty_id, academic_year, source, sum(n) FROM (
          SELECT school_id, specialty_id, academic_year, source, 1 AS n FROM added
          UNION ALL SELECT school_id, specialty_id, academic_year, source, -1 FROM removed
        ) moved GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4
        ON CONFLICT (school_id, specialty_id, academic_year, source) DO UPDATE SET hires = kept.hires + excluded.hires;
      END IF;
      RETURN NULL;
    END $$",
    "CREATE TRIGGER hire_count_inserted AFTER INSERT ON hire REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION hire_count_keep()",
    "CREATE TRIGGER hire_count_updated AFTER UPDATE ON hire REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION hire_count_keep()",
    "CREATE TRIGGER hire_count_deleted AFTER DELETE ON hire REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION hire_count_keep()",
    "CREATE TRIGGER hire_count_truncated AFTER TRUNCATE ON hire FOR EACH STATEMENT EXECUTE FUNCTION hire_count_keep()",
];

const SQLITE: &[&str] = &[
    "CREATE TRIGGER hire_count_inserted AFTER INSERT ON hire BEGIN
      INSERT INTO hire_count (school_id, specialty_id, academic_year, source, hires)
      VALUES (NEW.school_id, NEW.specialty_id, NEW.academic_year, NEW.source, 1)
      ON CONFLICT (school_id, specialty_id, academic_year, source) DO UPDATE SET hires = hires + 1;
    END",
    "CREATE TRIGGER hire_count_updated AFTER UPDATE OF school_id, specialty_id, academic_year, source ON hire BEGIN
      UPDATE hire_count SET hires = hires - 1 WHERE school_id = OLD.school_id AND specialty_id = OLD.specialty_id
      AND academic_year = OLD.academic_year AND source = OLD.source;
      INSERT INTO hire_count (school_id, specialty_id, academic_year, source, hires)
      VALUES (NEW.school_id, NEW.specialty_id, NEW.academic_year, NEW.source, 1)
      ON CONFLICT (school_id, specialty_id, academic_year, source) DO UPDATE SET hires = hires + 1;
    END",
    "CREATE TRIGGER hire_count_deleted AFTER DELETE ON hire BEGIN
      UPDATE hire_count SET hires = hires - 1 WHERE school_id = OLD.school_id AND specialty_id = OLD.specialty_id
      AND academic_year = OLD.academic_year AND source = OLD.source;
    END",
];
