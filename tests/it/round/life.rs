//! A whole round, and what is kept of it.

use super::scene::{Scene, act, compute, create, nodes, rank, read, update};
use crate::harness::factory;
use crate::offer::scene::told;
use domain::round::lottery::Seed;
use serde_json::{Value, json};

trials![
    a_round_goes_from_preparation_to_confirmed_applications,
    a_dry_run_draws_its_own_lottery_and_a_final_one_that_of_the_round,
    what_was_done_to_a_round_is_kept,
    a_round_created_twice_under_one_key_is_one,
    deadlines_move_and_those_concerned_are_told,
];

/// Worked by hand. X (one position) ranks 2, 1, and accepts 0; Y ranks 0 alone. 0 wants X, Y; 1 wants X; 2 wants X, Y. All ask
/// X, which keeps 2; 0 asks Y and has it; 1 has nobody left to ask.
async fn a_round_goes_from_preparation_to_confirmed_applications(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({ "title": "Essais en vol" })).await;
    let [zero, one, two] = scene.students().await;
    let round = scene.opened(&[&x, &y], &[&zero, &one, &two]).await;
    assert_eq!(told(&one.client).await[0], "ROUND_OPENED");
    assert_eq!(told(&scene.company.client).await[0], "ROUND_OPENED");
    rank(&zero.client, &round, None, &[&x, &y], &[]).await.expect_data();
    rank(&one.client, &round, None, &[], &[&x]).await.expect_data();
    rank(&two.client, &round, None, &[&x], &[&y]).await.expect_data();
    scene.pass(7);
    let (x_members, y_members) = (&scene.company.client, &scene.other.client);
    rank(x_members, &round, Some(&x), &[&two.id, &one.id], &[&zero.id]).await.expect_data();
    rank(y_members, &round, Some(&y), &[&zero.id], &[]).await.expect_data();
    scene.pass(7);
    act(&scene.desk, "matchingRoundClose", &round, "").await.expect_data();
    let run = compute(&scene.desk, &round, true).await.expect_data()["matchingRoundRun"]["run"].take();
    assert_eq!(run["stable"], true);
    assert_eq!([&run["students"], &run["assigned"], &run["positions"], &run["blockingPairs"]], [3, 2, 2, 0]);
    assert_eq!(
        read(&one.client, &round, "stable ownResult { preference }").await,
        json!({ "stable": null, "ownResult": null })
    );
    act(&scene.desk, "matchingRoundPublish", &round, "").await.expect_data();
    let own = "ownResult { preference offer { id } application { status } missed { preference reason offer { id } } } stable";
    let missed_x = json!({ "preference": 1, "reason": "RANKED_HIGHER", "offer": { "id": x } });
    assert_eq!(
        read(&zero.client, &round, own).await,
        json!({ "stable": true, "ownResult": { "preference": 2, "offer": { "id": y },
            "application": { "status": "ACCEPTED" }, "missed": [missed_x] } })
    );
    assert_eq!(
        read(&one.client, &round, own).await["ownResult"],
        json!({ "preference": null, "offer": null, "application": null, "missed": [missed_x] })
    );
    let desk =
        read(&scene.desk, &round, "results { totalCount } unmatchedStudents { edges { node { id } } }").await;
    assert_eq!(desk["results"]["totalCount"], 2);
    assert_eq!(nodes(&desk["unmatchedStudents"], "/id"), [one.id.as_str()]);
    let seen = read(x_members, &round, "results { edges { node { student { id } preference } } }").await;
    assert_eq!(
        seen["results"]["edges"],
        json!([{ "node": { "student": { "id": two.id }, "preference": null } }])
    );
    for told_to in [&zero.client, &one.client, x_members, y_members] {
        assert_eq!(told(told_to).await[0], "ROUND_PUBLISHED");
    }
    let application = read(&two.client, &round, "ownResult { application { id } }").await;
    let id = factory::text(&application, "/ownResult/application/id");
    factory::act(&two.client, "applicationConfirm", &id, None).await;
    let status =
        two.client.get("query($id: ID!) { application(id: $id) { status } }", json!({ "id": id })).await;
    assert_eq!(status["application"]["status"], "CONFIRMED");
}

