//! `Offer.matchingStudents`: whom the asker may see, and what a company is told.

use super::{ids, offer, student, update};
use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};
use domain::role::Role;
use serde_json::{Value, json};

trials![
    everybody_is_shown_whom_they_may_see,
    the_best_come_first,
    a_company_is_not_told_an_age,
    a_company_reads_the_same_whatever_the_birth_dates_are,
    options_of_a_department_suit_its_offers
];

async fn list(client: &Client, offer: &str) -> Value {
    let document = "query($id: ID!) { offer(id: $id) { matchingStudents { totalCount edges {
        node { id } match { score eligible reasons { rule } criteria { key } } } } } }";
    let data = client.get(document, json!({ "id": offer })).await;
    data["offer"]["matchingStudents"].clone()
}

async fn found(client: &Client, offer: &str) -> Vec<String> {
    let list = list(client, offer).await;
    let mut ids = ids(&list);
    assert_eq!(list["totalCount"], ids.len(), "nobody is counted who is not shown");
    ids.sort();
    ids
}

fn sorted<const N: usize>(ids: [&String; N]) -> Vec<String> {
    let mut ids: Vec<String> = ids.into_iter().cloned().collect();
    ids.sort();
    ids
}

async fn everybody_is_shown_whom_they_may_see(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let id = offer(&app, &member, json!({})).await;
    let open = factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await.id;
    let staff = factory::confirmed_student(&app, INSA, "IR", "STAFF").await.id;
    let hidden = factory::confirmed_student(&app, INSA, "IR", "HIDDEN").await.id;
    let applicant = factory::confirmed_student(&app, INSA, "IR", "HIDDEN").await;
    factory::application(&applicant, "offer", &id).await;
    let applicant = applicant.id;
    factory::confirmed_student(&app, INSA, "GC", "COMPANIES").await;
    let unconfirmed = factory::student(&app, INSA, "IR").await;
    factory::set_visibility(&unconfirmed, "COMPANIES").await;
    let desk = factory::career_services(&app, INSA).await;
    let head = factory::staff(&app, Role::DepartmentHead, Some(INSA), &["IR"]).await;
    let of_gc = factory::staff(&app, Role::DepartmentHead, Some(INSA), &["GC"]).await;
    let stranger = factory::verified_company(&app).await;
    assert_eq!(found(&member.client, &id).await, sorted([&open, &applicant]));
    assert_eq!(found(&desk, &id).await, sorted([&open, &staff, &hidden, &applicant]));
    assert_eq!(found(&head, &id).await, sorted([&open, &staff]));
    for nobody in [&of_gc, &stranger.client, &app.anonymous(), &unconfirmed.client] {
        assert_eq!(list(nobody, &id).await, Value::Null);
    }
}

async fn the_best_come_first(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let id = offer(&app, &member, json!({})).await;
    let far = student(&app, json!({ "postcode": "59000", "city": "Lille" })).await;
    let able = student(&app, json!({})).await;
    let unable = student(&app, json!({ "skills": ["VHDL"], "headline": null })).await;
    let late = student(&app, json!({ "availableFrom": "2027-01-01" })).await;
    let list = list(&member.client, &id).await;
    assert_eq!(ids(&list), [able.id, far.id, unable.id]);
    assert!(!ids(&list).contains(&late.id), "not available two months after the start");
}

async fn a_company_is_not_told_an_age(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let id = offer(&app, &member, json!({})).await;
    let student = student(&app, json!({})).await;
    let desk = factory::career_services(&app, INSA).await;
    let rules = async |client: &Client| {
        let list = list(client, &id).await;
        let reasons = list.pointer("/edges/0/match/reasons").and_then(Value::as_array).cloned();
        reasons.unwrap_or_default().iter().map(|one| factory::text(one, "/rule")).collect::<Vec<_>>()
    };
    assert_eq!(rules(&desk).await, ["SPECIALTY", "CONTRACT_TYPE", "DATES", "AGE"]);
    assert_eq!(rules(&member.client).await, ["SPECIALTY", "CONTRACT_TYPE", "DATES", "AGE"]);
    let document = "query($id: ID!) { student(id: $id) { birthDate ageDerogation } }";
    let told =
        async |client: &Client| client.get(document, json!({ "id": student.id })).await["student"].clone();
    assert_eq!(told(&member.client).await, json!({ "birthDate": null, "ageDerogation": null }));
    assert_eq!(told(&desk).await, json!({ "birthDate": "2004-03-01", "ageDerogation": false }));
    assert_eq!(told(&student.client).await, told(&desk).await);
}

