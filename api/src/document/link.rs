//! Links: 256 random bits that stand for one signature of one document, sent to whoever signs and to nobody else. The database
//! holds the digest alone.

use crate::auth::tokens;
use crate::context::Context;
use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::document::SignatureState;
use entity::{document, signature};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// What every token of a link begins with.
const PREFIX: &str = "trs_";

/// A new token; its digest is what is kept.
pub(super) fn new(context: &Context) -> String {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(context.random.bytes::<32>()))
}

/// Where a paper is read by its link.
pub(super) fn address(context: &Context, token: &str) -> String {
    format!("{}/signatures/{token}", context.config.server.address())
}

/// The signature of a link and its document, as long as the signature is wanted or given.
///
/// # Errors
/// The database does not answer.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<(signature::Model, document::Model)>, Error> {
    if !token.starts_with(PREFIX) {
        return Ok(None);
    }
    let row = signature::Entity::find()
        .filter(signature::Column::TokenHash.eq(tokens::digest(token)))
        .find_also_related(document::Entity)
        .one(db)
        .await?;
    let is_good = |state| matches!(state, SignatureState::Requested | SignatureState::Signed);
    Ok(row.and_then(|(row, document)| {
        document.filter(|_| is_good(row.state.0)).map(|document| (row, document))
    }))
}
