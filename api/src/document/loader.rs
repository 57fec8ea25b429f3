//! Batches of documents, and of what belongs to them.

use crate::loaders::{Batch, Loaders, Rows};
use async_graphql::dataloader::Loader;
use entity::{document, document_event, document_scan, signature};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use uuid::Uuid;

/// The documents of a contract, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DocumentsOf(pub Uuid);

/// A document by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DocumentById(pub Uuid);

/// The signatures of a document, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SignaturesOf(pub Uuid);

/// The scans of a document, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScansOf(pub Uuid);

/// What happened to a document, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HistoryOfDocument(pub Uuid);

/// Forgets what was read of documents: after a change in the same request.
pub(super) fn forget(loaders: &Loaders) {
    loaders.forget::<DocumentsOf>();
    loaders.forget::<DocumentById>();
    loaders.forget::<SignaturesOf>();
    loaders.forget::<ScansOf>();
    loaders.forget::<HistoryOfDocument>();
}

fn grouped<Key: Eq + Hash, Row>(rows: Vec<Row>, key: impl Fn(&Row) -> Key) -> HashMap<Key, Vec<Arc<Row>>> {
    let mut groups: HashMap<Key, Vec<Arc<Row>>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(Arc::new(row));
    }
    groups
}

impl Loader<DocumentsOf> for Rows {
    type Value = Vec<Arc<document::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[DocumentsOf]) -> Batch<DocumentsOf, Self::Value> {
        let rows = document::Entity::find()
            .filter(document::Column::ContractId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(document::Column::Id)
            .all(&self.db)
            .await?;
        Ok(grouped(rows, |row| DocumentsOf(row.contract_id)))
    }
}

impl Loader<DocumentById> for Rows {
    type Value = Arc<document::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[DocumentById]) -> Batch<DocumentById, Self::Value> {
        let rows = document::Entity::find()
            .filter(document::Column::Id.is_in(keys.iter().map(|key| key.0)))
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (DocumentById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<SignaturesOf> for Rows {
    type Value = Vec<Arc<signature::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[SignaturesOf]) -> Batch<SignaturesOf, Self::Value> {
        let rows = signature::Entity::find()
            .filter(signature::Column::DocumentId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(signature::Column::Rank)
            .order_by_asc(signature::Column::Id)
            .all(&self.db)
            .await?;
        Ok(grouped(rows, |row| SignaturesOf(row.document_id)))
    }
}

impl Loader<ScansOf> for Rows {
    type Value = Vec<Arc<document_scan::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ScansOf]) -> Batch<ScansOf, Self::Value> {
        let rows = document_scan::Entity::find()
            .filter(document_scan::Column::DocumentId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(document_scan::Column::Id)
            .all(&self.db)
            .await?;
        Ok(grouped(rows, |row| ScansOf(row.document_id)))
    }
}

impl Loader<HistoryOfDocument> for Rows {
    type Value = Vec<Arc<document_event::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[HistoryOfDocument]) -> Batch<HistoryOfDocument, Self::Value> {
        let rows = document_event::Entity::find()
            .filter(document_event::Column::DocumentId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(document_event::Column::DocumentId)
            .order_by_asc(document_event::Column::Sequence)
            .all(&self.db)
            .await?;
        Ok(grouped(rows, |row| HistoryOfDocument(row.document_id)))
    }
}
