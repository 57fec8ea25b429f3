//! Students who apply.

use crate::harness::factory::{self, INSA, Student};
use crate::harness::{Answer, Client};
use crate::offer::scene::Scene;
use serde_json::{Value, json};

/// A student's application.
pub(crate) struct Bid {
    pub(crate) student: Student,
    pub(crate) id: String,
}

/// The application of a new student of IR, hidden from companies, to an offer.
pub(crate) async fn applied(scene: &Scene, offer: &str) -> Bid {
    let student = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    Bid::to_offer(student, offer).await
}

/// The same, accepted by the company.
pub(crate) async fn accepted(scene: &Scene, offer: &str) -> Bid {
    let bid = applied(scene, offer).await;
    bid.by(&scene.company.client, "applicationAccept").await.expect_data();
    bid
}

/// The same, confirmed by the student.
pub(crate) async fn confirmed(scene: &Scene, offer: &str) -> Bid {
    let bid = accepted(scene, offer).await;
    bid.by(&bid.student.client, "applicationConfirm").await.expect_data();
    bid
}

/// Applies, whatever comes of it.
pub(crate) async fn submit(client: &Client, input: Value, key: Option<&str>) -> Answer {
    let document = "mutation($input: ApplicationSubmitInput!, $key: String) {
        applicationSubmit(input: $input, idempotencyKey: $key) {
            application { id status } userErrors { code path message } } }";
    client.graphql(document, json!({ "input": input, "key": key })).await
}

impl Bid {
    /// Applies to an offer.
    pub(crate) async fn to_offer(student: Student, offer: &str) -> Self {
        let data = Self::try_offer(&student, offer).await.expect_data();
        Self { student, id: factory::text(&data, "/applicationSubmit/application/id") }
    }

    /// Applies to an offer, whatever comes of it.
    pub(crate) async fn try_offer(student: &Student, offer: &str) -> Answer {
        submit(&student.client, json!({ "offer": offer, "coverLetter": "I write drivers." }), None).await
    }

    /// Somebody takes a step.
    pub(crate) async fn by(&self, client: &Client, mutation: &str) -> Answer {
        self.with(client, mutation, "").await
    }

    /// Somebody takes a step, with more than the id, as `reason: "…"`.
    pub(crate) async fn with(&self, client: &Client, mutation: &str, more: &str) -> Answer {
        let fields = "application { id status } userErrors { code path message }";
        client.ask(&format!("mutation {{ {mutation}(id: \"{}\" {more}) {{ {fields} }} }}", self.id)).await
    }

    /// Where it stands, as the student sees it.
    pub(crate) async fn status(&self) -> String {
        factory::text(&self.read("status").await, "/status")
    }

    /// Why the last step was taken, as the student reads it.
    pub(crate) async fn last_reason(&self) -> String {
        let read = self.read("history { reason }").await;
        let last = read["history"].as_array().and_then(|history| history.last());
        factory::text(last.unwrap_or(&Value::Null), "/reason")
    }

    /// Fields of it, as the student sees it.
    pub(crate) async fn read(&self, fields: &str) -> Value {
        read(&self.student.client, &self.id, fields).await
    }
}

/// Fields of an application, as somebody sees it; null where they do not.
pub(crate) async fn read(client: &Client, id: &str, fields: &str) -> Value {
    let document = format!("query($id: ID!) {{ application(id: $id) {{ {fields} }} }}");
    client.get(&document, json!({ "id": id })).await["application"].take()
}
