//! Out of one database, into another, and back.

use super::{Two, archive_in, filled, now, sums};
use crate::harness::{Database, TestApp, close};
use api::backup::{self, Archive, Problem, Table, left_out};
use api::demo::{Input, Scale};
use entity::{access_token, company, company_group};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

trials![
    what_is_restored_is_what_was_backed_up,
    a_demo_survives_a_restore_over_itself,
    a_backup_is_of_one_moment,
    nothing_is_overwritten_unasked,
];

/// Every table with rows of every kind, 510 of them so that a row comes many statements before the one it refers to.
async fn what_is_restored_is_what_was_backed_up(two: Two) {
    let (own, schema) = filled(&two.own, 510).await;
    let path = archive_in(&two.own);
    let made = backup::make(&own, &path, now()).await.unwrap();
    assert!(made.tables.iter().all(|(_, sum)| sum.rows == 510));
    assert_eq!(made.tables.len() + left_out().len(), schema.tables.len());
    let archive = Archive::read(&path).await.unwrap();
    let file = two.file.connect().await.unwrap();
    let restored = backup::restore(&two.file.settings(), &file, &archive, false).await.unwrap();
    assert_eq!(restored.migrated, 0);
    let kept: Vec<Table> = made.tables.into_iter().map(|(table, _)| table).collect();
    assert_eq!(sums(&file, &kept).await, sums(&own, &kept).await);
    assert_eq!(access_token::Entity::find().count(&file.read).await.unwrap(), 0, "sessions are left out");
    let back = archive_in(&two.file);
    backup::make(&file, &back, now()).await.unwrap();
    let back = Archive::read(&back).await.unwrap();
    backup::restore(&two.own.settings(), &own, &back, true).await.unwrap();
    assert_eq!(sums(&file, &kept).await, sums(&own, &kept).await);
    // The references hold as before: a specialty of no school is refused.
    let orphan = "INSERT INTO account_specialty (id, account_id, specialty_id) SELECT company_id, company_id, company_id FROM hire";
    assert!(sea_orm::ConnectionTrait::execute_unprepared(&own.write, orphan).await.is_err());
    close(own).await.unwrap();
    close(file).await.unwrap();
}

async fn a_demo_survives_a_restore_over_itself(app: TestApp) {
    let scale = Scale { companies: 6, students: 8, offers: 10, applications: 12, contracts: 4 };
    let input = Input { scale, seed: 1, schools: Vec::new(), password: None };
    api::demo::run(&app.context, input).await.unwrap();
    let database = app.into_database().await.unwrap();
    let db = database.connect().await.unwrap();
    let path = archive_in(&database);
    let made = backup::make(&db, &path, now()).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&db.write, "UPDATE company SET name = 'gone'")
        .await
        .unwrap();
    let archive = Archive::read(&path).await.unwrap();
    backup::restore(&database.settings(), &db, &archive, true).await.unwrap();
    assert_eq!(
        company::Entity::find().filter(company::Column::Name.eq("gone")).count(&db.read).await.unwrap(),
        0
    );
    for (table, sum) in &made.tables {
        assert_eq!(backup::sum(&db.write, table).await.unwrap(), *sum, "{}", table.name);
    }
    close(db).await.unwrap();
    let again = TestApp::open(database, chrono::TimeDelta::hours(2), |_| {}).await.unwrap();
    let answer = again.anonymous().ask("{ schools { code } }").await.expect_data();
    assert_eq!(answer["schools"].as_array().unwrap().len(), 4);
}

/// Somebody writes a group and its company in one transaction, again and again: no backup has one without the other.
async fn a_backup_is_of_one_moment(database: Database) {
    let (db, _) = filled(&database, 5).await;
    let writer = tokio::spawn({
        let db = db.clone();
        async move {
            for number in 0.. {
                if let Err(error) = pair(&db, number).await {
                    panic!("a write failed beside a backup: {error}");
                }
            }
        }
    });
    let mut counts = Vec::new();
    for number in 0..5 {
        let path = database.folder.path().join(format!("{number}.gz"));
        let made = backup::make(&db, &path, now()).await.unwrap();
        let rows = |name: &str| made.tables.iter().find(|(table, _)| table.name == name).unwrap().1.rows;
        assert_eq!(rows("company"), rows("company_group"));
        counts.push(rows("company"));
    }
    writer.abort();
    assert!(counts.first() < counts.last(), "writes went on meanwhile: {counts:?}");
    drop(writer.await);
    close(db).await.unwrap();
}

async fn pair(db: &api::db::Db, number: u128) -> Result<(), sea_orm::DbErr> {
    let id = Uuid::from_u128(number + 1);
    let tx = db.begin().await?;
    let name = format!("pair {number}");
    let group =
        company_group::ActiveModel { id: Set(id), name: Set(name.clone()), name_key: Set(name.clone()) };
    group.insert(&tx).await?;
    let text = format!(
        "INSERT INTO company (id, name, name_key, group_id, status, demo, version, created_at, updated_at) \
         SELECT $1, '{name}', '{name}', $1, status, demo, version, created_at, updated_at FROM company LIMIT 1"
    );
    let backend = sea_orm::ConnectionTrait::get_database_backend(&tx);
    let insert = sea_orm::Statement::from_sql_and_values(backend, text, [id.into()]);
    sea_orm::ConnectionTrait::execute_raw(&tx, insert).await?;
    tx.commit().await
}

async fn nothing_is_overwritten_unasked(two: Two) {
    let (own, _) = filled(&two.own, 3).await;
    let path = archive_in(&two.own);
    backup::make(&own, &path, now()).await.unwrap();
    let again = backup::make(&own, &path, now()).await.unwrap_err();
    assert!(matches!(&again, Problem::Refused(text) if text.contains("nothing is overwritten")), "{again}");
    let archive = Archive::read(&path).await.unwrap();
    let (file, schema) = filled(&two.file, 4).await;
    let before = sums(&file, &schema.tables).await;
    let refused = backup::restore(&two.file.settings(), &file, &archive, false).await.unwrap_err();
    assert!(refused.to_string().contains("is not empty: it holds"), "{refused}");
    assert_eq!(sums(&file, &schema.tables).await, before);
    let empty = two.file.folder.path().join("empty.db");
    let nothing = api::config::Database {
        url: api::config::Secret::new(format!("sqlite://{}", empty.display())),
        ..two.file.settings()
    };
    let nowhere = backup::connect_existing(&nothing).await.unwrap_err();
    assert!(nowhere.to_string().contains("there is no database at") && !empty.exists(), "{nowhere}");
    let db = backup::connect(&nothing).await.unwrap();
    let unmade = backup::make(&db, &two.own.folder.path().join("b.gz"), now()).await.unwrap_err();
    assert!(unmade.to_string().contains("nothing to back up"), "{unmade}");
    close(own).await.unwrap();
    close(file).await.unwrap();
}
