//! Reading a body that may be too long or never end.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::Refusal;

/// The whole body, if it is at most `limit` bytes long and here by the `deadline`.
///
/// # Errors
/// 413, 408, or 400 when the connection breaks off.
pub(super) async fn read(body: Body, limit: usize, deadline: Instant) -> Result<Vec<u8>, Refusal> {
    timeout_at(deadline, collect(body, limit)).await.unwrap_or_else(|_| Err(late()))
}

async fn collect(body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::malformed("the body broke off"))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_large(limit: usize) -> Refusal {
    let message = format!("expected a body of at most {limit} bytes");
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", message)
}

fn late() -> Refusal {
    // The rest of the body may still come: the connection cannot serve another request.
    Refusal::new(StatusCode::REQUEST_TIMEOUT, "TIMEOUT", "the body did not arrive in time")
        .with_header(header::CONNECTION, HeaderValue::from_static("close"))
}