async fn a_dry_run_draws_its_own_lottery_and_a_final_one_that_of_the_round(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let [zero, one] = scene.students().await;
    let round = scene.opened(&[&x], &[&zero, &one]).await;
    for student in [&zero, &one] {
        rank(&student.client, &round, None, &[&x], &[]).await.expect_data();
    }
    let run = |answer: Value| answer["matchingRoundRun"]["run"].clone();
    // While companies have not ranked, nobody is accepted.
    let early = run(compute(&scene.desk, &round, false).await.expect_data());
    assert_eq!([&early["assigned"], &early["isFinal"]], [&json!(0), &json!(false)]);
    scene.pass(7);
    rank(&scene.company.client, &round, Some(&x), &[], &[&zero.id, &one.id]).await.expect_data();
    scene.pass(7);
    assert_eq!(compute(&scene.desk, &round, true).await.user_error_codes(), ["WRONG_STATE"]);
    act(&scene.desk, "matchingRoundClose", &round, "").await.expect_data();
    let commitment = read(&zero.client, &round, "lotteryCommitment lotterySeed").await;
    assert_eq!(commitment["lotterySeed"], Value::Null);
    let dry = run(compute(&scene.desk, &round, false).await.expect_data());
    let last = run(compute(&scene.desk, &round, true).await.expect_data());
    let again = run(compute(&scene.desk, &round, true).await.expect_data());
    assert_eq!(last, again, "the same input is computed once");
    assert_ne!(dry["seed"], last["seed"]);
    let seed: Seed = factory::text(&last, "/seed").parse().unwrap();
    assert_eq!(commitment["lotteryCommitment"], seed.commitment());
    assert!(factory::text(&last, "/input").contains(&format!("seed {seed}\n")));
    act(&scene.desk, "matchingRoundPublish", &round, "").await.expect_data();
    assert_eq!(read(&one.client, &round, "lotterySeed").await["lotterySeed"], seed.to_string());
    let kept = read(&scene.desk, &round, "runs { edges { node { isFinal } } }").await;
    assert_eq!(nodes(&kept["runs"], "/isFinal"), [true, false, false]);
    let reasons = "ownResult { offer { id } missed { reason } }";
    let (a, b) = (read(&zero.client, &round, reasons).await, read(&one.client, &round, reasons).await);
    let loser = if a["ownResult"]["offer"].is_null() { a } else { b };
    assert_eq!(loser["ownResult"]["missed"], json!([{ "reason": "LOTTERY" }]));
}

async fn what_was_done_to_a_round_is_kept(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x], &[&student]).await;
    rank(&student.client, &round, None, &[&x], &[]).await.expect_data();
    let early = act(&scene.desk, "matchingRoundClose", &round, "").await;
    assert_eq!(early.user_error_codes(), ["REASON_REQUIRED"]);
    act(&scene.desk, "matchingRoundClose", &round, "reason: \"Everybody ranked.\"").await.expect_data();
    compute(&scene.desk, &round, true).await.expect_data();
    act(&scene.desk, "matchingRoundCancel", &round, "reason: \"A fire.\"").await.expect_data();
    let history =
        read(&scene.desk, &round, "history { totalCount edges { node { action role reason detail } } }")
            .await;
    let actions = nodes(&history["history"], "/action");
    assert_eq!(actions, ["CANCEL", "FINAL_RUN", "CLOSE", "RANK", "OPEN", "UPDATE", "CREATE"]);
    let of = |at: usize| history["history"]["edges"][at]["node"].clone();
    assert_eq!([&of(2)["reason"], &of(2)["role"]], ["Everybody ranked.", "CAREER_SERVICES"]);
    assert_eq!(of(3)["role"], "STUDENT");
    assert!(factory::text(&of(3), "/detail").ends_with("ranked 1, acceptable 0"));
    assert_eq!(of(5)["detail"], "offers added: 1; students added: 1");
    assert!(factory::text(&of(1), "/detail").ends_with("assigned 0 of 1"));
    assert_eq!(told(&student.client).await[0], "ROUND_CANCELLED");
    assert_eq!(
        act(&scene.desk, "matchingRoundPublish", &round, "").await.user_error_codes(),
        ["WRONG_STATE"]
    );
}

async fn a_round_created_twice_under_one_key_is_one(scene: Scene) {
    let document = "mutation($input: MatchingRoundCreateInput!) {
        matchingRoundCreate(input: $input, idempotencyKey: \"k\") { round { id } userErrors { code } } }";
    let input = json!({ "input": scene.input() });
    let first = scene.desk.get(document, input.clone()).await;
    assert_eq!(scene.desk.get(document, input).await, first);
    let late = json!({ "school": "INSA-TOULOUSE", "name": " ", "studentsRankUntil": scene.in_days(-1),
        "companiesRankUntil": scene.in_days(1) });
    assert_eq!(create(&scene.desk, late).await.user_error_codes(), ["INVALID"]);
    let list = scene.desk.get("{ matchingRounds { totalCount } }", json!({})).await;
    assert_eq!(list["matchingRounds"]["totalCount"], 1);
}

async fn deadlines_move_and_those_concerned_are_told(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x], &[&student]).await;
    let later = json!({ "companiesRankUntil": scene.in_days(30) });
    update(&scene.desk, &round, later).await.expect_data();
    assert_eq!(told(&student.client).await[0], "ROUND_MOVED");
    let before = json!({ "companiesRankUntil": scene.in_days(3) });
    assert_eq!(update(&scene.desk, &round, before).await.user_error_codes(), ["INVALID"]);
    scene.pass(8);
    let again = json!({ "studentsRankUntil": scene.in_days(5) });
    assert_eq!(update(&scene.desk, &round, again).await.user_error_codes(), ["RANKING_LATE"]);
    assert_eq!(read(&student.client, &round, "phase").await["phase"], "COMPANIES");
}
