//! The protocol's messages and close codes, one after the other.

use super::{PUBLISHED, SILENCE, following};
use crate::harness::factory::{self, INSA};
use crate::harness::{Heard, Socket, TestApp};
use serde_json::json;
use tokio_tungstenite::tungstenite::Error;

trials!(
    another_protocol_is_refused,
    another_page_is_refused,
    who_asks_before_saying_who_is_4401,
    who_says_it_twice_is_4429,
    a_token_that_is_not_good_is_4403,
    an_id_under_way_is_4409,
    what_is_no_message_is_4400,
    pings_are_answered,
    queries_and_mutations_are_answered_once,
    what_is_not_executed_is_an_error,
    after_complete_nothing_comes_and_the_id_is_free,
    the_header_says_who_as_well,
    subscriptions_are_refused_over_http,
);

/// The status with which a socket is refused.
async fn refused(app: &TestApp, headers: &[(&str, &str)]) -> u16 {
    match Socket::open(&app.base, headers).await {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => 101,
    }
}

async fn another_protocol_is_refused(app: TestApp) {
    assert_eq!(refused(&app, &[("sec-websocket-protocol", "graphql-ws")]).await, 400);
    assert_eq!(refused(&app, &[("sec-websocket-protocol", "soap, graphql-transport-ws")]).await, 101);
}

async fn another_page_is_refused(app: TestApp) {
    assert_eq!(refused(&app, &[("origin", "https://evil.example")]).await, 403);
    assert_eq!(refused(&app, &[("origin", "null")]).await, 403);
    assert_eq!(refused(&app, &[("origin", &app.base)]).await, 101);
}

async fn who_asks_before_saying_who_is_4401(app: TestApp) {
    let mut socket = Socket::open(&app.base, &[]).await.unwrap();
    socket.subscribe("1", "{ __typename }", json!({})).await;
    assert_eq!(socket.hear().await, Heard::Closed(4401));
}

async fn who_says_it_twice_is_4429(app: TestApp) {
    let mut socket = Socket::connect(&app.base, None).await;
    socket.say(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.hear().await, Heard::Closed(4429));
}

async fn a_token_that_is_not_good_is_4403(app: TestApp) {
    let mut socket = Socket::open(&app.base, &[]).await.unwrap();
    let payload = json!({ "authorization": "Bearer trp_unknown" });
    socket.say(json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(socket.hear().await, Heard::Closed(4403));
}

async fn an_id_under_way_is_4409(app: TestApp) {
    let mut socket = following(&app, None, PUBLISHED).await;
    socket.subscribe("1", PUBLISHED, json!({})).await;
    assert_eq!(socket.hear().await, Heard::Closed(4409));
}

async fn what_is_no_message_is_4400(app: TestApp) {
    for text in ["", "[]", r#"{"type":"start"}"#, r#"{"type":"subscribe","id":"1","payload":{}}"#] {
        let mut socket = Socket::connect(&app.base, None).await;
        socket.say_text(text).await;
        assert_eq!(socket.hear().await, Heard::Closed(4400), "{text}");
    }
}

async fn pings_are_answered(app: TestApp) {
    // Before it is said who asks, too.
    let mut socket = Socket::open(&app.base, &[]).await.unwrap();
    socket.say(json!({ "type": "ping", "payload": { "a": 1 } })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "pong", "payload": { "a": 1 } })));
    socket.say(json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "pong" })));
    socket.say(json!({ "type": "pong" })).await;
    assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
    socket.leave().await;
}

async fn queries_and_mutations_are_answered_once(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let mut socket = Socket::connect(&app.base, student.client.token()).await;
    socket.subscribe("q", "{ viewer { student { id } } }", json!({})).await;
    assert_eq!(socket.next("q").await["data"], json!({ "viewer": { "student": { "id": student.id } } }));
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "complete", "id": "q" })));
    let document =
        "mutation($id: ID!) { studentVisibilitySet(id: $id, visibility: STAFF) { userErrors { code } } }";
    socket.subscribe("m", document, json!({ "id": student.id })).await;
    assert_eq!(socket.next("m").await["data"], json!({ "studentVisibilitySet": { "userErrors": [] } }));
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "complete", "id": "m" })));
}

/// The codes of an `error` message.
async fn error_codes(socket: &mut Socket, id: &str) -> Vec<String> {
    match socket.hear().await {
        Heard::Message(message) if message["type"] == "error" && message["id"] == id => {
            let codes = message["payload"].as_array().unwrap().iter();
            codes.map(|error| error["extensions"]["code"].as_str().unwrap().to_owned()).collect()
        }
        other => panic!("expected an error of {id}: {other:?}"),
    }
}

async fn what_is_not_executed_is_an_error(app: TestApp) {
    let mut socket = Socket::connect(&app.base, None).await;
    let wrong = [
        ("{", "DOCUMENT_SYNTAX"),
        ("{ nothing }", "DOCUMENT_INVALID"),
        ("subscription { nothing }", "DOCUMENT_INVALID"),
        ("subscription { a: offerPublished { id } b: offerPublished { id } }", "SUBSCRIPTION_FIELDS"),
        ("subscription { applicationUpdated { id } }", "UNAUTHENTICATED"),
        (r#"subscription { offerPublished(filter: { school: "NOWHERE" }) { id } }"#, "BAD_USER_INPUT"),
        (
            r#"subscription { offerPublished(filter: { school: "INSA-TOULOUSE", specialty: "X" }) { id } }"#,
            "BAD_USER_INPUT",
        ),
    ];
    for (document, code) in wrong {
        socket.subscribe("1", document, json!({})).await;
        assert_eq!(error_codes(&mut socket, "1").await, [code], "{document}");
    }
    // What is executed and fails has a result.
    socket.subscribe("1", "{ viewer { id } }", json!({})).await;
    let result = socket.next("1").await;
    assert!(result.get("data").is_some(), "{result}");
}

async fn after_complete_nothing_comes_and_the_id_is_free(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let mut socket = following(&app, None, PUBLISHED).await;
    let first = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    assert_eq!(socket.next("1").await["data"]["offerPublished"]["id"], first);
    socket.say(json!({ "type": "complete", "id": "1" })).await;
    super::opened(&mut socket).await;
    factory::published_offer(&app, &member, INSA, &["IR"]).await;
    assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
    socket.subscribe("1", PUBLISHED, json!({})).await;
    super::opened(&mut socket).await;
    let third = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    assert_eq!(socket.next("1").await["data"]["offerPublished"]["id"], third);
    // Of what is not under way, nothing is said.
    socket.say(json!({ "type": "complete", "id": "never" })).await;
    assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
}

async fn the_header_says_who_as_well(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let bearer = format!("Bearer {}", student.client.token().unwrap());
    let mut socket = Socket::open(&app.base, &[("authorization", &bearer)]).await.unwrap();
    socket.say(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "connection_ack" })));
    socket.subscribe("1", "{ viewer { student { id } } }", json!({})).await;
    assert_eq!(socket.next("1").await["data"]["viewer"]["student"]["id"], student.id);
}

async fn subscriptions_are_refused_over_http(app: TestApp) {
    app.anonymous().ask(PUBLISHED).await.expect_error("SUBSCRIPTION_NOT_SUPPORTED");
}
