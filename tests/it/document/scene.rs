//! A contract whose procedure signs an agreement, and the people who sign it.

use crate::contract::scene::{self as contracts, Contract, SMALL};
use crate::file::scene::pdf;
use crate::harness::factory;
use crate::harness::{Answer, Client, Given, Host, Kind, TestApp};
use anyhow::Result;
use domain::document::life::{Act, fold};
use domain::document::{DocumentAction, SigningParty};
use entity::{document, document_event, mail_outbox, signature};
use reqwest::{Method, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use std::sync::Arc;

/// Who signs for the company.
pub(crate) const COMPANY: &str = "signatory@company.example.org";
/// Who signs for the school.
pub(crate) const SCHOOL: &str = "direction@school.example.org";

/// A step that asks for a file, and that nothing waits for.
const PROOF: &str = r#"
[[steps]]
key = "prove"
title = { fr = "Prouver", en = "Prove" }
description = { fr = "Par un fichier.", en = "By a file." }
phase = "alongside"
actors = ["career_services"]
optional = true

[[steps.inputs]]
key = "proof"
title = { fr = "Preuve", en = "Proof" }
kind = "file"
"#;

/// What tests ask of a document.
pub(crate) const FIELDS: &str = "id kind state complete revision number sha256 url title reference voidReason
    signatures { id party name email status method reason evidence { sha256 ip userAgent email } }
    scans { id state reason url } history { action reason name }";

/// A contract under way, whose last step signs the agreement.
pub(crate) struct Scene {
    pub(crate) contracts: contracts::Scene,
    pub(crate) contract: Contract,
    pub(crate) student: String,
}

impl Given for Scene {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let contracts = contracts::Scene::given(host, kind).await?;
        contracts::upload(contracts.desk(), &signing()).await.expect_data();
        Ok(Self::prepared(contracts).await)
    }
}

/// The small procedure, with an agreement to sign.
pub(crate) fn signing() -> String {
    let agreement =
        "{ paper = \"training_agreement\", signed_by = [\"student\", \"company\", \"direction\"] }";
    SMALL
        .replace("{ paper = \"project_sheet\", signed_by = [\"student\"] }", agreement)
        .replace("signs = [\"project_sheet\"]", "signs = [\"training_agreement\"]")
        + PROOF
}

/// What an agreement of this school needs that the platform does not know.
pub(crate) fn facts() -> Value {
    let fact = |(path, value): (&str, &str)| json!({ "path": path, "value": value });
    let facts = [
        ("signed_at", "Toulouse"),
        ("school.siret", "19310152400015"),
        ("school.activity_number", "76310000000"),
        ("school.address.city", "Toulouse"),
        ("school.signatory.name", "Test Director"),
        ("school.signatory.mail", SCHOOL),
        ("company.address.street", "1 rue des Essais"),
        ("company.address.city", "Toulouse"),
        ("company.signatory.name", "Test Signatory"),
        ("company.signatory.mail", COMPANY),
        ("student.first_name", "Test"),
        ("student.last_name", "Student"),
        ("student.birth_place", "Albi"),
        ("student.address.city", "Toulouse"),
        ("company_tutor.name", "Test Tutor"),
        ("company_tutor.function", "Engineer"),
    ];
    json!({
        "facts": facts.map(fact),
        "missions": [{ "title": "Tests", "description": "Writing them." }],
        "calendar": [{ "from": "2026-10-01", "to": "2026-10-31", "what": "À l'école" }],
    })
}

impl Scene {
    /// Another contract, by the procedure that the school has by now.
    pub(crate) async fn prepared(contracts: contracts::Scene) -> Self {
        let contract = contracts.prepared().await;
        let read = contract.student.client.get("{ viewer { email } }", json!({})).await;
        Self { student: factory::text(&read, "/viewer/email"), contract, contracts }
    }

    pub(crate) fn app(&self) -> &TestApp {
        self.contracts.app()
    }

    pub(crate) fn desk(&self) -> &Client {
        self.contracts.desk()
    }

    pub(crate) fn company(&self) -> &Client {
        self.contracts.company()
    }

    /// Prints a paper, whatever comes of it.
    pub(crate) async fn generate(&self, client: &Client, kind: &str, input: Value) -> Answer {
        self.generate_for(&self.contract, client, kind, input).await
    }

