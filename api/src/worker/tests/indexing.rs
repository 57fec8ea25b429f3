use crate::outbox::Indexed;
use crate::searching::documents;
use crate::searching::tests::fragile::{POISON, State};
use crate::searching::tests::world::World;
use crate::worker::index::{self, Held};
use crate::worker::{self, lease, was_set_aside};
use chrono::TimeDelta;
use domain::company::CompanyStatus;
use domain::student::{StudentStatus, StudentVisibility};
use entity::{Stored, company, offer, search_outbox};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use search::{Change, Document, Engine as _, Field, Kind};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

const INSA: &str = "INSA-TOULOUSE";

async fn queued(world: &World) -> u64 {
    search_outbox::Entity::find().count(&world.context.db.write).await.unwrap()
}

/// The indexes hold what SQL says, at its versions.
async fn assert_equal(world: &World) {
    for kind in Indexed::ALL {
        let sql = documents::versions(&world.context.db.read, kind, None, 100_000).await.unwrap();
        let index = world.engine.versions(kind.into(), None, 100_000).await.unwrap();
        assert_eq!(sql, index, "{kind}");
    }
}

/// The title and company of the offers that words find.
async fn found(world: &World, words: &str) -> usize {
    let document = format!("{{ searchOffers(query: {words:?}) {{ totalCount engine }} }}");
    let found = world.ask(None, &document).await["searchOffers"].clone();
    assert_ne!(found["engine"], "sql");
    usize::try_from(found["totalCount"].as_u64().unwrap()).unwrap()
}

async fn rename(world: &World, company: &company::Model, name: &str) -> company::Model {
    let mut row = company.clone().into_active_model();
    row.name = Set(name.to_owned());
    row.version = Set(company.version + 1);
    let row = row.update(&world.context.db.write).await.unwrap();
    world.changed(Indexed::Company, row.id, row.version).await;
    row
}

#[tokio::test]
async fn what_changed_during_an_outage_is_indexed_after_it() {
    let world = World::indexed().await;
    assert_equal(&world).await;
    world.engine.set(State::Down);
    let company = world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    world.offer(&company, "Mécanique", (INSA, &["GM"]), &["Python"], |_| {}).await;
    world.student("Open Infor", (INSA, "IR"), StudentVisibility::Companies, StudentStatus::Confirmed).await;
    let gone = world.company("Gone Works", CompanyStatus::Rejected).await;
    assert!(worker::drain(&world.context).await.unwrap_err().is_outage());
    assert!(index::batch(&world.context, &Held::default()).await.unwrap_err().is_outage());
    assert_eq!(queued(&world).await, 4, "nothing was lost");
    let rows = search_outbox::Entity::find().all(&world.context.db.read).await.unwrap();
    assert!(
        rows.iter().all(|row| row.attempts == 0 && row.due_at <= world.context.now()),
        "none is to blame"
    );
    world.engine.set(State::Up);
    world.drain().await;
    assert_eq!(queued(&world).await, 0);
    assert_equal(&world).await;
    assert!(
        !world
            .engine
            .versions(Kind::Company, None, 10_000)
            .await
            .unwrap()
            .iter()
            .any(|(id, _)| *id == gone.id)
    );
}

#[tokio::test]
async fn a_row_that_is_refused_blocks_no_other() {
    let world = World::indexed().await;
    world.engine.set(State::Picky);
    let company = world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    world.drain().await;
    for rank in 0..9 {
        let title = if rank == 4 { POISON.to_owned() } else { format!("Mécanique {rank}") };
        world.offer(&company, &title, (INSA, &["GM"]), &[], |_| {}).await;
    }
    world.drain().await;
    assert_eq!(found(&world, "mécanique").await, 8);
    let rows = search_outbox::Entity::find().all(&world.context.db.read).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(row.attempts == 1 && row.last_error.as_ref().unwrap().contains("poison"), "{row:?}");
    assert!(row.due_at > world.context.now());
    world.drain().await;
    assert_eq!(queued(&world).await, 1, "not tried before its time");
    world.engine.set(State::Up);
    world.clock.advance(TimeDelta::minutes(2));
    world.drain().await;
    assert_eq!(queued(&world).await, 0);
    assert_equal(&world).await;
}

/// Tries until the row is set aside, and answers it.
async fn set_aside(world: &World) -> search_outbox::Model {
    for _ in 0..5 {
        world.drain().await;
        world.clock.advance(TimeDelta::hours(1));
    }
    let rows = search_outbox::Entity::find().all(&world.context.db.read).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(was_set_aside(row) && row.attempts == 5, "{row:?}");
    row.clone()
}

/// An offer that the engine refuses, as it is indexed.
async fn poisoned(world: &World) -> offer::Model {
    world.engine.set(State::Picky);
    let company = world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    world.offer(&company, POISON, (INSA, &["GM"]), &[], |_| {}).await
}

