//! Tickets: the right to upload one file, for whoever holds the token, once and for some minutes.

use crate::auth::tokens;
use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::file::store;
use crate::graphql::user_error::{ErrorCode, UserError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::file::{FileKind, FileSubject, LONGEST_TITLE};
use entity::{Stored, upload_ticket};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait};
use uuid::Uuid;

/// What every token of a ticket begins with.
const PREFIX: &str = "tru_";

/// A ticket at its birth: the only moment its address is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Where the file is PUT: an address, or a path where `server.public_url` is not set.
    pub url: String,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// How long the file may be.
    pub max_bytes: u32,
}

/// What a ticket is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTicket {
    /// What sort of thing the file will belong to.
    pub subject: FileSubject,
    /// The id of that thing.
    pub subject_id: Uuid,
    /// What it will be there.
    pub kind: FileKind,
    /// What it is to be called.
    pub title: Option<String>,
    /// Who asks.
    pub by: Uuid,
}

/// Issues a ticket, in the caller's transaction, once the caller has asked the policy.
///
/// # Errors
/// `INVALID` for a title that is too long, `QUOTA_EXCEEDED` when the person has uploaded as much as may be; the database
/// does not answer.
pub async fn ticket(
    context: &Context,
    tx: &impl ConnectionTrait,
    new: NewTicket,
) -> Result<Ticket, Rejection> {
    let title = title(new.title)?;
    let (config, now) = (&context.config.files, context.now());
    let left = config.quota_bytes.saturating_sub(store::uploaded(tx, new.by).await?);
    if left == 0 {
        return Err(quota_exceeded().into());
    }
    let max_bytes = u32::try_from(left).unwrap_or(u32::MAX).min(config.max_bytes);
    let token = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(context.random.bytes::<32>()));
    let expires_at = now + TimeDelta::from_std(config.ticket_lifetime).map_err(Error::internal)?;
    let row = upload_ticket::ActiveModel {
        id: Set(context.new_id()),
        token_hash: Set(tokens::digest(&token)),
        subject_kind: Set(Stored(new.subject)),
        subject_id: Set(new.subject_id),
        kind: Set(Stored(new.kind)),
        title: Set(title),
        max_bytes: Set(i64::from(max_bytes)),
        account_id: Set(new.by),
        expires_at: Set(expires_at),
        used_at: Set(None),
        created_at: Set(now),
    };
    row.insert(tx).await?;
    let base = context.config.server.public_url.as_deref().unwrap_or_default();
    Ok(Ticket { url: format!("{base}/files/{token}"), expires_at, max_bytes })
}

/// The person has uploaded as much as may be.
pub(super) fn quota_exceeded() -> UserError {
    let fr = "Vous avez déposé autant de fichiers que la plateforme en garde pour une personne.";
    let en = "You have uploaded as much as the platform keeps for one person.";
    UserError::new(ErrorCode::QuotaExceeded, fr, en)
}

fn title(given: Option<String>) -> Result<Option<String>, UserError> {
    let title = given.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    let fits = |title: &String| title.chars().count() <= LONGEST_TITLE && !title.contains(char::is_control);
    if title.as_ref().is_none_or(fits) {
        return Ok(title);
    }
    let fr = format!("Un titre tient sur une ligne, de {LONGEST_TITLE} caractères au plus.");
    let en = format!("A title is one line of {LONGEST_TITLE} characters at most.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["title"]))
}
