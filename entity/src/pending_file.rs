//! Bytes in the storage that are no file: not yet, or not any more.

use sea_orm::entity::prelude::*;

/// Bytes in the storage that are no file: being written, given up, or removed. They go after a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_file")]
pub struct Model {
    /// The id that the bytes lie under.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Since when.
    pub created_at: DateTimeUtc,
}

/// It has none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