/// An apprenticeship, which is for those of 16 to 29: one student after the other is of every age, and unknown.
async fn a_company_reads_the_same_whatever_the_birth_dates_are(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let change = json!({ "contractType": "APPRENTICESHIP", "end": "2029-09-30" });
    let id = offer(&app, &member, change).await;
    let (one, other) = (student(&app, json!({})).await, student(&app, json!({})).await);
    let desk = factory::career_services(&app, INSA).await;
    let mut answers = Vec::new();
    let births = [(json!("2004-03-01"), false), (json!("1990-03-01"), false), (json!("1990-03-01"), true)];
    for (birth, derogation) in births.into_iter().chain([(json!("2012-03-01"), false), (Value::Null, false)])
    {
        update(&one, json!({ "birthDate": birth, "ageDerogation": derogation })).await;
        answers.push(everything(&member.client, &id).await);
        let staff = found(&desk, &id).await;
        let refused = birth == "2012-03-01" || (birth == "1990-03-01" && !derogation);
        assert_eq!(staff.len(), if refused { 1 } else { 2 }, "the school's staff is told: {birth}");
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let list = &answers[0]["offer"]["matchingStudents"];
    assert_eq!((&list["totalCount"], ids(list).len()), (&json!(2), 2));
    for edge in list["edges"].as_array().unwrap() {
        assert_eq!(
            edge["match"]["reasons"][3],
            json!({ "rule": "AGE", "outcome": "WARNING",
                "reason": "The school checks the conditions that depend on the person." })
        );
    }
    assert!(ids(list).contains(&other.id));
}

/// All that a company can ask about students who suit its offer, and where else it meets them.
async fn everything(client: &Client, offer: &str) -> Value {
    let student =
        "id name headline about city postcode availableFrom contractType mobilityKm birthDate ageDerogation
        status visibility skills { name } recommendedOffers { totalCount } applications { totalCount }";
    let document = format!(
        "query($id: ID!) {{
            offer(id: $id) {{ fit {{ score }} matchingStudents {{ totalCount pageInfo {{ endCursor hasNextPage }}
                edges {{ cursor node {{ {student} }} match {{ score eligible reasons {{ rule outcome reason }}
                    criteria {{ key weight value reason }} }} }} }}
                small: matchingStudents(first: 1) {{ totalCount pageInfo {{ hasNextPage }} edges {{ cursor }} }} }}
            searchStudents(query: \"embarqué\") {{ totalCount edges {{ node {{ {student} }} }} }}
        }}"
    );
    client.get(&document, json!({ "id": offer })).await
}

async fn options_of_a_department_suit_its_offers(app: TestApp) {
    let ales = "IMT-ALES";
    let member = factory::verified_company(&app).await;
    let department = factory::published_offer(&app, &member, ales, &["2IA"]).await;
    let option = factory::published_offer(&app, &member, ales, &["2IA-IL"]).await;
    let of_option = factory::confirmed_student(&app, ales, "2IA-IL", "COMPANIES").await;
    let of_department = factory::confirmed_student(&app, ales, "2IA", "COMPANIES").await;
    assert_eq!(found(&member.client, &department).await, sorted([&of_option.id, &of_department.id]));
    assert_eq!(found(&member.client, &option).await, [of_option.id.as_str()]);
    assert_eq!(super::recommended(&of_option).await, [option, department.clone()]);
    assert_eq!(super::recommended(&of_department).await, [department]);
}
