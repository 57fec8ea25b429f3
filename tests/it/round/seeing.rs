//! Who sees what of a round.

use super::scene::{Scene, act, nodes, rank, read};
use crate::harness::Client;
use crate::harness::factory::{self, INSA};
use domain::role::Role;
use serde_json::json;

trials![
    a_company_sees_who_chose_its_offer_once_their_lists_are_final,
    a_company_sees_neither_other_offers_nor_other_results,
    rounds_are_listed_to_those_whom_they_concern,
    a_scoped_desk_watches_and_does_not_run,
    lists_take_as_many_statements_for_many_as_for_one,
];

async fn a_company_sees_who_chose_its_offer_once_their_lists_are_final(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let [chose, did_not] = scene.students().await;
    let round = scene.opened(&[&x], &[&chose, &did_not]).await;
    rank(&chose.client, &round, None, &[&x], &[]).await.expect_data();
    let applicants = "offers { edges { node { rankedAt applicants { totalCount edges { node {
        accepted rank student { id name visibility applications { totalCount } } } } } } } }";
    let seen = |client: Client| {
        let round = round.clone();
        async move { nodes(&read(&client, &round, applicants).await["offers"], "/applicants")[0].clone() }
    };
    let members = &scene.company.client;
    assert!(seen(members.clone()).await.is_null(), "students may still change their minds");
    scene.pass(7);
    let shown = seen(members.clone()).await;
    assert_eq!(nodes(&shown, "/student/id"), [chose.id.as_str()]);
    assert_eq!(nodes(&shown, "/student/visibility"), [json!(null)]);
    assert_eq!(nodes(&shown, "/student/applications"), [json!(null)]);
    // Through the round, and not otherwise: the profile is hidden.
    let profile = members.get("query($id: ID!) { student(id: $id) { id } }", json!({ "id": chose.id })).await;
    assert!(profile["student"].is_null());
    rank(members, &round, Some(&x), &[&chose.id], &[]).await.expect_data();
    let shown = seen(members.clone()).await;
    assert_eq!([nodes(&shown, "/accepted"), nodes(&shown, "/rank")], [[json!(true)], [json!(1)]]);
    assert!(seen(chose.client.clone()).await.is_null());
    act(&scene.desk, "matchingRoundCancel", &round, "reason: \"A fire.\"").await.expect_data();
    assert!(seen(members.clone()).await.is_null());
    assert_eq!(seen(scene.desk.clone()).await["totalCount"], 1);
}

async fn a_company_sees_neither_other_offers_nor_other_results(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x, &y], &[&student]).await;
    rank(&student.client, &round, None, &[&x, &y], &[]).await.expect_data();
    scene.pass(7);
    rank(&scene.company.client, &round, Some(&x), &[&student.id], &[]).await.expect_data();
    rank(&scene.other.client, &round, Some(&y), &[&student.id], &[]).await.expect_data();
    scene.pass(7);
    scene.publish(&round).await;
    let fields = "offers { totalCount edges { node { offer { id } } } } results { totalCount } students { totalCount } \
         unmatchedStudents { totalCount } runs { totalCount } history { totalCount } ownResult { preference } ownRanking { rank }";
    let others = read(&scene.other.client, &round, fields).await;
    assert_eq!(nodes(&others["offers"], "/offer/id"), [y.as_str()]);
    assert_eq!(others["results"]["totalCount"], 0);
    for field in ["students", "unmatchedStudents", "runs", "history", "ownResult", "ownRanking"] {
        assert!(others[field].is_null(), "{field}: {others}");
    }
    let own = read(&scene.company.client, &round, fields).await;
    assert_eq!(own["results"]["totalCount"], 1);
    let students = read(&student.client, &round, fields).await;
    assert_eq!(students["offers"]["totalCount"], 2);
    for field in ["students", "unmatchedStudents", "runs", "history", "results"] {
        assert!(students[field].is_null(), "{field}: {students}");
    }
}

async fn listed(client: &Client) -> Vec<String> {
    let data = client.get("{ matchingRounds { totalCount edges { node { id } } } }", json!({})).await;
    let ids = nodes(&data["matchingRounds"], "/id");
    assert_eq!(data["matchingRounds"]["totalCount"], ids.len());
    ids.iter().map(|id| factory::text(id, "")).collect()
}

