//! One past contract: who was hired from which specialty, in which academic year.

use crate::Stored;
use domain::confidence::Confidence;
use domain::hire_source::HireSource;
use sea_orm::entity::prelude::*;

/// One past contract: who was hired from which specialty, in which academic year.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "hire")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// School.
    pub school_id: Uuid,
    /// Specialty.
    pub specialty_id: Uuid,
    /// First year of the academic year: 2019 for 2019-2020.
    pub academic_year: i32,
    /// Row in the printed table; part of an import's key.
    pub row_number: Option<i32>,
    /// The company.
    pub company_id: Uuid,
    /// Its name, to the letter.
    pub company_as_printed: Option<String>,
    /// As printed.
    pub postcode: Option<String>,
    /// As printed.
    pub city: Option<String>,
    /// Folded city as printed.
    pub city_key: Option<String>,
    /// The commune it resolves to, else the city cleaned; `None` is unknown.
    pub place: Option<String>,
    /// Folded place.
    pub place_key: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Where the line comes from.
    pub source: Stored<HireSource>,
    /// The document it was published in.
    pub document: Option<String>,
    /// How surely the line was read.
    pub confidence: Option<Stored<Confidence>>,
    /// What the product says of its reading.
    pub note: Option<String>,
    /// The account that recorded it.
    pub recorded_by: Option<Uuid>,
    /// Orders index writes.
    pub version: i64,
    /// When it came.
    pub created_at: DateTimeUtc,
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
    /// `specialty_id`.
    #[sea_orm(
        belongs_to = "super::specialty::Entity",
        from = "Column::SpecialtyId",
        to = "super::specialty::Column::Id"
    )]
    Specialty,
    /// `company_id`.
    #[sea_orm(
        belongs_to = "super::company::Entity",
        from = "Column::CompanyId",
        to = "super::company::Column::Id"
    )]
    Company,
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

impl Related<super::company::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Company.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
