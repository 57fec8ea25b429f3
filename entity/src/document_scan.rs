//! A scan of a document that was signed by hand; the file belongs to it by its id.

use crate::Stored;
use domain::document::ScanState;
use sea_orm::entity::prelude::*;

/// A scan of a document that was signed by hand; the file belongs to it by its id.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_scan")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Document.
    pub document_id: Uuid,
    /// Where it stands.
    pub state: Stored<ScanState>,
    /// The account that announced it.
    pub uploaded_by: Uuid,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// The account that checked it.
    pub checked_by: Option<Uuid>,
    /// When.
    pub checked_at: Option<DateTimeUtc>,
    /// The SHA-256 of its bytes once it is accepted, in hexadecimal.
    pub sha256: Option<String>,
    /// When it was announced.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `document_id`.
    #[sea_orm(
        belongs_to = "super::document::Entity",
        from = "Column::DocumentId",
        to = "super::document::Column::Id"
    )]
    Document,
    /// `uploaded_by`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::UploadedBy",
        to = "super::account::Column::Id"
    )]
    UploadedBy,
    /// `checked_by`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::CheckedBy",
        to = "super::account::Column::Id"
    )]
    CheckedBy,
}

impl Related<super::document::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Document.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
