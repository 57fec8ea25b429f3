//! Alerts at once.

use super::{alerts, publish, save, work};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use chrono::TimeDelta;
use domain::alert::AlertFrequency;
use entity::{Stored, account, alert_queue, notification, saved_search, saved_search_alert};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

trials![
    what_is_published_is_told_once,
    what_was_published_before_is_not_told,
    what_closed_meanwhile_is_not_told,
    ten_offers_and_two_of_a_company_are_shown,
    offers_one_by_one_are_no_more_alerts_than_are_shown,
    whoever_left_is_not_told,
    a_worker_that_died_after_telling_does_not_tell_again,
    two_workers_tell_once,
    what_was_told_stays_when_the_search_is_deleted,
    a_search_that_changed_begins_anew,
    ten_thousand_searches_cost_a_few_statements,
];

async fn what_is_published_is_told_once(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    save(&student.client, "embarque", json!({ "specialties": ["IR"] }), "AT_ONCE").await;
    save(&student.client, "", json!({}), "NONE").await;
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Logiciel embarqué").await;
    publish(&app, &member, "Réseaux").await;
    work(&app).await;
    let told = [("One new offer for “My search”.".to_owned(), vec!["Logiciel embarqué".to_owned()], 0)];
    assert_eq!(alerts(&student.client).await, told);
    work(&app).await;
    assert_eq!(alerts(&student.client).await, told);
    assert_eq!(alert_queue::Entity::find().count(&app.context.db.read).await.unwrap(), 0);
}

async fn what_was_published_before_is_not_told(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let member = factory::verified_company(&app).await;
    let offer = publish(&app, &member, "Avant").await;
    app.clock.advance(TimeDelta::minutes(1));
    save(&student.client, "", json!({}), "AT_ONCE").await;
    work(&app).await;
    assert!(alerts(&student.client).await.is_empty());
    // Open again later: it was known when the search was saved.
    factory::act(&member.client, "offerCancel", &offer, Some("A test.")).await;
    publish(&app, &member, "Après").await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await.len(), 1);
}

async fn what_closed_meanwhile_is_not_told(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    save(&student.client, "", json!({}), "AT_ONCE").await;
    let member = factory::verified_company(&app).await;
    let offer = publish(&app, &member, "Fermée").await;
    factory::act(&member.client, "offerCancel", &offer, Some("A test.")).await;
    work(&app).await;
    assert!(alerts(&student.client).await.is_empty());
}

async fn ten_offers_and_two_of_a_company_are_shown(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    save(&student.client, "", json!({}), "AT_ONCE").await;
    for company in 0..6 {
        let member = factory::verified_company(&app).await;
        for offer in 0..3 {
            publish(&app, &member, &format!("Offre {company} {offer}")).await;
        }
    }
    work(&app).await;
    let told = alerts(&student.client).await;
    let [(text, titles, more)] = &told[..] else { panic!("one alert: {told:?}") };
    assert_eq!((text.as_str(), *more), ("18 new offers for “My search”.", 8));
    let newest: Vec<String> =
        (1..6).rev().flat_map(|company| [2, 1].map(|offer| format!("Offre {company} {offer}"))).collect();
    assert_eq!(titles, &newest, "the newest, two of a company");
}

async fn offers_one_by_one_are_no_more_alerts_than_are_shown(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    save(&student.client, "", json!({}), "AT_ONCE").await;
    let (many, other) = (factory::verified_company(&app).await, factory::verified_company(&app).await);
    for offer in 0..5 {
        publish(&app, &many, &format!("Offre {offer}")).await;
        work(&app).await;
    }
    let one = |title: &str| ("One new offer for “My search”.".to_owned(), vec![title.to_owned()], 0);
    let counting = ("4 new offers for “My search”.".to_owned(), vec!["Offre 1".to_owned()], 3);
    assert_eq!(alerts(&student.client).await, [counting.clone(), one("Offre 0")]);
    publish(&app, &other, "Ailleurs").await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await, [one("Ailleurs"), counting.clone(), one("Offre 0")]);
    app.clock.advance(TimeDelta::hours(25));
    publish(&app, &many, "Demain").await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await[0], one("Demain"), "another day");
}

