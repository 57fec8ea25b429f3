//! A signature of a document: wanted, given, refused or handed on, and what shows it.

use crate::Stored;
use domain::document::{SignatureMethod, SignatureState, SigningParty};
use sea_orm::entity::prelude::*;

/// A signature of a document: wanted, given, refused or handed on, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Document.
    pub document_id: Uuid,
    /// Whose.
    pub party: Stored<SigningParty>,
    /// Its place in the order of signing, from 0.
    pub rank: i32,
    /// Who signs, by name.
    pub name: Option<String>,
    /// The address that link and code are sent to.
    pub email: Option<String>,
    /// Where it stands.
    pub state: Stored<SignatureState>,
    /// How it was given.
    pub method: Option<Stored<SignatureMethod>>,
    /// The SHA-256 of the secret of its link, in hexadecimal.
    pub token_hash: Option<String>,
    /// When the link was last sent.
    pub requested_at: Option<DateTimeUtc>,
    /// When it was given, refused or handed on.
    pub decided_at: Option<DateTimeUtc>,
    /// The SHA-256 of the bytes that were signed: the document, or the scan.
    pub sha256: Option<String>,
    /// The address that the decision came from.
    pub ip: Option<String>,
    /// The program that it came from, as that names itself.
    pub user_agent: Option<String>,
    /// Why it was refused or handed on.
    pub reason: Option<String>,
    /// The signature of whoever it was handed to.
    pub delegated_to: Option<Uuid>,
    /// The scan that is to show it.
    pub scan_id: Option<Uuid>,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
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
    /// `delegated_to`.
    #[sea_orm(
        belongs_to = "super::signature::Entity",
        from = "Column::DelegatedTo",
        to = "super::signature::Column::Id"
    )]
    DelegatedTo,
    /// `scan_id`.
    #[sea_orm(
        belongs_to = "super::document_scan::Entity",
        from = "Column::ScanId",
        to = "super::document_scan::Column::Id"
    )]
    Scan,
}

impl Related<super::document::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Document.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
