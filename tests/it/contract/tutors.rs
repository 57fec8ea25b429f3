//! `tutorAssign` and `schoolTutorAssign`.

use super::scene::{Contract, Scene};
use crate::harness::factory::{self, INSA};
use crate::harness::{Answer, Client};
use crate::offer::scene::told;
use domain::role::Role;
use serde_json::{Value, json};

trials![
    a_tutor_is_named_and_follows_three_at_a_time,
    of_two_who_name_the_same_tutor_for_the_last_time_one_does,
    days_do_not_move_beyond_what_the_tutor_may_follow,
    the_heads_choice_of_a_school_tutor_sees_the_contract,
    what_a_student_sees_of_the_tutor,
    whoever_names_a_person_again_does_not_rewrite_them_but_the_company,
    texts_of_a_tutor_are_short_lines,
];

async fn assign(contract: &Contract, client: &Client, change: Value) -> Answer {
    let mut input = json!({ "name": "Test Tutor", "jobTitle": "Engineer", "email": "Tutor@example.org",
        "experienceYears": 5, "birthYear": 1985, "diploma": "Engineer" });
    if let (Some(fields), Value::Object(change)) = (input.as_object_mut(), change) {
        fields.extend(change);
    }
    let document = "mutation($id: ID!, $input: CompanyTutorInput!) { tutorAssign(id: $id, input: $input) {
        contract { id companyTutor { name } } userErrors { code path message } } }";
    client.graphql(document, json!({ "id": contract.id, "input": input })).await
}

async fn a_tutor_is_named_and_follows_three_at_a_time(scene: Scene) {
    let mut contracts = Vec::new();
    for _ in 0..4 {
        contracts.push(scene.contract().await);
    }
    for contract in &contracts[..3] {
        assign(contract, scene.company(), json!({})).await.expect_data();
    }
    let fourth = assign(&contracts[3], scene.company(), json!({ "email": "tutor@example.org" })).await;
    assert_eq!(fourth.user_error_codes(), ["RULE_NOT_KEPT"]);
    assign(&contracts[3], scene.company(), json!({ "email": "other@example.org" })).await.expect_data();
    let employer = assign(&contracts[0], scene.company(), json!({ "employer": true })).await;
    assert_eq!(employer.user_error_codes(), ["RULE_NOT_KEPT"], "an employer follows two");
    // A contract that ends makes room.
    contracts[0].with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await.expect_data();
    assign(&contracts[3], scene.company(), json!({})).await.expect_data();
    let new =
        assign(&contracts[3], scene.company(), json!({ "experienceYears": 1, "email": "new@example.org" }))
            .await;
    assert_eq!(new.user_error_codes(), ["RULE_NOT_KEPT"]);
    for address in ["<a@b.cd>", "a@b..cd", "a,b@c.de"] {
        let wrong = assign(&contracts[3], scene.company(), json!({ "email": address })).await;
        assert_eq!(wrong.user_error_codes(), ["INVALID"], "no mail can go to {address}");
    }
    let wrong = assign(&contracts[3], scene.company(), json!({ "email": "nobody", "name": " " })).await;
    assert_eq!(wrong.user_error_codes(), ["INVALID", "INVALID"]);
    assign(&contracts[3], &contracts[3].student.client, json!({})).await.expect_error("FORBIDDEN");
}

async fn of_two_who_name_the_same_tutor_for_the_last_time_one_does(scene: Scene) {
    let contracts =
        [scene.contract().await, scene.contract().await, scene.contract().await, scene.contract().await];
    for contract in &contracts[..2] {
        assign(contract, scene.company(), json!({})).await.expect_data();
    }
    let (one, two) = tokio::join!(
        assign(&contracts[2], scene.company(), json!({})),
        assign(&contracts[3], scene.company(), json!({})),
    );
    let mut codes = [one.user_error_codes().concat(), two.user_error_codes().concat()];
    codes.sort();
    assert_eq!(codes, ["", "RULE_NOT_KEPT"], "{one:?} {two:?}");
}

async fn days_do_not_move_beyond_what_the_tutor_may_follow(scene: Scene) {
    let mut contracts = Vec::new();
    for _ in 0..3 {
        let contract = scene.contract().await;
        let early = r#"input: { start: "2026-09-15", end: "2027-04-30" }"#;
        contract.with(scene.company(), "contractUpdate", early).await.expect_data();
        assign(&contract, scene.company(), json!({})).await.expect_data();
        contracts.push(contract);
    }
    let after = scene.contract().await;
    let later = r#"input: { start: "2027-05-01", end: "2027-12-31" }"#;
    after.with(scene.company(), "contractUpdate", later).await.expect_data();
    assign(&after, scene.company(), json!({})).await.expect_data();
    let sooner = r#"input: { start: "2027-04-01" }"#;
    let answer = after.with(scene.company(), "contractUpdate", sooner).await;
    assert_eq!(answer.user_error_codes(), ["RULE_NOT_KEPT"]);
    let read = after.read(scene.desk(), "start").await;
    assert_eq!(read["start"], "2027-05-01");
}

