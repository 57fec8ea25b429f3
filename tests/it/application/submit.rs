//! `applicationSubmit`.

use super::scene::{Bid, applied, read, submit};
use crate::harness::factory::{self, INSA};
use crate::offer::scene::{Scene, create, offer, told};
use serde_json::{Value, json};

trials![
    applying_shows_the_student_to_the_company,
    only_confirmed_students_apply,
    an_offer_is_for_its_school_and_specialties,
    only_an_open_offer_takes_applications,
    one_live_application_a_student_and_offer,
    a_retry_answers_the_first_application,
    an_offer_or_a_company_and_not_both,
    only_students_apply,
];

async fn applying_shows_the_student_to_the_company(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = applied(&scene, &id).await;
    assert_eq!(told(&scene.company.client).await[0], "APPLICATION_RECEIVED");
    let fields =
        "status spontaneous waitsAtCareerServices coverLetter student { name visibility } offer { id }
        history { action role from to }";
    let seen = read(&scene.company.client, &bid.id, fields).await;
    assert!(factory::text(&seen, "/student/name").starts_with("Test Student"));
    assert_eq!(
        (&seen["student"]["visibility"], &seen["coverLetter"]),
        (&Value::Null, &json!("I write drivers."))
    );
    assert_eq!((&seen["spontaneous"], &seen["waitsAtCareerServices"]), (&json!(false), &json!(false)));
    assert_eq!(seen["offer"]["id"], id);
    assert_eq!(
        seen["history"],
        json!([{ "action": "SUBMIT", "role": "STUDENT", "from": null, "to": "NEW" }])
    );
    let profile = "query($id: ID!) { student(id: $id) { name } }";
    let data = scene.company.client.get(profile, json!({ "id": bid.student.id })).await;
    assert!(data["student"].is_object(), "the company to which the student applied sees the hidden profile");
    let other = factory::verified_company(&scene.app).await;
    assert_eq!(other.client.get(profile, json!({ "id": bid.student.id })).await["student"], Value::Null);
    assert_eq!(read(&other.client, &bid.id, "id").await, Value::Null);
    assert_eq!(read(&scene.app.anonymous(), &bid.id, "id").await, Value::Null);
}

async fn only_confirmed_students_apply(scene: Scene) {
    let id = scene.published(json!({})).await;
    let student = factory::student(&scene.app, INSA, "IR").await;
    assert_eq!(Bid::try_offer(&student, &id).await.user_error_codes(), ["STUDENT_NOT_CONFIRMED"]);
}

async fn an_offer_is_for_its_school_and_specialties(scene: Scene) {
    let id = scene.published(json!({})).await;
    for (school, specialty) in [(INSA, "GC"), ("ENSSAT", "3A")] {
        let student = factory::confirmed_student(&scene.app, school, specialty, "HIDDEN").await;
        assert_eq!(Bid::try_offer(&student, &id).await.user_error_codes(), ["NOT_ELIGIBLE"], "{school}");
    }
    // To a department: open to its options. To an option: not to the others, nor to the department.
    let ales = factory::career_services(&scene.app, "IMT-ALES").await;
    for (specialties, of, expected) in
        [("2IA", "2IA-IL", ""), ("2IA-IL", "2IA-IASD", "NOT_ELIGIBLE"), ("2IA-IL", "2IA", "NOT_ELIGIBLE")]
    {
        let change = json!({ "school": "IMT-ALES", "specialties": [specialties] });
        let data = create(&scene.company.client, change, None).await.expect_data();
        let id = factory::text(&data, "/offerCreate/offer/id");
        offer(&scene.company.client, "offerSubmit", &id).await.expect_data();
        offer(&ales, "offerApprove", &id).await.expect_data();
        let student = factory::confirmed_student(&scene.app, "IMT-ALES", of, "HIDDEN").await;
        assert_eq!(
            Bid::try_offer(&student, &id).await.user_error_codes().concat(),
            expected,
            "{specialties} {of}"
        );
    }
}

async fn only_an_open_offer_takes_applications(scene: Scene) {
    let student = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    let filled = scene.published(json!({})).await;
    offer(&scene.company.client, "offerFill", &filled).await.expect_data();
    for id in [scene.draft(json!({})).await, scene.pending(json!({})).await, filled] {
        assert_eq!(Bid::try_offer(&student, &id).await.user_error_codes(), ["OFFER_NOT_OPEN"]);
    }
    // Past its time, before the worker came by.
    let id = scene.published(json!({})).await;
    scene.app.clock.advance(chrono::TimeDelta::days(60));
    assert_eq!(Bid::try_offer(&student, &id).await.user_error_codes(), ["OFFER_NOT_OPEN"]);
}

async fn one_live_application_a_student_and_offer(scene: Scene) {
    let id = scene.published(json!({})).await;
    let student = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    let (one, two) = tokio::join!(Bid::try_offer(&student, &id), Bid::try_offer(&student, &id));
    let mut outcomes = [one.user_error_codes().concat(), two.user_error_codes().concat()];
    outcomes.sort();
    assert_eq!(outcomes, ["", "ALREADY_EXISTS"]);
    let first =
        [one, two].into_iter().find(|answer| answer.user_error_codes().is_empty()).unwrap().expect_data();
    let bid = Bid { id: factory::text(&first, "/applicationSubmit/application/id"), student };
    bid.by(&bid.student.client, "applicationWithdraw").await.expect_data();
    Bid::try_offer(&bid.student, &id).await.expect_data();
}

async fn a_retry_answers_the_first_application(scene: Scene) {
    let id = scene.published(json!({})).await;
    let student = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    let input = json!({ "offer": id });
    let one = submit(&student.client, input.clone(), Some("key")).await.expect_data();
    offer(&scene.company.client, "offerFill", &id).await.expect_data();
    let two = submit(&student.client, input, Some("key")).await.expect_data();
    let id = |data: &Value| factory::text(data, "/applicationSubmit/application/id");
    assert_eq!(id(&one), id(&two), "though the offer has closed since");
    submit(&student.client, json!({ "company": scene.company.company }), Some("key"))
        .await
        .expect_error("IDEMPOTENCY_KEY_REUSED");
}

async fn an_offer_or_a_company_and_not_both(scene: Scene) {
    let id = scene.published(json!({})).await;
    let student = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    for input in [json!({}), json!({ "offer": id, "company": scene.company.company })] {
        assert_eq!(submit(&student.client, input, None).await.user_error_codes(), ["INVALID"]);
    }
    submit(&student.client, json!({ "offer": student.id }), None).await.expect_error("BAD_USER_INPUT");
}

async fn only_students_apply(scene: Scene) {
    let id = scene.published(json!({})).await;
    let input = json!({ "offer": id });
    submit(&scene.company.client, input.clone(), None).await.expect_error("FORBIDDEN");
    submit(&scene.desk, input.clone(), None).await.expect_error("FORBIDDEN");
    submit(&scene.app.anonymous(), input, None).await.expect_error("UNAUTHENTICATED");
}
