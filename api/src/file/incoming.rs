//! Bytes on their way into the storage: counted, hashed, and known for what they are before they are kept.

use crate::context::Context;
use crate::error::Error;
use crate::file::sniff::{FileType, HEAD};
use crate::file::store;
use object_store::MultipartUpload;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use uuid::Uuid;

/// Bytes written at once.
const PART: usize = 256 * 1024;

/// Bytes that are in the storage whole, and are no file yet: [`super::record`] makes them one, within a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The id that they lie under, which is to be the file's.
    pub id: Uuid,
    /// What they are.
    pub file_type: FileType,
    /// How many.
    pub bytes: i64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Why bytes are not kept.
#[derive(Debug)]
pub(super) enum Unkept {
    /// They are of no type that is taken.
    WrongType,
    /// There are none.
    Empty,
    /// The database or the disk does not answer.
    Error(Error),
}

impl<E: Into<Error>> From<E> for Unkept {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Bytes being written. Dropped before [`Incoming::finish`], they go.
pub(super) struct Incoming {
    id: Uuid,
    upload: Box<dyn MultipartUpload>,
    waiting: Vec<u8>,
    file_type: Option<FileType>,
    digest: Sha256,
    bytes: u64,
}

impl Incoming {
    /// Begins, once the database knows that there may be something under this id.
    ///
    /// # Errors
    /// The database or the disk does not answer.
    pub(super) async fn begin(context: &Context) -> Result<Self, Error> {
        let id = context.new_id();
        store::pend(context, id).await?;
        let upload = context.files.begin(id).await.map_err(Error::internal)?;
        let (waiting, digest) = (Vec::with_capacity(PART), Sha256::new());
        Ok(Self { id, upload, waiting, file_type: None, digest, bytes: 0 })
    }

    /// How many bytes came.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes some bytes.
    ///
    /// # Errors
    /// By now it is known that they are of no type that is taken; or the disk does not answer.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Unkept> {
        self.digest.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.waiting.extend_from_slice(bytes);
        if self.file_type.is_none() && self.waiting.len() >= HEAD {
            self.recognise()?;
        }
        if self.waiting.len() >= PART {
            self.flush().await?;
        }
        Ok(())
    }

    fn recognise(&mut self) -> Result<FileType, Unkept> {
        let file_type = FileType::of(&self.waiting).ok_or(Unkept::WrongType)?;
        self.file_type = Some(file_type);
        Ok(file_type)
    }

    async fn flush(&mut self) -> Result<(), Error> {
        let part = std::mem::take(&mut self.waiting);
        self.upload.put_part(part.into()).await.map_err(Error::internal)
    }

    /// Keeps what came.
    ///
    /// # Errors
    /// Nothing came, or nothing of a type that is taken; or the disk does not answer.
    pub(super) async fn finish(mut self) -> Result<Kept, Unkept> {
        if self.bytes == 0 {
            return Err(Unkept::Empty);
        }
        let file_type = match self.file_type {
            Some(file_type) => file_type,
            None => self.recognise()?,
        };
        if !self.waiting.is_empty() {
            self.flush().await?;
        }
        self.upload.complete().await.map_err(Error::internal)?;
        let bytes = i64::try_from(self.bytes).map_err(Error::internal)?;
        Ok(Kept { id: self.id, file_type, bytes, sha256: hexadecimal(self.digest.finalize()) })
    }
}

/// Keeps bytes that the platform itself made, before the transaction that [`super::record`]s them as a file begins: disks
/// are not waited for inside one.
///
/// # Errors
/// They are of no type that is taken, which is a mistake of ours; or the database or the disk does not answer.
pub async fn store_bytes(context: &Context, bytes: &[u8]) -> Result<Kept, Error> {
    let mut incoming = Incoming::begin(context).await?;
    let written = match incoming.write(bytes).await {
        Ok(()) => incoming.finish().await,
        Err(unkept) => Err(unkept),
    };
    written.map_err(|unkept| match unkept {
        Unkept::WrongType | Unkept::Empty => Error::internal(anyhow::anyhow!("no file of a known type")),
        Unkept::Error(error) => error,
    })
}

/// Bytes as two digits each.
pub(super) fn hexadecimal(digest: impl AsRef<[u8]>) -> String {
    digest.as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ignored = write!(hex, "{byte:02x}");
        hex
    })
}
