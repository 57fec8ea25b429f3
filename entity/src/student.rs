//! A student's profile.

use crate::Stored;
use domain::contract_type::ContractType;
use domain::student::StudentStatus;
use domain::student::StudentVisibility;
use sea_orm::entity::prelude::*;

/// A student's profile.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "student")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The person.
    pub account_id: Uuid,
    /// School.
    pub school_id: Uuid,
    /// Specialty.
    pub specialty_id: Uuid,
    /// First year of the academic year of the contract sought.
    pub academic_year: i32,
    /// Name.
    pub name: String,
    /// Folded name.
    pub name_key: String,
    /// One line.
    pub headline: Option<String>,
    /// A few paragraphs.
    pub about: Option<String>,
    /// Contract sought; `None` is either.
    pub contract_type: Option<Stored<ContractType>>,
    /// Earliest start.
    pub available_from: Option<Date>,
    /// Postcode.
    pub postcode: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Folded city.
    pub city_key: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// How far the student goes; `None` is not said.
    pub mobility_km: Option<i32>,
    /// Birth date: for the student and the school's staff alone.
    pub birth_date: Option<Date>,
    /// Whether the student declares a ground on which the limit of age of apprenticeship does not apply.
    pub age_derogation: bool,
    /// Who finds the profile, chosen by the student.
    pub visibility: Stored<StudentVisibility>,
    /// Whether the school confirmed that this is its student.
    pub status: Stored<StudentStatus>,
    /// Why it did not.
    pub status_reason: Option<String>,
    /// Made by `tremplin demo`.
    pub demo: bool,
    /// Orders index writes.
    pub version: i64,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
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
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
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

impl ActiveModelBehavior for ActiveModel {}
