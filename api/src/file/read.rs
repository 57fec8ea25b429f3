//! A file's bytes, for the platform itself.

use crate::context::Context;
use crate::error::Error;
use crate::file::incoming::hexadecimal;
use axum::body::Bytes;
use entity::stored_file;
use sha2::{Digest, Sha256};

/// All bytes of a file, which are those that were recorded.
///
/// # Errors
/// They are gone, or others than were recorded: a fault of the disk, or of whoever changed them; the disk does not answer.
pub async fn read(context: &Context, file: &stored_file::Model) -> Result<Bytes, Error> {
    let bytes = context.files.read(file.id).await.map_err(Error::internal)?;
    if hexadecimal(Sha256::digest(&bytes)) == file.sha256 {
        return Ok(bytes);
    }
    Err(Error::internal(anyhow::anyhow!("the bytes of file {} are not those that were recorded", file.id)))
}
