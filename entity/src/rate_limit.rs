//! Attempts counted in a window, for one account or address.

use sea_orm::entity::prelude::*;

/// Attempts counted in a window, for one account or address.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rate_limit")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What is counted: `sign-in/account/…`.
    pub subject: String,
    /// When the window began.
    pub window_start: DateTimeUtc,
    /// Attempts since.
    pub attempts: i32,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
