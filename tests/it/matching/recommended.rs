//! `Student.recommendedOffers` and `Offer.fit`: the order, and the reasons.

use super::{draft, ids, offer, recommended, student, update};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA, Student};
use domain::locale::Locale;
use entity::{Stored, account};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
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

/// A person's own language, whatever the request's is.
async fn sentences_are_in_the_readers_language(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let id = offer(&app, &member, json!({ "grossMonthlyPay": null })).await;
    let student = student(&app, json!({ "birthDate": null, "skills": [], "headline": null })).await;
    let (fr, en) =
        (fit_in(&app, &student, &id, Locale::Fr).await, fit_in(&app, &student, &id, Locale::En).await);
    assert_eq!(
        fr,
        json!({ "reasons": told(&[
            "L'offre est ouverte à cette spécialité.",
            "C'est un contrat de professionnalisation, comme recherché.",
            "Les dates conviennent à une disponibilité le 01/09/2026.",
            "L'âge n'est pas connu : il reste à vérifier.",
        ]), "criteria": told(&[
            "Le profil ne dit aucune compétence : celles demandées ne peuvent être comparées.",
            "À 0 km, dans les 50 km de mobilité.",
            "Début 30 jours après la disponibilité.",
            "La rémunération n'est pas indiquée.",
            "Aucune embauche publiée de cette spécialité par l'entreprise.",
            "Le profil ou l'offre ne contient pas de texte à comparer.",
        ]) })
    );
    assert_eq!(
        en,
        json!({ "reasons": told(&[
            "The offer is open to this specialty.",
            "It is of the kind sought: professionalisation contract.",
            "The dates suit somebody who is available on 2026-09-01.",
            "The age is not known: it remains to be checked.",
        ]), "criteria": told(&[
            "The profile lists no skill: those asked for cannot be compared.",
            "0 km away, within the 50 km of mobility.",
            "Begins 30 days after availability.",
            "The pay is not said.",
            "No published hire of this specialty by the company.",
            "The profile or the offer has no text to compare.",
        ]) })
    );
}

fn told(sentences: &[&str]) -> Value {
    sentences.iter().map(|sentence| json!({ "reason": sentence })).collect()
}

/// The sentences of an offer's fit, to a student who reads this language and whose program asks for the other.
async fn fit_in(app: &TestApp, student: &Student, offer: &str, locale: Locale) -> Value {
    let own = student.client.get("{ viewer { email } }", json!({})).await;
    let email = factory::text(&own, "/viewer/email");
    account::Entity::update_many()
        .col_expr(account::Column::Locale, Expr::value(Stored(locale)))
        .filter(account::Column::Email.eq(&email))
        .exec(&app.context.db.write)
        .await
        .unwrap();
    // Who the other token stands for is remembered as it was.
    let client = factory::sign_in(app, &email).await;
    let document = "query($id: ID!) { offer(id: $id) { fit { reasons { reason } criteria { reason } } } }";
    let asked = if locale == Locale::Fr { "en" } else { "fr" };
    let request = client.request(reqwest::Method::POST, "/graphql").header("accept-language", asked);
    let request = request.json(&json!({ "query": document, "variables": { "id": offer } }));
    let mut answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["data"]["offer"]["fit"].take()
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
