//! Something that was done to a matching round.

use crate::Stored;
use domain::round::status::RoundAction;
use sea_orm::entity::prelude::*;

/// Something that was done to a matching round.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matching_round_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Round.
    pub round_id: Uuid,
    /// What was done.
    pub action: Stored<RoundAction>,
    /// The account; none is the platform.
    pub actor_id: Option<Uuid>,
    /// What exactly: what changed, or the digest of what was computed.
    pub detail: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `round_id`.
    #[sea_orm(
        belongs_to = "super::matching_round::Entity",
        from = "Column::RoundId",
        to = "super::matching_round::Column::Id"
    )]
    Round,
}

impl Related<super::matching_round::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Round.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
