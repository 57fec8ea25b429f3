//! A school that runs a small procedure of its own, with its people, and contracts under way.

use crate::application::scene::{Bid, confirmed};
use crate::harness::factory::{self, INSA};
use crate::harness::{Answer, Client, Given, Host, Kind, TestApp};
use crate::offer::scene::Scene as Offers;
use anyhow::Result;
use api::worker;
use chrono::TimeDelta;
use domain::role::Role;
use serde_json::{Value, json};
use std::sync::Arc;

/// The small procedure, as its staff write it.
pub(crate) const SMALL: &str = include_str!("small.toml");

/// Offers, their company and desk, and the head of IR; the school runs the small procedure.
pub(crate) struct Scene {
    pub(crate) offers: Offers,
    pub(crate) head: Client,
}

/// A contract, and its student.
pub(crate) struct Contract {
    pub(crate) student: factory::Student,
    pub(crate) application: String,
    pub(crate) id: String,
}

impl Given for Scene {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let offers = Offers::given(host, kind).await?;
        let head = factory::staff(&offers.app, Role::DepartmentHead, Some(INSA), &["IR"]).await;
        let scene = Self { offers, head };
        upload(scene.desk(), SMALL).await.expect_data();
        Ok(scene)
    }
}

impl Scene {
    pub(crate) fn app(&self) -> &TestApp {
        &self.offers.app
    }

    pub(crate) fn desk(&self) -> &Client {
        &self.offers.desk
    }

    pub(crate) fn company(&self) -> &Client {
        &self.offers.company.client
    }

    /// Lets time pass, and the worker work.
    pub(crate) async fn pass(&self, days: i64) {
        self.app().clock.advance(TimeDelta::days(days));
        worker::drain(&self.app().context).await.unwrap();
    }

    /// The confirmed application of a new student.
    pub(crate) async fn bid(&self) -> Bid {
        let offer = self.offers.published(json!({})).await;
        let bid = confirmed(&self.offers, &offer).await;
        let born = "mutation($id: ID!) { studentUpdate(id: $id, input: { birthDate: \"2004-03-01\" }) {
            userErrors { code } } }";
        bid.student.client.get(born, json!({ "id": bid.student.id })).await;
        bid
    }

    /// A contract that was just opened, by its student.
    pub(crate) async fn contract(&self) -> Contract {
        let bid = self.bid().await;
        let data = open(&bid.student.client, &bid.id, json!({})).await.expect_data();
        let id = factory::text(&data, "/contractOpen/contract/id");
        Contract { student: bid.student, application: bid.id, id }
    }

    /// The same, whose student may sign.
    pub(crate) async fn eligible(&self) -> Contract {
        let contract = self.contract().await;
        let known = [("ADMITTED_TO_FINAL_YEAR", "true"), ("EEA_NATIONAL", "true")];
        contract.facts(self.desk(), &known).await.expect_data();
        contract
    }

    /// The same, with nothing but the last step to do.
    pub(crate) async fn prepared(&self) -> Contract {
        let contract = self.eligible().await;
        contract.promise(self.company()).await.expect_data();
        contract.missions(&self.head).await;
        contract.facts(&contract.student.client, &[("double_degree", "false")]).await.expect_data();
        contract
    }

    /// The same, active.
    pub(crate) async fn active(&self) -> Contract {
        let contract = self.prepared().await;
        contract.complete(self.desk(), "sign", json!([])).await.expect_data();
        assert_eq!(contract.status(self.desk()).await, "ACTIVE");
        contract
    }
}

impl Contract {
    /// Fields of it, as somebody sees it; null where they do not.
    pub(crate) async fn read(&self, client: &Client, fields: &str) -> Value {
        let document = format!("query($id: ID!) {{ contract(id: $id) {{ {fields} }} }}");
        client.get(&document, json!({ "id": self.id })).await["contract"].take()
    }

    /// Where it stands.
    pub(crate) async fn status(&self, client: &Client) -> String {
        factory::text(&self.read(client, "status").await, "/status")
    }

