//! The parameters of a GraphQL request, from a JSON body or from a query string.

use std::sync::Arc;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Data, Request, Variables};
use axum::extract::Query;
use axum::http::{StatusCode, Uri};
use serde_json::{Map, Value};

use super::Refusal;
use crate::operations::Operation;

/// What the specification calls a GraphQL-over-HTTP request.
#[derive(Debug, Clone)]
pub(super) struct Params {
    /// The document; empty where only its hash was sent, until it is looked up.
    pub(super) query: String,
    /// The SHA-256 of a document of the server's list, in lower-case hexadecimal.
    pub(super) document_id: Option<String>,
    /// The operation of the server's list that this is.
    pub(super) listed: Option<Arc<Operation>>,
    /// Which of its operations to run.
    pub(super) operation_name: Option<String>,
    /// The values of its variables.
    pub(super) variables: Map<String, Value>,
    extensions: Map<String, Value>,
}

impl Params {
    /// As a program writes it.
    pub(super) fn new(query: String, operation_name: Option<String>, variables: Map<String, Value>) -> Self {
        Self { query, document_id: None, listed: None, operation_name, variables, extensions: Map::new() }
    }

    /// From the body of a POST.
    pub(super) fn from_body(body: &[u8]) -> Result<Self, Refusal> {
        let expected = "a JSON object such as {\"query\": \"{ __typename }\"}";
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => Self::from_object(object),
            Ok(Value::Array(_)) => Err(batch()),
            Ok(_) => Err(Refusal::malformed(format!("expected {expected}, found another JSON value"))),
            Err(_) if body.is_empty() => {
                Err(Refusal::malformed(format!("expected {expected}, found no body")))
            }
            Err(error) => Err(Refusal::malformed(format!("expected {expected}: {error}"))),
        }
    }

    /// From the query string of a GET, where `variables` and `extensions` are JSON texts.
    pub(super) fn from_uri(uri: &Uri) -> Result<Self, Refusal> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| Refusal::malformed("expected a query string of the form query=...&variables=..."))?;
        let mut object = Map::new();
        for (name, text) in pairs {
            let value = match name.as_str() {
                "variables" | "extensions" => serde_json::from_str(&text).map_err(|error| {
                    Refusal::malformed(format!("expected `{name}` to be a JSON object: {error}"))
                })?,
                _ => Value::String(text),
            };
            if object.insert(name.clone(), value).is_some() {
                return Err(Refusal::malformed(format!("expected `{name}` once")));
            }
        }
        Self::from_object(object)
    }

    /// From the members of a JSON object.
    pub(super) fn from_object(mut object: Map<String, Value>) -> Result<Self, Refusal> {
        let query = text(&mut object, "query")?;
        let document_id = text(&mut object, "documentId")?;
        let extensions = map(&mut object, "extensions")?;
        let document_id = document_id.or_else(|| persisted_query(&extensions)).map(|id| hash(&id));
        Ok(Self {
            operation_name: text(&mut object, "operationName")?,
            variables: map(&mut object, "variables")?,
            extensions,
            listed: None,
            query: match (query, &document_id) {
                (Some(query), _) => query,
                (None, Some(_)) => String::new(),
                (None, None) => return Err(missing(&object)),
            },
            document_id,
        })
    }

    /// As the schema takes it, with what the application added and the document that was checked.
    pub(super) fn into_request(self, data: Data, document: ExecutableDocument) -> Request {
        let mut request =
            Request::new(self.query).variables(Variables::from_json(Value::Object(self.variables)));
        request.data = data;
        request.set_parsed_query(document);
        request.operation_name = self.operation_name;
        // A JSON object is always a map of values: there is nothing to lose.
        request.extensions = serde_json::from_value(Value::Object(self.extensions)).unwrap_or_default();
        request
    }
}

/// Apollo's way to send a hash: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`.
fn persisted_query(extensions: &Map<String, Value>) -> Option<String> {
    Some(extensions.get("persistedQuery")?.get("sha256Hash")?.as_str()?.to_owned())
}

/// A document identifier without the name of its algorithm. One of another algorithm is found nowhere.
fn hash(id: &str) -> String {
    id.strip_prefix("sha256:").unwrap_or(id).to_ascii_lowercase()
}

fn text(object: &mut Map<String, Value>, key: &str) -> Result<Option<String>, Refusal> {
    match object.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(wrong(key, "a string", &other)),
    }
}

fn map(object: &mut Map<String, Value>, key: &str) -> Result<Map<String, Value>, Refusal> {
    match object.remove(key) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(other) => Err(wrong(key, "an object or null", &other)),
    }
}

fn wrong(key: &str, expected: &str, found: &Value) -> Refusal {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Refusal::malformed(format!("expected `{key}` to be {expected}, found {found}"))
}

/// Unknown keys are allowed by the specification, but one is likely to be the missing one, misspelt.
fn missing(rest: &Map<String, Value>) -> Refusal {
    let found: Vec<_> = rest.keys().take(3).map(|key| format!("`{}`", key.escape_debug())).collect();
    let hint = if found.is_empty() { String::new() } else { format!("; found {}", found.join(", ")) };
    Refusal::malformed(format!("expected `query`, the document, as a string, or `documentId`{hint}"))
}

fn batch() -> Refusal {
    let message = "expected one request, not a list: batches are not supported, send one request each";
    Refusal::new(StatusCode::BAD_REQUEST, "BATCH_NOT_SUPPORTED", message)
}
