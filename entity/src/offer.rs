//! A post that a company opens to the students of one school.

use crate::Stored;
use domain::contract_type::ContractType;
use domain::offer::OfferStatus;
use domain::offer::RemotePolicy;
use sea_orm::entity::prelude::*;

/// A post that a company opens to the students of one school.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "offer")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Short reference that people quote: `TR-7K2M9Q`.
    pub reference: String,
    /// Company.
    pub company_id: Uuid,
    /// The school whose career services decide on it.
    pub school_id: Uuid,
    /// Title.
    pub title: String,
    /// Folded title.
    pub title_key: String,
    /// Description.
    pub description: String,
    /// The work entrusted.
    pub missions: Option<String>,
    /// Kind of contract.
    pub contract_type: Stored<ContractType>,
    /// Posts open, at least 1.
    pub positions: i32,
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
    /// Remote work.
    pub remote: Stored<RemotePolicy>,
    /// First day.
    pub start_on: Date,
    /// Last day.
    pub end_on: Option<Date>,
    /// Cents a month, gross.
    pub gross_monthly_pay: Option<i64>,
    /// State.
    pub status: Stored<OfferStatus>,
    /// First publication.
    pub published_at: Option<DateTimeUtc>,
    /// When it expires unless extended.
    pub expires_at: Option<DateTimeUtc>,
    /// The offer it was copied from.
    pub duplicate_of: Option<Uuid>,
    /// The account that wrote it.
    pub created_by: Uuid,
    /// Folded words, read when the search engine does not answer.
    pub search_key: String,
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
