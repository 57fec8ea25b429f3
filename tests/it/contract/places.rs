//! Places of an option: the last one is taken once, and those who wait are served in their order.

use super::scene::{Contract, Scene};
use crate::harness::factory::INSA;
use crate::harness::{Answer, Client};
use crate::offer::scene::told;
use serde_json::{Value, json};

trials![
    who_comes_when_none_is_left_waits_and_moves_up_in_order,
    of_two_at_once_for_the_last_place_one_waits,
    a_place_kept_too_long_goes_to_whoever_waits,
    no_contract_is_active_without_its_place,
    more_places_serve_those_who_wait,
    an_active_contract_keeps_its_place_without_end,
    who_moves_up_with_something_refused_keeps_the_place_as_long_as_others,
];

async fn set(client: &Client, places: i64) -> Answer {
    let document = "mutation($input: PlacesSetInput!) { placesSet(input: $input) {
        schoolYear { places { specialty { code } capacity held waiting } } userErrors { code path } } }";
    let input = json!({ "school": INSA, "specialty": "IR", "year": "2026-2027", "places": places });
    client.graphql(document, json!({ "input": input })).await
}

async fn place(contract: &Contract, scene: &Scene) -> Value {
    contract.read(scene.desk(), "place { status }").await["place"]["status"].take()
}

async fn who_comes_when_none_is_left_waits_and_moves_up_in_order(scene: Scene) {
    set(scene.desk(), 1).await.expect_data();
    let [one, two, three] = [scene.contract().await, scene.contract().await, scene.contract().await];
    for contract in [&one, &two, &three] {
        assert_eq!(place(contract, &scene).await, Value::Null);
        contract.promise(scene.company()).await.expect_data();
    }
    let all = [place(&one, &scene).await, place(&two, &scene).await, place(&three, &scene).await];
    assert_eq!(all, ["HELD", "WAITING", "WAITING"]);
    assert!(told(&two.student.client).await.contains(&"CONTRACT_WAITING".to_owned()));
    one.with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await.expect_data();
    let all = [place(&one, &scene).await, place(&two, &scene).await, place(&three, &scene).await];
    assert_eq!(all, ["RELEASED", "HELD", "WAITING"]);
    assert_eq!(told(&two.student.client).await[0], "CONTRACT_PLACE_RESERVED");
    assert!(two.actions(scene.desk()).await.ends_with(&["WAIT_FOR_PLACE".into(), "RESERVE_PLACE".into()]));
    // Whoever comes again stands at the end.
    three.take(scene.desk(), "stepReopen", "promise", "reason: \"Another post.\"").await.expect_data();
    let four = scene.contract().await;
    four.promise(scene.company()).await.expect_data();
    three.promise(scene.company()).await.expect_data();
    two.with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await.expect_data();
    assert_eq!([place(&three, &scene).await, place(&four, &scene).await], ["WAITING", "HELD"]);
    let year = "{ school(code: \"INSA-TOULOUSE\") { year(year: \"2026-2027\") {
        places { specialty { code } capacity held waiting } } } }";
    let read = scene.desk().get(year, json!({})).await;
    let expected = json!([{ "specialty": { "code": "IR" }, "capacity": 1, "held": 1, "waiting": 1 }]);
    assert_eq!(read["school"]["year"]["places"], expected);
    let hidden = scene.company().get(year, json!({})).await;
    assert_eq!(hidden["school"]["year"]["places"], Value::Null);
}

async fn of_two_at_once_for_the_last_place_one_waits(scene: Scene) {
    set(scene.desk(), 1).await.expect_data();
    let (one, two) = (scene.contract().await, scene.contract().await);
    let (first, second) = tokio::join!(one.promise(scene.company()), two.promise(scene.company()));
    first.expect_data();
    second.expect_data();
    let mut places = [place(&one, &scene).await.to_string(), place(&two, &scene).await.to_string()];
    places.sort();
    assert_eq!(places, ["\"HELD\"", "\"WAITING\""]);
    // The one gives its place back while a third asks for it.
    let third = scene.contract().await;
    let held = if place(&one, &scene).await == "HELD" { &one } else { &two };
    let waits = if place(&one, &scene).await == "HELD" { &two } else { &one };
    let (gone, asked) = tokio::join!(
        held.with(scene.company(), "contractWithdraw", "reason: \"No budget.\""),
        third.promise(scene.company()),
    );
    gone.expect_data();
    asked.expect_data();
    assert_eq!([place(waits, &scene).await, place(&third, &scene).await], ["HELD", "WAITING"]);
}

