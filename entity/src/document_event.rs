//! Something that happened to a document. Its state is the fold of these.

use crate::Stored;
use domain::document::DocumentAction;
use sea_orm::entity::prelude::*;

/// Something that happened to a document. Its state is the fold of these.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Document.
    pub document_id: Uuid,
    /// From 1, without a gap.
    pub sequence: i32,
    /// What was done.
    pub action: Stored<DocumentAction>,
    /// To which signature.
    pub signature_id: Option<Uuid>,
    /// The account that did it; none is a signatory by link, or the platform.
    pub account_id: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// The address that it came from.
    pub ip: Option<String>,
    /// When.
    pub at: DateTimeUtc,
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
    /// `signature_id`.
    #[sea_orm(
        belongs_to = "super::signature::Entity",
        from = "Column::SignatureId",
        to = "super::signature::Column::Id"
    )]
    Signature,
    /// `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl Related<super::document::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Document.def()
    }
}

impl Related<super::signature::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Signature.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
