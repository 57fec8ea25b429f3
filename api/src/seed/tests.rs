//! The first start and the second.

use super::{Seeded, run};
use crate::hiring::tests::Fixture;
use entity::{
    company, company_alias, company_group, hire, published_figure, school, search_outbox, setting, specialty,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};

#[tokio::test]
async fn the_first_start_loads_the_history_in_the_documents_order() {
    let fixture = Fixture::new().await;
    let db = &fixture.app.context.db.read;
    assert_eq!(school::Entity::find().count(db).await.unwrap(), 4);
    assert_eq!(specialty::Entity::find().count(db).await.unwrap(), 29);
    assert_eq!(company_group::Entity::find().count(db).await.unwrap(), 92);
    assert_eq!(company::Entity::find().count(db).await.unwrap(), 130);
    assert_eq!(company_alias::Entity::find().count(db).await.unwrap(), 157);
    assert_eq!(published_figure::Entity::find().count(db).await.unwrap(), 62);
    assert_eq!(search_outbox::Entity::find().count(db).await.unwrap(), 130 + 238);
    let hires = hire::Entity::find().order_by_asc(hire::Column::Id).all(db).await.unwrap();
    let stored: Vec<_> = hires.iter().filter_map(|hire| hire.company_as_printed.as_deref()).collect();
    let printed: Vec<_> =
        domain::hiring::history::hires().iter().map(|line| line.company_as_printed.as_str()).collect();
    assert_eq!(stored, printed);
}

#[tokio::test]
async fn a_second_start_changes_nothing() {
    let fixture = Fixture::new().await;
    let context = &fixture.app.context;
    let before = hire::Entity::find().order_by_asc(hire::Column::Id).all(&context.db.read).await.unwrap();
    assert_eq!(run(context).await.unwrap(), Seeded::Already);
    let after = hire::Entity::find().order_by_asc(hire::Column::Id).all(&context.db.read).await.unwrap();
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_database_with_schools_of_its_own_is_left_alone() {
    let fixture = Fixture::new().await;
    let context = &fixture.app.context;
    setting::Entity::delete_many().exec(&context.db.write).await.unwrap();
    assert_eq!(run(context).await.unwrap(), Seeded::Already);
    assert_eq!(school::Entity::find().count(&context.db.read).await.unwrap(), 4);
}

#[tokio::test]
async fn two_first_starts_at_once_load_once() {
    let fixture = Fixture::new().await;
    let context = &fixture.app.context;
    // Back to before the first start.
    Migrator::fresh(&context.db.write).await.unwrap();
    let (one, other) = tokio::join!(run(context), run(context));
    let mut answers = [one.unwrap(), other.unwrap()];
    answers.sort_by_key(|seeded| *seeded == Seeded::Already);
    assert_eq!(
        answers,
        [Seeded::Loaded { schools: 4, companies: 130, hires: 238, figures: 62 }, Seeded::Already]
    );
}