async fn rounds_are_listed_to_those_whom_they_concern(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let [student, stranger] = scene.students().await;
    let open = scene.opened(&[&x], &[&student]).await;
    let draft = scene.prepared(&[&x], &[&student]).await;
    let both = vec![draft.clone(), open.clone()];
    let nothing: Vec<String> = Vec::new();
    let head = factory::staff(&scene.app, Role::DepartmentHead, Some(INSA), &["IR"]).await;
    let enssat = factory::career_services(&scene.app, "ENSSAT").await;
    let admin = factory::staff(&scene.app, Role::Admin, None, &[]).await;
    let cases = [
        (&scene.desk, &both),
        (&admin, &both),
        (&head, &vec![open.clone()]),
        (&student.client, &vec![open.clone()]),
        (&scene.company.client, &vec![open.clone()]),
        (&stranger.client, &nothing),
        (&scene.other.client, &nothing),
        (&enssat, &nothing),
        (&scene.app.anonymous(), &nothing),
    ];
    for (at, (client, expected)) in cases.into_iter().enumerate() {
        assert_eq!(listed(client).await, *expected, "case {at}");
        for id in &both {
            let seen = !read(client, id, "id").await.is_null();
            assert_eq!(seen, expected.contains(id), "case {at}");
        }
    }
    let filtered = "{ matchingRounds(school: \"INSA-TOULOUSE\", status: DRAFT) { edges { node { id } } } }";
    let data = scene.desk.get(filtered, json!({})).await;
    assert_eq!(nodes(&data["matchingRounds"], "/id"), [draft.as_str()]);
    scene
        .desk
        .ask("{ matchingRounds(school: \"NOWHERE\") { totalCount } }")
        .await
        .expect_error("BAD_USER_INPUT");
}

async fn a_scoped_desk_watches_and_does_not_run(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x], &[&student]).await;
    let scoped = factory::staff(&scene.app, Role::CareerServices, Some(INSA), &["IR"]).await;
    assert_eq!(
        read(&scoped, &round, "id students { totalCount }").await,
        json!({ "id": round, "students": null })
    );
    act(&scoped, "matchingRoundClose", &round, "reason: \"Now.\"").await.expect_error("FORBIDDEN");
    super::scene::create(&scoped, scene.input()).await.expect_error("FORBIDDEN");
}

async fn lists_take_as_many_statements_for_many_as_for_one(scene: Scene) {
    let x = scene.offer(&scene.company, json!({ "positions": 3 })).await;
    let students: [_; 6] = scene.students().await;
    let all: Vec<_> = students.iter().collect();
    let ids: Vec<&str> = students.iter().map(|student| student.id.as_str()).collect();
    let (few, many) = (scene.opened(&[&x], &all[..1]).await, scene.opened(&[&x], &all).await);
    for student in &students {
        rank(&student.client, &many, None, &[&x], &[]).await.expect_data();
    }
    rank(&students[0].client, &few, None, &[&x], &[]).await.expect_data();
    scene.pass(7);
    rank(&scene.company.client, &few, Some(&x), &ids[..1], &[]).await.expect_data();
    rank(&scene.company.client, &many, Some(&x), &ids, &[]).await.expect_data();
    scene.pass(7);
    for round in [&few, &many] {
        scene.publish(round).await;
    }
    for fields in [
        "offers { edges { node { offer { title } rankedAt applicants { edges { node { accepted rank student { name } } } } } } }",
        "students { edges { node { rankedAt student { name skills { name } } ranking { rank offer { title } } } } }",
        "results { edges { node { preference student { name } offer { title } application { status } } } }",
        "name phase stable blockingPairs unmatchedStudents { edges { node { name } } } runs { edges { node { seed name } } }",
    ] {
        let of_few = scene.app.count_statements(read(&scene.desk, &few, fields)).await;
        let of_many = scene.app.count_statements(read(&scene.desk, &many, fields)).await;
        assert_eq!(of_few, of_many, "{fields}");
    }
    let list = "{ matchingRounds { edges { node { id name status stable school { code } } } } }";
    let of_student = scene.app.count_statements(students[5].client.get(list, json!({}))).await;
    let of_both = scene.app.count_statements(students[0].client.get(list, json!({}))).await;
    assert_eq!(of_student, of_both);
}