    /// The same, of another contract.
    pub(crate) async fn generate_for(
        &self,
        contract: &Contract,
        client: &Client,
        kind: &str,
        input: Value,
    ) -> Answer {
        let document = format!(
            "mutation($id: ID!, $kind: DocumentKind!, $input: PaperFactsInput!) {{
            documentGenerate(contract: $id, kind: $kind, input: $input) {{
                document {{ {FIELDS} }} userErrors {{ code path message }} }} }}"
        );
        client.graphql(&document, json!({ "id": contract.id, "kind": kind, "input": input })).await
    }

    /// An agreement that was just issued.
    pub(crate) async fn agreement(&self) -> Value {
        let mut data = self.generate(self.desk(), "TRAINING_AGREEMENT", facts()).await.expect_data();
        data["documentGenerate"]["document"].take()
    }

    /// The same, whose student was sent a link.
    pub(crate) async fn requested(&self) -> Value {
        let agreement = self.agreement().await;
        self.request(self.desk(), &agreement, json!([])).await.expect_data();
        agreement
    }

    /// The same, signed by all.
    pub(crate) async fn signed(&self) -> Value {
        let agreement = self.requested().await;
        for address in [self.student.as_str(), COMPANY, SCHOOL] {
            self.sign(address).await.expect_data();
        }
        self.read(self.desk(), &agreement).await
    }

    /// Sends the link to whoever is next.
    pub(crate) async fn request(&self, client: &Client, document: &Value, signatories: Value) -> Answer {
        let query =
            "mutation($id: ID!, $who: [SignatoryInput!]!) { signatureRequest(id: $id, signatories: $who) {
            document { id } userErrors { code path message } } }";
        client.graphql(query, json!({ "id": document["id"], "who": signatories })).await
    }

    /// A document, as somebody sees it.
    pub(crate) async fn read(&self, client: &Client, document: &Value) -> Value {
        let query = format!("query($id: ID!) {{ document(id: $id) {{ {FIELDS} }} }}");
        client.get(&query, json!({ "id": document["id"] })).await["document"].take()
    }

    /// The mails of a template to an address, oldest first, by their variables.
    pub(crate) async fn mails(&self, template: &str, address: &str) -> Vec<Value> {
        let rows = mail_outbox::Entity::find()
            .filter(mail_outbox::Column::Template.eq(template))
            .filter(mail_outbox::Column::Address.eq(address))
            .order_by_asc(mail_outbox::Column::Id);
        let rows = rows.all(&self.app().context.db.write).await.unwrap();
        rows.iter().map(|row| serde_json::from_str(&row.variables).unwrap()).collect()
    }

    /// The path of the last link that was sent to an address.
    pub(crate) async fn path(&self, address: &str) -> String {
        let mails = self.mails("signature_request", address).await;
        let link = factory::text(mails.last().expect("a link was sent"), "/link");
        link[link.find("/signatures/").unwrap()..].to_owned()
    }

    /// The secret of the last link that was sent to an address.
    pub(crate) async fn token(&self, address: &str) -> String {
        self.path(address).await.trim_start_matches("/signatures/").to_owned()
    }

    /// Asks for a code, and reads it where it was sent.
    pub(crate) async fn code(&self, address: &str) -> String {
        let token = self.token(address).await;
        send_code(self, &token).await.expect_data();
        factory::text(self.mails("signature_code", address).await.last().expect("a code was sent"), "/code")
    }

    /// Signs as whoever reads the mails of an address.
    pub(crate) async fn sign(&self, address: &str) -> Answer {
        let (token, code) = (self.token(address).await, self.code(address).await);
        sign_with(self, &token, &code).await
    }

    /// Refuses or hands on as whoever reads the mails of an address; `more` as `reason: "…"`.
    pub(crate) async fn decide(&self, address: &str, mutation: &str, more: &str) -> Answer {
        let (token, code) = (self.token(address).await, self.code(address).await);
        let query = format!(
            "mutation {{ {mutation}(token: \"{token}\", code: \"{code}\" {more}) {{
            signed {{ status state }} userErrors {{ code path message }} }} }}"
        );
        self.app().anonymous().ask(&query).await
    }

    /// Uploads a PDF by a ticket.
    pub(crate) async fn put(&self, ticket: &Value, bytes: usize) -> StatusCode {
        let path = factory::text(ticket, "/url");
        let sent = self.app().anonymous().request(Method::PUT, &path).body(pdf(bytes)).send();
        sent.await.unwrap().status()
    }

    /// Staff look at a scan.
    pub(crate) async fn check(
        &self,
        client: &Client,
        scan: &Value,
        accept: bool,
        reason: Option<&str>,
    ) -> Answer {
        let query = "mutation($scan: ID!, $accept: Boolean!, $reason: String) {
            documentScanCheck(scan: $scan, accept: $accept, reason: $reason) {
                document { state complete scans { state } } userErrors { code path message } } }";
        client.graphql(query, json!({ "scan": scan, "accept": accept, "reason": reason })).await
    }

    /// Every document is what its events make it.
    pub(crate) async fn assert_folds(&self) {
        let db = &self.app().context.db.write;
        for row in document::Entity::find().all(db).await.unwrap() {
            let signatures = signature::Entity::find()
                .filter(signature::Column::DocumentId.eq(row.id))
                .order_by_asc(signature::Column::Rank)
                .order_by_asc(signature::Column::Id)
                .all(db)
                .await
                .unwrap();
            let events = document_event::Entity::find()
                .filter(document_event::Column::DocumentId.eq(row.id))
                .order_by_asc(document_event::Column::Sequence)
                .all(db)
                .await
                .unwrap();
            assert_eq!(events[0].action.0, DocumentAction::Issue);
            let mut parties: Vec<(i32, SigningParty)> =
                signatures.iter().map(|row| (row.rank, row.party.0)).collect();
            parties.dedup();
            let parties: Vec<SigningParty> = parties.into_iter().map(|(_, party)| party).collect();
            // A successor stands beside the one before it: places are those of the time.
            let acts = events.iter().enumerate().skip(1).map(|(index, event)| {
                let place = |id| signatures.iter().position(|row| row.id == id).unwrap();
                Act {
                    action: event.action.0,
                    at: event
                        .signature_id
                        .map(|id| place(id) - later(&events[..index], &signatures, place(id))),
                    reason: event.reason.as_deref(),
                }
            });
            let folded = fold(&parties, acts).unwrap();
            assert_eq!(folded.state, row.state.0);
            let states: Vec<_> = folded.signatures.iter().map(|one| one.state).collect();
            assert_eq!(states, signatures.iter().map(|row| row.state.0).collect::<Vec<_>>());
        }
    }
}

