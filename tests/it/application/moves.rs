//! The steps that change nothing but the application.

use super::scene::{accepted, applied, read};
use crate::offer::scene::{Scene, told};
use serde_json::json;

trials![
    the_company_moves_it_and_the_student_is_told,
    a_refusal_says_why,
    the_student_withdraws_or_declines_and_the_company_is_told,
    each_side_takes_its_own_steps_only,
    of_two_who_answer_at_once_one_is_heard,
];

async fn the_company_moves_it_and_the_student_is_told(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = applied(&scene, &id).await;
    let steps = [
        ("applicationProcess", "PROCESSING"),
        ("applicationPostpone", "POSTPONED"),
        ("applicationPool", "POOL"),
        ("applicationAccept", "ACCEPTED"),
    ];
    for (step, status) in steps {
        bid.with(&scene.company.client, step, r#"reason: "A word.""#).await.expect_data();
        assert_eq!(bid.status().await, status);
    }
    assert_eq!(told(&bid.student.client).await[..4], ["APPLICATION_MOVED"; 4]);
    assert_eq!(bid.last_reason().await, "A word.");
    assert_eq!(bid.read("history { to }").await["history"].as_array().unwrap().len(), 5);
}

async fn a_refusal_says_why(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = applied(&scene, &id).await;
    let answer = bid.by(&scene.company.client, "applicationRefuse").await;
    assert_eq!(answer.user_error_codes(), ["REASON_REQUIRED"]);
    bid.with(&scene.company.client, "applicationRefuse", r#"reason: "Too far.""#).await.expect_data();
    assert_eq!((bid.status().await.as_str(), bid.last_reason().await.as_str()), ("REFUSED", "Too far."));
    let answer = bid.by(&scene.company.client, "applicationAccept").await;
    assert_eq!(answer.user_error_codes(), ["WRONG_STATE"]);
}

async fn the_student_withdraws_or_declines_and_the_company_is_told(scene: Scene) {
    let id = scene.published(json!({ "positions": 2 })).await;
    let (early, late) = (applied(&scene, &id).await, accepted(&scene, &id).await);
    early.by(&early.student.client, "applicationWithdraw").await.expect_data();
    late.by(&late.student.client, "applicationDecline").await.expect_data();
    assert_eq!((early.status().await, late.status().await), ("WITHDRAWN".to_owned(), "DECLINED".to_owned()));
    assert_eq!(told(&scene.company.client).await[..2], ["APPLICATION_ANSWERED"; 2]);
    // What ended is still theirs to read.
    assert!(read(&scene.company.client, &early.id, "student { name }").await["student"].is_object());
}

async fn each_side_takes_its_own_steps_only(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = applied(&scene, &id).await;
    let other = applied(&scene, &id).await;
    bid.by(&bid.student.client, "applicationAccept").await.expect_error("FORBIDDEN");
    bid.by(&scene.company.client, "applicationConfirm").await.expect_error("FORBIDDEN");
    bid.by(&scene.desk, "applicationAccept").await.expect_error("FORBIDDEN");
    bid.by(&other.student.client, "applicationWithdraw").await.expect_error("NOT_FOUND");
    bid.by(&scene.app.anonymous(), "applicationWithdraw").await.expect_error("UNAUTHENTICATED");
}

async fn of_two_who_answer_at_once_one_is_heard(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = applied(&scene, &id).await;
    let (accepts, withdraws) = tokio::join!(
        bid.by(&scene.company.client, "applicationAccept"),
        bid.by(&bid.student.client, "applicationWithdraw"),
    );
    let mut outcomes = [accepts.user_error_codes().concat(), withdraws.user_error_codes().concat()];
    outcomes.sort();
    assert_eq!(outcomes, ["", "WRONG_STATE"]);
    assert_eq!(bid.read("history { to }").await["history"].as_array().unwrap().len(), 2);
}
