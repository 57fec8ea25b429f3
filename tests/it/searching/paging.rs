//! Pages that follow one another while offers come and go.

use super::{everywhere, index, published_with};
use crate::harness::TestApp;
use crate::harness::factory::{self, Member};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::collections::BTreeSet;

trials_on_both_engines![
    nothing_is_skipped_nor_shown_twice_while_offers_come_and_go,
    pages_go_on_when_the_engine_does_not,
    a_cursor_of_another_search_is_refused,
    beyond_a_thousand_matches_it_says_what_to_do,
];

const SEARCH: &str =
    "query($query: String, $filter: OfferFilter, $sort: OfferSort! = RELEVANCE, $after: String) {
    searchOffers(query: $query, filter: $filter, sort: $sort, first: 2, after: $after) {
      pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id } } } }";

/// Every order that there is.
fn orders() -> [Value; 6] {
    [
        json!({}),
        json!({ "query": "essai" }),
        json!({ "sort": "NEWEST" }),
        json!({ "sort": "START", "query": "essai" }),
        json!({ "sort": "PAY" }),
        json!({ "sort": "NEAREST", "filter": { "near": { "city": "Albi" } } }),
    ]
}

fn after(search: &Value, cursor: &Value) -> Value {
    let mut search = search.clone();
    search["after"] = cursor.clone();
    search
}

async fn ask(app: &TestApp, search: &Value) -> Value {
    app.anonymous().get(SEARCH, search.clone()).await["searchOffers"].take()
}

/// All offers of a search, page by page; between two pages something happens.
async fn walk(app: &TestApp, search: &Value, mut meanwhile: impl AsyncFnMut(usize)) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), search.clone());
    for number in 0..20 {
        let page = ask(app, &next).await;
        assert_eq!(page["pageInfo"]["hasPreviousPage"], number > 0);
        let edges = page["edges"].as_array().unwrap();
        all.extend(edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            return all;
        }
        next = after(search, &page["pageInfo"]["endCursor"]);
        meanwhile(number).await;
    }
    panic!("no end: {search}")
}

/// Seven offers: in few places, some without pay.
async fn seven(app: &TestApp, member: &Member) -> Vec<String> {
    let mut offers = Vec::new();
    for (number, city) in
        ["Albi", "Toulouse", "Albi", "Lyon", "Ici", "Toulouse", "Albi"].into_iter().enumerate()
    {
        let mut said = json!({ "title": format!("Essai {number}"), "city": city, "specialties": ["AE"] });
        if number % 3 != 0 {
            said["grossMonthlyPay"] = json!(format!("1500.0{}", number % 2));
        }
        offers.push(published_with(app, member, said).await);
    }
    offers
}

async fn nothing_is_skipped_nor_shown_twice_while_offers_come_and_go(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let mut offers = seven(&app, &member).await;
    index(&app).await;
    for ready in [true, false] {
        for search in orders() {
            app.context.search.set_ready(ready);
            let whole = walk(&app, &search, async |_| ()).await;
            assert_eq!(whole.iter().collect::<BTreeSet<_>>(), offers.iter().collect(), "{search}");
            let gone = whole[3].clone();
            let walked = walk(&app, &search, async |page| {
                if page == 0 {
                    factory::act(&member.client, "offerCancel", &gone, Some("no longer needed")).await;
                    offers.retain(|offer| *offer != gone);
                    let said = json!({ "title": "Essai de plus", "city": "Albi", "specialties": ["AE"],
                        "grossMonthlyPay": "4000.00" });
                    offers.push(published_with(&app, &member, said).await);
                    app.context.search.set_ready(true);
                    index(&app).await;
                    app.context.search.set_ready(ready);
                }
            })
            .await;
            let told: BTreeSet<&String> = walked.iter().collect();
            assert_eq!(told.len(), walked.len(), "none twice: {search}");
            let kept: Vec<&String> = walked.iter().filter(|offer| whole.contains(offer)).collect();
            let stayed: Vec<&String> = whole.iter().filter(|offer| **offer != gone).collect();
            if search.get("query").is_none() || search.get("sort").is_some() {
                assert_eq!(kept, stayed, "none skipped, in order: {search}");
            } else {
                let stayed: BTreeSet<&String> = stayed.into_iter().collect();
                assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), stayed, "none skipped: {search}");
            }
        }
    }
}

async fn pages_go_on_when_the_engine_does_not(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let offers = seven(&app, &member).await;
    index(&app).await;
    for search in orders() {
        app.context.search.set_ready(true);
        let whole = walk(&app, &search, async |_| ()).await;
        let walked = walk(&app, &search, async |page| app.context.search.set_ready(page % 2 == 1)).await;
        let (mut told, mut all) = (walked.clone(), offers.clone());
        told.sort();
        all.sort();
        assert_eq!(told, all, "{search}");
        if search.get("query").is_none() || search.get("sort").is_some() {
            assert_eq!(walked, whole, "{search}");
        }
    }
}

async fn a_cursor_of_another_search_is_refused(app: TestApp) {
    let member = factory::verified_company(&app).await;
    seven(&app, &member).await;
    index(&app).await;
    everywhere(&app, async || {
        for from in orders() {
            let cursor = ask(&app, &from).await["edges"][0]["cursor"].take();
            for to in orders().into_iter().filter(|to| *to != from) {
                let answer = app.anonymous().graphql(SEARCH, after(&to, &cursor)).await;
                answer.expect_error("BAD_USER_INPUT");
            }
        }
        for forged in ["", "AAAA", "eyJvZiI6IiIsImF0Ijp7InMiOiIifX0"] {
            let answer = app.anonymous().graphql(SEARCH, json!({ "after": forged })).await;
            answer.expect_error("BAD_USER_INPUT");
        }
    })
    .await;
}

async fn beyond_a_thousand_matches_it_says_what_to_do(app: TestApp) {
    let member = factory::verified_company(&app).await;
    seven(&app, &member).await;
    index(&app).await;
    everywhere(&app, async || {
        let search = json!({ "query": "essai" });
        let cursor = ask(&app, &search).await["edges"][0]["cursor"].as_str().unwrap().to_owned();
        let told: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).unwrap()).unwrap();
        let seen = |count: usize| {
            let mut told = told.clone();
            let marks: Vec<u8> = (0..count)
                .flat_map(|number| [9, 9, 9].into_iter().chain(u16::try_from(number).unwrap().to_be_bytes()))
                .collect();
            told["at"]["s"] = json!(URL_SAFE_NO_PAD.encode(marks));
            after(&search, &json!(URL_SAFE_NO_PAD.encode(told.to_string())))
        };
        let near_the_end = ask(&app, &seen(999)).await;
        assert_eq!(near_the_end["edges"].as_array().unwrap().len(), 1, "no more than a thousand in all");
        assert_eq!(near_the_end["pageInfo"]["hasNextPage"], true);
        let answer = app.anonymous().graphql(SEARCH, seen(1_000)).await;
        assert!(answer.expect_error("CURSOR_TOO_FAR").message.contains("narrow the filter"), "{answer:?}");
        app.anonymous().graphql(SEARCH, seen(1_001)).await.expect_error("BAD_USER_INPUT");
    })
    .await;
}
