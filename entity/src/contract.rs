//! A work-study contract: a confirmed application on its way to the day the student begins, and after.

use crate::Stored;
use domain::contract::ContractStatus;
use domain::contract_type::ContractType;
use sea_orm::entity::prelude::*;

/// A work-study contract: a confirmed application on its way to the day the student begins, and after.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The application it came of.
    pub application_id: Uuid,
    /// Student.
    pub student_id: Uuid,
    /// Company.
    pub company_id: Uuid,
    /// The student's school.
    pub school_id: Uuid,
    /// The student's specialty when it was opened.
    pub specialty_id: Uuid,
    /// Offer; `None` when the application was spontaneous.
    pub offer_id: Option<Uuid>,
    /// Kind.
    pub contract_type: Stored<ContractType>,
    /// First year of its academic year.
    pub academic_year: i32,
    /// What the events make of it, kept beside them.
    pub status: Stored<ContractStatus>,
    /// First day of work.
    pub first_day: Date,
    /// Last day of work.
    pub last_day: Date,
    /// Gross monthly pay, in cents.
    pub gross_monthly_pay: i64,
    /// The procedure that it runs, as it was when the contract was opened.
    pub procedure_version_id: Uuid,
    /// Company tutor.
    pub company_tutor_id: Option<Uuid>,
    /// School tutor: an account.
    pub school_tutor_id: Option<Uuid>,
    /// The hire that it became in the history.
    pub hire_id: Option<Uuid>,
    /// Made by `tremplin demo`.
    pub demo: bool,
    /// The account that opened it.
    pub opened_by: Uuid,
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
    /// `application_id`.
    #[sea_orm(
        belongs_to = "super::application::Entity",
        from = "Column::ApplicationId",
        to = "super::application::Column::Id"
    )]
    Application,
    /// `student_id`.
    #[sea_orm(
        belongs_to = "super::student::Entity",
        from = "Column::StudentId",
        to = "super::student::Column::Id"
    )]
    Student,
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
    /// `specialty_id`.
    #[sea_orm(
        belongs_to = "super::specialty::Entity",
        from = "Column::SpecialtyId",
        to = "super::specialty::Column::Id"
    )]
    Specialty,
    /// `offer_id`.
    #[sea_orm(belongs_to = "super::offer::Entity", from = "Column::OfferId", to = "super::offer::Column::Id")]
    Offer,
    /// `procedure_version_id`.
    #[sea_orm(
        belongs_to = "super::procedure_version::Entity",
        from = "Column::ProcedureVersionId",
        to = "super::procedure_version::Column::Id"
    )]
    ProcedureVersion,
    /// `company_tutor_id`.
    #[sea_orm(
        belongs_to = "super::company_tutor::Entity",
        from = "Column::CompanyTutorId",
        to = "super::company_tutor::Column::Id"
    )]
    CompanyTutor,
    /// `school_tutor_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::SchoolTutorId",
        to = "super::account::Column::Id"
    )]
    SchoolTutor,
    /// The place that it holds or waits for.
    #[sea_orm(has_one = "super::place_reservation::Entity")]
    PlaceReservation,
}

impl Related<super::application::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Application.def()
    }
}

impl Related<super::student::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Student.def()
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

impl Related<super::specialty::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Specialty.def()
    }
}

impl Related<super::offer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Offer.def()
    }
}

impl Related<super::procedure_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ProcedureVersion.def()
    }
}

impl Related<super::company_tutor::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CompanyTutor.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SchoolTutor.def()
    }
}

impl Related<super::place_reservation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::PlaceReservation.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
