//! An offer of a matching round.

use sea_orm::entity::prelude::*;

/// An offer of a matching round.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matching_round_offer")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Round.
    pub round_id: Uuid,
    /// Offer.
    pub offer_id: Uuid,
    /// When its ranking was handed in last.
    pub ranked_at: Option<DateTimeUtc>,
    /// By which account.
    pub ranked_by: Option<Uuid>,
    /// When it came.
    pub created_at: DateTimeUtc,
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
    /// `offer_id`.
    #[sea_orm(belongs_to = "super::offer::Entity", from = "Column::OfferId", to = "super::offer::Column::Id")]
    Offer,
}

impl Related<super::matching_round::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Round.def()
    }
}

impl Related<super::offer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Offer.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
