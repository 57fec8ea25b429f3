//! A result is not computed again until it pleases: rankings, weights, scores and the lottery are kept.

use super::scene::{Scene, act, compute, nodes, rank, read};
use crate::harness::Client;
use crate::harness::factory::{self, Student};
use crate::offer::scene as offers;
use entity::{matching_choice, offer_specialty, specialty};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

trials![
    neither_weights_nor_profiles_change_a_final_run,
    a_round_keeps_the_weights_that_it_was_opened_with,
    a_final_run_is_made_again_for_whoever_left_and_says_so,
    an_assignment_to_an_offer_of_another_specialty_is_not_published,
    a_round_closed_before_scores_were_kept_keeps_them_at_its_first_final_run,
];

/// The able one can do what is asked, the other is there when it begins.
struct Two {
    able: Student,
    other: Student,
    offer: String,
    round: String,
}

const ABLE: &[&str] = &["Rust", "C++"];
const DEFAULT: &str = "skills 35, distance 20, start 10, pay 10, hires 10, text 15";

/// A round that both deadlines of have passed: one position, for which the company accepts both without a rank.
async fn ranked(scene: &Scene) -> Two {
    let offer = scene.offer(&scene.company, json!({ "skills": ABLE })).await;
    let [able, other] = scene.students().await;
    profile(&able, json!({ "skills": ABLE, "availableFrom": null })).await;
    profile(&other, json!({ "skills": ["VHDL"], "availableFrom": "2026-10-01" })).await;
    let round = scene.opened(&[&offer], &[&able, &other]).await;
    for student in [&able, &other] {
        rank(&student.client, &round, None, &[&offer], &[]).await.expect_data();
    }
    scene.pass(7);
    rank(&scene.company.client, &round, Some(&offer), &[], &[&able.id, &other.id]).await.expect_data();
    scene.pass(7);
    Two { able, other, offer, round }
}

async fn profile(student: &Student, input: Value) {
    let document = "mutation($id: ID!, $input: StudentUpdateInput!) {
        studentUpdate(id: $id, input: $input) { userErrors { code message } } }";
    let data = student.client.get(document, json!({ "id": student.id, "input": input })).await;
    assert_eq!(data["studentUpdate"]["userErrors"], json!([]));
}

/// From now on the start alone counts, in which the other one is better.
async fn weigh_the_start_alone(desk: &Client) {
    let school = desk.get("{ school(code: \"INSA-TOULOUSE\") { id } }", json!({})).await;
    let document = "mutation($school: ID!, $input: MatchingWeightsInput!) {
        matchingWeightsSet(school: $school, input: $input) { userErrors { code } } }";
    let input = json!({ "skills": 0, "distance": 0, "start": 100, "pay": 0, "hires": 0, "text": 0 });
    desk.get(document, json!({ "school": school["school"]["id"], "input": input })).await;
}

async fn run(scene: &Scene, round: &str, is_final: bool) -> Value {
    compute(&scene.desk, round, is_final).await.expect_data()["matchingRoundRun"]["run"].take()
}

/// Who was assigned.
fn assigned(run: &Value) -> Vec<Value> {
    nodes(&run["results"], "").into_iter().map(|row| row["student"]["id"].clone()).collect()
}

/// What was computed from, but for the lottery.
fn input(run: &Value) -> String {
    let text = factory::text(run, "/input");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("seed ")).collect();
    lines.join("\n")
}

async fn details(scene: &Scene, round: &str, action: &str) -> Vec<String> {
    let history = read(&scene.desk, round, "history(first: 50) { edges { node { action detail } } }").await;
    let events = nodes(&history["history"], "");
    events.iter().filter(|one| one["action"] == action).map(|one| factory::text(one, "/detail")).collect()
}

async fn neither_weights_nor_profiles_change_a_final_run(scene: Scene) {
    let two = ranked(&scene).await;
    act(&scene.desk, "matchingRoundClose", &two.round, "").await.expect_data();
    assert_eq!(details(&scene, &two.round, "CLOSE").await, ["scores kept: 2"]);
    let first = run(&scene, &two.round, true).await;
    assert_eq!(assigned(&first), [two.able.id.as_str()]);
    weigh_the_start_alone(&scene.desk).await;
    profile(&two.able, json!({ "skills": ["COBOL"] })).await;
    profile(&two.other, json!({ "skills": ABLE })).await;
    assert_eq!(run(&scene, &two.round, true).await, first, "one result, which nobody draws again");
    let dry = run(&scene, &two.round, false).await;
    assert_eq!(input(&dry), input(&first), "what is looked at is what was closed");
    act(&scene.desk, "matchingRoundPublish", &two.round, "").await.expect_data();
    let own = read(&two.able.client, &two.round, "ownResult { offer { id } }").await;
    assert_eq!(own["ownResult"]["offer"]["id"], two.offer);
}

