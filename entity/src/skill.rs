//! A skill that offers ask for and students have.

use sea_orm::entity::prelude::*;

/// A skill that offers ask for and students have.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "skill")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// As first written.
    pub name: String,
    /// Folded name: one row each.
    pub name_key: String,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
