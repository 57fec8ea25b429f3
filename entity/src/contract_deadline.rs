//! When a step of a contract is due, as the fold of its events says.

use sea_orm::entity::prelude::*;

/// When a step of a contract is due, as the fold of its events says.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_deadline")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Contract.
    pub contract_id: Uuid,
    /// Step.
    pub step: String,
    /// Last day on time; `None` waits for a day that is not set.
    pub due_on: Option<Date>,
    /// Which day that is.
    pub missing: Option<String>,
    /// Whether it still counts: the step is not done, and the contract is alive.
    pub pending: bool,
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
