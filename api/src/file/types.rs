//! `StoredFile`, `UploadTicket`.

use crate::context::Request;
use crate::error::Error;
use crate::file::sniff::FileType;
use crate::file::ticket::Ticket;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use async_graphql::{Context, Enum, Object};
use entity::stored_file;
use std::sync::Arc;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::file::FileKind")]
pub enum FileKind {
    /// A curriculum vitae.
    Cv,
    /// A cover letter.
    Letter,
    /// Something else that goes with an application: marks, a portfolio.
    Other,
}

/// A file, read by whoever may see what it belongs to.
#[derive(Clone, Debug)]
pub struct StoredFile(pub Arc<stored_file::Model>);

/// A file, read by whoever may see what it belongs to. It never changes.
#[Object]
impl StoredFile {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::StoredFile, self.0.id)
    }

    /// What it is.
    async fn kind(&self) -> FileKind {
        self.0.kind.0.into()
    }

    /// What whoever uploaded it calls it.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// The name that it is downloaded under.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its type, by its content: application/pdf, image/png or image/jpeg.
    async fn content_type(&self) -> &str {
        &self.0.content_type
    }

    /// How long it is, in bytes.
    async fn bytes(&self) -> i64 {
        self.0.bytes
    }

    /// The SHA-256 of its bytes, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// Where it is downloaded, by a GET with the same `Authorization` as here: an address, or a path of this server.
    async fn url(&self, ctx: &Context<'_>) -> Result<String, Error> {
        let base = Request::of(ctx)?.context.config.server.public_url.as_deref().unwrap_or_default();
        Ok(format!("{base}/files/{}", Id::new(IdKind::StoredFile, self.0.id)))
    }

    /// When it came.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

/// The right to upload one file: shown once.
#[derive(Clone, Debug)]
pub struct UploadTicket(pub Ticket);

/// The right to upload one file, for whoever has its address. Shown once.
#[Object]
impl UploadTicket {
    /// Where the file is sent as the body of a PUT, without `Authorization`: an address, or a path of this server. Whoever
    /// has it can upload: it is a secret.
    async fn url(&self) -> &str {
        &self.0.url
    }

    /// When it ends by itself. It ends with the first file that comes, too; after an upload that was cut off it is good
    /// still.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at)
    }

    /// The longest file that it takes, in bytes.
    async fn max_bytes(&self) -> u32 {
        self.0.max_bytes
    }

    /// The types that are taken, told by the content of the file alone.
    async fn accepted(&self) -> Vec<&'static str> {
        FileType::ALL.map(FileType::content_type).to_vec()
    }
}
