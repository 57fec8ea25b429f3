//! What holds while servers are killed.

use super::balanced::Balanced;
use super::servers::{COUNT, Replicas};
use crate::harness::factory::text;
use crate::harness::{Heard, Socket};
use api::db::Db;
use chrono::TimeDelta;
use domain::notification::NotificationKind;
use domain::offer::{OfferAction, OfferStatus};
use entity::{Stored, idempotency_key, job, notification, offer, offer_event};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::sleep;

const PUBLISHED: &str = "subscription { offerPublished { id } }";
const CREATE: &str = "mutation($input: OfferCreateInput!, $key: String) {
    offerCreate(input: $input, idempotencyKey: $key) { offer { id } userErrors { code message } } }";
/// Tasks that write, and as many that read.
const TASKS: usize = 4;
/// Offers that run out while servers are killed.
const EXPIRING: usize = 15;

fn input(replicas: &Replicas, title: &str) -> Value {
    let today = replicas.clock.now().date_naive();
    json!({
        "school": "INSA-TOULOUSE", "specialties": ["IR"], "title": title, "description": "An offer that was made by a test.",
        "contractType": "PROFESSIONALISATION", "start": today + TimeDelta::days(30), "end": today + TimeDelta::days(300),
        "postcode": "31400", "city": "Toulouse", "positions": 2,
    })
}

/// Makes an offer and publishes it, by any servers.
async fn publish(replicas: &Replicas, client: &Balanced, title: &str) -> String {
    let variables = json!({ "input": input(replicas, title), "key": title });
    let made = client.ask(&replicas.member, CREATE, variables).await;
    let id = text(&made, "/offerCreate/offer/id");
    for (token, step) in [(&replicas.member, "offerSubmit"), (&replicas.desk, "offerApprove")] {
        let document = format!("mutation($id: ID!) {{ {step}(id: $id) {{ userErrors {{ code }} }} }}");
        client.ask(token, &document, json!({ "id": id })).await;
    }
    id
}

async fn listen(replicas: &Replicas, which: usize) -> Socket {
    let mut socket = Socket::connect(&replicas.base(which).unwrap(), None).await;
    socket.subscribe("1", PUBLISHED, json!({})).await;
    // Under way once what was asked after it is answered.
    sleep(Duration::from_millis(300)).await;
    socket
}

pub(super) async fn elsewhere(replicas: Replicas) {
    let replicas = Arc::new(replicas);
    let client = Balanced::new(&replicas);
    let mut sockets = Vec::new();
    for which in 0..COUNT {
        sockets.push(listen(&replicas, which).await);
    }
    let offer = publish(&replicas, &client, "Elsewhere").await;
    for socket in &mut sockets {
        assert_eq!(socket.next("1").await["data"]["offerPublished"]["id"], offer);
    }
}

pub(super) async fn killing(replicas: Replicas) {
    let replicas = Arc::new(replicas);
    let client = Arc::new(Balanced::new(&replicas));
    let db = replicas.database.connect().await.unwrap();
    for number in 0..EXPIRING {
        publish(&replicas, &client, &format!("Expiring {number}")).await;
    }
    let done = Arc::new(AtomicBool::new(false));
    let (mut writers, mut readers) = (Vec::new(), Vec::new());
    for task in 0..TASKS {
        let (to, by, until) = (Arc::clone(&replicas), Arc::clone(&client), Arc::clone(&done));
        writers.push(tokio::spawn(async move { write(&to, &by, task, &until).await }));
        let (to, by, until) = (Arc::clone(&replicas), Arc::clone(&client), Arc::clone(&done));
        readers.push(tokio::spawn(async move { read(&to, &by, &until).await }));
    }
    run_out(&replicas, &db).await;
    let heard = AtomicUsize::new(0);
    for which in 0..COUNT {
        round(&replicas, &client, &db, which, &heard).await;
    }
    done.store(true, Ordering::Relaxed);
    let mut made = Vec::new();
    for writer in writers {
        made.extend(writer.await.unwrap());
    }
    for reader in readers {
        reader.await.unwrap();
    }
    settle(&replicas, &db).await;
    check(&db, &made).await;
    searched(&replicas, &client).await;
    println!(
        "replicas: {} requests answered, {} of them at the second server; {} offers made under as many keys; \
         {EXPIRING} offers expired once each; {} events heard on other servers; {COUNT} servers killed",
        client.answered.load(Ordering::Relaxed),
        client.retried.load(Ordering::Relaxed),
        made.len(),
        heard.load(Ordering::Relaxed),
    );
    close(db).await;
}

/// One server is killed while events are listened to on all, and started again.
async fn round(replicas: &Arc<Replicas>, client: &Balanced, db: &Db, which: usize, heard: &AtomicUsize) {
    let mut sockets = Vec::new();
    for which in 0..COUNT {
        sockets.push(listen(replicas, which).await);
    }
    make_due(replicas, db).await;
    replicas.kill(which);
    assert_eq!(sockets.remove(which).code().await, 1006);
    let offer = publish(replicas, client, &format!("Round {which}")).await;
    for socket in &mut sockets {
        expect(socket, &offer).await;
        heard.fetch_add(1, Ordering::Relaxed);
    }
    let again = Arc::clone(replicas);
    tokio::task::spawn_blocking(move || again.restart(which)).await.unwrap();
    let mut socket = listen(replicas, which).await;
    let offer = publish(replicas, client, &format!("After round {which}")).await;
    expect(&mut socket, &offer).await;
    heard.fetch_add(1, Ordering::Relaxed);
}

