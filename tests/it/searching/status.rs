//! `searchIndex`.

use super::{index, published};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use entity::search_outbox;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;

trials_on_both_engines![says_what_waits_what_failed_and_what_differs];

const STATUS: &str = "{ searchIndex { engine ready waiting lag oldest
    poison { kind id attempts error nextTry } indexes { kind rows documents missing stale surplus } } }";

async fn says_what_waits_what_failed_and_what_differs(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let desk = factory::career_services(&app, INSA).await;
    index(&app).await;
    published(&app, &member, "Essais", "Toulouse", &["AE"]).await;
    app.clock.advance(chrono::TimeDelta::seconds(90));
    let status = desk.get(STATUS, json!({})).await["searchIndex"].take();
    assert!(status["waiting"].as_u64().unwrap() > 0 && status["ready"] == true, "{status}");
    assert!(status["lag"].as_u64().unwrap() >= 90, "{status}");
    let offers =
        json!({ "kind": "OFFER", "rows": 1, "documents": 0, "missing": 1, "stale": 0, "surplus": 0 });
    assert!(status["indexes"].as_array().unwrap().contains(&offers), "{status}");
    index(&app).await;
    let entity = app.context.new_id();
    let poison = search_outbox::ActiveModel {
        id: Set(app.context.new_id()),
        kind: Set("offer".to_owned()),
        entity_id: Set(entity),
        version: Set(1),
        attempts: Set(5),
        last_error: Set(Some("it cannot be read".to_owned())),
        due_at: Set("9999-01-01T00:00:00Z".parse().unwrap()),
        created_at: Set(app.context.now()),
    };
    search_outbox::Entity::insert(poison).exec_without_returning(&app.context.db.write).await.unwrap();
    let status = desk.get(STATUS, json!({})).await["searchIndex"].take();
    assert_eq!((&status["waiting"], &status["lag"], &status["oldest"]), (&json!(0), &json!(0), &json!(null)));
    let poison = &status["poison"][0];
    assert_eq!(
        (&poison["kind"], &poison["attempts"], &poison["nextTry"]),
        (&json!("OFFER"), &json!(5), &json!(null))
    );
    assert_eq!(poison["error"], "it cannot be read");
    let equal = |one: &serde_json::Value| ["missing", "stale", "surplus"].iter().all(|field| one[field] == 0);
    assert!(status["indexes"].as_array().unwrap().iter().all(equal), "{status}");
    assert_eq!(api::worker::retry(&app.context).await.unwrap(), 1);
    index(&app).await;
    let status = desk.get(STATUS, json!({})).await["searchIndex"].take();
    assert_eq!(status["poison"], json!([]), "the row is not there, so there was nothing to index");
}
