//! `applicationConfirm`: positions are counted under races.

use super::scene::{Bid, accepted, applied, submit};
use crate::harness::factory;
use crate::offer::scene::{Scene, offer_with, told};
use serde_json::json;

trials![
    the_last_confirmation_fills_the_offer_and_settles_the_rest,
    of_two_who_confirm_for_the_last_position_one_has_it,
    a_confirmation_ends_the_students_other_applications,
    a_student_confirms_one_of_two_at_once,
    students_who_end_each_others_applications_do_not_lock_up,
    a_student_who_confirmed_applies_to_nothing_else,
    while_the_offer_is_decided_on_again_nobody_confirms,
];

async fn the_last_confirmation_fills_the_offer_and_settles_the_rest(scene: Scene) {
    let id = scene.published(json!({ "positions": 2 })).await;
    let (one, two, three) =
        (accepted(&scene, &id).await, accepted(&scene, &id).await, accepted(&scene, &id).await);
    let new = applied(&scene, &id).await;
    one.by(&one.student.client, "applicationConfirm").await.expect_data();
    assert_eq!(scene.status(&id).await, "PUBLISHED");
    two.by(&two.student.client, "applicationConfirm").await.expect_data();
    assert_eq!(scene.status(&id).await, "FILLED");
    for settled in [&three, &new] {
        assert_eq!(settled.status().await, "CANCELLED");
        assert_eq!(settled.last_reason().await, "The offer is filled");
        assert_eq!(told(&settled.student.client).await[0], "APPLICATION_SETTLED");
    }
    let late = three.by(&three.student.client, "applicationConfirm").await;
    assert_eq!(late.user_error_codes(), ["NO_POSITION_LEFT"]);
    let again = one.by(&one.student.client, "applicationConfirm").await;
    assert_eq!(again.user_error_codes(), ["WRONG_STATE"]);
    let read = "query($id: ID!) { offer(id: $id) { positionsLeft history { action role reason } } }";
    let data = scene.company.client.get(read, json!({ "id": id })).await;
    assert_eq!(data["offer"]["positionsLeft"], 0);
    let last = data["offer"]["history"].as_array().unwrap().last().unwrap();
    assert_eq!(*last, json!({ "action": "FILL", "role": null, "reason": "Every position is taken" }));
}

async fn of_two_who_confirm_for_the_last_position_one_has_it(scene: Scene) {
    let id = scene.published(json!({})).await;
    let (one, two) = (accepted(&scene, &id).await, accepted(&scene, &id).await);
    let (first, second) = tokio::join!(
        one.by(&one.student.client, "applicationConfirm"),
        two.by(&two.student.client, "applicationConfirm"),
    );
    let mut outcomes = [first.user_error_codes().concat(), second.user_error_codes().concat()];
    outcomes.sort();
    assert_eq!(outcomes, ["", "NO_POSITION_LEFT"], "{first:?} {second:?}");
    let mut statuses = [one.status().await, two.status().await];
    statuses.sort();
    assert_eq!(statuses, ["CANCELLED", "CONFIRMED"]);
    assert_eq!(scene.status(&id).await, "FILLED");
}

async fn a_confirmation_ends_the_students_other_applications(scene: Scene) {
    let other = factory::verified_company(&scene.app).await;
    let (here, there) =
        (scene.published(json!({})).await, scene.published(json!({ "title": "Essais" })).await);
    let bid = accepted(&scene, &here).await;
    let elsewhere = Bid::try_offer(&bid.student, &there).await.expect_data();
    let elsewhere = factory::text(&elsewhere, "/applicationSubmit/application/id");
    submit(&bid.student.client, json!({ "company": other.company }), None).await.expect_data();
    bid.by(&bid.student.client, "applicationConfirm").await.expect_data();
    let list = "{ viewer { student { applications { edges { node { status } } } } } }";
    let data = bid.student.client.get(list, json!({})).await;
    let statuses: Vec<String> = data["viewer"]["student"]["applications"]["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| factory::text(edge, "/node/status"))
        .collect();
    assert_eq!(statuses, ["OBSOLETE", "OBSOLETE", "CONFIRMED"]);
    assert_eq!(told(&other.client).await[0], "APPLICATION_ANSWERED");
    let accept = format!("mutation {{ applicationAccept(id: \"{elsewhere}\") {{ userErrors {{ code }} }} }}");
    assert_eq!(scene.company.client.ask(&accept).await.user_error_codes(), ["WRONG_STATE"]);
}

async fn a_student_confirms_one_of_two_at_once(scene: Scene) {
    let (here, there) =
        (scene.published(json!({})).await, scene.published(json!({ "title": "Essais" })).await);
    let one = accepted(&scene, &here).await;
    let other = Bid::try_offer(&one.student, &there).await.expect_data();
    let other = Bid {
        id: factory::text(&other, "/applicationSubmit/application/id"),
        student: factory::Student { client: one.student.client.clone(), id: one.student.id.clone() },
    };
    other.by(&scene.company.client, "applicationAccept").await.expect_data();
    let (first, second) = tokio::join!(
        one.by(&one.student.client, "applicationConfirm"),
        other.by(&one.student.client, "applicationConfirm"),
    );
    let mut outcomes = [first.user_error_codes().concat(), second.user_error_codes().concat()];
    outcomes.sort();
    assert_eq!(outcomes, ["", "WRONG_STATE"], "{first:?} {second:?}");
}

/// Each confirms where the other waits, so each ends the other's application.
async fn students_who_end_each_others_applications_do_not_lock_up(scene: Scene) {
    let (here, there) =
        (scene.published(json!({})).await, scene.published(json!({ "title": "Essais" })).await);
    let (one, two) = (accepted(&scene, &here).await, accepted(&scene, &there).await);
    Bid::try_offer(&one.student, &there).await.expect_data();
    Bid::try_offer(&two.student, &here).await.expect_data();
    let (first, second) = tokio::join!(
        one.by(&one.student.client, "applicationConfirm"),
        two.by(&two.student.client, "applicationConfirm"),
    );
    first.expect_data();
    second.expect_data();
    assert_eq!(
        (scene.status(&here).await, scene.status(&there).await),
        ("FILLED".to_owned(), "FILLED".to_owned())
    );
}

async fn a_student_who_confirmed_applies_to_nothing_else(scene: Scene) {
    let (here, there) =
        (scene.published(json!({})).await, scene.published(json!({ "title": "Essais" })).await);
    let bid = accepted(&scene, &here).await;
    bid.by(&bid.student.client, "applicationConfirm").await.expect_data();
    assert_eq!(Bid::try_offer(&bid.student, &there).await.user_error_codes(), ["ALREADY_EXISTS"]);
}

async fn while_the_offer_is_decided_on_again_nobody_confirms(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = accepted(&scene, &id).await;
    let lower = r#"input: { grossMonthlyPay: "1000.00" }"#;
    offer_with(&scene.company.client, "offerUpdate", &id, lower).await.expect_data();
    let answer = bid.by(&bid.student.client, "applicationConfirm").await;
    assert_eq!(answer.user_error_codes(), ["OFFER_NOT_OPEN"]);
    let seen = bid.read("status offer { status grossMonthlyPay }").await;
    assert_eq!(
        seen,
        json!({ "status": "ACCEPTED", "offer": { "status": "PENDING", "grossMonthlyPay": "1000.00" } })
    );
    offer_with(&scene.desk, "offerApprove", &id, "").await.expect_data();
    bid.by(&bid.student.client, "applicationConfirm").await.expect_data();
}
