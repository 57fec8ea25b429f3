//! Near to a city or a point: `filter.near` and the order `NEAREST`.

use super::{everywhere, index, published};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use serde_json::{Value, json};

trials_on_both_engines![
    a_circle_holds_what_is_known_to_be_within,
    the_nearest_come_first_and_what_is_somewhere_unknown_last,
    a_place_that_is_not_known_is_refused_with_those_that_are_near,
    companies_and_students_are_found_around_too,
];

const SEARCH: &str = "query($filter: OfferFilter, $sort: OfferSort! = RELEVANCE) {
    searchOffers(filter: $filter, sort: $sort) {
      totalCount edges { node { city } } facets { field values { value count } } } }";

/// Offers in these cities, the last published first.
async fn offers(app: &TestApp) {
    let member = factory::verified_company(app).await;
    for city in ["Lyon", "Albi", "Nulle-Part-sur-Mer", "Blagnac", "Toulouse"] {
        published(app, &member, "Essais", city, &["AE"]).await;
    }
}

async fn cities(app: &TestApp, filter: &Value, sort: &str) -> Vec<String> {
    let variables = json!({ "filter": filter, "sort": sort });
    let data = app.anonymous().get(SEARCH, variables).await;
    let edges = data["searchOffers"]["edges"].as_array().unwrap();
    assert_eq!(data["searchOffers"]["totalCount"], edges.len(), "{filter}");
    edges.iter().map(|edge| edge["node"]["city"].as_str().unwrap().to_owned()).collect()
}

async fn a_circle_holds_what_is_known_to_be_within(app: TestApp) {
    offers(&app).await;
    index(&app).await;
    everywhere(&app, async || {
        for (near, expected) in [
            (json!({ "city": "toulouse", "km": 1 }), vec!["Toulouse"]),
            (json!({ "city": "Toulouse (31000)", "km": 20 }), vec!["Toulouse", "Blagnac"]),
            (json!({ "city": "TOULOUSE", "km": 100 }), vec!["Toulouse", "Blagnac", "Albi"]),
            (json!({ "point": { "latitude": 45.76, "longitude": 4.84 }, "km": 10 }), vec!["Lyon"]),
            (json!({ "point": { "latitude": 0.0, "longitude": 0.0 }, "km": 1000 }), vec![]),
            (json!({ "city": "Toulouse", "km": 1000 }), vec!["Toulouse", "Blagnac", "Albi", "Lyon"]),
        ] {
            assert_eq!(cities(&app, &json!({ "near": near }), "NEWEST").await, expected, "{near}");
        }
        let both = json!({ "near": { "city": "Toulouse", "km": 100 }, "city": "albi" });
        assert_eq!(cities(&app, &both, "RELEVANCE").await, ["Albi"]);
    })
    .await;
}

async fn the_nearest_come_first_and_what_is_somewhere_unknown_last(app: TestApp) {
    offers(&app).await;
    index(&app).await;
    everywhere(&app, async || {
        let near = json!({ "near": { "city": "Blagnac" } });
        let all = ["Blagnac", "Toulouse", "Albi", "Lyon", "Nulle-Part-sur-Mer"];
        assert_eq!(cities(&app, &near, "NEAREST").await, all);
        let near = json!({ "near": { "city": "Lyon", "km": 900 }, "specialties": ["AE"] });
        assert_eq!(cities(&app, &near, "NEAREST").await, ["Lyon", "Albi", "Toulouse", "Blagnac"]);
    })
    .await;
    let answer = app.anonymous().graphql(SEARCH, json!({ "sort": "NEAREST" })).await;
    assert!(answer.expect_error("BAD_USER_INPUT").message.contains("filter.near"), "{answer:?}");
}

async fn a_place_that_is_not_known_is_refused_with_those_that_are_near(app: TestApp) {
    let refused = async |near: Value| {
        let answer = app.anonymous().graphql(SEARCH, json!({ "filter": { "near": near } })).await;
        answer.expect_error("BAD_USER_INPUT").message.clone()
    };
    let accepted = refused(json!({ "city": "Toulose", "km": 10 })).await;
    assert!(accepted.contains("Toulouse (31000)"), "{accepted}");
    let accepted = refused(json!({ "city": "Valence", "km": 10 })).await;
    assert!(accepted.contains("Valence (26000)") && accepted.contains("Valence (82400)"), "{accepted}");
    for near in [
        json!({ "km": 10 }),
        json!({ "city": "Toulouse", "point": { "latitude": 1.0, "longitude": 1.0 }, "km": 10 }),
        json!({ "city": "Toulouse", "km": 0 }),
        json!({ "city": "Toulouse", "km": 1001 }),
        json!({ "point": { "latitude": 91.0, "longitude": 1.0 }, "km": 10 }),
        json!({ "city": "Xqzwvxqzwv", "km": 10 }),
    ] {
        refused(near).await;
    }
    let answer =
        app.anonymous().ask("{ searchCompanies(filter: {near: {city: \"Lyon\"}}) { totalCount } }").await;
    answer.expect_error("BAD_USER_INPUT");
}

async fn companies_and_students_are_found_around_too(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let student = factory::confirmed_student(&app, INSA, "AE", "COMPANIES").await;
    super::describe(&student, json!({ "city": "Albi", "postcode": "81000" })).await;
    factory::confirmed_student(&app, INSA, "AE", "COMPANIES").await;
    index(&app).await;
    everywhere(&app, async || {
        let count = async |search: &str, near: &str| {
            let document = format!("{{ {search}(filter: {{near: {near}}}) {{ totalCount }} }}");
            member.client.get(&document, json!({})).await[search]["totalCount"].clone()
        };
        assert_eq!(
            count("searchStudents", "{city: \"Toulouse\", km: 100}").await,
            1,
            "of one, nothing is known"
        );
        assert_eq!(count("searchStudents", "{city: \"Toulouse\", km: 50}").await, 0);
        let near = count("searchCompanies", "{city: \"Toulouse\", km: 5}").await;
        assert!(near.as_u64().unwrap() >= 1);
        assert_eq!(count("searchCompanies", "{point: {latitude: 0, longitude: 0}, km: 900}").await, 0);
    })
    .await;
}
