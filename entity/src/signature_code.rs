//! The one-time code of a signature: one at a time.

use sea_orm::entity::prelude::*;

/// The one-time code of a signature: one at a time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature_code")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Signature.
    pub signature_id: Uuid,
    /// The SHA-256 of the code with the id of this row, in hexadecimal.
    pub code_hash: String,
    /// How often it may still be tried.
    pub attempts_left: i32,
    /// Until when it is good.
    pub expires_at: DateTimeUtc,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `signature_id`.
    #[sea_orm(
        belongs_to = "super::signature::Entity",
        from = "Column::SignatureId",
        to = "super::signature::Column::Id"
    )]
    Signature,
}

impl Related<super::signature::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Signature.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
