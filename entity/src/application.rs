//! A student's bid, on an offer or to a company without one.

use crate::Stored;
use domain::application::ApplicationStatus;
use sea_orm::entity::prelude::*;

/// A student's bid, on an offer or to a company without one.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Student.
    pub student_id: Uuid,
    /// Offer; `None` when spontaneous.
    pub offer_id: Option<Uuid>,
    /// Company.
    pub company_id: Uuid,
    /// The student's school.
    pub school_id: Uuid,
    /// State.
    pub status: Stored<ApplicationStatus>,
    /// What the student writes.
    pub cover_letter: Option<String>,
    /// Made by `tremplin demo`.
    pub demo: bool,
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
    /// `company_id`.
    #[sea_orm(
        belongs_to = "super::company::Entity",
        from = "Column::CompanyId",
        to = "super::company::Column::Id"
    )]
    Company,
    /// `school_id`.
    #[sea_orm(
        belongs_to = "super::school::Entity",
        from = "Column::SchoolId",
        to = "super::school::Column::Id"
    )]
    School,
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

impl Related<super::company::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Company.def()
    }
}

impl Related<super::school::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::School.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
