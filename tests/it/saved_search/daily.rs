//! Alerts once a day.

use super::{alerts, publish, save, work};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{offer, saved_search_alert};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::json;

trials![
    a_day_is_told_of_at_seven_in_paris,
    what_came_while_no_worker_ran_is_told_later,
    two_replicas_tell_of_a_day_once,
    an_alert_of_a_day_is_bounded,
    what_a_day_only_counted_is_not_told_again,
];

/// Cases begin on 1 September at 08:00 UTC, which is 10:00 in Paris.
async fn seven_in_paris(app: &TestApp) {
    let tomorrow = (app.context.now() + TimeDelta::days(1)).date_naive();
    let seven = tomorrow.and_hms_opt(5, 0, 0).map(|time| time.and_utc()).unwrap();
    move_to(app, seven);
}

fn move_to(app: &TestApp, time: DateTime<Utc>) {
    app.clock.advance(time - app.context.now());
}

async fn a_day_is_told_of_at_seven_in_paris(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    work(&app).await;
    save(&student.client, "", json!({}), "DAILY").await;
    let member = factory::verified_company(&app).await;
    for title in ["Une", "Deux"] {
        publish(&app, &member, title).await;
    }
    work(&app).await;
    assert!(alerts(&student.client).await.is_empty(), "not before it is seven");
    seven_in_paris(&app).await;
    work(&app).await;
    let told = ("2 new offers for “My search”.".to_owned(), vec!["Deux".to_owned(), "Une".to_owned()], 0);
    assert_eq!(alerts(&student.client).await, std::slice::from_ref(&told));
    publish(&app, &member, "Trois").await;
    seven_in_paris(&app).await;
    work(&app).await;
    let next = ("One new offer for “My search”.".to_owned(), vec!["Trois".to_owned()], 0);
    assert_eq!(alerts(&student.client).await, [next.clone(), told.clone()]);
    seven_in_paris(&app).await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await, [next, told], "a day without offers is no alert");
}

async fn what_came_while_no_worker_ran_is_told_later(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    work(&app).await;
    save(&student.client, "", json!({}), "DAILY").await;
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Lundi").await;
    app.clock.advance(TimeDelta::days(3));
    publish(&app, &member, "Jeudi").await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await[0].1, ["Jeudi", "Lundi"]);
}

async fn two_replicas_tell_of_a_day_once(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    work(&app).await;
    save(&student.client, "", json!({}), "DAILY").await;
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Nouvelle").await;
    seven_in_paris(&app).await;
    let (one, two) = tokio::join!(api::worker::drain(&app.context), api::worker::drain(&app.context));
    one.unwrap();
    two.unwrap();
    assert_eq!(alerts(&student.client).await.len(), 1);
}

async fn an_alert_of_a_day_is_bounded(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    work(&app).await;
    save(&student.client, "", json!({}), "DAILY").await;
    let member = factory::verified_company(&app).await;
    for number in 0..5 {
        publish(&app, &member, &format!("Offre {number}")).await;
    }
    seven_in_paris(&app).await;
    work(&app).await;
    let told = alerts(&student.client).await;
    assert_eq!(
        (told[0].1.as_slice(), told[0].2),
        (["Offre 4".to_owned(), "Offre 3".to_owned()].as_slice(), 3)
    );
    seven_in_paris(&app).await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await.len(), 1, "what was only counted was told of too");
}

/// More offers than an alert has rows for, some of them published within the hour at which the next day's looks again.
async fn what_a_day_only_counted_is_not_told_again(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    work(&app).await;
    save(&student.client, "", json!({}), "DAILY").await;
    let member = factory::verified_company(&app).await;
    publish(&app, &member, "Une").await;
    let row = offer::Entity::find().one(&app.context.db.read).await.unwrap().expect("the one published");
    let seven = (app.context.now() + TimeDelta::days(1)).date_naive();
    let seven = seven.and_hms_opt(5, 0, 0).map(|time| time.and_utc()).unwrap();
    // 150 long before seven, 149 just before it.
    let copies = (0..299_i64).map(|number| {
        let before = if number < 150 { TimeDelta::hours(5) } else { TimeDelta::minutes(5) };
        let mut copy = row.clone().into_active_model();
        copy.id = Set(app.context.new_id());
        copy.reference = Set(format!("TR-{number:06}"));
        copy.published_at = Set(Some(seven - before - TimeDelta::milliseconds(number)));
        copy
    });
    let copies: Vec<_> = copies.collect();
    for some in copies.chunks(100) {
        offer::Entity::insert_many(some.to_vec())
            .exec_without_returning(&app.context.db.write)
            .await
            .unwrap();
    }
    move_to(&app, seven);
    work(&app).await;
    let told = alerts(&student.client).await;
    assert_eq!((told[0].0.as_str(), told[0].2), ("300 new offers for “My search”.", 298));
    let rows = saved_search_alert::Entity::find().count(&app.context.db.read).await.unwrap();
    assert_eq!(rows, 149, "of those that are met again");
    seven_in_paris(&app).await;
    work(&app).await;
    assert_eq!(alerts(&student.client).await, told);
}
