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

/// An offer without its long texts, which lists do not show: half of what there is to read.
#[derive(Clone, Debug, PartialEq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Brief {
    /// Id.
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
    /// Made by `tremplin demo`.
    pub demo: bool,
    /// Orders index writes.
    pub version: i64,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// The long texts of an offer.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Texts {
    /// Id.
    pub id: Uuid,
    /// Description.
    pub description: String,
    /// The work entrusted.
    pub missions: Option<String>,
}

impl From<Model> for (Brief, Texts) {
    fn from(row: Model) -> Self {
        let texts = Texts { id: row.id, description: row.description, missions: row.missions };
        let brief = Brief {
            id: row.id,
            reference: row.reference,
            company_id: row.company_id,
            school_id: row.school_id,
            title: row.title,
            title_key: row.title_key,
            contract_type: row.contract_type,
            positions: row.positions,
            postcode: row.postcode,
            city: row.city,
            city_key: row.city_key,
            latitude: row.latitude,
            longitude: row.longitude,
            remote: row.remote,
            start_on: row.start_on,
            end_on: row.end_on,
            gross_monthly_pay: row.gross_monthly_pay,
            status: row.status,
            published_at: row.published_at,
            expires_at: row.expires_at,
            duplicate_of: row.duplicate_of,
            created_by: row.created_by,
            demo: row.demo,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        };
        (brief, texts)
    }
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
