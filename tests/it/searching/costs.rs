//! Lists and searches take as many statements for many rows as for few.

use super::{index, published};
use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};

trials![
    a_search_costs_the_same_whatever_it_finds,
    other_searches_cost_the_same_too,
    desk_lists_cost_the_same_whatever_they_hold
];

/// The fewest of three: SQL begins to help an engine that is slow to answer, which is a statement more.
async fn cost(app: &TestApp, client: &Client, document: &str) -> usize {
    client.ask(document).await.expect_data();
    let mut least = usize::MAX;
    for _ in 0..3 {
        least = least.min(app.count_statements(client.ask(document)).await);
    }
    least
}

async fn a_search_costs_the_same_whatever_it_finds(app: TestApp) {
    let search = "{ searchOffers { totalCount facets { field } edges { node {
        title company { name group } school { code } specialties { code } skills { name } positionsLeft } } } }";
    let member = factory::verified_company(&app).await;
    published(&app, &member, "Essais", "Toulouse", &["AE"]).await;
    index(&app).await;
    let one = cost(&app, &app.anonymous(), search).await;
    for title in ["Réseaux", "Travaux", "Procédés"] {
        published(&app, &member, title, "Lyon", &["IR", "GC"]).await;
    }
    index(&app).await;
    assert_eq!(cost(&app, &app.anonymous(), search).await, one);
}

async fn other_searches_cost_the_same_too(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let few = [
        "{ searchHires(first: 2) { totalCount edges { node { specialty { code } company { name group } } } } }",
        "{ searchCompanies(first: 2) { totalCount edges { node { name group printedNames } } } }",
    ];
    factory::confirmed_student(&app, INSA, "AE", "STAFF").await;
    index(&app).await;
    let students =
        "{ searchStudents { totalCount edges { node { name specialty { code } skills { name } } } } }";
    let one = cost(&app, &desk, students).await;
    for list in few {
        let some = cost(&app, &desk, list).await;
        assert_eq!(cost(&app, &desk, &list.replace("first: 2", "first: 50")).await, some, "{list}");
    }
    for specialty in ["IR", "GC"] {
        factory::confirmed_student(&app, INSA, specialty, "STAFF").await;
    }
    index(&app).await;
    assert_eq!(cost(&app, &desk, students).await, one);
}

async fn desk_lists_cost_the_same_whatever_they_hold(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let lists = [
        "{ school(code: \"INSA-TOULOUSE\") { students { totalCount edges { node {
            name specialty { code } school { code } skills { name } status } } } } }",
        "{ companies { totalCount edges { node { name group printedNames members { name company { name } } } } } }",
    ];
    factory::student(&app, INSA, "AE").await;
    factory::company(&app).await;
    let mut before = Vec::new();
    for list in lists {
        before.push(cost(&app, &desk, list).await);
    }
    for specialty in ["IR", "GC", "MA"] {
        factory::student(&app, INSA, specialty).await;
        factory::company(&app).await;
    }
    for (list, before) in lists.into_iter().zip(before) {
        assert_eq!(cost(&app, &desk, list).await, before, "{list}");
    }
    let told = "{ viewer { notifications { totalCount edges { node { kind company { name } } } } } }";
    let member = factory::company(&app).await;
    factory::act(&desk, "companyVerify", &member.company, None).await;
    let one = cost(&app, &member.client, told).await;
    factory::act(&desk, "companyReject", &member.company, Some("a mistake")).await;
    factory::act(&desk, "companyVerify", &member.company, None).await;
    assert_eq!(cost(&app, &member.client, told).await, one);
}