/// How many signatures before a place were not there yet.
fn later(before: &[document_event::Model], signatures: &[signature::Model], place: usize) -> usize {
    let handed_on = |row: &signature::Model| {
        before
            .iter()
            .any(|event| event.action.0 == DocumentAction::Delegate && event.signature_id == Some(row.id))
    };
    let successor =
        |row: &signature::Model| signatures.iter().find(|former| former.delegated_to == Some(row.id));
    let missing = |row: &&signature::Model| successor(row).is_some_and(|former| !handed_on(former));
    signatures[..place].iter().filter(missing).count()
}

/// Somebody uploads a file to a contract, for one of its steps; answers its id.
pub(crate) async fn upload(client: &Client, contract: &str) -> String {
    let query = "mutation($id: ID!) { contractFileUploadTicket(contract: $id, title: \"Test\") {
        ticket { url } userErrors { code message } } }";
    let data = client.graphql(query, json!({ "id": contract })).await.expect_data();
    let path = factory::text(&data, "/contractFileUploadTicket/ticket/url");
    let sent = client.request(Method::PUT, &path).body(pdf(1_000)).send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::CREATED);
    factory::text(&sent.json::<Value>().await.unwrap(), "/id")
}

/// The desk hands in a paper that was made and signed elsewhere, and finds it good.
pub(crate) async fn hand_in(desk: &Client, contract: &str, kind: &str) {
    let query =
        "mutation($id: ID!, $kind: DocumentKind!) { documentUploadSigned(contract: $id, kind: $kind) {
        document { scans { id } } ticket { url } userErrors { code message } } }";
    let data = desk.graphql(query, json!({ "id": contract, "kind": kind })).await.expect_data();
    let path = factory::text(&data, "/documentUploadSigned/ticket/url");
    let sent = desk.request(Method::PUT, &path).body(pdf(1_000)).send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::CREATED);
    let scan = factory::text(&data, "/documentUploadSigned/document/scans/0/id");
    let check = "mutation($scan: ID!) { documentScanCheck(scan: $scan, accept: true) {
        document { complete } userErrors { code message } } }";
    let data = desk.graphql(check, json!({ "scan": scan })).await.expect_data();
    assert_eq!(data["documentScanCheck"]["document"]["complete"], true);
}

/// Asks for a code.
pub(crate) async fn send_code(scene: &Scene, token: &str) -> Answer {
    let query = "mutation($token: String!) { signatureCodeSend(token: $token) { sent userErrors { code } } }";
    scene.app().anonymous().graphql(query, json!({ "token": token })).await
}

/// Signs with this link and this code.
pub(crate) async fn sign_with(scene: &Scene, token: &str, code: &str) -> Answer {
    let query = "mutation($token: String!, $code: String!) { documentSign(token: $token, code: $code) {
        signed { status state } userErrors { code path message } } }";
    scene.app().anonymous().graphql(query, json!({ "token": token, "code": code })).await
}

/// What anybody learns of a file.
pub(crate) async fn verify(scene: &Scene, sha256: &Value) -> Value {
    let query =
        "query($sha256: String!) { documentVerify(sha256: $sha256) { kind school reference revision issuedOn
        state complete scan signatures { party state method signedAt } } }";
    scene.app().anonymous().get(query, json!({ "sha256": sha256 })).await["documentVerify"].take()
}

/// The texts at a place of each signature.
pub(crate) fn each(document: &Value, pointer: &str) -> Vec<String> {
    let signatures = document["signatures"].as_array().cloned().unwrap_or_default();
    signatures.iter().map(|one| factory::text(one, pointer)).collect()
}
