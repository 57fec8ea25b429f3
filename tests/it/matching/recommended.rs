//! `Student.recommendedOffers` and `Offer.fit`: the order, and the reasons.

use super::{draft, ids, offer, recommended, student, update};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use serde_json::{Value, json};

trials![
    the_best_come_first_and_say_why,
    sentences_are_in_the_readers_language,
    only_what_the_student_is_eligible_for_is_recommended,
    an_offer_says_how_it_suits_the_student_who_asks,
    age_refuses_and_a_derogation_lets_pass,
    pages_are_whole
];

const MATCH: &str =
    "match { score eligible reasons { rule outcome reason } criteria { key weight value reason } }";

async fn the_best_come_first_and_say_why(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let far = offer(&app, &member, json!({ "postcode": "59000", "city": "Lille" })).await;
    let other = offer(&app, &member, json!({ "skills": ["VHDL", "Docker"], "title": "Cartes" })).await;
    let best = offer(&app, &member, json!({})).await;
    let student = student(&app, json!({})).await;
    let document = format!(
        "query($id: ID!) {{ student(id: $id) {{ recommendedOffers {{ totalCount edges {{ node {{ id }} {MATCH} }} }} }} }}"
    );
    let data = student.client.get(&document, json!({ "id": student.id })).await;
    let list = &data["student"]["recommendedOffers"];
    assert_eq!(ids(list), [best, far, other]);
    assert_eq!(list["totalCount"], 3);
    for edge in list["edges"].as_array().unwrap() {
        let fit = &edge["match"];
        assert_eq!(fit["eligible"], true);
        let criteria = fit["criteria"].as_array().unwrap();
        let mean: f64 = criteria.iter().map(|one| number(&one["weight"]) * number(&one["value"])).sum();
        assert!((mean - number(&fit["score"])).abs() < 0.000_1, "{fit}");
        let weights: f64 = criteria.iter().map(|one| number(&one["weight"])).sum();
        assert!((weights - 1.0).abs() < 1e-9, "{fit}");
    }
    let third = &list["edges"][2]["match"];
    assert_eq!(third["criteria"][0]["reason"], "1 of 2 skills asked for (Docker ; lacking VHDL).");
    assert_eq!(third["reasons"][3]["reason"], "22 years old at the start of the contract.");
    let second = &list["edges"][1]["match"]["criteria"][1];
    assert_eq!((&second["key"], &second["value"]), (&json!("DISTANCE"), &json!(0.0)));
    assert!(factory::text(second, "/reason").contains("beyond the 50 km of mobility"), "{second}");
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

async fn sentences_are_in_the_readers_language(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let id = offer(&app, &member, json!({ "grossMonthlyPay": null })).await;
    let student = student(&app, json!({ "birthDate": null })).await;
    let document = json!({ "query": "query($id: ID!) { offer(id: $id) { fit { reasons { reason } criteria { reason } } } }",
        "variables": { "id": id } });
    let mut answers = Vec::new();
    for language in ["fr", "en"] {
        let request = student.client.request(reqwest::Method::POST, "/graphql");
        let request = request.header("accept-language", language).json(&document);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answers.push(answer["data"]["offer"]["fit"].clone());
    }
    // A person's own language goes before the request's: everybody here is English.
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1]["criteria"][3]["reason"], "The pay is not said.");
    assert_eq!(answers[1]["reasons"][3]["reason"], "The age is not known: it remains to be checked.");
}

async fn only_what_the_student_is_eligible_for_is_recommended(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let good = offer(&app, &member, json!({})).await;
    offer(&app, &member, json!({ "specialties": ["GC"] })).await;
    offer(&app, &member, json!({ "contractType": "APPRENTICESHIP" })).await;
    offer(&app, &member, json!({ "start": "2027-10-01", "end": "2028-09-30" })).await;
    draft(&app, &member, json!({})).await;
    let student = student(&app, json!({ "contractType": "PROFESSIONALISATION" })).await;
    assert_eq!(recommended(&student).await, [good]);
}

async fn an_offer_says_how_it_suits_the_student_who_asks(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let good = offer(&app, &member, json!({})).await;
    let wrong = offer(&app, &member, json!({ "specialties": ["GC"] })).await;
    let closed = offer(&app, &member, json!({})).await;
    factory::act(&member.client, "offerFill", &closed, None).await;
    let student = student(&app, json!({})).await;
    let document = "query($id: ID!) { offer(id: $id) { fit { score eligible reasons { rule outcome } } } }";
    let fit = async |id: &str| {
        let data = student.client.get(document, json!({ "id": id })).await;
        data["offer"]["fit"].clone()
    };
    let (good, wrong, closed) = (fit(&good).await, fit(&wrong).await, fit(&closed).await);
    assert_eq!((&good["eligible"], &wrong["eligible"]), (&json!(true), &json!(false)));
    assert_eq!(wrong["reasons"][0], json!({ "rule": "SPECIALTY", "outcome": "REFUSED" }));
    assert_eq!(closed, good, "the offer is compared, whatever became of it");
    let data = member
        .client
        .get(document, json!({ "id": factory::draft_offer(&app, &member, INSA, &["IR"]).await }));
    assert_eq!(data.await["offer"]["fit"], Value::Null);
}

async fn age_refuses_and_a_derogation_lets_pass(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let id = offer(&app, &member, json!({ "contractType": "APPRENTICESHIP", "end": "2029-09-30" })).await;
    let student = student(&app, json!({ "birthDate": "1996-10-01" })).await;
    assert_eq!(recommended(&student).await, [""; 0], "thirty on the first day");
    update(&student, json!({ "ageDerogation": true })).await;
    assert_eq!(recommended(&student).await, [id.as_str()]);
    update(&student, json!({ "ageDerogation": false, "birthDate": "1996-10-02" })).await;
    assert_eq!(recommended(&student).await, [id.as_str()]);
    update(&student, json!({ "birthDate": null })).await;
    assert_eq!(recommended(&student).await, [id], "an unknown age refuses nobody");
    let document = "mutation($id: ID!) { studentUpdate(id: $id, input: { birthDate: \"2026-08-01\" }) {
        student { birthDate } userErrors { code path } } }";
    let answer = student.client.graphql(document, json!({ "id": student.id })).await;
    assert_eq!(answer.user_error_codes(), ["INVALID"]);
}

async fn pages_are_whole(app: TestApp) {
    let member = factory::verified_company(&app).await;
    for city in ["Toulouse", "Albi", "Lille", "Toulouse", "Paris"] {
        offer(&app, &member, json!({ "city": city, "postcode": null })).await;
    }
    let student = student(&app, json!({})).await;
    let all = recommended(&student).await;
    assert_eq!(all.len(), 5);
    let document =
        "query($id: ID!, $after: String) { student(id: $id) { recommendedOffers(first: 2, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } } }";
    let (mut paged, mut after) = (Vec::new(), Value::Null);
    for more in [true, true, false] {
        let data = student.client.get(document, json!({ "id": student.id, "after": after })).await;
        let list = &data["student"]["recommendedOffers"];
        assert_eq!((&list["totalCount"], &list["pageInfo"]["hasNextPage"]), (&json!(5), &json!(more)));
        paged.extend(ids(list));
        after = list["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(paged, all);
    let answer = student.client.graphql(document, json!({ "id": student.id, "after": "nonsense" })).await;
    answer.expect_error("BAD_USER_INPUT");
}
