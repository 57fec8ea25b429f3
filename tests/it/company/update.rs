//! `companyUpdate`.

use crate::harness::TestApp;
use crate::harness::factory;
use serde_json::{Value, json};

trials![what_is_left_out_stays_and_null_empties, every_fault_is_named_and_nothing_changes];

const UPDATE: &str = "mutation($id: ID!, $input: CompanyUpdateInput!) { companyUpdate(id: $id, input: $input) {
    company { name description website city postcode size location { latitude } } userErrors { code path } } }";

async fn what_is_left_out_stays_and_null_empties(app: TestApp) {
    let member = factory::company(&app).await;
    let change = async |input: Value| {
        let data = member.client.get(UPDATE, json!({ "id": member.company, "input": input })).await;
        data["companyUpdate"]["company"].clone()
    };
    let first =
        change(json!({ "description": "We make things.", "website": "https://company.example.org" })).await;
    assert_eq!((&first["city"], &first["size"]), (&json!("Toulouse"), &json!("PME")));
    let moved = change(json!({ "city": "Lyon", "postcode": "69001", "size": null })).await;
    assert_eq!((&moved["description"], &moved["size"]), (&json!("We make things."), &Value::Null));
    assert_ne!(first["location"], moved["location"]);
    let emptied = change(json!({ "city": null, "postcode": null, "description": null })).await;
    assert_eq!((&emptied["location"], &emptied["description"]), (&Value::Null, &Value::Null));
}

async fn every_fault_is_named_and_nothing_changes(app: TestApp) {
    let member = factory::company(&app).await;
    let input = json!({ "name": "", "website": "javascript:alert(1)", "postcode": "3100", "city": "Lyon" });
    let answer = member.client.graphql(UPDATE, json!({ "id": member.company, "input": input })).await;
    let errors = answer.data["companyUpdate"]["userErrors"].as_array().unwrap();
    let paths: Vec<_> = errors.iter().map(|error| error["path"][1].as_str().unwrap()).collect();
    assert_eq!(paths, ["name", "website", "postcode"]);
    let read = member
        .client
        .get("query($id: ID!) { company(id: $id) { city } }", json!({ "id": member.company }))
        .await;
    assert_eq!(read["company"]["city"], "Toulouse");
}
