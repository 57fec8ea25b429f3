//! The key under which a creation was asked, and what it created.

use sea_orm::entity::prelude::*;

/// The key under which a creation was asked, and what it created.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose key: an account's id, or `anonymous`.
    pub owner: String,
    /// The mutation.
    pub operation: String,
    /// The key, as sent.
    pub key: String,
    /// Digest of the input: another input under the same key is refused.
    pub request_hash: String,
    /// The row created.
    pub result_id: Uuid,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
