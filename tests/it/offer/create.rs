//! `offerCreate`.

use super::scene::{self, Scene};
use crate::harness::factory;
use serde_json::{Value, json};

trials![
    a_draft_is_its_companys_alone,
    everything_wrong_is_told_at_once,
    what_is_not_known_is_named,
    a_retry_answers_the_first_draft,
    one_key_is_for_one_input,
];

async fn a_draft_is_its_companys_alone(scene: Scene) {
    let id = scene.draft(json!({})).await;
    let read = "query($id: ID!) { offer(id: $id) { reference status company { id } specialties { code }
        skills { name } positionsLeft location { latitude } grossMonthlyPay remote expiresAt possibleDuplicates { id }
        history { action role name from to } } }";
    let own = scene.company.client.get(read, json!({ "id": id })).await;
    let offer = &own["offer"];
    assert_eq!(offer["status"], "DRAFT");
    assert_eq!(offer["company"]["id"], scene.company.company);
    assert_eq!(offer["specialties"], json!([{ "code": "IR" }]));
    assert_eq!(offer["skills"], json!([{ "name": "Rust" }, { "name": "C++" }]));
    assert_eq!((&offer["remote"], &offer["grossMonthlyPay"]), (&json!("NONE"), &json!("1500.00")));
    assert_eq!((&offer["positionsLeft"], &offer["expiresAt"]), (&json!(1), &Value::Null));
    assert!(offer["location"]["latitude"].as_f64().is_some_and(|latitude| (43.0..44.0).contains(&latitude)));
    assert_eq!(offer["possibleDuplicates"], Value::Null);
    assert_eq!(offer["history"][0]["action"], "CREATE");
    assert_eq!(offer["history"][0]["role"], "COMPANY_MEMBER");
    let reference = factory::text(offer, "/reference");
    assert!(reference.starts_with("TR-") && reference.len() == 9, "{reference}");
    for other in [&scene.desk, &scene.app.anonymous()] {
        assert_eq!(other.get(read, json!({ "id": id })).await["offer"], Value::Null);
    }
}

async fn everything_wrong_is_told_at_once(scene: Scene) {
    let wrong = json!({
        "title": "ab", "description": "", "positions": 0, "postcode": "314", "end": "2026-10-01", "specialties": [],
        "grossMonthlyPay": "0.00", "skills": [" "],
    });
    let answer = scene::create(&scene.company.client, wrong, None).await;
    assert_eq!(answer.data["offerCreate"]["offer"], Value::Null);
    let errors = answer.data["offerCreate"]["userErrors"].as_array().unwrap();
    let fields: Vec<&str> = errors.iter().map(|error| error["path"][1].as_str().unwrap()).collect();
    let expected =
        ["title", "description", "postcode", "skills", "positions", "grossMonthlyPay", "end", "specialties"];
    assert_eq!(fields, expected);
    assert!(errors.iter().all(|error| error["code"] == "INVALID" && error["path"][0] == "input"));
}

async fn what_is_not_known_is_named(scene: Scene) {
    let client = &scene.company.client;
    let school = scene::create(client, json!({ "school": "NOWHERE", "title": "x" }), None).await;
    assert_eq!(school.user_error_codes(), ["UNKNOWN", "INVALID"]);
    let specialty = scene::create(client, json!({ "specialties": ["IR", "2IA"] }), None).await;
    assert_eq!(specialty.user_error_codes(), ["UNKNOWN"]);
    let message = specialty.data["offerCreate"]["userErrors"][0]["message"].as_str().unwrap();
    assert!(message.contains("\"2IA\"") && message.contains("known: AE, GB"), "{message}");
}

async fn a_retry_answers_the_first_draft(scene: Scene) {
    let client = &scene.company.client;
    let (one, two) = tokio::join!(
        scene::create(client, json!({}), Some("key")),
        scene::create(client, json!({}), Some("key")),
    );
    let (one, two) = (one.expect_data(), two.expect_data());
    assert_eq!(one["offerCreate"]["offer"]["id"], two["offerCreate"]["offer"]["id"]);
    let count = "query($id: ID!) { company(id: $id) { offers { totalCount } } }";
    let data = client.get(count, json!({ "id": scene.company.company })).await;
    assert_eq!(data["company"]["offers"]["totalCount"], 1);
}

async fn one_key_is_for_one_input(scene: Scene) {
    let client = &scene.company.client;
    scene::create(client, json!({}), Some("key")).await.expect_data();
    let other = scene::create(client, json!({ "positions": 2 }), Some("key")).await;
    other.expect_error("IDEMPOTENCY_KEY_REUSED");
}
