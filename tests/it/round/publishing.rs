//! From a result to applications.

use super::scene::{Scene, act, compute, rank};
use crate::application::scene::read as application;
use crate::harness::factory;
use crate::offer::scene as offers;
use domain::locale::Locale;
use entity::{Stored, account};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

trials![
    an_application_that_was_there_is_taken_up_and_the_others_of_the_round_end,
    what_changed_since_the_final_run_must_be_computed_again,
    people_are_told_in_their_language,
];

/// X ranks 0 over 1. Both applied to X before the round, and 1 to Z, which is not of the round. 0 has another application to Y,
/// which is of the round, ranked second.
async fn an_application_that_was_there_is_taken_up_and_the_others_of_the_round_end(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({ "title": "Essais" })).await;
    let z = scene.offer(&scene.other, json!({ "title": "Ailleurs" })).await;
    let [zero, one] = scene.students().await;
    let to_x = factory::application(&zero, "offer", &x).await;
    let to_y = factory::application(&zero, "offer", &y).await;
    let others = factory::application(&one, "offer", &x).await;
    let elsewhere = factory::application(&one, "offer", &z).await;
    factory::act(&scene.company.client, "applicationProcess", &to_x, None).await;
    let round = scene.opened(&[&x, &y], &[&zero, &one]).await;
    rank(&zero.client, &round, None, &[&x, &y], &[]).await.expect_data();
    rank(&one.client, &round, None, &[&x], &[]).await.expect_data();
    scene.pass(7);
    rank(&scene.company.client, &round, Some(&x), &[&zero.id, &one.id], &[]).await.expect_data();
    scene.pass(7);
    scene.publish(&round).await;
    let fields = "status history { action reason role }";
    let taken = application(&zero.client, &to_x, fields).await;
    assert_eq!(taken["status"], "ACCEPTED");
    let last = taken["history"].as_array().and_then(|history| history.last()).cloned();
    let reason = "Assigned by the matching round: Printemps";
    assert_eq!(last, Some(json!({ "action": "ACCEPT", "reason": reason, "role": null })));
    for (client, id) in [(&zero.client, &to_y), (&one.client, &others)] {
        let ended = application(client, id, fields).await;
        assert_eq!(ended["status"], "CANCELLED");
        let last =
            ended["history"].as_array().and_then(|history| history.last()).cloned().unwrap_or_default();
        assert_eq!(last["reason"], "The matching round decided otherwise: Printemps");
    }
    assert_eq!(application(&one.client, &elsewhere, "status").await["status"], "NEW");
    let count = "{ viewer { student { applications { totalCount } } } }";
    let data = zero.client.get(count, json!({})).await;
    assert_eq!(data["viewer"]["student"]["applications"]["totalCount"], 2);
}

async fn what_changed_since_the_final_run_must_be_computed_again(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({ "title": "Essais" })).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x, &y], &[&student]).await;
    rank(&student.client, &round, None, &[&x, &y], &[]).await.expect_data();
    scene.pass(7);
    rank(&scene.company.client, &round, Some(&x), &[&student.id], &[]).await.expect_data();
    rank(&scene.other.client, &round, Some(&y), &[&student.id], &[]).await.expect_data();
    scene.pass(7);
    act(&scene.desk, "matchingRoundClose", &round, "").await.expect_data();
    compute(&scene.desk, &round, true).await.expect_data();
    offers::offer_with(&scene.company.client, "offerCancel", &x, "reason: \"No budget.\"")
        .await
        .expect_data();
    let publish = || act(&scene.desk, "matchingRoundPublish", &round, "");
    assert_eq!(publish().await.user_error_codes(), ["ROUND_OUTDATED"]);
    compute(&scene.desk, &round, true).await.expect_data();
    publish().await.expect_data();
    let own = "ownResult { preference offer { id } missed { reason } }";
    let result = super::scene::read(&student.client, &round, own).await;
    // The offer that was taken back is of nobody's order any more.
    assert_eq!(result["ownResult"], json!({ "preference": 1, "offer": { "id": y }, "missed": [] }));
}

async fn people_are_told_in_their_language(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let french = scene.student().await;
    let own = french.client.get("{ viewer { email } }", json!({})).await;
    account::Entity::update_many()
        .col_expr(account::Column::Locale, Expr::value(Stored(Locale::Fr)))
        .filter(account::Column::Email.eq(factory::text(&own, "/viewer/email")))
        .exec(&scene.app.context.db.write)
        .await
        .unwrap();
    let round = scene.opened(&[&x], &[&student, &french]).await;
    let first = "{ viewer { notifications(first: 1) { edges { node { kind reason roundId } } } } }";
    let read = |data: Value| data["viewer"]["notifications"]["edges"][0]["node"].clone();
    let (en, fr) =
        (read(student.client.get(first, json!({})).await), read(french.client.get(first, json!({})).await));
    assert_eq!([&en["roundId"], &fr["roundId"]], [round.as_str(), round.as_str()]);
    assert_eq!(en["reason"], "The round “Printemps” is open: rank until 2026-09-08 08:00 UTC.");
    assert_eq!(fr["reason"], "Le tour « Printemps » est ouvert : classez jusqu'au 2026-09-08 08:00 UTC.");
}
