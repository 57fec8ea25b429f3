//! Work that a worker claims, once for each name and argument.

use sea_orm::entity::prelude::*;

/// Work that a worker claims, once for each name and argument.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Which job.
    pub name: String,
    /// Its argument, empty where none.
    pub argument: String,
    /// Failed tries so far.
    pub attempts: i32,
    /// What the last one said.
    pub last_error: Option<String>,
    /// When to run.
    pub due_at: DateTimeUtc,
    /// When it was asked.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
