//! Two at once: one of them wins, and histories have no gap.

use super::scene::{Scene, open};
use serde_json::json;

trials![
    of_two_who_do_the_same_step_one_does,
    of_two_who_open_the_same_contract_one_does,
    of_two_who_do_the_last_step_the_hire_is_recorded_once,
    a_step_and_a_withdrawal_come_one_after_the_other,
];

async fn of_two_who_do_the_same_step_one_does(scene: Scene) {
    let contract = scene.contract().await;
    for _ in 0..3 {
        let (one, two) = tokio::join!(contract.promise(scene.company()), contract.promise(scene.company()));
        let mut codes = [one.user_error_codes().concat(), two.user_error_codes().concat()];
        codes.sort();
        assert_eq!(codes, ["", "STEP_STATE"], "{one:?} {two:?}");
        contract.take(scene.desk(), "stepReopen", "promise", "reason: \"Again.\"").await.expect_data();
    }
    let read = contract.read(scene.desk(), "events { sequence }").await;
    let numbers: Vec<_> =
        read["events"].as_array().unwrap().iter().map(|event| event["sequence"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>());
}

async fn of_two_who_open_the_same_contract_one_does(scene: Scene) {
    let bid = scene.bid().await;
    let (one, two) =
        tokio::join!(open(scene.desk(), &bid.id, json!({})), open(&bid.student.client, &bid.id, json!({})));
    let mut codes = [one.user_error_codes().concat(), two.user_error_codes().concat()];
    codes.sort();
    assert_eq!(codes, ["", "ALREADY_EXISTS"], "{one:?} {two:?}");
}

async fn of_two_who_do_the_last_step_the_hire_is_recorded_once(scene: Scene) {
    let contract = scene.prepared().await;
    let sign = || contract.complete(scene.desk(), "sign", json!([]));
    let (one, two) = tokio::join!(sign(), sign());
    let mut codes = [one.user_error_codes().concat(), two.user_error_codes().concat()];
    codes.sort();
    assert_eq!(codes, ["", "STEP_STATE"], "{one:?} {two:?}");
    let hires =
        "{ hires(filter: { school: \"INSA-TOULOUSE\", years: { from: \"2026-2027\", to: \"2026-2027\" } }) {
        totalCount } }";
    assert_eq!(scene.desk().get(hires, json!({})).await["hires"]["totalCount"], 1);
}

async fn a_step_and_a_withdrawal_come_one_after_the_other(scene: Scene) {
    for _ in 0..3 {
        let contract = scene.prepared().await;
        let (signed, withdrawn) = tokio::join!(
            contract.complete(scene.desk(), "sign", json!([])),
            contract.with(scene.company(), "contractWithdraw", "reason: \"No budget.\""),
        );
        withdrawn.expect_data();
        assert_eq!(contract.status(scene.desk()).await, "WITHDRAWN");
        let activated = contract.actions(scene.desk()).await.contains(&"ACTIVATE".to_owned());
        assert_eq!(signed.user_error_codes().is_empty(), activated, "{signed:?}");
    }
    let hires =
        "{ hires(filter: { school: \"INSA-TOULOUSE\", years: { from: \"2026-2027\", to: \"2026-2027\" } }) {
        totalCount } }";
    assert_eq!(scene.desk().get(hires, json!({})).await["hires"]["totalCount"], 0);
}
