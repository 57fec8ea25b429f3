//! Opaque tokens: 256 random bits behind a prefix that secret scanners know; the database holds the digest alone.

use crate::context::Context;
use crate::error::Error;
use crate::events::Event;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use entity::access_token;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use uuid::Uuid;

/// What every token begins with.
pub const PREFIX: &str = "trp_";

/// A token at its birth: the only moment its text is known.
#[derive(Clone)]
pub struct Issued {
    /// The text, to be sent once.
    pub token: String,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// Issues a token for an account.
///
/// # Errors
/// The database does not answer.
pub async fn issue(context: &Context, db: &impl ConnectionTrait, account: Uuid) -> Result<Issued, Error> {
    let token = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(context.random.bytes::<32>()));
    let now = context.now();
    let lifetime = TimeDelta::from_std(context.config.auth.token_lifetime).map_err(Error::internal)?;
    let row = access_token::ActiveModel {
        id: Set(context.new_id()),
        account_id: Set(account),
        token_hash: Set(digest(&token)),
        created_at: Set(now),
        last_used_at: Set(now),
        expires_at: Set(now + lifetime),
        revoked_at: Set(None),
    };
    row.insert(db).await?;
    Ok(Issued { token, expires_at: now + lifetime })
}

/// Revokes a token at once, and forgets who it stood for.
///
/// # Errors
/// The database does not answer.
pub async fn revoke(context: &Context, id: Uuid) -> Result<(), Error> {
    let tx = context.db.begin().await?;
    access_token::Entity::update_many()
        .col_expr(access_token::Column::RevokedAt, sea_orm::sea_query::Expr::value(context.now()))
        .filter(access_token::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.announce([Event::TokenRevoked(id)]);
    Ok(tx.commit().await?)
}

/// Whether the time of last use is to be written again: to the minute, not for every request.
#[must_use]
pub fn is_due(last_used_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now.signed_duration_since(last_used_at) >= TimeDelta::minutes(1)
}

/// Keeps the time of last use.
///
/// # Errors
/// The database does not answer.
pub async fn touch(context: &Context, id: Uuid) -> Result<(), Error> {
    access_token::Entity::update_many()
        .col_expr(access_token::Column::LastUsedAt, sea_orm::sea_query::Expr::value(context.now()))
        .filter(access_token::Column::Id.eq(id))
        .exec(&context.db.write)
        .await?;
    Ok(())
}

/// SHA-256 in hexadecimal. A token is 256 random bits: nothing slower is needed to keep it from being guessed.
#[must_use]
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ignored = write!(hex, "{byte:02x}");
        hex
    })
}
