//! A search of offers that a person keeps.

use crate::Stored;
use domain::alert::AlertFrequency;
use sea_orm::entity::prelude::*;

/// A search of offers that a person keeps.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_search")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is.
    pub account_id: Uuid,
    /// What the person calls it.
    pub name: String,
    /// What was typed; empty where nothing was.
    pub query: String,
    /// The filter as JSON, with its version.
    pub filter: String,
    /// When the person is told of what it finds.
    pub frequency: Stored<AlertFrequency>,
    /// Offers published after this are new to it.
    pub since: DateTimeUtc,
    /// When the person was last told of a day's offers.
    pub digested_at: Option<DateTimeUtc>,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
