//! What is known of a contract beyond its dates and pay: facts that conditions ask for, and warnings acknowledged.

use crate::Stored;
use domain::contract::FactKind;
use sea_orm::entity::prelude::*;

/// What is known of a contract beyond its dates and pay: facts that conditions ask for, and warnings acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_fact")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Contract.
    pub contract_id: Uuid,
    /// Which of the two.
    pub kind: Stored<FactKind>,
    /// Which fact, or which check of eligibility.
    pub name: String,
    /// What it is: `true`, `false` or a text.
    pub value: String,
    /// The account.
    pub set_by: Option<Uuid>,
    /// When.
    pub set_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `contract_id`.
    #[sea_orm(
        belongs_to = "super::contract::Entity",
        from = "Column::ContractId",
        to = "super::contract::Column::Id"
    )]
    Contract,
}

impl Related<super::contract::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Contract.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
