//! Files as HTTP asks for them: what is answered, and how a refusal is said.

use crate::context::{Context, Request};
use crate::error::Error;
use crate::file::receive::{self, Refused};
use crate::file::{FileType, attachment, download};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::user_error::UserError;
use crate::http::{Download, Refusal};
use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderValue, StatusCode, header};
use domain::locale::Locale;
use futures_util::StreamExt;
use serde_json::{Value, json};

/// Takes a file in; answers what is known of it.
///
/// # Errors
/// Why it is not taken, and what would be.
pub(crate) async fn receive(
    context: &Context,
    token: &str,
    declared: Option<u64>,
    body: &mut BodyDataStream,
    locale: Locale,
) -> Result<Value, Refusal> {
    let row = receive::run(context, token, declared, body).await.map_err(|refused| say(refused, locale))?;
    Ok(json!({
        "id": Id::new(IdKind::StoredFile, row.id).to_string(),
        "name": row.name,
        "contentType": row.content_type,
        "bytes": row.bytes,
        "sha256": row.sha256,
    }))
}

/// Opens a file for whoever asks.
///
/// # Errors
/// Nobody is signed in; there is none, or none that the asker may read.
pub(crate) async fn send(request: &Request, id: &str) -> Result<Download, Refusal> {
    let id = Id::parse(id).and_then(|id| id.of(IdKind::StoredFile, &["id"]).ok());
    let id = id.ok_or(Error::NotFound).map_err(Refusal::of)?;
    let opened = download::run(request, id).await.map_err(Refusal::of)?;
    // A client that reads slower than anybody uploads is given up.
    let end = tokio::time::sleep(request.context.config.files.upload_timeout);
    Ok(Download {
        content_type: opened.row.content_type,
        disposition: attachment(&opened.row.name),
        bytes: opened.row.bytes.unsigned_abs(),
        digest: opened.row.sha256,
        body: Body::from_stream(opened.pieces.take_until(Box::pin(end))),
    })
}

/// A refusal as it is answered: a status for programs, a code, and what would be taken instead.
fn say(refused: Refused, locale: Locale) -> Refusal {
    let types = FileType::ALL.map(FileType::content_type);
    let plain = |status, code, message: &str| Refusal::new(status, code, message);
    match refused {
        Refused::Unknown => plain(StatusCode::NOT_FOUND, "TICKET_UNKNOWN", "there is no such ticket"),
        Refused::Used => {
            plain(StatusCode::GONE, "TICKET_USED", "a file came by this ticket; ask for another")
        }
        Refused::Expired => {
            plain(StatusCode::GONE, "TICKET_EXPIRED", "this ticket has expired; ask for another")
        }
        Refused::Busy => {
            let message = "too many files are coming in at once; try again in a moment";
            plain(StatusCode::SERVICE_UNAVAILABLE, "BUSY", message)
                .with_header(header::RETRY_AFTER, HeaderValue::from_static("2"))
        }
        Refused::TooLarge(most) => {
            let message = format!("expected a file of at most {most} bytes");
            Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "FILE_TOO_LARGE", message)
                .with_extension("maxBytes", most)
        }
        Refused::WrongType => {
            let message = format!("expected a file whose content is one of {}", types.join(", "));
            Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "FILE_TYPE_NOT_ACCEPTED", message)
                .with_extension("accepted", types.to_vec())
        }
        Refused::Empty => plain(StatusCode::BAD_REQUEST, "FILE_EMPTY", "expected a file in the body"),
        Refused::Cut => plain(StatusCode::BAD_REQUEST, "BAD_REQUEST", "the body broke off"),
        Refused::Late => plain(StatusCode::REQUEST_TIMEOUT, "TIMEOUT", "the file did not arrive in time")
            .with_header(header::CONNECTION, HeaderValue::from_static("close")),
        Refused::User(error) => said(&error, locale),
        Refused::Error(error) => Refusal::of(error),
    }
}

fn said(error: &UserError, locale: Locale) -> Refusal {
    let code = async_graphql::InputType::to_value(&error.code).to_string();
    Refusal::new(StatusCode::CONFLICT, &code, error.message(locale))
}
