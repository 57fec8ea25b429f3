//! What happened to an offer: who, when, why.

use crate::Stored;
use domain::offer::OfferAction;
use domain::offer::OfferStatus;
use sea_orm::entity::prelude::*;

/// What happened to an offer: who, when, why.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Offer.
    pub offer_id: Uuid,
    /// What was done.
    pub action: Stored<OfferAction>,
    /// State before; `None` at creation.
    pub from_status: Option<Stored<OfferStatus>>,
    /// State after.
    pub to_status: Stored<OfferStatus>,
    /// The account; `None` is the platform itself.
    pub actor_id: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `offer_id`.
    #[sea_orm(belongs_to = "super::offer::Entity", from = "Column::OfferId", to = "super::offer::Column::Id")]
    Offer,
    /// `actor_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::ActorId",
        to = "super::account::Column::Id"
    )]
    Actor,
}

impl Related<super::offer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Offer.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Actor.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
