//! An offer of which a person was told, once for each saved search.

use sea_orm::entity::prelude::*;

/// An offer of which a person was told, once for each saved search.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_search_alert")]
pub struct Model {
    /// Id; the alert's own order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The search that found it; `None` once that is deleted.
    pub saved_search_id: Option<Uuid>,
    /// The offer.
    pub offer_id: Uuid,
    /// The notification that tells of it.
    pub notification_id: Uuid,
    /// Whether the alert shows it, or only counts it.
    pub shown: bool,
    /// How many offers the alert counts beyond those that have a row; the same on each of its rows.
    pub more: i32,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `saved_search_id`.
    #[sea_orm(
        belongs_to = "super::saved_search::Entity",
        from = "Column::SavedSearchId",
        to = "super::saved_search::Column::Id"
    )]
    SavedSearch,
    /// `offer_id`.
    #[sea_orm(belongs_to = "super::offer::Entity", from = "Column::OfferId", to = "super::offer::Column::Id")]
    Offer,
    /// `notification_id`.
    #[sea_orm(
        belongs_to = "super::notification::Entity",
        from = "Column::NotificationId",
        to = "super::notification::Column::Id"
    )]
    Notification,
}

impl ActiveModelBehavior for ActiveModel {}
