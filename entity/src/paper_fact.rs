//! Something that somebody gave for papers to print, kept for the next paper.

use crate::Stored;
use domain::document::fact::FactOwner;
use sea_orm::entity::prelude::*;

/// Something that somebody gave for papers to print, kept for the next paper.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_fact")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is.
    pub owner_kind: Stored<FactOwner>,
    /// The school, company, student or contract.
    pub owner_id: Uuid,
    /// Which fact: `student.birth_place`.
    pub path: String,
    /// What it is, as JSON.
    pub value: String,
    /// The account that gave it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `set_by`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::SetBy",
        to = "super::account::Column::Id"
    )]
    SetBy,
}

impl ActiveModelBehavior for ActiveModel {}
