//! A school whose work-study contracts the platform follows.

use sea_orm::entity::prelude::*;

/// A school whose work-study contracts the platform follows.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "school")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Stable code, such as `INSA-TOULOUSE`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Rank in lists.
    pub position: i32,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
