//! A secret address at which a person reads deadlines as a calendar.

use sea_orm::entity::prelude::*;

/// A secret address at which a person reads deadlines as a calendar.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feed")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The person.
    pub account_id: Uuid,
    /// SHA-256 of the secret, in hexadecimal.
    pub secret_hash: String,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// From when it answers nothing.
    pub revoked_at: Option<DateTimeUtc>,
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

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
