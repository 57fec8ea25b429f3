//! From a request to a socket: who may open one, and which protocol is spoken on it.

use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use tracing::Instrument;

use super::places::Full;
use super::{origin, session};
use crate::http::graphql::{self, App};
use crate::http::{Refusal, Served};

/// The sub-protocol.
const PROTOCOL: &str = "graphql-transport-ws";
/// Times the longest message that are read of a longer one, so that it can be answered with a code.
const MARGIN: usize = 4;

/// Whether a request wants a socket.
pub(in crate::http) fn is_upgrade(request: &Request) -> bool {
    let wanted = request.headers().get(header::UPGRADE).and_then(|value| value.to_str().ok());
    request.method() == Method::GET && wanted.is_some_and(|wanted| wanted.eq_ignore_ascii_case("websocket"))
}

/// Opens a socket.
///
/// # Errors
/// The request is none for a socket, of another protocol, or of a page that may not; there is no place.
pub(in crate::http) async fn upgrade<E: Served>(
    app: Arc<App<E>>,
    request: Request,
) -> Result<Response, Refusal> {
    let (mut parts, _) = request.into_parts();
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let upgrade = upgrade.map_err(|rejection| Refusal::malformed(rejection.body_text()))?;
    if !origin::allowed(&parts.headers, &app.server) {
        let message = "a page of another origin may not open a socket here";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "ORIGIN_NOT_ALLOWED", message));
    }
    let most = app.socket_limits.message_bytes.saturating_mul(MARGIN);
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(most).max_frame_size(most);
    if upgrade.selected_protocol().is_none() {
        let message = format!("expected the sub-protocol {PROTOCOL}");
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "SUBPROTOCOL_NOT_ACCEPTABLE", message));
    }
    let info = graphql::info(parts, &app.server);
    let place = app.sockets.place(info.client, &app.socket_limits).map_err(full)?;
    let span = tracing::Span::current();
    Ok(upgrade.on_upgrade(move |socket| session::run(app, socket, info, place).instrument(span)))
}

fn full(full: Full) -> Refusal {
    let message = "there are as many sockets as there may be; try again later";
    match full {
        Full::Total => Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "TOO_MANY_SOCKETS", message),
        Full::Address => Refusal::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_SOCKETS", message),
    }
}
