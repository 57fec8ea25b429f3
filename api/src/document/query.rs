//! Queries on documents.

use crate::context::Request;
use crate::document::sign;
use crate::document::types::{Document, DocumentToSign};
use crate::document::verify::{self, DocumentVerification};
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use async_graphql::{Context, Object};

/// Queries on documents.
#[derive(Debug, Default)]
pub struct DocumentQuery;

/// Queries on documents.
#[Object]
impl DocumentQuery {
    /// A paper of a contract; null where there is none, or none that you may see.
    async fn document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Id,
    ) -> Result<Option<Document>, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Document, &["id"])?);
        Document::load(request, id).await
    }

    /// What a link that was sent by mail asks to sign; null for one that is not good, or not any more. Without an account.
    async fn document_to_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret at the end of the link.")] token: String,
    ) -> Result<Option<DocumentToSign>, Error> {
        let request = Request::of(ctx)?;
        match sign::read(request, &token).await? {
            Some(found) => Ok(Some(DocumentToSign::of(request, &token, found).await?)),
            None => Ok(None),
        }
    }

    /// What the platform knows of a file, for anybody who holds it; null where it is none of the platform's.
    async fn document_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The SHA-256 of the file's bytes, in hexadecimal.")] sha256: String,
    ) -> Result<Option<DocumentVerification>, Error> {
        verify::run(Request::of(ctx)?, &sha256).await
    }
}
