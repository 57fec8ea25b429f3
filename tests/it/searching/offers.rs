//! `searchOffers`.

use super::{index, published};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use serde_json::{Value, json};

trials_on_both_engines![
    words_are_found_with_typos_without_accents_and_by_their_beginning,
    filters_facets_and_totals_agree,
    only_the_facets_asked_for_are_counted,
    only_what_is_published_is_found_and_at_once_no_more,
    before_the_engine_knows_sql_answers_and_says_so,
    pages_follow_one_another,
    a_value_that_does_not_exist_is_refused_with_those_that_do,
];

const SEARCH: &str = "query($query: String, $filter: OfferFilter, $first: Int, $after: String) {
    searchOffers(query: $query, filter: $filter, first: $first, after: $after) {
      totalCount degraded engine pageInfo { hasNextPage endCursor }
      edges { node { id title } highlights { field text } }
      facets { field values { value count } } } }";

async fn search(app: &TestApp, variables: Value) -> Value {
    app.anonymous().get(SEARCH, variables).await["searchOffers"].take()
}

fn titles(found: &Value) -> Vec<&str> {
    found["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["title"].as_str().unwrap()).collect()
}

async fn words_are_found_with_typos_without_accents_and_by_their_beginning(app: TestApp) {
    let member = factory::verified_company(&app).await;
    published(&app, &member, "Développeur de logiciel embarqué", "Toulouse", &["IR"]).await;
    published(&app, &member, "Chargé de travaux", "Lyon", &["GC"]).await;
    index(&app).await;
    for words in ["développeur", "DEVELOPPEUR", "develppeur", "logiciel embarq", "toulouse embarque"] {
        let found = search(&app, json!({ "query": words })).await;
        assert_eq!(titles(&found), ["Développeur de logiciel embarqué"], "{words}: {found}");
        assert_eq!((&found["totalCount"], &found["degraded"]), (&json!(1), &json!(false)));
    }
    let nothing = search(&app, json!({ "query": "zzyzx" })).await;
    assert_eq!((&nothing["totalCount"], titles(&nothing).len()), (&json!(0), 0));
}

async fn only_the_facets_asked_for_are_counted(app: TestApp) {
    let member = factory::verified_company(&app).await;
    published(&app, &member, "Essais", "Toulouse", &["AE"]).await;
    index(&app).await;
    let asked = "query($of: [FacetField!]) { searchOffers { facets { field } some: facets(of: $of) { field } one: facets(of: CITY) { field } } }";
    let found =
        app.anonymous().get(asked, json!({ "of": ["REMOTE", "VERIFIED"] })).await["searchOffers"].take();
    assert_eq!(found["some"], json!([{ "field": "REMOTE" }]), "offers are not counted by what companies are");
    assert_eq!(found["one"], json!([{ "field": "CITY" }]));
    assert_eq!(found["facets"].as_array().map(Vec::len), Some(9), "another selection asks for all");
    let alone = app.anonymous().get("{ searchOffers { facets(of: [CITY]) { field } } }", json!({})).await;
    assert_eq!(alone["searchOffers"]["facets"], json!([{ "field": "CITY" }]));
}

async fn filters_facets_and_totals_agree(app: TestApp) {
    let member = factory::verified_company(&app).await;
    published(&app, &member, "Essais", "Toulouse", &["AE", "IR"]).await;
    published(&app, &member, "Réseaux", "Lyon", &["IR"]).await;
    index(&app).await;
    let all = search(&app, json!({})).await;
    assert_eq!(titles(&all), ["Réseaux", "Essais"], "without words, the newest first");
    let facets = all["facets"].as_array().unwrap();
    let specialties = facets.iter().find(|facet| facet["field"] == "SPECIALTIES").expect("specialties");
    for (code, count) in [("IR", 2), ("AE", 1)] {
        assert!(
            specialties["values"].as_array().unwrap().contains(&json!({ "value": code, "count": count }))
        );
    }
    for (filter, expected) in [
        (json!({ "specialties": ["AE"] }), vec!["Essais"]),
        (json!({ "city": "LYON" }), vec!["Réseaux"]),
        (json!({ "specialties": ["IR"], "city": "toulouse" }), vec!["Essais"]),
        (json!({ "contractType": "APPRENTICESHIP" }), vec![]),
    ] {
        let found = search(&app, json!({ "filter": filter })).await;
        assert_eq!(titles(&found), expected, "{filter}");
        assert_eq!(found["totalCount"], expected.len(), "{filter}");
    }
}

async fn only_what_is_published_is_found_and_at_once_no_more(app: TestApp) {
    let member = factory::verified_company(&app).await;
    factory::pending_offer(&app, &member, INSA, &["AE"]).await;
    let offer = published(&app, &member, "Essais", "Toulouse", &["AE"]).await;
    index(&app).await;
    assert_eq!(titles(&search(&app, json!({})).await), ["Essais"]);
    factory::act(&member.client, "offerCancel", &offer, Some("no longer needed")).await;
    assert!(titles(&search(&app, json!({})).await).is_empty(), "the engine has not heard of it yet, SQL has");
    index(&app).await;
    assert_eq!(search(&app, json!({})).await["totalCount"], 0);
}

async fn before_the_engine_knows_sql_answers_and_says_so(app: TestApp) {
    let member = factory::verified_company(&app).await;
    published(&app, &member, "Développeur embarqué", "Toulouse", &["IR"]).await;
    let found = search(&app, json!({ "query": "developpeur", "filter": { "specialties": ["IR"] } })).await;
    assert_eq!(titles(&found), ["Développeur embarqué"]);
    assert_eq!((&found["degraded"], &found["engine"]), (&json!(true), &json!("sql")));
    index(&app).await;
    let found = search(&app, json!({ "query": "developpeur" })).await;
    let engine = app.context.search.engine().name();
    assert_eq!((&found["degraded"], &found["engine"]), (&json!(false), &json!(engine)));
}

async fn pages_follow_one_another(app: TestApp) {
    let member = factory::verified_company(&app).await;
    for title in ["Un poste", "Deux postes", "Trois postes"] {
        published(&app, &member, title, "Toulouse", &["AE"]).await;
    }
    index(&app).await;
    let first = search(&app, json!({ "first": 2 })).await;
    assert_eq!((titles(&first), &first["totalCount"]), (vec!["Trois postes", "Deux postes"], &json!(3)));
    let after = &first["pageInfo"]["endCursor"];
    let second = search(&app, json!({ "first": 2, "after": after })).await;
    assert_eq!(titles(&second), ["Un poste"]);
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
    let other = json!({ "query": "poste", "after": after });
    app.anonymous().graphql(SEARCH, other).await.expect_error("BAD_USER_INPUT");
}

async fn a_value_that_does_not_exist_is_refused_with_those_that_do(app: TestApp) {
    let filter = json!({ "filter": { "specialties": ["XX"], "school": INSA } });
    let answer = app.anonymous().graphql(SEARCH, filter).await;
    assert!(answer.expect_error("BAD_USER_INPUT").message.contains("accepted: AE, GB"), "{answer:?}");
}