#[tokio::test]
async fn what_is_refused_again_and_again_is_set_aside_until_it_changes() {
    let world = World::indexed().await;
    let offer = poisoned(&world).await;
    let first = set_aside(&world).await;
    world.clock.advance(TimeDelta::days(30));
    world.drain().await;
    let kept = search_outbox::Entity::find_by_id(first.id).one(&world.context.db.read).await.unwrap();
    assert_eq!(kept, Some(first), "not tried again by itself, nor by the nightly comparison");
    let mut row = offer.clone().into_active_model();
    row.title = Set(format!("{POISON}ed still"));
    row.version = Set(offer.version + 1);
    let offer = row.update(&world.context.db.write).await.unwrap();
    world.changed(Indexed::Offer, offer.id, offer.version).await;
    assert_eq!(queued(&world).await, 2);
    assert_eq!(set_aside(&world).await.version, offer.version, "of two one is kept, the later");
    let mut row = offer.clone().into_active_model();
    row.title = Set("Mécanique".to_owned());
    row.version = Set(offer.version + 1);
    let offer = row.update(&world.context.db.write).await.unwrap();
    world.changed(Indexed::Offer, offer.id, offer.version).await;
    world.drain().await;
    assert_eq!((queued(&world).await, found(&world, "mécanique").await), (0, 1));
    assert_equal(&world).await;
}

#[tokio::test]
async fn a_company_is_not_refused_for_one_of_its_offers() {
    let world = World::indexed().await;
    world.engine.set(State::Picky);
    let company = world.company("Ancien Nom", CompanyStatus::Verified).await;
    world.offer(&company, POISON, (INSA, &["GM"]), &[], |_| {}).await;
    world.offer(&company, "Mécanique", (INSA, &["GM"]), &[], |_| {}).await;
    set_aside(&world).await;
    rename(&world, &company, "Vocable Neuf").await;
    world.drain().await;
    let renamed = world.ask(None, "{ searchCompanies(query: \"vocable\") { totalCount } }").await;
    assert_eq!(renamed["searchCompanies"]["totalCount"], 1);
    assert_eq!(found(&world, "vocable").await, 1, "the offer that is not refused bears the new name");
    let rows = search_outbox::Entity::find().all(&world.context.db.read).await.unwrap();
    assert!(rows.iter().all(|row| row.kind == "offer"), "{rows:?}");
}

/// What operators are told: failed tries; and of changes, how many were tried in vain, and how many of these are set aside.
async fn told(world: &World) -> (u32, [String; 2]) {
    // What was read of the database a moment ago is told again.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let scrape = crate::metrics::render(&world.context).await;
    let value = |series: &str| {
        let line = scrape.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.unwrap_or_default().to_owned()
    };
    let rows = ["tremplin_outbox_poison_rows", "tremplin_outbox_set_aside_rows"].map(value);
    (value("tremplin_indexing_failures_total").parse().unwrap(), rows)
}

#[tokio::test]
async fn operators_are_told_of_what_is_refused() {
    let world = World::indexed().await;
    assert_eq!(told(&world).await, (0, ["0.0", "0.0"].map(str::to_owned)));
    poisoned(&world).await;
    world.drain().await;
    let (first, rows) = told(&world).await;
    assert!(first > 0);
    assert!(rows[0] != "0.0" && rows[1] == "0.0", "to be tried again: {rows:?}");
    set_aside(&world).await;
    let (all, rows) = told(&world).await;
    assert!(all >= first + 4, "five tries in all: {first}, then {all}");
    assert_eq!(rows, ["1.0", "1.0"]);
    world.engine.set(State::Down);
    world.company("Other Works", CompanyStatus::Verified).await;
    assert!(index::batch(&world.context, &Held::default()).await.unwrap_err().is_outage());
    let outage = (all + 1, ["1.0", "1.0"].map(str::to_owned));
    assert_eq!(told(&world).await, outage, "an outage is a failure, and no row's fault");
    world.engine.set(State::Up);
    worker::retry(&world.context).await.unwrap();
    world.drain().await;
    assert_eq!(told(&world).await, (all + 1, ["0.0", "0.0"].map(str::to_owned)));
}

#[tokio::test]
async fn what_is_set_aside_is_tried_again_on_demand() {
    let world = World::indexed().await;
    poisoned(&world).await;
    set_aside(&world).await;
    world.engine.set(State::Up);
    world.drain().await;
    assert_eq!(queued(&world).await, 1);
    assert_eq!(worker::retry(&world.context).await.unwrap(), 1);
    world.drain().await;
    assert_eq!(queued(&world).await, 0);
    assert_equal(&world).await;
}

#[tokio::test]
async fn an_offer_is_found_by_its_companys_new_name() {
    let world = World::indexed().await;
    let company = world.company("Ancien Nom", CompanyStatus::Verified).await;
    world.offer(&company, "Mécanique", (INSA, &["GM"]), &[], |_| {}).await;
    world.drain().await;
    assert_eq!(found(&world, "ancien").await, 1);
    rename(&world, &company, "Vocable Neuf").await;
    world.drain().await;
    assert_eq!((found(&world, "ancien").await, found(&world, "vocable").await), (0, 1));
    assert_equal(&world).await;
}

