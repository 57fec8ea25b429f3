//! A reminder that was sent: never twice for the same step and date.

use crate::Stored;
use domain::contract::reminder::ReminderStage;
use sea_orm::entity::prelude::*;

/// A reminder that was sent: never twice for the same step and date.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_reminder")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Contract.
    pub contract_id: Uuid,
    /// Step.
    pub step: String,
    /// Which date it was about.
    pub due_on: Date,
    /// How long before or after.
    pub stage: Stored<ReminderStage>,
    /// When.
    pub sent_at: DateTimeUtc,
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
