//! A specialty to which a member of staff is scoped.

use sea_orm::entity::prelude::*;

/// A specialty to which a member of staff is scoped.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account_specialty")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The account.
    pub account_id: Uuid,
    /// The specialty.
    pub specialty_id: Uuid,
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
    /// `specialty_id`.
    #[sea_orm(
        belongs_to = "super::specialty::Entity",
        from = "Column::SpecialtyId",
        to = "super::specialty::Column::Id"
    )]
    Specialty,
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl Related<super::specialty::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Specialty.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
