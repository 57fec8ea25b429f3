//! `signUpStudent` and `signUpCompany`.

use crate::harness::factory::{self, INSA, PASSWORD};
use crate::harness::{Answer, Client, TestApp};
use serde_json::{Value, json};

trials![
    a_student_waits_for_the_school,
    every_fault_is_named_at_once,
    an_address_has_one_account_whatever_its_case,
    a_retry_answers_the_first_account_and_no_token,
    the_second_person_of_a_company_waits_for_a_member,
    of_two_first_persons_at_once_one_comes_second,
];

const STUDENT: &str = "mutation($input: SignUpStudentInput!, $key: String) {
    signUpStudent(input: $input, idempotencyKey: $key) { account { id role } userErrors { code path } } }";
const COMPANY: &str = "mutation($input: SignUpCompanyInput!) {
    signUpCompany(input: $input) { account { id } userErrors { code path } } }";

fn student(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD, "name": "Test Student", "school": INSA, "specialty": "AE" })
}

fn person(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD, "name": "Test Person", "siret": "99999999000016",
        "companyName": "Test Company", "city": "Toulouse", "postcode": "31000" })
}

async fn sign_up(app: &TestApp, input: Value) -> Answer {
    app.anonymous().graphql(STUDENT, json!({ "input": input })).await
}

async fn a_student_waits_for_the_school(app: TestApp) {
    let made = sign_up(&app, student("one@example.org")).await.expect_data();
    assert_eq!(made["signUpStudent"]["account"]["role"], "STUDENT");
    let client = factory::sign_in(&app, "one@example.org").await;
    let me = "{ viewer { student { status visibility academicYear } } }";
    let expected = json!({ "status": "UNCONFIRMED", "visibility": "STAFF", "academicYear": "2027-2028" });
    assert_eq!(client.get(me, json!({})).await["viewer"]["student"], expected);
}

async fn every_fault_is_named_at_once(app: TestApp) {
    let input =
        json!({ "email": "no address", "password": "short", "name": " ", "school": INSA, "specialty": "XX" });
    let answer = sign_up(&app, input).await;
    let errors = &answer.data["signUpStudent"]["userErrors"];
    let paths: Vec<&str> =
        errors.as_array().unwrap().iter().map(|error| error["path"][1].as_str().unwrap()).collect();
    assert_eq!(paths, ["email", "name", "password", "specialty"]);
    assert_eq!(answer.data["signUpStudent"]["account"], Value::Null);
    let nowhere = json!({ "email": "a@example.org", "password": PASSWORD, "name": "A", "school": "X", "specialty": "AE" });
    let refused = sign_up(&app, nowhere).await;
    assert!(
        refused.expect_error("BAD_USER_INPUT").message.contains("INSA-TOULOUSE"),
        "the accepted ones are named"
    );
}

async fn an_address_has_one_account_whatever_its_case(app: TestApp) {
    sign_up(&app, student("one@example.org")).await.expect_data();
    assert_eq!(sign_up(&app, student("One@Example.ORG ")).await.user_error_codes(), ["EMAIL_TAKEN"]);
}

async fn a_retry_answers_the_first_account_and_no_token(app: TestApp) {
    let anonymous = app.anonymous();
    let retry = async |email: &str| {
        anonymous.graphql(STUDENT, json!({ "input": student(email), "key": "a key of mine" })).await
    };
    let first = retry("one@example.org").await.expect_data();
    assert_eq!(retry("one@example.org").await.expect_data(), first);
    retry("two@example.org").await.expect_error("IDEMPOTENCY_KEY_REUSED");
}

async fn membership(client: &Client) -> Value {
    client.get("{ viewer { membership { id status company { status } } } }", json!({})).await["viewer"]["membership"].take()
}

async fn the_second_person_of_a_company_waits_for_a_member(app: TestApp) {
    for email in ["first@example.org", "second@example.org"] {
        app.anonymous().graphql(COMPANY, json!({ "input": person(email) })).await.expect_data();
    }
    let first = factory::sign_in(&app, "first@example.org").await;
    let second = factory::sign_in(&app, "second@example.org").await;
    assert_eq!(membership(&first).await["status"], "APPROVED");
    assert_eq!(membership(&first).await["company"]["status"], "UNVERIFIED");
    assert_eq!(membership(&second).await["status"], "PENDING");
    let told = first.get("{ viewer { notifications { edges { node { kind } } } } }", json!({})).await;
    assert_eq!(told["viewer"]["notifications"]["edges"][0]["node"]["kind"], "MEMBER_WAITING");
    let id = factory::text(&membership(&second).await, "/id");
    factory::act(&first, "memberApprove", &id, None).await;
    assert_eq!(membership(&second).await["status"], "APPROVED");
    let again = first
        .graphql("mutation($id: ID!) { memberRefuse(id: $id) { userErrors { code } } }", json!({ "id": id }));
    assert_eq!(again.await.user_error_codes(), ["WRONG_STATE"], "decided once");
}

async fn of_two_first_persons_at_once_one_comes_second(app: TestApp) {
    let sign_up = async |email: &'static str| {
        app.anonymous().graphql(COMPANY, json!({ "input": person(email) })).await.expect_data();
        membership(&factory::sign_in(&app, email).await).await["status"].clone()
    };
    let (one, two) = tokio::join!(sign_up("first@example.org"), sign_up("second@example.org"));
    let mut statuses = [one.to_string(), two.to_string()];
    statuses.sort();
    assert_eq!(statuses, ["\"APPROVED\"", "\"PENDING\""]);
}