async fn whoever_left_is_not_told(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let gone = factory::student(&app, INSA, "IR").await;
    for client in [&student.client, &gone.client] {
        save(client, "", json!({}), "AT_ONCE").await;
    }
    let rows = saved_search::Entity::find().all(&app.context.db.read).await.unwrap();
    let left = rows.iter().map(|row| row.account_id).max().unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::DisabledAt, Expr::value(app.context.now()))
        .filter(account::Column::Id.eq(left))
        .exec(&app.context.db.write)
        .await
        .unwrap();
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Nouvelle").await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await.len(), 1);
    let told = notification::Entity::find().filter(notification::Column::AccountId.eq(left));
    assert_eq!(told.count(&app.context.db.read).await.unwrap(), 0);
}

async fn a_worker_that_died_after_telling_does_not_tell_again(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    save(&student.client, "", json!({}), "AT_ONCE").await;
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Nouvelle").await;
    let queued =
        alert_queue::Entity::find().one(&app.context.db.read).await.unwrap().expect("a queued offer");
    work(&app).await;
    // As it was before the worker forgot it.
    let again = alert_queue::ActiveModel {
        id: Set(queued.id),
        offer_id: Set(queued.offer_id),
        attempts: Set(0),
        due_at: Set(queued.due_at),
        created_at: Set(queued.created_at),
    };
    alert_queue::Entity::insert(again).exec_without_returning(&app.context.db.write).await.unwrap();
    work(&app).await;
    assert_eq!(alerts(&student.client).await.len(), 1);
}

async fn two_workers_tell_once(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    for _ in 0..5 {
        save(&student.client, "", json!({}), "AT_ONCE").await;
    }
    let member = factory::verified_company(&app).await;
    work(&app).await;
    for title in ["Une", "Deux"] {
        publish(&app, &member, title).await;
    }
    let (one, two) = tokio::join!(api::worker::drain(&app.context), api::worker::drain(&app.context));
    one.unwrap();
    two.unwrap();
    let rows = saved_search_alert::Entity::find().count(&app.context.db.read).await.unwrap();
    assert_eq!(rows, 10, "five searches, two offers");
    let offers: usize = alerts(&student.client).await.iter().map(|(_, titles, _)| titles.len()).sum();
    assert_eq!(offers, 10);
}

async fn what_was_told_stays_when_the_search_is_deleted(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let search = save(&student.client, "", json!({}), "AT_ONCE").await;
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Nouvelle").await;
    work(&app).await;
    let told = alerts(&student.client).await;
    factory::act(&student.client, "savedSearchDelete", &search, None).await;
    assert_eq!(alerts(&student.client).await, told);
}

async fn a_search_that_changed_begins_anew(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let search = save(&student.client, "zzyzx ", json!({}), "AT_ONCE").await;
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Avant le changement").await;
    app.clock.advance(TimeDelta::minutes(1));
    let update = "mutation($id: ID!, $input: SavedSearchUpdateInput!) {
        savedSearchUpdate(id: $id, input: $input) { userErrors { code } } }";
    student.client.get(update, json!({ "id": search, "input": { "query": "" } })).await;
    work(&app).await;
    assert!(alerts(&student.client).await.is_empty(), "published before it sought that");
    student.client.get(update, json!({ "id": search, "input": { "name": "Renamed" } })).await;
    publish(&app, &member, "Après").await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await[0].1, ["Après"], "a name is nothing that is sought");
}

/// Of 10,000 searches 50 find the offer.
async fn ten_thousand_searches_cost_a_few_statements(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    save(&student.client, "embarqué", json!({}), "AT_ONCE").await;
    let model = saved_search::Entity::find().one(&app.context.db.read).await.unwrap().expect("the one saved");
    let rows = (1..10_000_u32).map(|number| saved_search::ActiveModel {
        id: Set(app.context.new_id()),
        account_id: Set(model.account_id),
        name: Set(format!("Search {number}")),
        query: Set(if number < 50 {
            "logiciel embarqué".into()
        } else {
            format!("mot{number} rare{number}")
        }),
        filter: Set(model.filter.clone()),
        frequency: Set(Stored(AlertFrequency::AtOnce)),
        since: Set(model.since),
        digested_at: Set(None),
        created_at: Set(model.created_at),
        updated_at: Set(model.updated_at),
    });
    let rows: Vec<_> = rows.collect();
    for chunk in rows.chunks(1_000) {
        saved_search::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(&app.context.db.write)
            .await
            .unwrap();
    }
    let member = factory::verified_company(&app).await;
    work(&app).await;
    publish(&app, &member, "Logiciel embarqué").await;
    let statements = app.count_statements(work(&app)).await;
    assert!(statements < 80, "ten pages of searches, one transaction of alerts: {statements}");
    let rows = saved_search_alert::Entity::find().count(&app.context.db.read).await.unwrap();
    assert_eq!(rows, 50);
}
