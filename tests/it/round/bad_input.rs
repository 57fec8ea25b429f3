//! What can be wrong with a request about a round: each fault has its code, and names its place.

use super::scene::{Scene, act, compute, create, rank, rank_raw, update};
use crate::harness::Answer;
use crate::harness::factory::{self, INSA};
use crate::offer::scene as offers;
use entity::offer;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

trials![
    a_ranking_that_is_none_is_refused_with_its_fault,
    an_offer_that_cannot_be_ranked_is_refused_with_its_reason,
    each_side_ranks_in_its_turn,
    a_company_ranks_for_its_own_offers_those_who_chose_them,
    who_cannot_take_part_is_not_added,
    a_round_that_nobody_takes_part_in_is_neither_opened_nor_computed,
    a_student_who_is_hired_meanwhile_no_longer_ranks,
    steps_in_the_wrong_state_name_the_right_ones,
];

/// The codes and paths of a payload's errors.
fn faults(answer: &Answer) -> Vec<(String, String)> {
    let payloads = answer.data.as_object().into_iter().flat_map(serde_json::Map::values);
    let errors = payloads.flat_map(|payload| payload["userErrors"].as_array().cloned().unwrap_or_default());
    let path = |error: &Value| {
        let parts = error["path"].as_array().cloned().unwrap_or_default();
        parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(".")
    };
    errors.map(|error| (factory::text(&error, "/code"), path(&error))).collect()
}

#[track_caller]
fn assert_fault(answer: &Answer, code: &str, path: &str) {
    assert_eq!(faults(answer), [(code.to_owned(), path.to_owned())], "{answer:?}");
}

async fn a_ranking_that_is_none_is_refused_with_its_fault(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x, &y], &[&student]).await;
    rank(&student.client, &round, None, &[&y], &[]).await.expect_data();
    let try_ranking = |choices: Value| rank_raw(&student.client, &round, None, choices);
    let same = try_ranking(json!([{ "id": x, "rank": 1 }, { "id": y, "rank": 1 }])).await;
    assert_fault(&same, "DUPLICATE_RANK", "input.choices.1.rank");
    let gap = try_ranking(json!([{ "id": x, "rank": 1 }, { "id": y, "rank": 3 }])).await;
    assert_fault(&gap, "RANK_GAP", "input.choices.1.rank");
    let twice = try_ranking(json!([{ "id": x, "rank": 1 }, { "id": x }])).await;
    assert_fault(&twice, "CHOSEN_TWICE", "input.choices.1.id");
    let many: Vec<Value> = (0..201).map(|_| json!({ "id": x })).collect();
    assert_fault(&try_ranking(json!(many)).await, "TOO_MANY_CHOICES", "input.choices");
    try_ranking(json!([{ "id": student.id }])).await.expect_error("BAD_USER_INPUT");
    // What was handed in before stands.
    let own = super::scene::read(&student.client, &round, "ownRanking { rank offer { id } }").await;
    assert_eq!(own["ownRanking"], json!([{ "rank": 1, "offer": { "id": y } }]));
    let nothing = try_ranking(json!([])).await.expect_data();
    assert_eq!(nothing["rankingSubmit"]["round"]["ownRanking"], json!([]));
}