async fn a_place_kept_too_long_goes_to_whoever_waits(scene: Scene) {
    set(scene.desk(), 1).await.expect_data();
    let (one, two) = (scene.contract().await, scene.contract().await);
    one.promise(scene.company()).await.expect_data();
    two.promise(scene.company()).await.expect_data();
    one.complete(&one.student.client, "missions", json!([])).await.expect_data();
    one.take(&scene.head, "stepRefuse", "missions", "reason: \"Too vague.\"").await.expect_data();
    let read = one.read(scene.desk(), "place { status heldUntil }").await;
    assert_eq!(read["place"], json!({ "status": "HELD", "heldUntil": "2026-09-11" }));
    scene.pass(10).await;
    assert_eq!([place(&one, &scene).await, place(&two, &scene).await], ["HELD", "WAITING"]);
    scene.pass(1).await;
    assert_eq!([place(&one, &scene).await, place(&two, &scene).await], ["RELEASED", "HELD"]);
    scene.pass(1).await;
    // Done again at last, it stands at the end.
    one.missions(&scene.head).await;
    assert_eq!([place(&one, &scene).await, place(&two, &scene).await], ["WAITING", "HELD"]);
}

async fn an_active_contract_keeps_its_place_without_end(scene: Scene) {
    set(scene.desk(), 1).await.expect_data();
    let contract = scene.active().await;
    contract.complete(&contract.student.client, "report", json!([])).await.expect_data();
    contract.take(scene.desk(), "stepRefuse", "report", "reason: \"Too short.\"").await.expect_data();
    let seen = || contract.read(scene.desk(), "version place { status heldUntil }");
    let before = seen().await;
    assert_eq!(before["place"], json!({ "status": "HELD", "heldUntil": null }));
    scene.pass(11).await;
    scene.pass(1).await;
    assert_eq!(seen().await, before, "the worker has nothing to do with it");
}

async fn no_contract_is_active_without_its_place(scene: Scene) {
    set(scene.desk(), 0).await.expect_data();
    let contract = scene.prepared().await;
    let early = contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["NO_PLACE"]);
    set(scene.desk(), 1).await.expect_data();
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(contract.status(scene.desk()).await, "ACTIVE");
}

async fn more_places_serve_those_who_wait(scene: Scene) {
    set(scene.desk(), 0).await.expect_data();
    let (one, two) = (scene.contract().await, scene.contract().await);
    one.promise(scene.company()).await.expect_data();
    two.promise(scene.company()).await.expect_data();
    set(scene.desk(), 1).await.expect_data();
    assert_eq!([place(&one, &scene).await, place(&two, &scene).await], ["HELD", "WAITING"]);
    // Nobody loses a place when there come to be fewer.
    set(scene.desk(), 0).await.expect_data();
    assert_eq!([place(&one, &scene).await, place(&two, &scene).await], ["HELD", "WAITING"]);
    assert_eq!(set(scene.desk(), -1).await.user_error_codes(), ["INVALID"]);
    set(&scene.head, 5).await.expect_error("FORBIDDEN");
}

async fn who_moves_up_with_something_refused_keeps_the_place_as_long_as_others(scene: Scene) {
    set(scene.desk(), 1).await.expect_data();
    let [one, two, three] = [scene.contract().await, scene.contract().await, scene.contract().await];
    for contract in [&one, &two, &three] {
        contract.promise(scene.company()).await.expect_data();
    }
    two.complete(&two.student.client, "missions", json!([])).await.expect_data();
    two.take(&scene.head, "stepRefuse", "missions", "reason: \"Too vague.\"").await.expect_data();
    one.with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await.expect_data();
    let read = two.read(scene.desk(), "place { status heldUntil }").await;
    assert_eq!(read["place"], json!({ "status": "HELD", "heldUntil": "2026-09-11" }));
    scene.pass(11).await;
    assert_eq!([place(&two, &scene).await, place(&three, &scene).await], ["RELEASED", "HELD"]);
}
