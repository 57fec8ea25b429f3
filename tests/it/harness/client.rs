//! A person at the other end of HTTP, and what they are answered.

use reqwest::StatusCode;
use serde_json::{Map, Value, json};

/// Somebody who asks: nobody in particular, or the owner of a token.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// An answer of the API.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status of HTTP.
    pub(crate) status: StatusCode,
    /// What was answered; null when nothing was executed.
    pub(crate) data: Value,
    /// The errors beside it.
    pub(crate) errors: Vec<Fault>,
}

/// A top-level error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Its stable code.
    pub(crate) code: String,
    /// Its sentence.
    pub(crate) message: String,
    /// The field concerned, as `offer.company.name`.
    pub(crate) path: String,
}

impl Client {
    /// Nobody in particular, asking the server at `base`.
    pub(crate) fn anonymous(base: String) -> Self {
        Self { http: reqwest::Client::new(), base, token: None }
    }

    /// The same connection, with a token.
    pub(crate) fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// The token, where there is one.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Runs a document.
    pub(crate) async fn graphql(&self, document: &str, variables: Value) -> Answer {
        let request = self.request(reqwest::Method::POST, "/graphql");
        let body = json!({ "query": document, "variables": variables });
        let response =
            request.header("accept", "application/graphql-response+json").json(&body).send().await.unwrap();
        let status = response.status();
        Answer::read(status, response.json().await.unwrap())
    }

    /// Runs a document without variables.
    pub(crate) async fn ask(&self, document: &str) -> Answer {
        self.graphql(document, json!({})).await
    }

    /// Runs a document that must be answered without an error, top-level or in a payload.
    pub(crate) async fn get(&self, document: &str, variables: Value) -> Value {
        self.graphql(document, variables).await.expect_data()
    }

    /// A plain request to a path of the server.
    pub(crate) fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        self.token.iter().fold(request, reqwest::RequestBuilder::bearer_auth)
    }
}

impl Answer {
    fn read(status: StatusCode, mut body: Value) -> Self {
        let errors = body["errors"].as_array().into_iter().flatten().map(Fault::read).collect();
        Self { status, data: body["data"].take(), errors }
    }

    /// The data, where nothing went wrong: neither a top-level error nor one of the user's.
    #[track_caller]
    pub(crate) fn expect_data(self) -> Value {
        assert!(self.errors.is_empty(), "unexpected errors: {self:#?}");
        assert_eq!(self.user_error_codes(), [""; 0], "unexpected user errors: {self:#?}");
        self.data
    }

    /// The first top-level error, which must bear this code.
    #[track_caller]
    pub(crate) fn expect_error(&self, code: &str) -> &Fault {
        let first = self.errors.first();
        first.filter(|fault| fault.code == code).unwrap_or_else(|| panic!("expected {code}: {self:#?}"))
    }

    /// The codes in the payloads' `userErrors`, in order.
    pub(crate) fn user_error_codes(&self) -> Vec<&str> {
        let payloads = self.data.as_object().into_iter().flat_map(Map::values);
        let errors = payloads.flat_map(|payload| payload["userErrors"].as_array().into_iter().flatten());
        errors.map(|error| error["code"].as_str().unwrap_or("?")).collect()
    }
}

impl Fault {
    fn read(error: &Value) -> Self {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let path: Vec<String> = error["path"].as_array().into_iter().flatten().map(text).collect();
        let code = error["extensions"]["code"].as_str().unwrap_or_default().to_owned();
        Self { code, message: text(&error["message"]), path: path.join(".") }
    }
}