#[tokio::test]
async fn what_one_worker_claimed_another_passes_over_until_it_is_due_again() {
    let world = World::indexed().await;
    world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    assert_eq!(lease::outbox(&world.context).await.unwrap().len(), 1);
    assert_eq!(index::batch(&world.context, &Held::default()).await.unwrap(), 0, "claimed");
    world.clock.advance(TimeDelta::minutes(2));
    assert_eq!(index::batch(&world.context, &Held::default()).await.unwrap(), 1, "whoever claimed it died");
    world.company("AIRBUS SAS", CompanyStatus::Unverified).await;
    lease::outbox(&world.context).await.unwrap();
    lease::recover(&world.context).await.unwrap();
    assert_eq!(
        index::batch(&world.context, &Held::default()).await.unwrap(),
        1,
        "the next process takes it over"
    );
}

#[tokio::test]
async fn differences_that_no_outbox_knows_of_are_reconciled() {
    let world = World::indexed().await;
    let hires = world.engine.versions(Kind::Hire, None, 3).await.unwrap();
    let (lost, ahead, behind) = (hires[0].0, hires[1].0, hires[2].0);
    let stray =
        Document::new(Kind::Hire, Uuid::from_u128(7), 1).text(Field::CompanyName, ["Stray".to_owned()]);
    let newer = Document::new(Kind::Hire, ahead, 1_000).text(Field::CompanyName, ["Newer".to_owned()]);
    let older = Document::new(Kind::Hire, behind, 0).text(Field::CompanyName, ["Older".to_owned()]);
    // An engine may refuse to go back by itself.
    let changes =
        vec![Change::Delete(lost), Change::Upsert(stray), Change::Upsert(newer), Change::Delete(behind)];
    world.engine.write(Kind::Hire, changes).await.unwrap();
    world.engine.flush().await.unwrap();
    world.engine.write(Kind::Hire, vec![Change::Upsert(older)]).await.unwrap();
    world.engine.flush().await.unwrap();
    let compared = worker::compare(&world.context, Indexed::Hire).await.unwrap();
    assert_eq!((compared.rows, compared.documents), (238, 238));
    assert_eq!((compared.missing, compared.stale, compared.surplus), (1, 2, 1));
    assert_eq!(worker::reconcile(&world.context, Indexed::Hire).await.unwrap(), 4);
    assert_eq!(worker::reconcile(&world.context, Indexed::Company).await.unwrap(), 0);
    world.drain().await;
    assert_equal(&world).await;
}

#[tokio::test]
async fn a_rebuild_makes_the_index_what_sql_says() {
    let world = World::indexed().await;
    let stray =
        Document::new(Kind::Hire, Uuid::from_u128(7), 1).text(Field::CompanyName, ["Stray".to_owned()]);
    world.engine.write(Kind::Hire, vec![Change::Upsert(stray)]).await.unwrap();
    world.engine.flush().await.unwrap();
    assert_eq!(worker::rebuild(&world.context, Indexed::Hire).await.unwrap(), 238);
    assert_equal(&world).await;
}

#[tokio::test]
async fn what_is_hidden_while_an_index_is_built_is_not_in_it() {
    let world = World::indexed().await;
    let (open, confirmed) = (StudentVisibility::Companies, StudentStatus::Confirmed);
    let shown = world.student("Seen Still", (INSA, "IR"), open, confirmed).await;
    let hidden = world.student("Hidden Meanwhile", (INSA, "IR"), open, confirmed).await;
    world.drain().await;
    let db = world.context.db.write.clone();
    // Another process has told the engine before our older documents come, and its outbox row is gone.
    world.engine.before_adding(async move {
        let version = hidden.version + 1;
        let mut row = hidden.into_active_model();
        row.visibility = Set(Stored(StudentVisibility::Hidden));
        row.version = Set(version);
        row.update(&db).await.unwrap();
    });
    worker::rebuild(&world.context, Indexed::Student).await.unwrap();
    let indexed = world.engine.versions(Kind::Student, None, 10).await.unwrap();
    assert_eq!(indexed, [(shown.id, shown.version)]);
    assert_eq!(queued(&world).await, 0, "nothing is left to compare");
}

#[tokio::test]
async fn a_change_is_searchable_within_a_second_while_the_worker_runs() {
    let world = World::new().await;
    let company = world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let context = Arc::clone(&world.context);
    let worker = worker::spawn(context, async { drop(stopped.await) });
    let begun = Instant::now();
    while !world.context.search.is_ready() {
        assert!(begun.elapsed() < Duration::from_secs(120), "the first index takes too long");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // A server adds the time of its own queue, on a machine that is busy with other tests.
    let pace = Duration::from_secs(if world.engine.name() == "embedded" { 1 } else { 3 });
    world.offer(&company, "Mécanique", (INSA, &["GM"]), &[], |_| {}).await;
    let begun = Instant::now();
    while found(&world, "mécanique").await == 0 {
        assert!(begun.elapsed() < pace, "not searchable in time");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), worker).await.unwrap().unwrap();
}
