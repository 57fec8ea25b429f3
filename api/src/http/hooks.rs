//! What the HTTP layer asks of the application.

use std::net::IpAddr;
use std::sync::Arc;

use async_graphql::{Request, Response};
use async_trait::async_trait;
use axum::body::BodyDataStream;
use axum::http::HeaderMap;
use serde_json::Value;
use uuid::Uuid;

use super::{Download, Readiness, Refusal};
use crate::auth::spending::{Allowance, Exhausted, Payer};
use crate::config::Secret;
use crate::events::Subscriber;
use crate::metrics::Metrics;
use crate::operations::Operations;

/// Who sent a request, as far as HTTP tells. Has no `Debug`, since headers may hold cookies.
#[derive(Clone)]
pub struct RequestInfo {
    /// The id that the answer and every log line of this request carry.
    pub request_id: String,
    /// The client's address, behind trusted proxies the one they saw. Unspecified (`0.0.0.0`) only when the router
    /// is called without a connection, as tests do.
    pub client: IpAddr,
    /// The token of `Authorization: Bearer`, not checked yet.
    pub token: Option<Secret>,
    /// `Accept-Language` as it was sent.
    pub languages: Option<String>,
    /// All other headers; `Authorization` is taken out.
    pub headers: HeaderMap,
}

/// Who a token belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Identity {
    /// The account; none without a token.
    pub account: Option<Uuid>,
    /// The token's row.
    pub token: Option<Uuid>,
}

/// The application, seen from HTTP.
#[async_trait]
pub trait Hooks: Send + Sync + 'static {
    /// The operations that may be asked for by their hash; asked for once, when the routes are made.
    fn operations(&self) -> Arc<Operations> {
        Arc::default()
    }

    /// What counts requests; asked for once, when the routes are made.
    fn metrics(&self) -> Metrics {
        Metrics::default()
    }

    /// A new request id, from the application's source of randomness.
    fn new_request_id(&self) -> String;

    /// Adds what resolvers need to the request (who is asking, loaders), after checking the token.
    ///
    /// # Errors
    /// A refusal ends the request before anything is executed: 401 for a token that is not good, for example.
    async fn prepare(&self, info: &RequestInfo, request: Request) -> Result<Request, Refusal>;

    /// Who is at the other end, for a socket.
    ///
    /// # Errors
    /// As [`Hooks::prepare`].
    async fn identify(&self, info: &RequestInfo) -> Result<Identity, Refusal>;

    /// What happens from now on.
    fn happenings(&self) -> Subscriber;

    /// Who pays for a request that was prepared.
    fn payer(&self, info: &RequestInfo, request: &Request) -> Payer;

    /// Takes points of cost from an allowance, all or nothing, and answers what is left; None where there is no limit.
    ///
    /// # Errors
    /// Less is left; with 0 points, nothing is.
    fn take(&self, payer: Payer, points: u64) -> Result<Option<Allowance>, Exhausted>;

    /// Takes points from an allowance for what was done already, beyond its end if need be.
    fn charge(&self, payer: Payer, points: u64);

    /// Takes out of the response what a client must not see. Called for every response of the schema, also those
    /// whose document was refused; the errors of the latter carry a code of this layer already.
    fn finish(&self, info: &RequestInfo, response: Response) -> Response;

    /// The calendar behind a secret; none for one that is not known.
    ///
    /// # Errors
    /// The asker's allowance is used up; what calendars are read from does not answer.
    async fn calendar(&self, _info: &RequestInfo, _secret: &str) -> Result<Option<String>, Refusal> {
        Ok(None)
    }

    /// Ends once it is known that nothing that waits will be answered, since what every request needs does not answer:
    /// why the requests under way are given up.
    async fn failing(&self) -> Refusal {
        std::future::pending().await
    }

    /// Takes in the body of an upload, `declared` to be so long, for whoever holds the ticket; answers what is known of
    /// the file.
    ///
    /// # Errors
    /// Why it is not taken; by default, that there are no files here.
    async fn receive(
        &self,
        _info: &RequestInfo,
        _ticket: &Secret,
        _declared: Option<u64>,
        _body: &mut BodyDataStream,
    ) -> Result<Value, Refusal> {
        Err(Refusal::nothing_here())
    }

    /// Opens the file of this id for whoever asks.
    ///
    /// # Errors
    /// Nobody is signed in; there is none, or none that the asker may read; by default, that there are no files here.
    async fn download(&self, _info: &RequestInfo, _id: &str) -> Result<Download, Refusal> {
        Err(Refusal::nothing_here())
    }

    /// Opens the paper that whoever holds this secret is asked to sign.
    ///
    /// # Errors
    /// There is none; by default, that there are no papers here.
    async fn paper(&self, _info: &RequestInfo, _secret: &Secret) -> Result<Download, Refusal> {
        Err(Refusal::nothing_here())
    }

    /// Asks each dependency whether it answers.
    async fn ready(&self) -> Readiness;
}
