//! Procedures: shipped, written by staff, confirmed for a year; contracts keep the one that they were opened with.

use super::scene::{SMALL, Scene, texts, upload};
use crate::harness::TestApp;
use crate::harness::factory;
use serde_json::{Value, json};

trials![
    every_school_comes_with_its_procedure,
    a_contract_keeps_the_procedure_that_it_was_opened_with,
    an_earlier_text_that_is_uploaded_again_is_in_force_again,
    a_procedure_of_another_year_is_marked_until_staff_confirm_it,
    what_cannot_be_read_is_told_with_its_line,
    only_a_schools_own_desk_writes_its_procedures,
];

async fn every_school_comes_with_its_procedure(app: TestApp) {
    let document = "{ schools { code procedures { type writtenFor writtenByStaff digest title diagram
        steps { key title actors inputs { key kind expected } } calendar { key title date } } } }";
    let data = app.anonymous().get(document, json!({})).await;
    let seen: Vec<(String, String)> = data["schools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|school| (factory::text(school, "/code"), factory::text(school, "/procedures/0/writtenFor")))
        .collect();
    let expected = [
        ("INSA-TOULOUSE", "2020-2021"),
        ("IMT-ALBI", "2025-2026"),
        ("IMT-ALES", "2025-2026"),
        ("ENSSAT", "2016-2017"),
    ];
    assert_eq!(seen.len(), expected.len());
    for (code, year) in expected {
        assert!(seen.contains(&(code.to_owned(), year.to_owned())), "{code}: {seen:?}");
    }
    let diagrams = data["schools"].as_array().unwrap().iter();
    assert!(
        diagrams
            .clone()
            .all(|school| school["procedures"][0]["diagram"].as_str().unwrap().contains("flowchart"))
    );
    assert_eq!(api::contract::procedures::ship(&app.context).await.map_err(|error| error.code()), Ok(()));
    let again = app.anonymous().get("{ schools { procedures { id } } }", json!({})).await;
    assert!(
        again["schools"]
            .as_array()
            .unwrap()
            .iter()
            .all(|school| school["procedures"].as_array().map(Vec::len) == Some(1))
    );
}

/// [`SMALL`] with another first step.
fn other() -> String {
    SMALL.replace("key = \"promise\"", "key = \"promise_2\"").replace("\"promise\"", "\"promise_2\"")
}

async fn an_earlier_text_that_is_uploaded_again_is_in_force_again(scene: Scene) {
    let steps = "procedure { steps { key } }";
    for (text, first) in [(other(), "promise_2"), (SMALL.to_owned(), "promise"), (other(), "promise_2")] {
        scene.pass(1).await;
        upload(scene.desk(), &text).await.expect_data();
        let seen = scene.contract().await.read(scene.desk(), steps).await;
        assert_eq!(texts(&seen["procedure"]["steps"], "/key")[0], first);
    }
}

async fn a_contract_keeps_the_procedure_that_it_was_opened_with(scene: Scene) {
    let old = scene.contract().await;
    upload(scene.desk(), &other()).await.expect_data();
    let new = scene.contract().await;
    let steps = "procedure { procedure { digest } steps { key } }";
    let (old_seen, new_seen) = (old.read(scene.desk(), steps).await, new.read(scene.desk(), steps).await);
    assert_eq!(texts(&old_seen["procedure"]["steps"], "/key")[0], "promise");
    assert_eq!(texts(&new_seen["procedure"]["steps"], "/key")[0], "promise_2");
    old.promise(scene.company()).await.expect_data();
    assert_eq!(
        old.read(scene.desk(), steps).await["procedure"]["procedure"],
        old_seen["procedure"]["procedure"]
    );
}

async fn a_procedure_of_another_year_is_marked_until_staff_confirm_it(scene: Scene) {
    let next = scene.bid().await;
    let input = json!({ "start": "2027-10-01", "end": "2028-08-31" });
    let data = super::scene::open(scene.desk(), &next.id, input).await.expect_data();
    let id = factory::text(&data, "/contractOpen/contract/id");
    let read = "query($id: ID!) { contract(id: $id) { procedure { confirmed procedure { id writtenFor confirmedFor } } } }";
    let seen = scene.desk().get(read, json!({ "id": id })).await["contract"]["procedure"].take();
    assert_eq!(seen["confirmed"], false);
    let confirm = "mutation($id: ID!) { procedureConfirm(id: $id, year: \"2027-2028\") {
        procedure { confirmedFor } userErrors { code } } }";
    let procedure = json!({ "id": seen["procedure"]["id"] });
    scene.head.graphql(confirm, procedure.clone()).await.expect_error("FORBIDDEN");
    let data = scene.desk().get(confirm, procedure.clone()).await;
    assert_eq!(data["procedureConfirm"]["procedure"]["confirmedFor"], json!(["2027-2028"]));
    scene.desk().get(confirm, procedure).await;
    let seen = scene.desk().get(read, json!({ "id": id })).await["contract"]["procedure"].take();
    assert_eq!(seen["confirmed"], true);
}

async fn what_cannot_be_read_is_told_with_its_line(scene: Scene) {
    let wrong = SMALL.replace("actors = [\"company\"]", "actors = [\"nobody\"]");
    let line = wrong.lines().position(|line| line.contains("nobody")).unwrap() + 1;
    let answer = upload(scene.desk(), &wrong).await;
    assert_eq!(answer.user_error_codes(), ["PROCEDURE_INVALID"]);
    let error = &answer.data["procedureUpload"]["userErrors"][0];
    assert_eq!(error["path"], json!(["text", line.to_string()]));
    assert!(error["message"].as_str().unwrap().starts_with(&format!("Line {line}, character ")), "{error}");
    for text in ["", "= 3", &"x".repeat(110_000)] {
        assert!(upload(scene.desk(), text).await.user_error_codes().contains(&"PROCEDURE_INVALID"));
    }
    let again = upload(scene.desk(), SMALL).await.expect_data();
    assert_eq!(again["procedureUpload"]["userErrors"], Value::Array(Vec::new()));
}

async fn only_a_schools_own_desk_writes_its_procedures(scene: Scene) {
    let other = factory::career_services(scene.app(), "ENSSAT").await;
    upload(&other, SMALL).await.expect_error("FORBIDDEN");
    for client in [&scene.head, scene.company()] {
        upload(client, SMALL).await.expect_error("FORBIDDEN");
    }
    upload(&scene.app().anonymous(), SMALL).await.expect_error("UNAUTHENTICATED");
}
