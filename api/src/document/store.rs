//! Reading documents and what belongs to them.

use crate::error::Error;
use crate::events::Transaction;
use domain::document::life::{Life, Signing};
use domain::document::{DocumentKind, DocumentState};
use domain::file::FileSubject;
use entity::{Stored, contract, document, document_scan, signature, stored_file};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// A document.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<document::Model, Error> {
    document::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

/// A contract, locked against other changes: documents come and go one after the other.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn lock_contract(tx: &Transaction, id: Uuid) -> Result<contract::Model, Error> {
    let row = contract::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    row.one(tx).await?.ok_or(Error::NotFound)
}

/// The revisions of a document, by its contract, kind and number, oldest first.
///
/// # Errors
/// The database does not answer.
pub(super) async fn revisions(
    db: &impl ConnectionTrait,
    contract: Uuid,
    kind: DocumentKind,
    number: i32,
) -> Result<Vec<document::Model>, Error> {
    let rows = document::Entity::find()
        .filter(document::Column::ContractId.eq(contract))
        .filter(document::Column::Kind.eq(Stored(kind)))
        .filter(document::Column::Number.eq(number))
        .order_by_asc(document::Column::Revision);
    Ok(rows.all(db).await?)
}

/// The document of a kind that holds, the latest where there are several.
///
/// # Errors
/// The database does not answer.
pub(super) async fn complete(
    db: &impl ConnectionTrait,
    contract: Uuid,
    kind: DocumentKind,
) -> Result<Option<document::Model>, Error> {
    let rows = document::Entity::find()
        .filter(document::Column::ContractId.eq(contract))
        .filter(document::Column::Kind.eq(Stored(kind)))
        .filter(document::Column::State.eq(Stored(DocumentState::Complete)))
        .order_by_desc(document::Column::Id);
    Ok(rows.one(db).await?)
}

/// The signatures of a document, in their order; one that was handed on before its successor.
///
/// # Errors
/// The database does not answer.
pub(super) async fn signatures(
    db: &impl ConnectionTrait,
    document: Uuid,
) -> Result<Vec<signature::Model>, Error> {
    let rows = signature::Entity::find()
        .filter(signature::Column::DocumentId.eq(document))
        .order_by_asc(signature::Column::Rank)
        .order_by_asc(signature::Column::Id);
    Ok(rows.all(db).await?)
}

/// What the domain's table decides on.
pub(super) fn life(row: &document::Model, signatures: &[signature::Model]) -> Life {
    let signing = |row: &signature::Model| Signing {
        party: row.party.0,
        rank: usize::try_from(row.rank).unwrap_or_default(),
        state: row.state.0,
    };
    Life { state: row.state.0, signatures: signatures.iter().map(signing).collect() }
}

/// A scan.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn scan(db: &impl ConnectionTrait, id: Uuid) -> Result<document_scan::Model, Error> {
    document_scan::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

/// The file of a scan, once it was uploaded.
///
/// # Errors
/// The database does not answer.
pub(super) async fn file_of_scan(
    db: &impl ConnectionTrait,
    scan: Uuid,
) -> Result<Option<stored_file::Model>, Error> {
    let rows = stored_file::Entity::find()
        .filter(stored_file::Column::SubjectKind.eq(Stored(FileSubject::DocumentScan)))
        .filter(stored_file::Column::SubjectId.eq(scan));
    Ok(rows.one(db).await?)
}

/// A document's contract.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn contract(db: &impl ConnectionTrait, id: Uuid) -> Result<contract::Model, Error> {
    contract::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}
