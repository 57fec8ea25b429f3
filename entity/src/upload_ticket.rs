//! The right to upload one file.

use crate::Stored;
use domain::file::{FileKind, FileSubject};
use sea_orm::entity::prelude::*;

/// The right to upload one file, for whoever holds the token.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload_ticket")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// What sort of thing the file will belong to.
    pub subject_kind: Stored<FileSubject>,
    /// The id of that thing.
    pub subject_id: Uuid,
    /// What it will be there.
    pub kind: Stored<FileKind>,
    /// What whoever uploads it calls it.
    pub title: Option<String>,
    /// How long it may be.
    pub max_bytes: i64,
    /// Who was given the ticket.
    pub account_id: Uuid,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
    /// When a file came by it; it is good for one.
    pub used_at: Option<DateTimeUtc>,
    /// When it was given.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl ActiveModelBehavior for ActiveModel {}
