//! A matching round of a school.

use crate::Stored;
use domain::matching::Weights;
use domain::round::status::RoundStatus;
use sea_orm::entity::prelude::*;

/// A matching round of a school.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matching_round")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// School.
    pub school_id: Uuid,
    /// Name.
    pub name: String,
    /// State.
    pub status: Stored<RoundStatus>,
    /// Until when students rank.
    pub students_rank_until: DateTimeUtc,
    /// Until when companies rank.
    pub companies_rank_until: DateTimeUtc,
    /// The lottery's seed: told when the round is published.
    pub seed: String,
    /// What each criterion weighs in its scores: kept when it is opened.
    pub weights: Option<Stored<Weights>>,
    /// The run that was published.
    pub published_run_id: Option<Uuid>,
    /// When.
    pub published_at: Option<DateTimeUtc>,
    /// The account that prepared it.
    pub created_by: Uuid,
    /// Grows with each change.
    pub version: i64,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `school_id`.
    #[sea_orm(
        belongs_to = "super::school::Entity",
        from = "Column::SchoolId",
        to = "super::school::Column::Id"
    )]
    School,
}

impl Related<super::school::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::School.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
