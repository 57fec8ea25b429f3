//! One choice of a ranking: of a student, or of a company for one of its offers.

use crate::Stored;
use domain::round::status::Side;
use sea_orm::entity::prelude::*;

/// One choice of a ranking: of a student, or of a company for one of its offers.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matching_choice")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Round.
    pub round_id: Uuid,
    /// Whose choice.
    pub side: Stored<Side>,
    /// Student.
    pub student_id: Uuid,
    /// Offer.
    pub offer_id: Uuid,
    /// From 1; `None` is the acceptable tail.
    pub rank: Option<i32>,
    /// How well the two fitted when the round was closed, in ten-thousandths, where there is no rank.
    pub score: Option<i32>,
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
    /// `student_id`.
    #[sea_orm(
        belongs_to = "super::student::Entity",
        from = "Column::StudentId",
        to = "super::student::Column::Id"
    )]
    Student,
    /// `offer_id`.
    #[sea_orm(belongs_to = "super::offer::Entity", from = "Column::OfferId", to = "super::offer::Column::Id")]
    Offer,
}

impl Related<super::matching_round::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Round.def()
    }
}

impl Related<super::student::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Student.def()
    }
}

impl Related<super::offer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Offer.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