async fn an_offer_that_cannot_be_ranked_is_refused_with_its_reason(scene: Scene) {
    let good = scene.offer(&scene.company, json!({})).await;
    let outside = scene.offer(&scene.company, json!({ "title": "Hors du tour" })).await;
    let others = scene.offer(&scene.company, json!({ "title": "Béton", "specialties": ["GC"] })).await;
    let gone = scene.offer(&scene.company, json!({ "title": "Retirée" })).await;
    let full = scene.offer(&scene.company, json!({ "title": "Pourvue" })).await;
    let none = scene.offer(&scene.company, json!({ "title": "Sans poste" })).await;
    let student = scene.student().await;
    let round = scene.opened(&[&good, &others, &gone, &full, &none], &[&student]).await;
    offers::offer_with(&scene.company.client, "offerCancel", &gone, "reason: \"No budget.\"")
        .await
        .expect_data();
    offers::offer(&scene.company.client, "offerFill", &full).await.expect_data();
    without_positions(&scene, "Sans poste").await;
    let wrong =
        rank(&student.client, &round, None, &[&outside, &good, &others, &gone, &full, &none], &[]).await;
    let expected = [
        ("OFFER_NOT_IN_ROUND", 0),
        ("NOT_ELIGIBLE", 2),
        ("OFFER_WITHDRAWN", 3),
        ("OFFER_WITHDRAWN", 4),
        ("NO_POSITION_LEFT", 5),
    ];
    let expected = expected.map(|(code, at)| (code.to_owned(), format!("input.choices.{at}.id")));
    assert_eq!(faults(&wrong), expected);
    rank(&student.client, &round, None, &[&good], &[]).await.expect_data();
}

/// As it can only come about by a change that nobody makes through the API.
async fn without_positions(scene: &Scene, title: &str) {
    offer::Entity::update_many()
        .col_expr(offer::Column::Positions, Expr::value(0))
        .filter(offer::Column::Title.eq(title))
        .exec(&scene.app.context.db.write)
        .await
        .unwrap();
}

async fn each_side_ranks_in_its_turn(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x], &[&student]).await;
    rank(&student.client, &round, None, &[&x], &[]).await.expect_data();
    let early = rank(&scene.company.client, &round, Some(&x), &[&student.id], &[]).await;
    assert_fault(&early, "RANKING_EARLY", "");
    scene.pass(7);
    assert_fault(&rank(&student.client, &round, None, &[], &[]).await, "RANKING_LATE", "");
    rank(&scene.company.client, &round, Some(&x), &[&student.id], &[]).await.expect_data();
    scene.pass(7);
    assert_fault(&rank(&scene.company.client, &round, Some(&x), &[], &[]).await, "RANKING_LATE", "");
    act(&scene.desk, "matchingRoundClose", &round, "").await.expect_data();
    assert_fault(&rank(&student.client, &round, None, &[], &[]).await, "WRONG_STATE", "");
}

async fn a_company_ranks_for_its_own_offers_those_who_chose_them(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({})).await;
    let [chose, did_not, outside] = scene.students().await;
    let round = scene.opened(&[&x, &y], &[&chose, &did_not]).await;
    rank(&chose.client, &round, None, &[&x], &[]).await.expect_data();
    scene.pass(7);
    let members = &scene.company.client;
    let unknown = rank(members, &round, Some(&x), &[&chose.id, &did_not.id, &outside.id], &[]).await;
    let expected = [1, 2].map(|at| ("STUDENT_NOT_IN_ROUND".to_owned(), format!("input.choices.{at}.id")));
    assert_eq!(faults(&unknown), expected);
    assert_fault(&rank(members, &round, Some(&y), &[], &[]).await, "OFFER_NOT_IN_ROUND", "input.offer");
    assert_fault(&rank(members, &round, None, &[], &[]).await, "INVALID", "input.offer");
}