async fn expect(socket: &mut Socket, offer: &str) {
    let told = socket.next("1").await;
    assert_eq!(told["data"]["offerPublished"]["id"], offer);
    assert_ne!(socket.hear_within(Duration::ZERO).await, Heard::Closed(1006));
}

/// Makes offers under keys until told to stop; answers the ids, one a key.
async fn write(replicas: &Replicas, client: &Balanced, task: usize, done: &AtomicBool) -> Vec<String> {
    let mut made = Vec::new();
    while !done.load(Ordering::Relaxed) {
        let key = format!("writer {task}, offer {}", made.len());
        let answer =
            client.ask(&replicas.member, CREATE, json!({ "input": input(replicas, &key), "key": key })).await;
        made.push(text(&answer, "/offerCreate/offer/id"));
    }
    made
}

async fn read(replicas: &Replicas, client: &Balanced, done: &AtomicBool) {
    while !done.load(Ordering::Relaxed) {
        let document = r#"{ searchOffers(query: "writer", first: 5) { degraded edges { node { id company { name } } } }
            school(code: "INSA-TOULOUSE") { id specialties { code } } }"#;
        client.ask(&replicas.desk, document, json!({})).await;
    }
}

/// Where there is a search server, it is the one that answers, on whichever server is asked.
async fn searched(replicas: &Replicas, client: &Balanced) {
    if replicas.search.is_none() {
        println!("replicas: without a search server, for want of Meilisearch");
        return;
    }
    let document = "{ searchOffers(query: \"round\", first: 50) { degraded totalCount } }";
    let mut last = json!(null);
    // Who died while it built the index had that in hand for a minute.
    for _ in 0..240 {
        let mut answers = Vec::new();
        for _ in 0..COUNT {
            answers.push(client.ask(&replicas.desk, document, json!({})).await["searchOffers"].take());
        }
        if answers.iter().all(|found| *found == json!({ "degraded": false, "totalCount": 2 * COUNT })) {
            return;
        }
        last = json!(answers);
        sleep(Duration::from_millis(500)).await;
    }
    panic!("the search server does not answer as it should: {last}");
}

/// The offers that were published so far run out now.
async fn run_out(replicas: &Replicas, db: &Db) {
    offer::Entity::update_many()
        .col_expr(offer::Column::ExpiresAt, Expr::value(replicas.clock.now() - TimeDelta::minutes(1)))
        .filter(offer::Column::Status.eq(Stored(OfferStatus::Published)))
        .exec(&db.write)
        .await
        .unwrap();
}

/// The job that expires offers is due now, on every server at once.
async fn make_due(replicas: &Replicas, db: &Db) {
    job::Entity::update_many()
        .col_expr(job::Column::DueAt, Expr::value(replicas.clock.now()))
        .filter(job::Column::Name.eq("expire"))
        .exec(&db.write)
        .await
        .unwrap();
}

/// Waits until nothing is due any more. Who died with the job in hand had it for a minute: it is taken away here.
async fn settle(replicas: &Replicas, db: &Db) {
    let due = || {
        offer::Entity::find()
            .filter(offer::Column::Status.eq(Stored(OfferStatus::Published)))
            .filter(offer::Column::ExpiresAt.lte(replicas.clock.now()))
            .count(&db.read)
    };
    for _ in 0..60 {
        if due().await.unwrap() == 0 {
            return;
        }
        make_due(replicas, db).await;
        sleep(Duration::from_millis(500)).await;
    }
    panic!("offers that are due were not expired");
}

async fn check(db: &Db, made: &[String]) {
    let distinct: BTreeSet<&String> = made.iter().collect();
    assert_eq!(distinct.len(), made.len(), "one offer a key");
    let keys = idempotency_key::Entity::find().filter(idempotency_key::Column::Key.starts_with("writer "));
    assert_eq!(keys.count(&db.read).await.unwrap(), count(made.len()), "keys kept");
    let written = offer::Entity::find().filter(offer::Column::Title.starts_with("writer "));
    assert_eq!(written.count(&db.read).await.unwrap(), count(made.len()), "offers written");
    let expired =
        offer_event::Entity::find().filter(offer_event::Column::Action.eq(Stored(OfferAction::Expire)));
    assert_eq!(expired.count(&db.read).await.unwrap(), count(EXPIRING), "offers expired");
    let told = notification::Entity::find()
        .filter(notification::Column::Kind.eq(Stored(NotificationKind::OfferExpired)));
    assert_eq!(told.count(&db.read).await.unwrap(), count(EXPIRING), "told of expiry");
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}

async fn close(db: Db) {
    crate::harness::close(db).await.unwrap();
}
