//! Deadlines: to be dated until the school sets its days, late once they pass, and reminders that come once.

use super::scene::{Contract, Scene, texts};
use crate::harness::Client;
use crate::offer::scene::told;
use api::contract::remind;
use api::graphql::id::{Id, IdKind};
use chrono::TimeDelta;
use domain::contract::ContractAction;
use entity::{Stored, contract, contract_event};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

trials![
    a_deadline_is_dated_once_the_school_sets_its_day,
    what_is_late_is_found_in_sql,
    whoever_must_act_is_reminded_once_for_each_date,
    a_contract_ends_the_day_after_its_last,
    a_contract_that_cannot_be_read_keeps_nobody_from_being_reminded,
];

async fn set(client: &Client, day: Option<&str>) -> crate::harness::Answer {
    let document = "mutation($days: [SchoolDayInput!]!) {
        schoolCalendarSet(school: \"INSA-TOULOUSE\", year: \"2026-2027\", days: $days) {
            schoolYear { days { key title date setBySchool } } userErrors { code path } } }";
    client.graphql(document, json!({ "days": [{ "key": "year_start", "date": day }] })).await
}

async fn deadlines(contract: &Contract, client: &Client) -> Value {
    let fields = "deadlines { step dueOn toBeDated waitsFor pending overdue }";
    contract.read(client, fields).await["deadlines"].take()
}

async fn overdue(client: &Client, yes: bool) -> Value {
    let document = "query($yes: Boolean) { contracts(filter: { overdue: $yes }) { totalCount } }";
    client.get(document, json!({ "yes": yes })).await["contracts"]["totalCount"].take()
}

