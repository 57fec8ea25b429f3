//! Calendars at secret addresses.

use super::scene::Scene;
use crate::harness::factory;
use crate::harness::{Client, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

trials![
    each_person_reads_the_own_deadlines_and_nobody_elses,
    whatever_is_wrong_with_the_address_the_answer_is_the_same,
    a_person_has_five_at_most_and_ends_the_own_alone,
];

async fn create(client: &Client) -> (String, String) {
    let document = "mutation { calendarFeedCreate { feed { id } path userErrors { code } } }";
    let data = client.get(document, json!({})).await;
    let made = &data["calendarFeedCreate"];
    (factory::text(made, "/feed/id"), factory::text(made, "/path"))
}

async fn read(app: &TestApp, path: &str) -> (StatusCode, String) {
    let answer = app.anonymous().request(Method::GET, path).send().await.unwrap();
    let status = answer.status();
    (status, answer.text().await.unwrap())
}

async fn each_person_reads_the_own_deadlines_and_nobody_elses(scene: Scene) {
    let contract = scene.prepared().await;
    let other = scene.contract().await;
    let (_, path) = create(scene.desk()).await;
    let answer = scene.app().anonymous().request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let desk = answer.text().await.unwrap();
    assert!(desk.starts_with("BEGIN:VCALENDAR\r\n") && desk.ends_with("END:VCALENDAR\r\n"), "{desk}");
    assert_eq!(desk.matches("BEGIN:VEVENT").count(), 2, "both are to be signed: {desk}");
    assert!(
        desk.contains("DTSTART;VALUE=DATE:20261001\r\nDTSTAMP:")
            || desk.contains("DTSTART;VALUE=DATE:20261001")
    );
    assert!(desk.contains("SUMMARY:Sign ("), "{desk}");
    let (_, path) = create(&contract.student.client).await;
    let student = read(scene.app(), &path).await.1;
    assert_eq!(
        student.matches("BEGIN:VEVENT").count(),
        0,
        "what the direction signs is not the student's: {student}"
    );
    let days = "mutation { schoolCalendarSet(school: \"INSA-TOULOUSE\", year: \"2026-2027\",
        days: [{ key: \"year_start\", date: \"2026-09-28\" }]) { userErrors { code } } }";
    scene.desk().get(days, json!({})).await;
    let (_, path) = create(&other.student.client).await;
    let student = read(scene.app(), &path).await.1;
    assert_eq!(student.matches("BEGIN:VEVENT").count(), 1, "{student}");
    assert!(
        student.contains("DTSTART;VALUE=DATE:20260914") && student.contains("DTEND;VALUE=DATE:20260915"),
        "{student}"
    );
    let stranger = factory::verified_company(scene.app()).await;
    let (_, path) = create(&stranger.client).await;
    assert_eq!(read(scene.app(), &path).await.1.matches("BEGIN:VEVENT").count(), 0);
}

async fn whatever_is_wrong_with_the_address_the_answer_is_the_same(scene: Scene) {
    let (id, path) = create(scene.desk()).await;
    assert_eq!(read(scene.app(), &path).await.0, StatusCode::OK);
    let revoke =
        "mutation($id: ID!) { calendarFeedRevoke(id: $id) { feed { revokedAt } userErrors { code } } }";
    scene.desk().get(revoke, json!({ "id": id })).await;
    let gone = read(scene.app(), &path).await;
    assert_eq!(gone.0, StatusCode::NOT_FOUND);
    let (_, fresh) = create(scene.desk()).await;
    let without = fresh.trim_end_matches(".ics").to_owned();
    let long = format!("/calendar/{}.ics", "A".repeat(1_000));
    for path in ["/calendar/unknown.ics", "/calendar/.ics", &without, &long] {
        let answer = read(scene.app(), path).await;
        let said: Value = serde_json::from_str(&answer.1).unwrap();
        let known: Value = serde_json::from_str(&gone.1).unwrap();
        assert_eq!(
            (answer.0, &said["errors"][0]["message"]),
            (gone.0, &known["errors"][0]["message"]),
            "{path}"
        );
    }
}

async fn a_person_has_five_at_most_and_ends_the_own_alone(scene: Scene) {
    let (first, _) = create(scene.desk()).await;
    for _ in 0..4 {
        create(scene.desk()).await;
    }
    let document = "mutation { calendarFeedCreate { path userErrors { code } } }";
    assert_eq!(scene.desk().ask(document).await.user_error_codes(), ["TOO_MANY_CALENDAR_FEEDS"]);
    let revoke = format!("mutation {{ calendarFeedRevoke(id: \"{first}\") {{ userErrors {{ code }} }} }}");
    scene.company().ask(&revoke).await.expect_error("NOT_FOUND");
    scene.desk().ask(&revoke).await.expect_data();
    let own = "{ viewer { calendarFeeds { id createdAt revokedAt } } }";
    let feeds = scene.desk().get(own, json!({})).await;
    assert_eq!(feeds["viewer"]["calendarFeeds"].as_array().map(Vec::len), Some(4));
    create(scene.desk()).await;
}
