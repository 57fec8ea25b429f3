//! A figure as a school published it. Computed figures are never stored.

use sea_orm::entity::prelude::*;

/// A figure as a school published it. Computed figures are never stored.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "published_figure")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// School.
    pub school_id: Uuid,
    /// Rank in lists.
    pub position: i32,
    /// `contracts/AE/2015-2016`, or the name of a survey figure.
    pub key: String,
    /// The figure; `None` where not legible.
    pub value: Option<f64>,
    /// `contracts` or `percent`.
    pub unit: String,
    /// Of whom, as printed.
    pub population: Option<String>,
    /// Whether it can be read in the document.
    pub legible: bool,
    /// Document and page.
    pub source: String,
    /// First year it speaks of.
    pub academic_year: Option<i32>,
    /// Specialty it speaks of.
    pub specialty_id: Option<Uuid>,
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
