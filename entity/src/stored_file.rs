//! A file, whose bytes lie in the storage under its id.

use crate::Stored;
use domain::file::{FileKind, FileSubject};
use sea_orm::entity::prelude::*;

/// A file, whose bytes lie in the storage under its id. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stored_file")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What sort of thing it belongs to.
    pub subject_kind: Stored<FileSubject>,
    /// The id of that thing.
    pub subject_id: Uuid,
    /// What it is there.
    pub kind: Stored<FileKind>,
    /// What whoever uploaded it calls it.
    pub title: Option<String>,
    /// The name that it is downloaded under, with an extension.
    pub name: String,
    /// Its type, by its content.
    pub content_type: String,
    /// How long it is.
    pub bytes: i64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Who uploaded it; none is the platform.
    pub uploaded_by: Option<Uuid>,
    /// When it came.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `uploaded_by`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::UploadedBy",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl ActiveModelBehavior for ActiveModel {}
