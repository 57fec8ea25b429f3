//! The path of a download: find the file, ask the policy, open the bytes.

use crate::context::Request;
use crate::error::Error;
use crate::file::access::may_read;
use axum::body::Bytes;
use entity::stored_file;
use futures_util::stream::BoxStream;
use sea_orm::EntityTrait;
use uuid::Uuid;

/// A file that the asker may read.
pub(crate) struct Opened {
    /// What it is.
    pub(crate) row: stored_file::Model,
    /// Its bytes, piece by piece.
    pub(crate) pieces: BoxStream<'static, Result<Bytes, object_store::Error>>,
}

/// Opens a file.
///
/// # Errors
/// Nobody is signed in; there is none, or none that the asker may read; the database or the disk does not answer.
pub(crate) async fn run(request: &Request, id: Uuid) -> Result<Opened, Error> {
    request.actor()?;
    let context = &request.context;
    let row = stored_file::Entity::find_by_id(id).one(&context.db.read).await?.ok_or(Error::NotFound)?;
    if !may_read(request, &row).await? {
        return Err(Error::NotFound);
    }
    let bytes = context.files.get(id).await.map_err(Error::internal)?;
    Ok(Opened { row, pieces: bytes.into_stream() })
}
