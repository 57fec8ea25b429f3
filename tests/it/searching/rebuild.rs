//! An index is built anew beside the one that is searched: nobody notices.

use super::{index, published};
use crate::harness::TestApp;
use crate::harness::factory;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

trials_on_both_engines![no_result_is_missing_while_the_indexes_are_built_anew];

const REBUILDS: usize = 4;

async fn no_result_is_missing_while_the_indexes_are_built_anew(app: TestApp) {
    let member = factory::verified_company(&app).await;
    for number in 0..6 {
        published(&app, &member, &format!("Essais {number}"), "Toulouse", &["AE"]).await;
    }
    index(&app).await;
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
            let found = app.anonymous().get(search, json!({})).await;
            let offers = &found["searchOffers"];
            assert_eq!((&offers["totalCount"], &offers["degraded"]), (&json!(6), &json!(false)), "{found}");
            assert_eq!(offers["edges"].as_array().unwrap().len(), 6);
            let hires = &found["searchHires"];
            assert_eq!((&hires["totalCount"], &hires["degraded"]), (&json!(238), &json!(false)), "{found}");
            asked += 1;
        }
        asked
    };
    let ((), asked) = tokio::join!(rebuilding, searching);
    assert!(asked > REBUILDS, "it must have been searched meanwhile: {asked}");
}
