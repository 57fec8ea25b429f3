//! Archives of every earlier schema: restored as they were, and migrated.

use super::now;
use crate::harness::{Database, close, fill};
use api::backup::{self, Archive, Schema};
use migration::{Migrator, MigratorTrait};

trials![a_backup_of_every_earlier_schema_is_restored_and_migrated];

async fn a_backup_of_every_earlier_schema_is_restored_and_migrated(database: Database) {
    let all = api::migrating::names().len();
    let db = database.connect().await.unwrap();
    for migrations in 1..=all {
        let schema = Schema::at(migrations).await.unwrap();
        Migrator::up(&db.write, Some(u32::try_from(migrations).unwrap())).await.unwrap();
        fill(&db, &schema, 4).await.unwrap();
        let path = database.folder.path().join(format!("{migrations}.gz"));
        let made = backup::make(&db, &path, now()).await.unwrap();
        Migrator::down(&db.write, None).await.unwrap();
        let archive = Archive::read(&path).await.unwrap();
        let restored = backup::restore(&database.settings(), &db, &archive, false).await.unwrap();
        assert_eq!(restored.migrated, all - migrations);
        let holding = backup::holding(&db.read).await.unwrap();
        assert_eq!((holding.migrations, holding.tables), (all, made.tables.len()));
        assert_eq!(holding.rows, made.tables.iter().map(|(_, sum)| sum.rows).sum::<u64>());
        Migrator::down(&db.write, None).await.unwrap();
    }
    close(db).await.unwrap();
}
