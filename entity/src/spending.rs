//! Points that a caller spent in a window, in all processes together.

use sea_orm::entity::prelude::*;

/// Points that a caller spent in a window, in all processes together.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spending")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who: `account/…`, `address/…`.
    pub subject: String,
    /// When the window began.
    pub window_start: DateTimeUtc,
    /// Points since.
    pub points: i64,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
