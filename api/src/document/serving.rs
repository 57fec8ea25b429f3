//! A paper as HTTP asks for it by its link: whoever signs reads what there is to sign, without an account.

use crate::context::Context;
use crate::document::link;
use crate::error::Error;
use crate::file;
use crate::http::{Download, Refusal};
use axum::body::Body;
use entity::stored_file;
use sea_orm::EntityTrait;

/// Opens the paper of a link.
///
/// # Errors
/// There is none, or none that this link is good for any more; the database or the disk does not answer.
pub(crate) async fn send(context: &Context, token: &str) -> Result<Download, Refusal> {
    read(context, token).await.map_err(Refusal::of)
}

async fn read(context: &Context, token: &str) -> Result<Download, Error> {
    let (_, document) = link::find(&context.db.read, token).await?.ok_or(Error::NotFound)?;
    let file = document.file_id.ok_or(Error::NotFound)?;
    let row = stored_file::Entity::find_by_id(file).one(&context.db.read).await?.ok_or(Error::NotFound)?;
    let bytes = file::read(context, &row).await?;
    Ok(Download {
        content_type: row.content_type,
        disposition: file::attachment(&row.name),
        bytes: row.bytes.unsigned_abs(),
        digest: row.sha256,
        body: Body::from(bytes),
    })
}
