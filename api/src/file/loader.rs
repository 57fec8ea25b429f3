//! Batches of files.

use crate::loaders::{Batch, Rows};
use async_graphql::dataloader::Loader;
use domain::file::FileSubject;
use entity::{Stored, stored_file};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The files of an application, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FilesOfApplication(pub Uuid);

impl Loader<FilesOfApplication> for Rows {
    type Value = Vec<Arc<stored_file::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[FilesOfApplication]) -> Batch<FilesOfApplication, Self::Value> {
        let rows = stored_file::Entity::find()
            .filter(stored_file::Column::SubjectKind.eq(Stored(FileSubject::Application)))
            .filter(stored_file::Column::SubjectId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(stored_file::Column::Id)
            .all(&self.db)
            .await?;
        let mut files: HashMap<_, Vec<Arc<stored_file::Model>>> = HashMap::new();
        for row in rows {
            files.entry(FilesOfApplication(row.subject_id)).or_default().push(Arc::new(row));
        }
        Ok(files)
    }
}
