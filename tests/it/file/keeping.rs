//! The storage, as the platform itself uses it: papers that it made, rolled back, removed, damaged.

use super::scene::{Scene, pdf};
use api::context::Context;
use api::file::{self, NewFile};
use api::worker;
use chrono::TimeDelta;
use domain::file::{FileKind, FileSubject};
use entity::stored_file;
use sea_orm::{ColumnTrait, EntityTrait};
use uuid::Uuid;

trials![
    a_paper_is_kept_and_read_to_the_byte,
    a_paper_whose_transaction_is_rolled_back_goes_after_a_day,
    a_removed_file_goes_after_a_day,
    a_file_that_was_changed_is_not_read,
    a_file_that_the_database_does_not_know_is_left_alone,
];

fn paper() -> NewFile {
    NewFile {
        subject: FileSubject::Application,
        subject_id: Uuid::from_u128(1),
        kind: FileKind::Other,
        title: Some("Paper".to_owned()),
        by: None,
    }
}

async fn keep(context: &Context, bytes: &[u8]) -> stored_file::Model {
    let kept = file::store_bytes(context, bytes).await.unwrap();
    let tx = context.db.begin().await.unwrap();
    let row = file::record(context, &tx, kept, paper()).await.unwrap();
    tx.commit().await.unwrap();
    row
}

async fn a_day_later(scene: &Scene) {
    scene.app.clock.advance(TimeDelta::days(2));
    worker::drain(&scene.app.context).await.unwrap();
}

async fn a_paper_is_kept_and_read_to_the_byte(scene: Scene) {
    let (context, bytes) = (&scene.app.context, pdf(900_000));
    let row = keep(context, &bytes).await;
    assert_eq!((row.name.as_str(), row.bytes), ("Paper.pdf", 900_000));
    assert_eq!(file::read(context, &row).await.unwrap(), bytes);
    a_day_later(&scene).await;
    assert_eq!(file::read(context, &row).await.unwrap(), bytes);
    assert!(file::store_bytes(context, b"no known type").await.is_err());
}

async fn a_paper_whose_transaction_is_rolled_back_goes_after_a_day(scene: Scene) {
    let context = &scene.app.context;
    let kept = file::store_bytes(context, &pdf(2_000)).await.unwrap();
    let tx = context.db.begin().await.unwrap();
    file::record(context, &tx, kept.clone(), paper()).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!((scene.rows().await, scene.stored().len()), ((0, 1), 1));
    a_day_later(&scene).await;
    assert_eq!((scene.rows().await, scene.stored().len()), ((0, 0), 0));
    // Too late, and said so: the row would have no bytes.
    let tx = context.db.begin().await.unwrap();
    assert!(file::record(context, &tx, kept, paper()).await.is_err());
}

async fn a_removed_file_goes_after_a_day(scene: Scene) {
    let context = &scene.app.context;
    let (one, two) = (keep(context, &pdf(2_000)).await, keep(context, &pdf(3_000)).await);
    let tx = context.db.begin().await.unwrap();
    let these = sea_orm::Condition::all().add(stored_file::Column::Id.eq(one.id));
    assert_eq!(file::remove(context, &tx, these).await.unwrap(), 1);
    tx.commit().await.unwrap();
    a_day_later(&scene).await;
    assert_eq!((scene.rows().await, scene.stored().len()), ((1, 0), 1));
    assert!(stored_file::Entity::find_by_id(one.id).one(&context.db.read).await.unwrap().is_none());
    assert!(file::read(context, &two).await.is_ok());
}

async fn a_file_that_was_changed_is_not_read(scene: Scene) {
    let context = &scene.app.context;
    let row = keep(context, &pdf(2_000)).await;
    std::fs::write(&scene.stored()[0], pdf(2_001)).unwrap();
    assert!(file::read(context, &row).await.is_err());
}

async fn a_file_that_the_database_does_not_know_is_left_alone(scene: Scene) {
    keep(&scene.app.context, &pdf(2_000)).await;
    let stranger = scene.app.context.config.files.folder.join("stranger");
    std::fs::write(&stranger, "of somebody else").unwrap();
    a_day_later(&scene).await;
    assert!(stranger.exists());
}
