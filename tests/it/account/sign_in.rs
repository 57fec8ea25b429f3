//! `signIn`, `signOut` and the tokens between them.

use crate::harness::factory::{self, INSA};
use crate::harness::{Answer, Database, Given, Host, Kind, TestApp, seeded};
use api::config::{Auth, Config};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;

trials![
    a_wrong_password_and_an_unknown_address_are_told_alike,
    too_many_attempts_wait_for_the_window_to_pass,
    a_token_ends_when_signed_out,
    a_token_ends_by_itself,
];

async fn a_wrong_password_and_an_unknown_address_are_told_alike(app: TestApp) {
    let email = signed_up(&app).await;
    let wrong = attempt(&app, &email, "not the password").await;
    let unknown = attempt(&app, "nobody@example.org", "not the password").await;
    assert_eq!(wrong.user_error_codes(), ["WRONG_CREDENTIALS"]);
    assert_eq!(wrong.data, unknown.data);
    let impossible = attempt(&app, "a\0b@example.org", "not the password").await;
    impossible.expect_error("NUL_IN_TEXT");
    assert_eq!(wrong.data["signIn"]["token"], Value::Null);
}

/// An application that allows three attempts on an account, and signs out after 30 days.
struct Strict(TestApp);

impl Given for Strict {
    async fn given(host: &Arc<Host>, kind: Kind) -> anyhow::Result<Self> {
        let database: Database = seeded(host, kind).await?;
        let strict = |config: &mut Config| {
            config.auth.login_limit_per_account = 3;
            config.auth.token_lifetime = Auth::default().token_lifetime;
        };
        TestApp::open(database, TimeDelta::zero(), strict).await.map(Self)
    }
}

async fn too_many_attempts_wait_for_the_window_to_pass(Strict(app): Strict) {
    let email = signed_up(&app).await;
    for _ in 0..3 {
        let answer = attempt(&app, &email, "not the password").await;
        assert_eq!(answer.user_error_codes(), ["WRONG_CREDENTIALS"]);
    }
    attempt(&app, &email, factory::PASSWORD).await.expect_error("RATE_LIMITED");
    app.clock.advance(TimeDelta::minutes(16));
    assert!(attempt(&app, &email, factory::PASSWORD).await.expect_data()["signIn"]["token"].is_string());
}

async fn a_token_ends_when_signed_out(app: TestApp) {
    let client = factory::student(&app, INSA, "IR").await.client;
    client.get("mutation { signOut { signedOut } }", json!({})).await;
    let answer = client.ask("{ viewer { id } }").await;
    answer.expect_error("UNAUTHENTICATED");
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

async fn a_token_ends_by_itself(Strict(app): Strict) {
    let client = factory::student(&app, INSA, "IR").await.client;
    app.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    assert!(client.get("{ viewer { id } }", json!({})).await["viewer"]["id"].is_string());
    app.clock.advance(TimeDelta::seconds(1));
    client.ask("{ viewer { id } }").await.expect_error("UNAUTHENTICATED");
}

async fn signed_up(app: &TestApp) -> String {
    let student = factory::student(app, INSA, "IR").await;
    let data = student.client.get("{ viewer { email } }", json!({})).await;
    factory::text(&data, "/viewer/email")
}

async fn attempt(app: &TestApp, email: &str, password: &str) -> Answer {
    let document = "mutation($email: String!, $password: String!) {
        signIn(email: $email, password: $password) { token userErrors { code message } } }";
    app.anonymous().graphql(document, json!({ "email": email, "password": password })).await
}
