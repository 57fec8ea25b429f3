//! `Specialty.companyLeads`, `Student.companyLeads`.

use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};
use serde_json::{Value, json};

trials![
    ranks_the_shipped_history_with_its_trend,
    pages_follow_one_another,
    hires_that_were_not_published_count_for_staff_alone,
    open_offers_are_counted_once,
    a_department_counts_its_options,
    a_students_leads_are_those_of_the_specialty,
    costs_the_same_for_many_leads,
];

const LEADS: &str = "query($first: Int, $after: String) { school(code: \"INSA-TOULOUSE\") { specialties { code
    companyLeads(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node {
      company { id name } hires lastYear trend { academicYear count } places openOffers openPositions score reason
    } } } } } }";

async fn leads(client: &Client, specialty: &str, variables: Value) -> Value {
    let data = client.get(LEADS, variables).await;
    let specialties = data["school"]["specialties"].as_array().unwrap();
    specialties.iter().find(|one| one["code"] == specialty).unwrap()["companyLeads"].clone()
}

fn nodes(leads: &Value) -> Vec<Value> {
    leads["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
}

async fn ranks_the_shipped_history_with_its_trend(app: TestApp) {
    let found = leads(&app.anonymous(), "AE", json!({ "first": 100 })).await;
    let nodes = nodes(&found);
    assert_eq!(found["totalCount"], nodes.len());
    assert!(nodes.is_sorted_by(|one, next| one["score"].as_f64() >= next["score"].as_f64()));
    let all: u64 = nodes.iter().map(|node| node["hires"].as_u64().unwrap()).sum();
    assert_eq!(all, 31, "every AE contract of the published table is somebody's");
    for node in nodes {
        let trend = node["trend"].as_array().unwrap();
        assert_eq!(trend.len(), 5, "every year of the school's history, zeros included");
        let counts: u64 = trend.iter().map(|year| year["count"].as_u64().unwrap()).sum();
        assert_eq!(node["hires"], counts);
        let last = trend.iter().rfind(|year| year["count"] != 0).unwrap();
        assert_eq!(node["lastYear"], last["academicYear"]);
        assert_eq!(node["openOffers"], 0);
        assert!(node["reason"].as_str().unwrap().contains("candidature spontanée"));
    }
}

async fn pages_follow_one_another(app: TestApp) {
    let anonymous = app.anonymous();
    let all = nodes(&leads(&anonymous, "IR", json!({ "first": 100 })).await);
    let (mut after, mut paged) = (Value::Null, Vec::new());
    loop {
        let page = leads(&anonymous, "IR", json!({ "first": 7, "after": after })).await;
        paged.extend(nodes(&page));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(paged, all);
    let wrong = anonymous.ask(
        "{ school(code: \"INSA-TOULOUSE\") { specialties { companyLeads(after: \"x\") { totalCount } } } }",
    );
    wrong.await.expect_error("BAD_USER_INPUT");
}

async fn hires_that_were_not_published_count_for_staff_alone(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let before = leads(&app.anonymous(), "IR", json!({ "first": 100 })).await;
    let record =
        "mutation($input: HireRecordInput!) { hireRecord(input: $input) { userErrors { code message } } }";
    for _ in 0..6 {
        let input = json!({
            "school": INSA, "specialty": "IR", "academicYear": "2025-2026", "companyName": "Test Company",
            "city": "Albi",
        });
        desk.get(record, json!({ "input": input })).await;
    }
    let other = factory::career_services(&app, "ENSSAT").await;
    for public in [&app.anonymous(), &other] {
        let after = leads(public, "IR", json!({ "first": 100 })).await;
        assert_eq!(nodes(&after).len(), nodes(&before).len());
        let years = |leads: &Value| nodes(leads)[0]["trend"].as_array().unwrap().len();
        assert_eq!(years(&after), years(&before), "nor does the span of the years tell of them");
    }
    let seen = nodes(&leads(&desk, "IR", json!({ "first": 1 })).await);
    assert_eq!((&seen[0]["company"]["name"], &seen[0]["hires"]), (&json!("Test Company"), &json!(6)));
    assert_eq!(seen[0]["places"], json!(["Albi"]));
    assert_eq!(seen[0]["trend"].as_array().unwrap().len(), 11, "2015-2016 to 2025-2026");
}

async fn open_offers_are_counted_once(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let desk = factory::career_services(&app, INSA).await;
    let name = "query($id: ID!) { company(id: $id) { name } }";
    let company = desk.get(name, json!({ "id": member.company })).await["company"]["name"].clone();
    let record =
        "mutation($input: HireRecordInput!) { hireRecord(input: $input) { userErrors { code message } } }";
    let input =
        json!({ "school": INSA, "specialty": "IR", "academicYear": "2025-2026", "companyName": company });
    desk.get(record, json!({ "input": input })).await;
    factory::published_offer(&app, &member, INSA, &["IR", "AE"]).await;
    factory::published_offer(&app, &member, INSA, &["AE"]).await;
    factory::pending_offer(&app, &member, INSA, &["IR"]).await;
    let all = nodes(&leads(&desk, "IR", json!({ "first": 100 })).await);
    let lead = all.iter().find(|lead| lead["company"]["name"] == company).unwrap();
    assert_eq!((&lead["openOffers"], &lead["openPositions"]), (&json!(1), &json!(2)), "{lead}");
    assert!(lead["reason"].as_str().unwrap().contains("1 offer open"), "{lead}");
}

/// 2IA of Alès has two options.
async fn a_department_counts_its_options(app: TestApp) {
    let schools = "{ schools { code specialties { code parent { code } companyLeads { totalCount } } } }";
    let data = app.anonymous().get(schools, json!({})).await;
    let option = |school: &Value| {
        let specialties = school["specialties"].as_array().unwrap();
        specialties
            .iter()
            .find(|one| !one["parent"].is_null())
            .map(|one| (school["code"].clone(), one.clone()))
    };
    let (school, option) = data["schools"].as_array().unwrap().iter().find_map(option).expect("an option");
    let desk = factory::career_services(&app, school.as_str().unwrap()).await;
    let record =
        "mutation($input: HireRecordInput!) { hireRecord(input: $input) { userErrors { code message } } }";
    let input = json!({
        "school": school, "specialty": option["code"], "academicYear": "2025-2026", "companyName": "Test Company",
    });
    desk.get(record, json!({ "input": input })).await;
    let data = desk.get(schools, json!({})).await;
    let school = data["schools"].as_array().unwrap().iter().find(|one| one["code"] == school).unwrap();
    for code in [&option["code"], &option["parent"]["code"]] {
        let specialties = school["specialties"].as_array().unwrap();
        let specialty = specialties.iter().find(|one| one["code"] == *code).unwrap();
        assert_eq!(specialty["companyLeads"]["totalCount"], 1, "{code}");
    }
}

async fn a_students_leads_are_those_of_the_specialty(app: TestApp) {
    let student = factory::student(&app, INSA, "AE").await;
    let own = "{ viewer { student { companyLeads(first: 3) { edges { node { company { name } score reason } } } } } }";
    let data = student.client.get(own, json!({})).await;
    let own = nodes(&data["viewer"]["student"]["companyLeads"]);
    let public = nodes(&leads(&app.anonymous(), "AE", json!({ "first": 3 })).await);
    assert_eq!(own.len(), 3);
    for (own, public) in own.iter().zip(&public) {
        assert_eq!((&own["company"]["name"], &own["score"]), (&public["company"]["name"], &public["score"]));
        assert!(
            own["reason"].as_str().unwrap().contains("spontaneous application"),
            "in the student's language"
        );
    }
}

async fn costs_the_same_for_many_leads(app: TestApp) {
    let anonymous = app.anonymous();
    let data =
        anonymous.get("{ school(code: \"INSA-TOULOUSE\") { specialties { id code } } }", json!({})).await;
    let specialties = data["school"]["specialties"].as_array().unwrap();
    let ir = specialties.iter().find(|one| one["code"] == "IR").unwrap()["id"].clone();
    let one =
        "query($id: ID!, $first: Int) { node(id: $id) { ... on Specialty { companyLeads(first: $first) {
        edges { node { company { name } places openOffers openPositions reason } } } } } }";
    let cost = async |first: u32| {
        app.count_statements(anonymous.get(one, json!({ "id": ir, "first": first }))).await
    };
    cost(1).await;
    assert_eq!((cost(1).await, cost(100).await), (4, 4), "years, hires, open offers, companies");
    let all = app.count_statements(leads(&anonymous, "IR", json!({ "first": 2 }))).await;
    assert!(all <= 8, "ten specialties share them: {all}");
}
