//! An offer that was just published, of which people with saved searches are still to be told.

use sea_orm::entity::prelude::*;

/// An offer that was just published, of which people with saved searches are still to be told.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert_queue")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The offer.
    pub offer_id: Uuid,
    /// Failed tries so far.
    pub attempts: i32,
    /// When to try (again).
    pub due_at: DateTimeUtc,
    /// When it was published.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `offer_id`.
    #[sea_orm(belongs_to = "super::offer::Entity", from = "Column::OfferId", to = "super::offer::Column::Id")]
    Offer,
}

impl ActiveModelBehavior for ActiveModel {}