async fn a_round_keeps_the_weights_that_it_was_opened_with(scene: Scene) {
    let weights = "matchingWeights { skills distance start pay hires text }";
    let default = json!({ "skills": 35, "distance": 20, "start": 10, "pay": 10, "hires": 10, "text": 15 });
    let offer = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let prepared = scene.prepared(&[&offer], &[&student]).await;
    assert_eq!(read(&scene.desk, &prepared, weights).await["matchingWeights"], Value::Null);
    let two = ranked(&scene).await;
    assert_eq!(details(&scene, &two.round, "OPEN").await, [format!("weights: {DEFAULT}")]);
    let before = run(&scene, &two.round, false).await;
    weigh_the_start_alone(&scene.desk).await;
    let after = run(&scene, &two.round, false).await;
    assert_eq!(input(&after), input(&before), "nobody tries weights on an open round either");
    assert_eq!(read(&two.able.client, &two.round, weights).await["matchingWeights"], default);
    // A profile counts as it is until the round is closed.
    profile(&two.other, json!({ "skills": ABLE })).await;
    assert_ne!(input(&run(&scene, &two.round, false).await), input(&before));
}

async fn a_final_run_is_made_again_for_whoever_left_and_says_so(scene: Scene) {
    let two = ranked(&scene).await;
    act(&scene.desk, "matchingRoundClose", &two.round, "").await.expect_data();
    let first = run(&scene, &two.round, true).await;
    weigh_the_start_alone(&scene.desk).await;
    let more = json!({ "id": two.offer, "input": { "positions": 2 } });
    let document = "mutation($id: ID!, $input: OfferUpdateInput!) {
        offerUpdate(id: $id, input: $input) { offer { status } userErrors { code message } } }";
    let changed = scene.company.client.get(document, more).await;
    if changed["offerUpdate"]["offer"]["status"] != "PUBLISHED" {
        offers::offer(&scene.desk, "offerApprove", &two.offer).await.expect_data();
    }
    let second = run(&scene, &two.round, true).await;
    assert_eq!((&first["assigned"], &second["assigned"]), (&json!(1), &json!(2)));
    let scores = |run: &Value| {
        input(run)
            .lines()
            .filter(|line| line.starts_with("offer 0 chooses"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(scores(&first), scores(&second), "the scores are those that were kept");
    let told = details(&scene, &two.round, "FINAL_RUN").await;
    assert!(told[0].ends_with("assigned 2 of 2; positions changed: 1"), "{told:?}");
    assert!(told[1].ends_with("assigned 1 of 2"), "{told:?}");
}

async fn an_assignment_to_an_offer_of_another_specialty_is_not_published(scene: Scene) {
    let two = ranked(&scene).await;
    act(&scene.desk, "matchingRoundClose", &two.round, "").await.expect_data();
    assert_eq!(assigned(&run(&scene, &two.round, true).await), [two.able.id.as_str()]);
    let db = &scene.app.context.db;
    let other =
        specialty::Entity::find().filter(specialty::Column::Code.eq("GC")).one(&db.read).await.unwrap();
    offer_specialty::Entity::update_many()
        .col_expr(offer_specialty::Column::SpecialtyId, Expr::value(other.unwrap().id))
        .exec(&db.write)
        .await
        .unwrap();
    let publish = || act(&scene.desk, "matchingRoundPublish", &two.round, "");
    assert_eq!(publish().await.user_error_codes(), ["ROUND_OUTDATED"]);
    assert_eq!(run(&scene, &two.round, true).await["assigned"], 0);
    assert!(details(&scene, &two.round, "FINAL_RUN").await[0].ends_with("; specialties changed"));
    publish().await.expect_data();
}

async fn a_round_closed_before_scores_were_kept_keeps_them_at_its_first_final_run(scene: Scene) {
    let two = ranked(&scene).await;
    act(&scene.desk, "matchingRoundClose", &two.round, "").await.expect_data();
    // As the release before left it.
    matching_choice::Entity::update_many()
        .col_expr(matching_choice::Column::Score, Expr::value(None::<i32>))
        .filter(matching_choice::Column::Rank.is_null())
        .exec(&scene.app.context.db.write)
        .await
        .unwrap();
    let first = run(&scene, &two.round, true).await;
    profile(&two.able, json!({ "skills": ["COBOL"] })).await;
    profile(&two.other, json!({ "skills": ABLE })).await;
    assert_eq!(run(&scene, &two.round, true).await, first);
}