    /// One of its steps.
    pub(crate) async fn step(&self, client: &Client, key: &str) -> Value {
        let fields = "key status blockedBy unanswered waitingFor validatedBy dueOn toBeDated overdue completedBy recordedBy
            points maxPoints late given { key value } setback { step refused reason by }";
        let read = self.read(client, &format!("procedure {{ steps {{ {fields} }} }}")).await;
        let steps = read.pointer("/procedure/steps").and_then(Value::as_array).cloned().unwrap_or_default();
        steps.into_iter().find(|step| step["key"] == key).unwrap_or(Value::Null)
    }

    /// What happened to it, by what was done.
    pub(crate) async fn actions(&self, client: &Client) -> Vec<String> {
        let read = self.read(client, "events { action }").await;
        let events = read["events"].as_array().cloned().unwrap_or_default();
        events.iter().map(|event| factory::text(event, "/action")).collect()
    }

    /// Somebody does a step.
    pub(crate) async fn complete(&self, client: &Client, step: &str, inputs: Value) -> Answer {
        let document = "mutation($id: ID!, $step: String!, $inputs: [StepValueInput!]!) {
            stepComplete(contract: $id, step: $step, inputs: $inputs) {
                contract { id status } userErrors { code path message } } }";
        client.graphql(document, json!({ "id": self.id, "step": step, "inputs": inputs })).await
    }

    /// Somebody takes a step, with more than its key, as `reason: "…"`.
    pub(crate) async fn take(&self, client: &Client, mutation: &str, step: &str, more: &str) -> Answer {
        let fields = "contract { id status } userErrors { code path message }";
        let call = format!("{mutation}(contract: \"{}\", step: \"{step}\" {more}) {{ {fields} }}", self.id);
        client.ask(&format!("mutation {{ {call} }}")).await
    }

    /// A mutation on the whole contract, with more than its id.
    pub(crate) async fn with(&self, client: &Client, mutation: &str, more: &str) -> Answer {
        let fields = "contract { id status } userErrors { code path message }";
        client.ask(&format!("mutation {{ {mutation}(id: \"{}\" {more}) {{ {fields} }} }}", self.id)).await
    }

    /// The company promises to hire.
    pub(crate) async fn promise(&self, client: &Client) -> Answer {
        self.complete(client, "promise", json!([{ "key": "post", "value": "Developer" }])).await
    }

    /// The student describes the missions, and the head of department validates them.
    pub(crate) async fn missions(&self, head: &Client) {
        self.complete(&self.student.client, "missions", json!([])).await.expect_data();
        self.take(head, "stepValidate", "missions", "").await.expect_data();
    }

    /// Something becomes known.
    pub(crate) async fn facts(&self, client: &Client, facts: &[(&str, &str)]) -> Answer {
        let facts: Vec<Value> =
            facts.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
        let document = "mutation($id: ID!, $facts: [ContractFactInput!]!) {
            contractFactsSet(id: $id, facts: $facts) { contract { id } userErrors { code path message } } }";
        client.graphql(document, json!({ "id": self.id, "facts": facts })).await
    }
}

/// Opens the contract of an application, whatever comes of it.
pub(crate) async fn open(client: &Client, application: &str, input: Value) -> Answer {
    let document = "mutation($application: ID!, $input: ContractOpenInput) {
        contractOpen(application: $application, input: $input) {
            contract { id status } userErrors { code path message } } }";
    client.graphql(document, json!({ "application": application, "input": input })).await
}

/// Hands in a procedure, whatever comes of it.
pub(crate) async fn upload(client: &Client, text: &str) -> Answer {
    let document = "mutation($text: String!) { procedureUpload(text: $text) {
        procedure { id digest writtenByStaff writtenFor } userErrors { code path message } } }";
    client.graphql(document, json!({ "text": text })).await
}

/// The texts at a place of every item of a list.
pub(crate) fn texts(list: &Value, pointer: &str) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|item| factory::text(item, pointer)).collect()
}
