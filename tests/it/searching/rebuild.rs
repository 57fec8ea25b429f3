//! An index is built anew beside the one that is searched: nobody notices.

use super::{index, published};
use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

trials_on_both_engines![no_result_is_missing_while_the_indexes_are_built_anew];

const REBUILDS: usize = 4;

async fn no_result_is_missing_while_the_indexes_are_built_anew(app: TestApp) {
    let member = factory::verified_company(&app).await;
    for number in 0..6 {
        published(&app, &member, &format!("Essais {number}"), "Toulouse", &["AE"]).await;
    }
    let desk = factory::career_services(&app, INSA).await;
    for _ in 0..6 {
        record(&desk).await;
    }
    // As a survey would have them: published hires alone are searched.
    let published = "UPDATE hire SET source = 'PUBLISHED'";
    app.context.db.write.execute_unprepared(published).await.unwrap();
    index(&app).await;
    // Of the database, since the history comes with it on one engine and not on the other.
    let hires = desk.get("{ hires { totalCount } }", json!({})).await["hires"]["totalCount"].clone();
    assert!(hires.as_u64() >= Some(6), "{hires}");
    let ended = AtomicBool::new(false);
    let rebuilding = async {
        for _ in 0..REBUILDS {
            api::worker::reindex_here(&app.context).await.unwrap();
        }
        ended.store(true, Ordering::SeqCst);
    };
    let searching = async {
        let search = "{ searchOffers(query: \"essais\") { totalCount degraded edges { node { title } } }
            searchHires { totalCount degraded } }";
        let mut asked = 0;
        while !ended.load(Ordering::SeqCst) {
            let found = desk.get(search, json!({})).await;
            let offers = &found["searchOffers"];
            assert_eq!((&offers["totalCount"], &offers["degraded"]), (&json!(6), &json!(false)), "{found}");
            assert_eq!(offers["edges"].as_array().unwrap().len(), 6);
            let found_hires = &found["searchHires"];
            assert_eq!(found_hires, &json!({ "totalCount": hires, "degraded": false }), "{found}");
            asked += 1;
        }
        asked
    };
    let ((), asked) = tokio::join!(rebuilding, searching);
    assert!(asked > REBUILDS, "it must have been searched meanwhile: {asked}");
}

/// Records a hire.
async fn record(desk: &Client) {
    let document =
        "mutation($input: HireRecordInput!) { hireRecord(input: $input) { userErrors { code message } } }";
    let input = json!({ "school": INSA, "specialty": "AE", "academicYear": "2025-2026", "companyName": "Essais SAS" });
    let data = desk.get(document, json!({ "input": input })).await;
    assert_eq!(data["hireRecord"]["userErrors"], json!([]), "{data}");
}
