//! Something that was done to a contract. Its state is the fold of these.

use crate::Stored;
use domain::contract::ContractAction;
use domain::procedure::Actor as ProcedureActor;
use sea_orm::entity::prelude::*;

/// Something that was done to a contract. Its state is the fold of these.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Contract.
    pub contract_id: Uuid,
    /// From 1, without a gap.
    pub sequence: i32,
    /// What was done.
    pub action: Stored<ContractAction>,
    /// On which step of the procedure.
    pub step: Option<String>,
    /// Who acted.
    pub party: Option<Stored<ProcedureActor>>,
    /// Who recorded it: the same, or whoever stands in.
    pub recorded_by: Option<Stored<ProcedureActor>>,
    /// The account; none is the platform.
    pub account_id: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// What exactly, as JSON: the event of the procedure, or what changed.
    pub detail: Option<String>,
    /// The day on which it happened.
    pub happened_on: Date,
    /// When it was recorded.
    pub at: DateTimeUtc,
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