async fn a_deadline_is_dated_once_the_school_sets_its_day(scene: Scene) {
    let contract = scene.contract().await;
    let student = &contract.student.client;
    let seen = deadlines(&contract, student).await;
    assert_eq!(texts(&seen, "/step"), ["sign", "missions"], "those to be dated come last");
    let waits = json!({ "step": "missions", "dueOn": null, "toBeDated": true, "waitsFor": "start of the year",
        "pending": true, "overdue": false });
    assert_eq!(seen[1], waits);
    let data = set(scene.desk(), Some("2026-09-28")).await.expect_data();
    let day = json!({ "key": "year_start", "title": "start of the year", "date": "2026-09-28", "setBySchool": true });
    assert_eq!(data["schoolCalendarSet"]["schoolYear"]["days"], json!([day]));
    let dated = json!({ "step": "missions", "dueOn": "2026-09-14", "toBeDated": false, "waitsFor": null,
        "pending": true, "overdue": false });
    assert_eq!(deadlines(&contract, student).await[0], dated);
    set(scene.desk(), None).await.expect_data();
    assert_eq!(deadlines(&contract, student).await[1], waits);
    set(scene.company(), Some("2026-09-28")).await.expect_error("FORBIDDEN");
    let document = "mutation { schoolCalendarSet(school: \"INSA-TOULOUSE\", year: \"2026-2027\",
        days: [{ key: \"nothing\", date: \"2026-09-28\" }]) { userErrors { code } } }";
    assert_eq!(scene.desk().ask(document).await.user_error_codes(), ["UNKNOWN"]);
}

async fn what_is_late_is_found_in_sql(scene: Scene) {
    set(scene.desk(), Some("2026-09-16")).await.expect_data();
    let contract = scene.contract().await;
    scene.contract().await;
    contract.promise(scene.company()).await.expect_data();
    contract.missions(&scene.head).await;
    assert_eq!((overdue(scene.desk(), true).await, overdue(scene.desk(), false).await), (json!(0), json!(2)));
    scene.pass(1).await;
    assert_eq!(overdue(scene.desk(), true).await, 0, "the last day is in time");
    scene.pass(1).await;
    assert_eq!((overdue(scene.desk(), true).await, overdue(scene.desk(), false).await), (json!(1), json!(1)));
    assert_eq!(overdue(&contract.student.client, true).await, 0, "one's own was done in time");
    contract.take(scene.desk(), "stepReopen", "missions", "reason: \"Again.\"").await.expect_data();
    assert_eq!(overdue(&contract.student.client, true).await, 1);
    assert_eq!(contract.step(scene.desk(), "missions").await["overdue"], true);
    contract.missions(&scene.head).await;
    assert_eq!(contract.step(scene.desk(), "missions").await["late"], true);
    assert_eq!(overdue(&contract.student.client, true).await, 0);
    set(scene.desk(), Some("2026-10-16")).await.expect_data();
    assert_eq!(overdue(scene.desk(), true).await, 0, "a deadline that moves is kept up");
}

async fn reminders(client: &Client) -> usize {
    told(client).await.iter().filter(|kind| *kind == "CONTRACT_DEADLINE").count()
}

async fn whoever_must_act_is_reminded_once_for_each_date(scene: Scene) {
    set(scene.desk(), Some("2026-09-28")).await.expect_data();
    let contract = scene.contract().await;
    contract.promise(scene.company()).await.expect_data();
    let student = &contract.student.client;
    scene.pass(5).await;
    assert_eq!(reminders(student).await, 0);
    scene.pass(1).await;
    assert_eq!(reminders(student).await, 1, "a week ahead");
    for _ in 0..3 {
        scene.pass(1).await;
    }
    assert_eq!(reminders(student).await, 1);
    scene.pass(3).await;
    assert_eq!(reminders(student).await, 2, "when it is there");
    scene.pass(1).await;
    assert_eq!(reminders(student).await, 2);
    scene.pass(1).await;
    assert_eq!(reminders(student).await, 3, "once it has passed");
    scene.pass(3).await;
    assert_eq!(reminders(student).await, 3);
    assert_eq!((reminders(scene.company()).await, reminders(&scene.head).await), (0, 0));
    // Another date is reminded of anew; what is done is not.
    set(scene.desk(), Some("2026-10-08")).await.expect_data();
    scene.pass(1).await;
    assert_eq!(reminders(student).await, 4);
    contract.complete(student, "missions", json!([])).await.expect_data();
    scene.pass(20).await;
    assert_eq!(reminders(student).await, 4);
    assert!(reminders(&scene.head).await > 0, "it waits for the head now");
    let last = "{ viewer { notifications(first: 1) { edges { node { reason contractId } } } } }";
    let last = scene.head.get(last, json!({})).await;
    assert_eq!(last["viewer"]["notifications"]["edges"][0]["node"]["contractId"], contract.id);
}

async fn a_contract_that_cannot_be_read_keeps_nobody_from_being_reminded(scene: Scene) {
    set(scene.desk(), Some("2026-09-28")).await.expect_data();
    let (one, two) = (scene.contract().await, scene.contract().await);
    for contract in [&one, &two] {
        contract.promise(scene.company()).await.expect_data();
    }
    let context = &scene.app().context;
    let db = &context.db.write;
    // The one that the worker comes to first.
    let first = contract::Entity::find().order_by_asc(contract::Column::Id).one(db).await.unwrap().unwrap();
    let is_first = Id::new(IdKind::Contract, first.id).to_string() == one.id;
    let (damaged, sound) = if is_first { (&one, &two) } else { (&two, &one) };
    let damage = contract_event::Entity::update_many()
        .col_expr(contract_event::Column::Detail, Expr::value("no event"))
        .filter(contract_event::Column::ContractId.eq(first.id))
        .filter(contract_event::Column::Action.eq(Stored(ContractAction::CompleteStep)));
    assert_eq!(damage.exec(db).await.unwrap().rows_affected, 1);
    scene.app().clock.advance(TimeDelta::days(6));
    assert!(remind::run(context).await.is_err(), "it is told");
    assert_eq!(reminders(&sound.student.client).await, 1);
    assert_eq!(reminders(&damaged.student.client).await, 0);
}

async fn a_contract_ends_the_day_after_its_last(scene: Scene) {
    let contract = scene.active().await;
    let student = &contract.student.client;
    scene.pass(364).await;
    assert_eq!(contract.status(student).await, "ACTIVE", "2027-08-31 is its last day");
    scene.pass(1).await;
    assert_eq!(contract.status(student).await, "COMPLETED");
    scene.pass(1).await;
    assert_eq!(contract.actions(student).await.iter().filter(|action| *action == "COMPLETE").count(), 1);
    let list = "{ contracts(filter: { school: \"INSA-TOULOUSE\", status: COMPLETED }) { totalCount } }";
    assert_eq!(scene.desk().get(list, json!({})).await["contracts"]["totalCount"], 1);
}
