//! `hiringStatistics.reconciliation`: what was published beside what is computed.

use crate::harness::TestApp;
use serde_json::{Value, json};

trials![every_cell_and_total_agrees, what_was_not_published_is_not_computed, what_is_not_legible_stays_null];

const QUERY: &str = "{ hiringStatistics(filter: { school: \"INSA-TOULOUSE\" }) { reconciliation {
    figure { key value legible } computed status reason } } }";

async fn every_cell_and_total_agrees(app: TestApp) {
    let checks = checks(&app).await;
    let contracts: Vec<&Value> = checks.iter().filter(|check| key(check).starts_with("contracts/")).collect();
    assert_eq!(contracts.len(), 55, "50 cells and 5 totals");
    for check in contracts {
        assert_eq!(check["status"], "AGREES", "{check}");
        assert_eq!(check["figure"]["value"].as_f64(), check["computed"].as_f64(), "{check}");
    }
}

async fn what_was_not_published_is_not_computed(app: TestApp) {
    let checks = checks(&app).await;
    let others: Vec<&Value> = checks.iter().filter(|check| !key(check).starts_with("contracts/")).collect();
    assert!(!others.is_empty());
    for check in others {
        assert_eq!(check["status"], "NOT_COMPUTABLE", "{check}");
        assert_eq!(check["computed"], Value::Null, "{check}");
        assert!(check["reason"].is_string(), "{check}");
    }
}

async fn what_is_not_legible_stays_null(app: TestApp) {
    let query = "{ publishedFigures(school: \"INSA-TOULOUSE\") { key value legible } }";
    let data = app.anonymous().get(query, json!({})).await;
    let figures = data["publishedFigures"].as_array().unwrap();
    let (legible, not): (Vec<&Value>, Vec<&Value>) =
        figures.iter().partition(|figure| figure["legible"] == true);
    assert_eq!(not.len(), 2, "the shares of the smallest and the medium-sized companies: {not:?}");
    assert!(not.iter().all(|figure| figure["value"].is_null()), "{not:?}");
    assert!(legible.iter().all(|figure| figure["value"].is_number()));
}

async fn checks(app: &TestApp) -> Vec<Value> {
    let data = app.anonymous().get(QUERY, json!({})).await;
    data["hiringStatistics"]["reconciliation"].as_array().unwrap().clone()
}

fn key(check: &Value) -> &str {
    check["figure"]["key"].as_str().unwrap()
}
