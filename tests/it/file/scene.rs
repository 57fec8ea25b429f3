//! A student with an application, and what is sent to its tickets.

use crate::harness::factory::{self, INSA, Member, Student};
use crate::harness::{Answer, Client, Given, Host, Kind, TestApp, seeded};
use anyhow::Result;
use chrono::TimeDelta;
use entity::{pending_file, stored_file};
use reqwest::{Method, Response, StatusCode};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;

/// The longest file here.
pub(crate) const LONGEST: usize = 64 * 1024;

/// A student's application to a company's offer.
pub(crate) struct Scene {
    pub(crate) app: TestApp,
    pub(crate) student: Student,
    pub(crate) company: Member,
    pub(crate) application: String,
}

impl Given for Scene {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let app = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |config| {
            config.files.max_bytes = 64 * 1024;
            config.files.quota_bytes = 192 * 1024;
        })
        .await?;
        let student = factory::confirmed_student(&app, INSA, "IR", "HIDDEN").await;
        let company = factory::verified_company(&app).await;
        let offer = factory::published_offer(&app, &company, INSA, &["IR"]).await;
        let application = factory::application(&student, "offer", &offer).await;
        Ok(Self { app, student, company, application })
    }
}

impl Scene {
    /// Asks for a ticket, whatever comes of it.
    pub(crate) async fn ask(&self, client: &Client, title: Option<&str>) -> Answer {
        let document = "mutation($id: ID!, $title: String) {
            applicationDocumentUploadTicket(applicationId: $id, kind: CV, title: $title) {
                ticket { url expiresAt maxBytes accepted } userErrors { code path message } } }";
        client.graphql(document, json!({ "id": self.application, "title": title })).await
    }

    /// The path of a new ticket.
    pub(crate) async fn ticket(&self) -> String {
        let data = self.ask(&self.student.client, None).await.expect_data();
        factory::text(&data, "/applicationDocumentUploadTicket/ticket/url")
    }

    /// Sends a body to a path, without a token.
    pub(crate) async fn put(&self, path: &str, body: Vec<u8>) -> Response {
        self.app.anonymous().request(Method::PUT, path).body(body).send().await.unwrap()
    }

    /// Sends a body that must be refused; answers its status and error.
    pub(crate) async fn refused(&self, path: &str, body: Vec<u8>) -> (StatusCode, Value) {
        let response = self.put(path, body).await;
        let status = response.status();
        let mut body: Value = response.json().await.unwrap();
        (status, body["errors"][0].take())
    }

    /// Uploads a file; answers what is said of it.
    pub(crate) async fn uploaded(&self, body: Vec<u8>) -> Value {
        let response = self.put(&self.ticket().await, body).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        response.json().await.unwrap()
    }

    /// The files of the application, as somebody sees them.
    pub(crate) async fn documents(&self, client: &Client) -> Value {
        let document = "query($id: ID!) { application(id: $id) {
            documents { id kind title name contentType bytes sha256 url createdAt } } }";
        client.get(document, json!({ "id": self.application })).await["application"]["documents"].take()
    }

    /// Writes this and nothing more on a connection, and hangs up; answers what came back before that, where it is waited
    /// for.
    pub(crate) fn raw(&self, head: &str, body: &[u8], wait: bool) -> String {
        let mut stream = TcpStream::connect(self.app.base.trim_start_matches("http://")).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        // The server may have hung up by then.
        stream.write_all(body).ok();
        let mut answer = String::new();
        if wait {
            stream.read_to_string(&mut answer).unwrap();
        }
        answer
    }

    /// Rows of files, and rows of bytes that are none.
    pub(crate) async fn rows(&self) -> (u64, u64) {
        let db = &self.app.context.db.write;
        (
            stored_file::Entity::find().count(db).await.unwrap(),
            pending_file::Entity::find().count(db).await.unwrap(),
        )
    }

    /// What lies in the storage.
    pub(crate) fn stored(&self) -> Vec<PathBuf> {
        let (mut folders, mut found) = (vec![self.app.context.config.files.folder.clone()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found
    }
}

/// A file that is a PDF by its beginning, of this length.
pub(crate) fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    bytes.extend((bytes.len()..length).map(|at| u8::try_from(at % 251).unwrap()));
    bytes
}
