//! `searchSuggest`.

use super::{everywhere, index, published};
use crate::harness::TestApp;
use crate::harness::factory;
use serde_json::{Value, json};

trials_on_both_engines![
    what_is_typed_is_completed_by_kind,
    typos_and_accents_are_forgiven_as_in_searches,
    what_is_not_published_is_not_suggested,
    a_suggestion_is_what_its_filter_takes,
];

const SUGGEST: &str = "query($text: String!, $kinds: [SuggestionKind!], $first: Int) {
    searchSuggest(text: $text, kinds: $kinds, first: $first) { kind text value count matches { start end } } }";

async fn suggested(app: &TestApp, variables: Value) -> Vec<Value> {
    app.anonymous().get(SUGGEST, variables).await["searchSuggest"].as_array().unwrap().clone()
}

async fn texts(app: &TestApp, text: &str, kind: &str) -> Vec<String> {
    let found = suggested(app, json!({ "text": text, "kinds": [kind] })).await;
    assert!(found.iter().all(|one| one["kind"] == kind), "{found:?}");
    found.iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

async fn offers(app: &TestApp) {
    let member = factory::verified_company(app).await;
    published(app, &member, "Développeuse en robotique", "Toulouse", &["AE"]).await;
    published(app, &member, "Développeuse en robotique", "Tours", &["AE"]).await;
    published(app, &member, "Chargé de travaux", "Toulouse", &["GC"]).await;
    index(app).await;
}

async fn what_is_typed_is_completed_by_kind(app: TestApp) {
    offers(&app).await;
    everywhere(&app, async || {
        assert_eq!(texts(&app, "tou", "CITY").await, ["Toulouse", "Tours"], "where most offers are first");
        assert_eq!(texts(&app, "développeuse rob", "TITLE").await, ["Développeuse en robotique"], "once");
        assert_eq!(texts(&app, "rus", "SKILL").await, ["Rust"]);
        assert!(!texts(&app, "test comp", "COMPANY").await.is_empty());
        assert!(
            texts(&app, "génie civ", "SPECIALTY").await.iter().any(|text| text.starts_with("Génie civil"))
        );
        assert!(texts(&app, "gc", "SPECIALTY").await.iter().any(|text| text.ends_with("(GC)")));
        let toulouse = suggested(&app, json!({ "text": "toul", "kinds": ["CITY", "SKILL"] })).await;
        let expected = json!({ "kind": "CITY", "text": "Toulouse", "value": "toulouse", "count": 2,
            "matches": [{ "start": 0, "end": 8 }] });
        assert_eq!(toulouse, [expected]);
        assert!(suggested(&app, json!({ "text": " ?! " })).await.is_empty());
        assert!(suggested(&app, json!({ "text": "xqzwv" })).await.is_empty());
        assert_eq!(suggested(&app, json!({ "text": "t", "first": 3 })).await.len(), 3);
    })
    .await;
    for wrong in [
        json!({ "text": "t", "first": 0 }),
        json!({ "text": "t", "first": 21 }),
        json!({ "text": "t".repeat(301) }),
    ] {
        app.anonymous().graphql(SUGGEST, wrong).await.expect_error("BAD_USER_INPUT");
    }
}

async fn typos_and_accents_are_forgiven_as_in_searches(app: TestApp) {
    offers(&app).await;
    assert_eq!(texts(&app, "toulose", "CITY").await, ["Toulouse"]);
    assert_eq!(texts(&app, "DEVELOPEUSE", "TITLE").await, ["Développeuse en robotique"]);
    assert!(texts(&app, "genie civl", "SPECIALTY").await.iter().any(|text| text.starts_with("Génie civil")));
    app.context.search.set_ready(false);
    assert!(texts(&app, "toulose", "CITY").await.is_empty(), "SQL forgives no typos");
    assert_eq!(texts(&app, "DEVELOPPEUSE", "TITLE").await, ["Développeuse en robotique"]);
}

async fn what_is_not_published_is_not_suggested(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let offer = published(&app, &member, "Zymotechnie", "Guéret", &["AE"]).await;
    index(&app).await;
    everywhere(&app, async || {
        assert_eq!(texts(&app, "zymo", "TITLE").await, ["Zymotechnie"]);
        assert_eq!(texts(&app, "guer", "CITY").await, ["Guéret"]);
    })
    .await;
    factory::act(&member.client, "offerCancel", &offer, Some("no longer needed")).await;
    assert!(texts(&app, "zymo", "TITLE").await.is_empty(), "SQL knows before the engine does");
    index(&app).await;
    everywhere(&app, async || {
        assert!(suggested(&app, json!({ "text": "zymo" })).await.is_empty());
        assert!(texts(&app, "guer", "CITY").await.is_empty());
    })
    .await;
}

async fn a_suggestion_is_what_its_filter_takes(app: TestApp) {
    offers(&app).await;
    everywhere(&app, async || {
        for (text, kind, filter) in [
            ("tours", "CITY", "city"),
            ("rust", "SKILL", "skills"),
            ("test company", "COMPANY", "company"),
            ("gc", "SPECIALTY", "specialties"),
        ] {
            let found = suggested(&app, json!({ "text": text, "kinds": [kind] })).await;
            let value =
                found.iter().map(|one| &one["value"]).find(|value| kind != "SPECIALTY" || **value == "GC");
            let value = value.unwrap_or_else(|| panic!("nothing for {text}"));
            let list = matches!(filter, "skills" | "specialties");
            let value = if list { json!([value]) } else { value.clone() };
            let document = "query($filter: OfferFilter) { searchOffers(filter: $filter) { totalCount } }";
            let data = app.anonymous().get(document, json!({ "filter": { filter: value } })).await;
            let count = data["searchOffers"]["totalCount"].as_u64().unwrap();
            assert!(count > 0, "{kind}");
            if kind != "COMPANY" && kind != "SPECIALTY" {
                assert_eq!(found[0]["count"], count, "{kind}");
            }
        }
    })
    .await;
}
