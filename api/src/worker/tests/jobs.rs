use crate::searching::tests::fragile::State;
use crate::searching::tests::world::World;
use crate::worker::{self, Job, Reindexed, jobs};
use chrono::TimeDelta;
use domain::company::CompanyStatus;
use domain::offer::OfferStatus;
use entity::{Stored, idempotency_key, job, offer, rate_limit};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

async fn row(world: &World, job: Job) -> Option<job::Model> {
    let named = job::Entity::find().filter(job::Column::Name.eq(job.to_string()));
    named.one(&world.context.db.write).await.unwrap()
}

#[tokio::test]
async fn jobs_come_back_at_their_time() {
    let world = World::indexed().await;
    let now = world.context.now();
    assert_eq!(row(&world, Job::Expire).await.unwrap().due_at, now + TimeDelta::minutes(1));
    assert_eq!(row(&world, Job::Sweep).await.unwrap().due_at, now + TimeDelta::hours(1));
    assert!(row(&world, Job::Reconcile).await.unwrap().due_at > now);
    assert!(row(&world, Job::Reindex).await.is_none(), "done once");
    assert_eq!(world.drain().await, 0, "nothing is due");
    world.clock.advance(TimeDelta::days(1));
    assert_eq!(world.drain().await, 5);
}

#[tokio::test]
async fn an_offer_whose_time_ran_out_is_closed_and_leaves_the_index() {
    let world = World::indexed().await;
    let company = world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    let end = world.context.now() + TimeDelta::days(60);
    let offer = world
        .offer(&company, "Mécanique", ("INSA-TOULOUSE", &["GM"]), &[], |row| row.expires_at = Set(Some(end)))
        .await;
    world.drain().await;
    let count = async || {
        world.ask(None, "{ searchOffers { totalCount } }").await["searchOffers"]["totalCount"].clone()
    };
    assert_eq!(count().await, 1);
    world.clock.advance(TimeDelta::days(61));
    world.drain().await;
    let after = offer::Entity::find_by_id(offer.id).one(&world.context.db.read).await.unwrap().unwrap();
    assert_eq!(after.status, Stored(OfferStatus::Expired));
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_later() {
    let world = World::indexed().await;
    worker::queue(&world.context.db, world.context.now(), world.context.new_id(), Job::Reindex)
        .await
        .unwrap();
    world.engine.set(State::Down);
    assert!(jobs::one(&world.context, std::future::pending()).await.unwrap());
    let failed = row(&world, Job::Reindex).await.unwrap();
    assert!(
        failed.attempts == 1 && failed.last_error.is_some() && failed.due_at > world.context.now(),
        "{failed:?}"
    );
    world.engine.set(State::Up);
    world.clock.advance(TimeDelta::minutes(2));
    world.drain().await;
    assert!(row(&world, Job::Reindex).await.is_none());
}

#[tokio::test]
async fn a_job_that_is_stopped_is_due_at_once() {
    let world = World::indexed().await;
    worker::queue(&world.context.db, world.context.now(), world.context.new_id(), Job::Reindex)
        .await
        .unwrap();
    assert!(jobs::one(&world.context, std::future::ready(())).await.unwrap());
    if let Some(stopped) = row(&world, Job::Reindex).await {
        assert!(stopped.due_at <= world.context.now() && stopped.attempts == 0, "{stopped:?}");
    }
}

#[tokio::test]
async fn a_reindex_is_asked_for_once_and_done_where_the_index_is() {
    let world = World::indexed().await;
    assert_eq!(worker::reindex(&world.context).await.unwrap(), Reindexed::Queued, "the embedded engine's");
    let again =
        worker::queue(&world.context.db, world.context.now(), world.context.new_id(), Job::Reindex).await;
    assert!(!again.unwrap());
    assert_eq!(worker::reindex_here(&world.context).await.unwrap(), Reindexed::Done);
    assert!(row(&world, Job::Reindex).await.is_none());
}

#[tokio::test]
async fn what_nobody_asks_for_again_is_swept() {
    let world = World::indexed().await;
    let now = world.context.now();
    for (rank, age) in (0..).zip([TimeDelta::days(6), TimeDelta::days(8)]) {
        let key = idempotency_key::ActiveModel {
            id: Set(world.context.new_id()),
            owner: Set("anonymous".to_owned()),
            operation: Set("signUpStudent".to_owned()),
            key: Set(format!("{rank}")),
            request_hash: Set(String::new()),
            result_id: Set(world.context.new_id()),
            created_at: Set(now - age),
        };
        key.insert(&world.context.db.write).await.unwrap();
        let limit = rate_limit::ActiveModel {
            id: Set(world.context.new_id()),
            subject: Set(format!("{rank}")),
            window_start: Set(now - TimeDelta::hours(20 * (rank + 1))),
            attempts: Set(1),
        };
        limit.insert(&world.context.db.write).await.unwrap();
    }
    world.clock.advance(TimeDelta::hours(1));
    world.drain().await;
    assert_eq!(idempotency_key::Entity::find().count(&world.context.db.read).await.unwrap(), 1);
    assert_eq!(rate_limit::Entity::find().count(&world.context.db.read).await.unwrap(), 1);
}
