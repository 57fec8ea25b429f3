//! An offer that a student preferred to what a final run assigned.

use crate::Stored;
use domain::round::explain::Reason;
use sea_orm::entity::prelude::*;

/// An offer that a student preferred to what a final run assigned.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matching_missed")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Run.
    pub run_id: Uuid,
    /// Student.
    pub student_id: Uuid,
    /// Offer.
    pub offer_id: Uuid,
    /// Its place in the student's order, from 1.
    pub preference: i32,
    /// Why not.
    pub reason: Stored<Reason>,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `run_id`.
    #[sea_orm(
        belongs_to = "super::matching_run::Entity",
        from = "Column::RunId",
        to = "super::matching_run::Column::Id"
    )]
    Run,
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

impl Related<super::matching_run::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Run.def()
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
