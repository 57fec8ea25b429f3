//! Texts and days that one database keeps and the other does not: refused alike, before anything is written.

use super::scene::Scene;
use crate::harness::{Heard, Socket};
use serde_json::{Value, json};

trials![
    no_text_with_a_nul_reaches_a_resolver,
    sockets_refuse_it_as_well,
    days_are_of_years_that_both_databases_keep,
];

const TUTOR: &str = "mutation($id: ID!, $input: CompanyTutorInput!) { tutorAssign(id: $id, input: $input) {
    userErrors { code } } }";

async fn no_text_with_a_nul_reaches_a_resolver(scene: Scene) {
    let contract = scene.contract().await;
    for field in ["name", "jobTitle", "email", "phone", "diploma"] {
        let mut input = json!({ "name": "Test Tutor", "jobTitle": "Engineer", "email": "t@example.org" });
        input[field] = json!("a\0b@example.org");
        let answer = scene.company().graphql(TUTOR, json!({ "id": contract.id, "input": input })).await;
        let fault = answer.expect_error("NUL_IN_TEXT");
        assert!(fault.message.contains(&format!("`$input.{field}`")), "{}", fault.message);
    }
    for (mutation, more) in [
        ("contractUpdate", r#"input: { start: "2026-10-02" }, reason: "\u0000""#),
        ("contractWithdraw", r#"reason: "No.\u0000""#),
        ("schoolTutorAssign", r#"email: "t\u0000@example.org""#),
    ] {
        contract.with(scene.desk(), mutation, more).await.expect_error("NUL_IN_TEXT");
    }
    let open = format!(
        r#"mutation {{ contractOpen(application: "{}", idempotencyKey: "\u0000") {{ contract {{ id }} }} }}"#,
        contract.application
    );
    scene.desk().ask(&open).await.expect_error("NUL_IN_TEXT");
    assert_eq!(contract.actions(scene.desk()).await, ["OPEN"]);
}

async fn sockets_refuse_it_as_well(scene: Scene) {
    let contract = scene.contract().await;
    let mut socket = Socket::connect(&scene.app().base, scene.company().token()).await;
    let input = json!({ "name": "a\0", "jobTitle": "Engineer", "email": "t@example.org" });
    socket.subscribe("m", TUTOR, json!({ "id": contract.id, "input": input })).await;
    let Heard::Message(message) = socket.hear().await else { panic!("expected a message") };
    assert_eq!(message["type"], "error");
    assert_eq!(message["payload"][0]["extensions"]["code"], "NUL_IN_TEXT");
}

async fn days_are_of_years_that_both_databases_keep(scene: Scene) {
    let contract = scene.contract().await;
    let document = "mutation($id: ID!, $on: Date) { stepComplete(contract: $id, step: \"promise\", on: $on,
        inputs: [{ key: \"post\", value: \"Developer\" }]) { userErrors { code } } }";
    for day in ["-4800-01-01", "1899-12-31", "2201-01-01", "+200000-01-01"] {
        let answer = scene.desk().graphql(document, json!({ "id": contract.id, "on": day })).await;
        let [fault] = &answer.errors[..] else { panic!("{answer:?}") };
        assert_ne!(fault.code, "INTERNAL", "{day}");
        assert!(fault.message.contains("is not within 1900 to 2200"), "{}", fault.message);
        assert_eq!(answer.data, Value::Null);
    }
    let day = |date: &str| {
        format!(
            "mutation {{ schoolCalendarSet(school: \"INSA-TOULOUSE\", year: \"2026-2027\",
            days: [{{ key: \"year_start\", date: \"{date}\" }}]) {{ userErrors {{ code }} }} }}"
        )
    };
    let far = scene.desk().ask(&day("-4800-01-01")).await;
    assert_ne!(far.errors[0].code, "INTERNAL");
    scene.desk().ask(&day("2026-09-14")).await.expect_data();
}
