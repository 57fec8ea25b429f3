//! A desk, two companies, and rounds at any stage.

use crate::harness::factory::{self, INSA, Member, Student};
use crate::harness::{Answer, Client, Given, Host, Kind, TestApp};
use crate::offer::scene as offers;
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::sync::Arc;

/// Two verified companies and the career services of INSA Toulouse.
pub(crate) struct Scene {
    pub(crate) app: TestApp,
    pub(crate) desk: Client,
    pub(crate) company: Member,
    pub(crate) other: Member,
}

impl Given for Scene {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let app = TestApp::given(host, kind).await?;
        let desk = factory::career_services(&app, INSA).await;
        let company = factory::verified_company(&app).await;
        let other = factory::verified_company(&app).await;
        Ok(Self { app, desk, company, other })
    }
}

impl Scene {
    /// A published offer of a company for IR.
    pub(crate) async fn offer(&self, company: &Member, change: Value) -> String {
        let id = offers::draft(&company.client, change).await;
        offers::offer(&company.client, "offerSubmit", &id).await.expect_data();
        offers::offer(&self.desk, "offerApprove", &id).await.expect_data();
        id
    }

    /// A confirmed student of IR, hidden from companies.
    pub(crate) async fn student(&self) -> Student {
        factory::confirmed_student(&self.app, INSA, "IR", "HIDDEN").await
    }

    /// Some of them.
    pub(crate) async fn students<const N: usize>(&self) -> [Student; N] {
        let mut made = Vec::new();
        for _ in 0..N {
            made.push(self.student().await);
        }
        made.try_into().unwrap_or_else(|_| panic!("as many as were made"))
    }

    /// A moment that many days from now.
    pub(crate) fn in_days(&self, days: i64) -> String {
        let then: DateTime<Utc> = self.app.clock.now() + TimeDelta::days(days);
        then.to_rfc3339()
    }

    /// Days pass.
    pub(crate) fn pass(&self, days: i64) {
        self.app.clock.advance(TimeDelta::days(days));
    }

    /// A round being prepared: students have a week, companies the week after.
    pub(crate) async fn prepared(&self, offers: &[&str], students: &[&Student]) -> String {
        let id = create(&self.desk, self.input()).await.expect_data();
        let id = factory::text(&id, "/matchingRoundCreate/round/id");
        let students: Vec<&str> = students.iter().map(|student| student.id.as_str()).collect();
        update(&self.desk, &id, json!({ "addOffers": offers, "addStudents": students })).await.expect_data();
        id
    }

    /// What [`Scene::prepared`] prepares.
    pub(crate) fn input(&self) -> Value {
        json!({ "school": INSA, "name": "Printemps", "studentsRankUntil": self.in_days(7),
            "companiesRankUntil": self.in_days(14) })
    }

    /// The same, open to students.
    pub(crate) async fn opened(&self, offers: &[&str], students: &[&Student]) -> String {
        let id = self.prepared(offers, students).await;
        act(&self.desk, "matchingRoundOpen", &id, "").await.expect_data();
        id
    }

    /// Closed, computed finally and published, once both deadlines have passed.
    pub(crate) async fn publish(&self, id: &str) {
        act(&self.desk, "matchingRoundClose", id, "").await.expect_data();
        compute(&self.desk, id, true).await.expect_data();
        act(&self.desk, "matchingRoundPublish", id, "").await.expect_data();
    }
}

/// Creates, whatever comes of it.
pub(crate) async fn create(client: &Client, input: Value) -> Answer {
    let document = "mutation($input: MatchingRoundCreateInput!) { matchingRoundCreate(input: $input) {
        round { id status phase } userErrors { code path message } } }";
    client.graphql(document, json!({ "input": input })).await
}

/// Changes, whatever comes of it.
pub(crate) async fn update(client: &Client, id: &str, input: Value) -> Answer {
    let document = "mutation($id: ID!, $input: MatchingRoundUpdateInput!) {
        matchingRoundUpdate(id: $id, input: $input) { round { id } userErrors { code path message } } }";
    client.graphql(document, json!({ "id": id, "input": input })).await
}

/// A step, with more than the id, as `reason: "…"`.
pub(crate) async fn act(client: &Client, mutation: &str, id: &str, more: &str) -> Answer {
    let fields = "round { id status phase } userErrors { code path message }";
    client.ask(&format!("mutation {{ {mutation}(id: \"{id}\" {more}) {{ {fields} }} }}")).await
}

/// Computes.
pub(crate) async fn compute(client: &Client, id: &str, is_final: bool) -> Answer {
    let document = "mutation($id: ID!, $final: Boolean!) { matchingRoundRun(id: $id, final: $final) {
        run { id isFinal engine seed input inputDigest students assigned positions stable blockingPairs
            results(first: 100) { totalCount edges { node { student { id } offer { id } preference } } } }
        userErrors { code path message } } }";
    client.graphql(document, json!({ "id": id, "final": is_final })).await
}

/// Hands in a ranking: these in order, then those acceptable; a company names its offer.
pub(crate) async fn rank(
    client: &Client,
    round: &str,
    offer: Option<&str>,
    order: &[&str],
    tail: &[&str],
) -> Answer {
    let ranked = (1..).zip(order).map(|(rank, id)| json!({ "id": id, "rank": rank }));
    let choices: Vec<Value> = ranked.chain(tail.iter().map(|id| json!({ "id": id }))).collect();
    rank_raw(client, round, offer, json!(choices)).await
}

/// Hands in whatever it is.
pub(crate) async fn rank_raw(client: &Client, round: &str, offer: Option<&str>, choices: Value) -> Answer {
    let document = "mutation($input: RankingSubmitInput!) { rankingSubmit(input: $input) {
        round { id ownRanking { rank offer { id } } } userErrors { code path message } } }";
    let input = json!({ "round": round, "offer": offer, "choices": choices });
    client.graphql(document, json!({ "input": input })).await
}

/// Fields of a round, as somebody sees it; null where they do not.
pub(crate) async fn read(client: &Client, id: &str, fields: &str) -> Value {
    let document = format!("query($id: ID!) {{ matchingRound(id: $id) {{ {fields} }} }}");
    client.get(&document, json!({ "id": id })).await["matchingRound"].take()
}

/// The nodes of a connection, each at a place in it.
pub(crate) fn nodes(connection: &Value, pointer: &str) -> Vec<Value> {
    let edges = connection["edges"].as_array().cloned().unwrap_or_default();
    edges.iter().map(|edge| edge.pointer(&format!("/node{pointer}")).cloned().unwrap_or_default()).collect()
}
