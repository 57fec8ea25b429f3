//! `hires`.

use crate::harness::TestApp;
use serde_json::{Value, json};
use std::collections::HashSet;

trials![pages_through_every_hire_once, costs_the_same_for_a_long_page];

const QUERY: &str =
    "query($first: Int, $after: String) { hires(first: $first, after: $after, sort: YEAR_ASC) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id academicYear specialty { code school { code } } company { name group } } } } }";

async fn pages_through_every_hire_once(app: TestApp) {
    let mut after = Value::Null;
    let (mut ids, mut years) = (HashSet::new(), Vec::new());
    loop {
        let data = app.anonymous().get(QUERY, json!({ "first": 50, "after": after })).await;
        let hires = &data["hires"];
        assert_eq!(hires["totalCount"], 238);
        for edge in hires["edges"].as_array().unwrap() {
            assert!(ids.insert(edge["node"]["id"].to_string()), "twice: {edge}");
            years.push(edge["node"]["academicYear"].to_string());
        }
        if hires["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = hires["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(ids.len(), 238);
    assert!(years.is_sorted(), "the earliest first");
}

async fn costs_the_same_for_a_long_page(app: TestApp) {
    let anonymous = app.anonymous();
    let cost = async |first: u32| app.count_statements(anonymous.get(QUERY, json!({ "first": first }))).await;
    cost(1).await;
    assert_eq!(cost(2).await, cost(100).await);
}
