//! `documentVerify`: what the platform knows of a file, for anybody who holds it. Nothing is told that is not printed on it.

use crate::context::Request;
use crate::document::loader::SignaturesOf;
use crate::document::types::{DocumentKind, DocumentState, SignatureMethod, SignatureState, SigningParty};
use crate::document::{sign, store};
use crate::error::Error;
use crate::graphql::scalars::{Date, DateTime};
use async_graphql::SimpleObject;
use domain::document as rules;
use entity::{document, document_scan};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// What the platform knows of a file.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct DocumentVerification {
    /// What it is.
    pub kind: DocumentKind,
    /// The school, by its code.
    pub school: String,
    /// The reference that it bears.
    pub reference: String,
    /// How often it was issued by then, from 1.
    pub revision: i32,
    /// The day that it bears.
    pub issued_on: Date,
    /// Where it stands; `VOID` holds no more.
    pub state: DocumentState,
    /// Whether everybody signed it and it holds.
    pub complete: bool,
    /// Whether the file is a scan that staff accepted, rather than the paper as it was issued.
    pub scan: bool,
    /// Its signatures by party, in their order: no names.
    pub signatures: Vec<VerifiedSignature>,
}

/// A signature, as anybody who holds the file may know of it.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct VerifiedSignature {
    /// Whose.
    pub party: SigningParty,
    /// Where it stands.
    pub state: SignatureState,
    /// How it was given.
    pub method: Option<SignatureMethod>,
    /// When.
    pub signed_at: Option<DateTime>,
}

/// Looks a file up by the SHA-256 of its bytes.
///
/// # Errors
/// `BAD_USER_INPUT` for what is none; or the database does not answer.
pub(super) async fn run(request: &Request, sha256: &str) -> Result<Option<DocumentVerification>, Error> {
    let sha256 = sha256.trim().to_ascii_lowercase();
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let message = "a SHA-256 is expected: 64 hexadecimal digits";
        return Err(Error::bad_input(&["sha256"], message));
    }
    let db = &request.context.db.read;
    let issued = document::Entity::find()
        .filter(document::Column::Sha256.eq(&sha256))
        .order_by_desc(document::Column::Id)
        .one(db)
        .await?;
    let scan = document_scan::Entity::find()
        .filter(document_scan::Column::Sha256.eq(&sha256))
        .order_by_desc(document_scan::Column::Id)
        .one(db)
        .await?;
    let (row, scan) = match (issued, scan) {
        // What was made elsewhere is known by its scan alone.
        (Some(row), scan) => {
            let scan = scan.is_some() || !row.kind.0.is_printed();
            (row, scan)
        }
        (None, Some(scan)) => (store::find(db, scan.document_id).await?, true),
        (None, None) => return Ok(None),
    };
    told(request, row, scan).await.map(Some)
}

async fn told(request: &Request, row: document::Model, scan: bool) -> Result<DocumentVerification, Error> {
    let (school, _) = sign::school(request, &row).await?;
    let signatures = request.loaders.one(SignaturesOf(row.id)).await?.unwrap_or_default();
    let signatures = signatures.iter().filter(|row| row.state.0 != rules::SignatureState::Delegated);
    Ok(DocumentVerification {
        kind: row.kind.0.into(),
        school,
        reference: row.reference,
        revision: row.revision,
        issued_on: Date(row.issued_on),
        state: row.state.0.into(),
        complete: row.state.0 == rules::DocumentState::Complete,
        scan,
        signatures: signatures
            .map(|row| VerifiedSignature {
                party: row.party.0.into(),
                state: row.state.0.into(),
                method: row.method.map(|method| method.0.into()),
                signed_at: row.method.and(row.decided_at).map(DateTime),
            })
            .collect(),
    })
}
