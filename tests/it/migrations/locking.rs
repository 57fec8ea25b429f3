//! Every migration since the first schema, as PostgreSQL is sent it, held to the rules.

use super::rules::{Rule, broken};
use crate::harness::{Database, Kind, Suite, close, fill};
use api::backup::Schema;
use api::migrating::{self, LOCK_TIMEOUT};
use migration::{Migrator, MigratorTrait, SchemaManager, change};
use sea_orm::sea_query::{Alias, Index};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// The last migration of the first schema, which nobody served before.
const FIRST_SCHEMA: &str = "m20261121_000009_create_outbox";

pub(crate) fn trials(suite: &mut Suite) {
    let only = Kind::Postgres;
    suite.on(only, module_path!(), "no_migration_locks_or_destroys", no_migration_locks_or_destroys);
    suite.on(
        only,
        module_path!(),
        "a_migration_does_not_wait_for_locks",
        a_migration_does_not_wait_for_locks,
    );
    suite.on(only, module_path!(), "an_index_is_made_beside_writers", an_index_is_made_beside_writers);
}

#[derive(Deserialize)]
struct Allowances {
    #[serde(default)]
    allowed: Vec<Allowed>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Allowed {
    migration: String,
    rule: String,
    reason: String,
}

async fn no_migration_locks_or_destroys(database: Database) {
    let allowances: Allowances = toml::from_str(include_str!("../../../migration/allowed.toml")).unwrap();
    let (heard, db, _guard) = listening(&database).await;
    let (mut unused, mut complaints) = (allowances.allowed, Vec::new());
    for (done, name) in migrating::names().iter().enumerate() {
        let schema = Schema::at(done).await.unwrap();
        let existing: BTreeSet<String> = schema.tables.iter().map(|table| table.name.clone()).collect();
        let before = files(&db).await;
        heard.take();
        Migrator::up(&db, Some(1)).await.unwrap();
        let statements = heard.take();
        assert!(statements.iter().any(|sql| sql.contains("seaql_migrations")), "{name}: {statements:?}");
        if name.as_str() <= FIRST_SCHEMA {
            assert!(statements.iter().any(|sql| sql.starts_with("CREATE TABLE")), "{name}: {statements:?}");
            continue;
        }
        let mut rules: BTreeSet<Rule> = statements.iter().flat_map(|sql| broken(sql, &existing)).collect();
        let after = files(&db).await;
        if before.iter().any(|(table, file)| after.get(table).is_some_and(|now| now != file)) {
            rules.insert(Rule::Rewrite);
        }
        for rule in rules {
            let known = unused.iter().position(|one| one.migration == *name && one.rule == rule.to_string());
            match known {
                Some(index) => assert!(unused.remove(index).reason.len() > 20, "{name}: a reason for {rule}"),
                None => complaints.push(format!("{name} breaks the rule {rule}: {statements:#?}")),
            }
        }
    }
    assert!(complaints.is_empty(), "see migration/README.md\n{}", complaints.join("\n"));
    assert_eq!(unused, [], "allowed, and not needed");
    db.close().await.unwrap();
}

/// Which file each table is in: another one after it was rewritten.
async fn files(db: &DatabaseConnection) -> BTreeMap<String, i64> {
    let list = "SELECT relname::text AS name, relfilenode::bigint AS file FROM pg_class \
                WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace";
    let rows = db.query_all_raw(Statement::from_string(DatabaseBackend::Postgres, list)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "file").unwrap())).collect()
}

async fn a_migration_does_not_wait_for_locks(database: Database) {
    let (db, settings) = (database.connect().await.unwrap(), database.settings());
    migrating::up(&settings, &db).await.unwrap();
    let pool = migrating::connect(&settings).await.unwrap();
    let shown = |name: &str| Statement::from_string(DatabaseBackend::Postgres, format!("SHOW {name}"));
    for (name, meant) in [("lock_timeout", LOCK_TIMEOUT), ("statement_timeout", "0")] {
        let row = pool.query_one_raw(shown(name)).await.unwrap().unwrap();
        assert_eq!(row.try_get::<String>("", name).unwrap(), meant);
    }
    let reader = sea_orm::TransactionTrait::begin(&db.write).await.unwrap();
    reader.execute_unprepared("SELECT count(*) FROM setting").await.unwrap();
    let failed = pool.execute_unprepared("ALTER TABLE setting ADD COLUMN later text").await.unwrap_err();
    assert!(failed.to_string().contains("lock timeout"), "{failed}");
    reader.rollback().await.unwrap();
    pool.close().await.unwrap();
    close(db).await.unwrap();
}

async fn an_index_is_made_beside_writers(database: Database) {
    let (heard, pool, _guard) = listening(&database).await;
    let db = database.connect().await.unwrap();
    Migrator::up(&pool, None).await.unwrap();
    fill(&db, &Schema::at(migrating::names().len()).await.unwrap(), 20).await.unwrap();
    let writer = db.begin().await.unwrap();
    writer.execute_unprepared("UPDATE skill SET name = 'held' WHERE name LIKE 'name 3 %'").await.unwrap();
    heard.take();
    let index = || {
        Index::create().name("ix_skill_name").table(Alias::new("skill")).col(Alias::new("name")).to_owned()
    };
    let manager = SchemaManager::new(&pool);
    let (made, ()) = tokio::join!(change::add_index(&manager, index()), async {
        // The writer above, and this one, go on while the index waits for them.
        db.write
            .execute_unprepared("UPDATE skill SET name = 'free' WHERE name LIKE 'name 4 %'")
            .await
            .unwrap();
        writer.commit().await.unwrap();
    });
    made.unwrap();
    let created = heard.take().into_iter().find(|sql| sql.starts_with("CREATE")).unwrap();
    assert!(created.contains("CONCURRENTLY"), "{created}");
    assert_eq!(broken(&created, &["skill".to_owned()].into()), BTreeSet::new());
    change::add_index(&manager, index()).await.unwrap();
    change::drop_index(&manager, "ix_skill_name").await.unwrap();
    close(db).await.unwrap();
    pool.close().await.unwrap();
}

/// Connections whose statements are heard, whichever way they are sent, on this thread until the guard goes.
async fn listening(database: &Database) -> (Heard, DatabaseConnection, DefaultGuard) {
    let heard = Heard::default();
    let subscriber = tracing_subscriber::registry().with(heard.clone());
    let guard = tracing::subscriber::set_default(subscriber);
    let mut options = ConnectOptions::new(database.settings().url.expose());
    options.max_connections(2).sqlx_logging(true);
    (heard, sea_orm::Database::connect(options).await.unwrap(), guard)
}

/// The statements that sqlx logs.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: tracing::Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut statement = Said::default();
            event.record(&mut statement);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(statement.text());
        }
    }
}

/// sqlx gives a statement of a few words as the summary alone.
#[derive(Default)]
struct Said {
    summary: String,
    whole: String,
}

impl Said {
    fn text(self) -> String {
        let whole = self.whole.trim();
        if whole.is_empty() { self.summary } else { whole.to_owned() }
    }
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "summary" {
            self.summary = format!("{value:?}");
        }
    }
}
