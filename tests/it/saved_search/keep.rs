//! `savedSearchCreate`, `savedSearchUpdate`, `savedSearchDelete`, `Viewer.savedSearches`.

use super::{CREATE, save};
use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};
use domain::role::Role;
use entity::saved_search;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use serde_json::{Value, json};

trials![
    keeps_changes_and_deletes,
    a_repeat_under_one_key_keeps_one,
    twenty_a_person_and_no_more,
    two_at_once_are_counted_one_after_the_other,
    what_is_wrong_is_said,
    anybody_signed_in_keeps_searches,
    a_filter_that_means_nothing_any_more_is_shown_as_such,
];

const OWN: &str = "{ viewer { savedSearches { id name query filter problem frequency } } }";

async fn own(client: &Client) -> Vec<Value> {
    client.get(OWN, json!({})).await["viewer"]["savedSearches"].as_array().unwrap().clone()
}

async fn keeps_changes_and_deletes(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let filter = json!({ "specialties": ["IR"], "payAtLeast": "1500.00", "startFrom": "2026-09-01" });
    let id = save(&student.client, "embarqué ", filter.clone(), "DAILY").await;
    let kept = own(&student.client).await;
    let expected = json!({
        "id": id, "name": "My search", "query": "embarqué ", "filter": filter, "problem": null, "frequency": "DAILY",
    });
    assert_eq!(kept, [expected], "the filter can be given to searchOffers as it is");
    let update = "mutation($id: ID!, $input: SavedSearchUpdateInput!) {
        savedSearchUpdate(id: $id, input: $input) { savedSearch { name query filter frequency } userErrors { code } } }";
    let input = json!({ "name": " Renamed ", "frequency": "NONE" });
    let after = student.client.get(update, json!({ "id": id, "input": input })).await;
    let expected = json!({ "name": "Renamed", "query": "embarqué ", "filter": filter, "frequency": "NONE" });
    assert_eq!(after["savedSearchUpdate"]["savedSearch"], expected, "what is left out stays");
    let input = json!({ "query": "", "filter": {} });
    let after = student.client.get(update, json!({ "id": id, "input": input })).await;
    assert_eq!(after["savedSearchUpdate"]["savedSearch"]["filter"], json!({}));
    let delete = "mutation($id: ID!) { savedSearchDelete(id: $id) { deletedId } }";
    let deleted = student.client.get(delete, json!({ "id": id })).await;
    assert_eq!(deleted["savedSearchDelete"]["deletedId"], json!(id));
    assert!(own(&student.client).await.is_empty());
    student.client.graphql(delete, json!({ "id": id })).await.expect_error("NOT_FOUND");
}

async fn a_repeat_under_one_key_keeps_one(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let input = json!({ "name": "Once", "frequency": "NONE" });
    let first = student.client.get(CREATE, json!({ "input": input, "key": "k" })).await;
    assert_eq!(student.client.get(CREATE, json!({ "input": input, "key": "k" })).await, first);
    assert_eq!(own(&student.client).await.len(), 1);
}

async fn twenty_a_person_and_no_more(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let mut last = String::new();
    for _ in 0..20 {
        last = save(&student.client, "", json!({}), "NONE").await;
    }
    let input = json!({ "name": "One more", "frequency": "NONE" });
    let refused = student.client.graphql(CREATE, json!({ "input": input })).await;
    assert_eq!(refused.user_error_codes(), ["TOO_MANY_SAVED_SEARCHES"]);
    factory::act(&student.client, "savedSearchDelete", &last, None).await;
    student.client.get(CREATE, json!({ "input": input })).await;
    let other = factory::student(&app, INSA, "IR").await;
    save(&other.client, "", json!({}), "NONE").await;
}

async fn two_at_once_are_counted_one_after_the_other(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    for _ in 0..19 {
        save(&student.client, "", json!({}), "NONE").await;
    }
    let input = json!({ "name": "The last", "frequency": "NONE" });
    let create = || student.client.graphql(CREATE, json!({ "input": input }));
    let (one, two, three) = tokio::join!(create(), create(), create());
    let refused: usize = [one, two, three].iter().map(|answer| answer.user_error_codes().len()).sum();
    assert_eq!((refused, own(&student.client).await.len()), (2, 20));
}

async fn what_is_wrong_is_said(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    for (input, path) in [
        (json!({ "name": "  ", "frequency": "NONE" }), json!(["input", "name"])),
        (json!({ "name": "n".repeat(101), "frequency": "NONE" }), json!(["input", "name"])),
        (json!({ "name": "n", "query": "q".repeat(301), "frequency": "NONE" }), json!(["input", "query"])),
    ] {
        let refused = student.client.graphql(CREATE, json!({ "input": input })).await;
        assert_eq!(
            refused.data["savedSearchCreate"]["userErrors"],
            json!([{ "code": "INVALID", "path": path }])
        );
    }
    let unknown = json!({ "name": "n", "frequency": "NONE", "filter": { "school": "NOWHERE" } });
    let refused = student.client.graphql(CREATE, json!({ "input": unknown })).await;
    let fault = refused.expect_error("BAD_USER_INPUT");
    assert!(fault.message.contains(INSA), "names those that there are: {}", fault.message);
}

async fn anybody_signed_in_keeps_searches(app: TestApp) {
    let member = factory::company(&app).await;
    let tutor = factory::staff(&app, Role::SchoolTutor, Some(INSA), &[]).await;
    let desk = factory::career_services(&app, INSA).await;
    for client in [&member.client, &tutor, &desk] {
        save(client, "", json!({}), "AT_ONCE").await;
        assert_eq!(own(client).await.len(), 1, "one's own alone");
    }
    let input = json!({ "name": "n", "frequency": "NONE" });
    app.anonymous().graphql(CREATE, json!({ "input": input })).await.expect_error("UNAUTHENTICATED");
}

async fn a_filter_that_means_nothing_any_more_is_shown_as_such(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    save(&student.client, "rust", json!({ "specialties": ["IR"] }), "AT_ONCE").await;
    // As if the specialty had been renamed since.
    let renamed = r#"{"version":1,"filter":{"specialties":["INFO"]}}"#;
    saved_search::Entity::update_many()
        .col_expr(saved_search::Column::Filter, Expr::value(renamed))
        .exec(&app.context.db.write)
        .await
        .unwrap();
    let kept = own(&student.client).await;
    assert_eq!(kept[0]["filter"], json!({ "specialties": ["INFO"] }), "not lost");
    let problem = kept[0]["problem"].as_str().expect("a problem");
    assert!(problem.contains("\"INFO\"") && problem.contains("IR"), "{problem}");
    let member = factory::verified_company(&app).await;
    super::publish(&app, &member, "Rust").await;
    super::work(&app).await;
    assert!(super::alerts(&student.client).await.is_empty(), "it widens to nothing");
}
