//! The path of an upload: look the ticket up, take the bytes in, and record the file with the ticket used up.
//!
//! The ticket is used up at the end, so that an upload that was cut off can be tried again with it; of two at once the one
//! that ends first is recorded.

use crate::auth::tokens;
use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::file::incoming::{Incoming, Kept, Unkept};
use crate::file::settle::settle;
use crate::file::store::{self, NewFile};
use crate::file::ticket::quota_exceeded;
use crate::graphql::user_error::UserError;
use axum::body::Bytes;
use entity::{stored_file, upload_ticket};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

/// Why a file is not taken.
#[derive(Debug)]
pub(crate) enum Refused {
    /// There is no such ticket.
    Unknown,
    /// It was used.
    Used,
    /// It has expired.
    Expired,
    /// All places are taken.
    Busy,
    /// It is longer than this.
    TooLarge(u32),
    /// It is of no type that is taken.
    WrongType,
    /// There is nothing in it.
    Empty,
    /// It broke off.
    Cut,
    /// It did not come in time.
    Late,
    /// What it belongs to does not take it any more.
    User(UserError),
    /// Everything else.
    Error(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl From<Unkept> for Refused {
    fn from(unkept: Unkept) -> Self {
        match unkept {
            Unkept::WrongType => Self::WrongType,
            Unkept::Empty => Self::Empty,
            Unkept::Error(error) => Self::Error(error),
        }
    }
}

impl From<Rejection> for Refused {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Error(error) => Self::Error(error),
            Rejection::User(errors) => errors.into_iter().next().map_or(Self::Unknown, Self::User),
        }
    }
}

/// Takes a file in for whoever holds the token. `declared` is how long the sender says that it is.
///
/// # Errors
/// Why it is not taken; then nothing of it is kept.
pub(crate) async fn run<E>(
    context: &Context,
    token: &str,
    declared: Option<u64>,
    body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
) -> Result<stored_file::Model, Refused> {
    // The body may take minutes; what the database does with it is given up where it stalls.
    let health = &context.db.health;
    let ticket = health.bounded(good(context, token)).await?;
    let most = u32::try_from(ticket.max_bytes).unwrap_or(u32::MAX);
    if declared.is_some_and(|bytes| bytes > u64::from(most)) {
        return Err(Refused::TooLarge(most));
    }
    let place = context.files.place().ok_or(Refused::Busy)?;
    let deadline = Instant::now() + context.config.files.upload_timeout;
    let incoming = health.bounded(Incoming::begin(context)).await?;
    let kept = timeout_at(deadline, take(incoming, body, most)).await.map_err(|_| Refused::Late)??;
    drop(place);
    health.bounded(conclude(context, &ticket, kept)).await
}

async fn good(context: &Context, token: &str) -> Result<upload_ticket::Model, Refused> {
    let ticket = store::ticket(&context.db.read, &tokens::digest(token)).await?.ok_or(Refused::Unknown)?;
    if ticket.used_at.is_some() {
        Err(Refused::Used)
    } else if ticket.expires_at < context.now() {
        Err(Refused::Expired)
    } else {
        Ok(ticket)
    }
}

async fn take<E>(
    mut incoming: Incoming,
    body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    most: u32,
) -> Result<Kept, Refused> {
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Refused::Cut)?;
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if incoming.bytes().saturating_add(length) > u64::from(most) {
            return Err(Refused::TooLarge(most));
        }
        incoming.write(&chunk).await?;
    }
    Ok(incoming.finish().await?)
}

async fn conclude(
    context: &Context,
    ticket: &upload_ticket::Model,
    kept: Kept,
) -> Result<stored_file::Model, Refused> {
    let tx = context.db.begin().await?;
    store::lock_account(&tx, ticket.account_id).await?;
    if !store::use_up(context, &tx, ticket.id).await? {
        return Err(Refused::Used);
    }
    let before = store::uploaded(&tx, ticket.account_id).await?;
    if before.saturating_add(kept.bytes.unsigned_abs()) > context.config.files.quota_bytes {
        return Err(Refused::User(quota_exceeded()));
    }
    settle(&tx, ticket).await?;
    let new = NewFile {
        subject: ticket.subject_kind.0,
        subject_id: ticket.subject_id,
        kind: ticket.kind.0,
        title: ticket.title.clone(),
        by: Some(ticket.account_id),
    };
    let row = store::record(context, &tx, kept, new).await?;
    tx.commit().await?;
    Ok(row)
}
