//! `hireRecord`: counts at once for staff; to the public, only so far that nobody is told from it.

use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};
use serde_json::{Value, json};

trials![
    counts_at_once_for_staff_and_not_for_the_public,
    a_repeat_under_one_key_records_once,
    leaves_the_reconciliation_alone
];

async fn counts_at_once_for_staff_and_not_for_the_public(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let other = factory::career_services(&app, "ENSSAT").await;
    record(&desk, Value::Null).await;
    assert_eq!(total(&desk).await, 239);
    assert_eq!(total(&app.anonymous()).await, 238, "one hire alone would be recognised");
    assert_eq!(total(&other).await, 238, "another school's staff are the public");
    let query = "{ hires(filter: { years: { from: \"2025-2026\", to: \"2025-2026\" } }) { totalCount } }";
    assert_eq!(desk.get(query, json!({})).await["hires"]["totalCount"], 1);
    assert_eq!(app.anonymous().get(query, json!({})).await["hires"]["totalCount"], 0);
}

async fn a_repeat_under_one_key_records_once(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let first = record(&desk, json!("spring-1")).await;
    assert_eq!(record(&desk, json!("spring-1")).await, first);
    assert_eq!(total(&desk).await, 239);
}

async fn leaves_the_reconciliation_alone(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let query = "{ hiringStatistics { reconciliation { figure { key } computed status } } }";
    let before = desk.get(query, json!({})).await;
    record(&desk, Value::Null).await;
    assert_eq!(
        desk.get(query, json!({})).await,
        before,
        "only published hires are compared with what was published"
    );
}

async fn record(client: &Client, key: Value) -> Value {
    let document = "mutation($input: HireRecordInput!, $key: String) {
        hireRecord(input: $input, idempotencyKey: $key) { hire { id } userErrors { code message } } }";
    let input = json!({
        "school": INSA, "specialty": "IR", "academicYear": "2025-2026", "companyName": "Test Company", "city": "Toulouse",
    });
    client.get(document, json!({ "input": input, "key": key })).await["hireRecord"]["hire"]["id"].clone()
}

async fn total(client: &Client) -> Value {
    client.get("{ hiringStatistics { total } }", json!({})).await["hiringStatistics"]["total"].clone()
}
