//! A client that asks one server after the other, and when one does not answer the next, once.

use super::servers::{COUNT, Replicas};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Such a client; many tasks share one.
pub(super) struct Balanced {
    http: reqwest::Client,
    replicas: Arc<Replicas>,
    turn: AtomicUsize,
    /// How often the first server did not answer.
    pub(super) retried: AtomicUsize,
    /// How many requests were answered.
    pub(super) answered: AtomicUsize,
}

impl Balanced {
    pub(super) fn new(replicas: &Arc<Replicas>) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(8)).build().unwrap();
        let (turn, retried, answered) = Default::default();
        Self { http, replicas: Arc::clone(replicas), turn, retried, answered }
    }

    /// Runs a document; must be answered without an error by the first server or by the next.
    pub(super) async fn ask(&self, token: &str, document: &str, variables: Value) -> Value {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let body = json!({ "query": document, "variables": variables });
        let first = self.once(turn, token, &body).await;
        let answer = match first {
            Ok(answer) => answer,
            Err(first) => {
                self.retried.fetch_add(1, Ordering::Relaxed);
                let second = self.once(turn + 1, token, &body).await;
                second.unwrap_or_else(|second| panic!("twice in vain: {first}; {second}\n{document}"))
            }
        };
        self.answered.fetch_add(1, Ordering::Relaxed);
        answer
    }

    async fn once(&self, turn: usize, token: &str, body: &Value) -> Result<Value, String> {
        let base = self.replicas.base(turn % COUNT).ok_or("is dead")?;
        let request = self.http.post(format!("{base}/graphql")).bearer_auth(token).json(body);
        let response = request.send().await.map_err(|error| format!("{error:?}"))?;
        let status = response.status();
        let mut answer: Value = response.json().await.map_err(|error| format!("{status}: {error:?}"))?;
        if !status.is_success() || answer.get("errors").is_some() {
            return Err(format!("{status}: {answer}"));
        }
        Ok(answer["data"].take())
    }
}