async fn who_cannot_take_part_is_not_added(scene: Scene) {
    let good = scene.offer(&scene.company, json!({})).await;
    let draft = offers::draft(&scene.company.client, json!({ "title": "Brouillon" })).await;
    let empty = scene.offer(&scene.company, json!({ "title": "Sans poste" })).await;
    without_positions(&scene, "Sans poste").await;
    let elsewhere = factory::published_offer(&scene.app, &scene.company, "ENSSAT", &["3A"]).await;
    let student = scene.student().await;
    let new = factory::student(&scene.app, INSA, "IR").await;
    let foreign = factory::confirmed_student(&scene.app, "ENSSAT", "3A", "HIDDEN").await;
    let round = scene.prepared(&[], &[]).await;
    let input = json!({ "addOffers": [good, draft, empty, elsewhere], "addStudents": [student.id, new.id, foreign.id] });
    let wrong = update(&scene.desk, &round, input).await;
    let expected = [
        ("OFFER_WITHDRAWN", "addOffers.1"),
        ("NO_POSITION_LEFT", "addOffers.2"),
        ("OTHER_SCHOOL", "addOffers.3"),
        ("STUDENT_NOT_AVAILABLE", "addStudents.1"),
        ("OTHER_SCHOOL", "addStudents.2"),
    ];
    let expected = expected.map(|(code, path)| (code.to_owned(), format!("input.{path}")));
    assert_eq!(faults(&wrong), expected);
    let there =
        super::scene::read(&scene.desk, &round, "offers { totalCount } students { totalCount }").await;
    assert_eq!(there, json!({ "offers": { "totalCount": 0 }, "students": { "totalCount": 0 } }));
    let one = json!({ "addOffers": [good], "addStudents": [student.id] });
    update(&scene.desk, &round, one.clone()).await.expect_data();
    update(&scene.desk, &round, one).await.expect_data();
    act(&scene.desk, "matchingRoundOpen", &round, "").await.expect_data();
    scene.pass(7);
    let late = update(&scene.desk, &round, json!({ "addStudents": [scene.student().await.id] })).await;
    assert_fault(&late, "RANKING_LATE", "input.addStudents");
}

async fn a_round_that_nobody_takes_part_in_is_neither_opened_nor_computed(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let round = scene.prepared(&[], &[&student]).await;
    assert_fault(&act(&scene.desk, "matchingRoundOpen", &round, "").await, "EMPTY_ROUND", "");
    let round = scene.opened(&[&x], &[&student]).await;
    offers::offer(&scene.company.client, "offerFill", &x).await.expect_data();
    assert_fault(&compute(&scene.desk, &round, false).await, "EMPTY_ROUND", "");
    let past = json!({ "school": INSA, "name": "Hier", "studentsRankUntil": scene.in_days(-1),
        "companiesRankUntil": scene.in_days(1) });
    assert_fault(&create(&scene.desk, past).await, "INVALID", "input.studentsRankUntil");
}

async fn a_student_who_is_hired_meanwhile_no_longer_ranks(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let elsewhere = scene.offer(&scene.other, json!({ "title": "Ailleurs" })).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x], &[&student]).await;
    let application = factory::application(&student, "offer", &elsewhere).await;
    factory::act(&scene.other.client, "applicationAccept", &application, None).await;
    factory::act(&student.client, "applicationConfirm", &application, None).await;
    let late = rank(&student.client, &round, None, &[&x], &[]).await;
    assert_fault(&late, "STUDENT_NOT_AVAILABLE", "");
    let again = update(&scene.desk, &round, json!({ "addStudents": [student.id] })).await;
    assert_fault(&again, "STUDENT_NOT_AVAILABLE", "input.addStudents.0");
}

async fn steps_in_the_wrong_state_name_the_right_ones(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let round = scene.prepared(&[&x], &[&student]).await;
    let close = act(&scene.desk, "matchingRoundClose", &round, "").await;
    assert_fault(&close, "WRONG_STATE", "");
    let message = factory::text(&close.data, "/matchingRoundClose/userErrors/0/message");
    assert_eq!(message, "Not possible in the state DRAFT; possible in: OPEN.");
    act(&scene.desk, "matchingRoundOpen", &round, "").await.expect_data();
    assert_fault(&act(&scene.desk, "matchingRoundOpen", &round, "").await, "WRONG_STATE", "");
    act(&scene.desk, "matchingRoundClose", &round, "reason: \"Now.\"").await.expect_data();
    assert_fault(&update(&scene.desk, &round, json!({ "name": "Autre" })).await, "WRONG_STATE", "");
    assert_fault(&act(&scene.desk, "matchingRoundPublish", &round, "").await, "NO_FINAL_RUN", "");
    assert_fault(&act(&scene.desk, "matchingRoundCancel", &round, "").await, "REASON_REQUIRED", "reason");
}