async fn the_heads_choice_of_a_school_tutor_sees_the_contract(scene: Scene) {
    let contract = scene.contract().await;
    let tutor = factory::staff(scene.app(), Role::SchoolTutor, Some(INSA), &[]).await;
    let viewer = tutor.get("{ viewer { email } }", json!({})).await;
    let email = format!("email: {}", viewer["viewer"]["email"]);
    assert_eq!(contract.read(&tutor, "id").await, Value::Null);
    contract.with(scene.company(), "schoolTutorAssign", &email).await.expect_error("FORBIDDEN");
    contract.with(&scene.head, "schoolTutorAssign", &email).await.expect_data();
    let read = contract.read(&tutor, "schoolTutor { email } student { name }").await;
    assert_eq!(read["schoolTutor"]["email"], viewer["viewer"]["email"]);
    assert_eq!(told(&tutor).await[0], "CONTRACT_TUTOR_NAMED");
    let list = tutor.get("{ contracts { totalCount } }", json!({})).await;
    assert_eq!(list["contracts"]["totalCount"], 1);
    let nobody = contract.with(scene.desk(), "schoolTutorAssign", "email: \"nobody@example.org\"").await;
    assert_eq!(nobody.user_error_codes(), ["UNKNOWN"]);
}

async fn what_a_student_sees_of_the_tutor(scene: Scene) {
    let contract = scene.contract().await;
    assign(&contract, scene.company(), json!({})).await.expect_data();
    let fields = "companyTutor { name email birthYear diploma experienceYears }";
    let seen = contract.read(&contract.student.client, fields).await;
    let expected = json!({ "name": "Test Tutor", "email": "Tutor@example.org", "birthYear": null, "diploma": null,
        "experienceYears": null });
    assert_eq!(seen["companyTutor"], expected);
    let seen = contract.read(scene.desk(), fields).await;
    assert_eq!(seen["companyTutor"]["birthYear"], 1985);
}

async fn whoever_names_a_person_again_does_not_rewrite_them_but_the_company(scene: Scene) {
    let (contract, other) = (scene.contract().await, scene.contract().await);
    let fields = "companyTutor { name email phone birthYear diploma experienceYears jobTitle }";
    assign(&contract, scene.company(), json!({ "birthYear": null })).await.expect_data();
    let mut expected = contract.read(scene.desk(), fields).await;
    let otherwise = json!({ "name": "Somebody Else", "jobTitle": "Baker", "phone": "0561999999",
        "birthYear": 1999, "diploma": "Baker", "experienceYears": 9 });
    assign(&other, scene.desk(), otherwise).await.expect_data();
    expected["companyTutor"]["phone"] = json!("0561999999");
    expected["companyTutor"]["birthYear"] = json!(1999);
    assert_eq!(contract.read(scene.desk(), fields).await, expected, "what was empty is filled");
    assert_eq!(other.read(scene.desk(), fields).await, expected);
    let another = json!({ "name": "Somebody Else" });
    let refused = assign(&other, scene.company(), another).await;
    assert_eq!(refused.user_error_codes(), ["INVALID"], "the address is somebody's");
    assert_eq!(refused.data["tutorAssign"]["userErrors"][0]["path"], json!(["input", "email"]));
    let own = json!({ "name": "New-Name Tutor", "birthYear": null, "diploma": null, "experienceYears": 6 });
    assign(&other, scene.company(), own).await.expect_data();
    expected["companyTutor"]["name"] = json!("New-Name Tutor");
    expected["companyTutor"]["experienceYears"] = json!(6);
    assert_eq!(contract.read(scene.desk(), fields).await, expected, "what is left out stays");
}

async fn texts_of_a_tutor_are_short_lines(scene: Scene) {
    let contract = scene.contract().await;
    for (field, most) in [("name", 200), ("jobTitle", 200), ("diploma", 200), ("phone", 40)] {
        for text in ["x".repeat(most + 1), "a\nb".to_owned(), "a\u{7}".to_owned(), " ".to_owned()] {
            let answer = assign(&contract, scene.company(), json!({ field: text })).await;
            assert_eq!(answer.user_error_codes(), ["INVALID"], "{field} {text:?}");
            let path = &answer.data["tutorAssign"]["userErrors"][0]["path"];
            assert_eq!(path, &json!(["input", field]));
        }
        let longest = json!({ field: "x".repeat(most), "email": format!("{field}@example.org") });
        assign(&contract, scene.company(), longest).await.expect_data();
    }
}
