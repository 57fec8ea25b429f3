//! A row whose change the search engine has still to learn.

use sea_orm::entity::prelude::*;

/// A row whose change the search engine has still to learn.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_outbox")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `offer`, `company`, `hire` or `student`.
    pub kind: String,
    /// The row.
    pub entity_id: Uuid,
    /// Its version at the change.
    pub version: i64,
    /// Failed tries so far.
    pub attempts: i32,
    /// What the last one said.
    pub last_error: Option<String>,
    /// When to try (again).
    pub due_at: DateTimeUtc,
    /// When the change was made.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
