//! A company, or one of its establishments.

use crate::Stored;
use domain::company::CompanyStatus;
use domain::company_size::CompanySize;
use sea_orm::entity::prelude::*;

/// A company, or one of its establishments.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "company")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name shown.
    pub name: String,
    /// Folded name, to sort and find by.
    pub name_key: String,
    /// 14 digits, where known.
    pub siret: Option<String>,
    /// The group it belongs to.
    pub group_id: Option<Uuid>,
    /// Size class; `None` is unknown.
    pub size: Option<Stored<CompanySize>>,
    /// What the company says of itself.
    pub description: Option<String>,
    /// Address of its site.
    pub website: Option<String>,
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
    /// Whether a school has verified it.
    pub status: Stored<CompanyStatus>,
    /// Why it was rejected.
    pub status_reason: Option<String>,
    /// Made by `tremplin demo`.
    pub demo: bool,
    /// Grows with each change; orders index writes.
    pub version: i64,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `group_id`.
    #[sea_orm(
        belongs_to = "super::company_group::Entity",
        from = "Column::GroupId",
        to = "super::company_group::Column::Id"
    )]
    Group,
}

impl Related<super::company_group::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Group.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
