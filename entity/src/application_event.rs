//! What happened to an application: who, when, why.

use crate::Stored;
use domain::application::ApplicationAction;
use domain::application::ApplicationStatus;
use sea_orm::entity::prelude::*;

/// What happened to an application: who, when, why.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "application_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Application.
    pub application_id: Uuid,
    /// What was done.
    pub action: Stored<ApplicationAction>,
    /// State before; `None` at creation.
    pub from_status: Option<Stored<ApplicationStatus>>,
    /// State after.
    pub to_status: Stored<ApplicationStatus>,
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
    /// `application_id`.
    #[sea_orm(
        belongs_to = "super::application::Entity",
        from = "Column::ApplicationId",
        to = "super::application::Column::Id"
    )]
    Application,
    /// `actor_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::ActorId",
        to = "super::account::Column::Id"
    )]
    Actor,
}

impl Related<super::application::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Application.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Actor.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
