//! A person who can sign in.

use crate::Stored;
use domain::locale::Locale;
use domain::role::Role;
use sea_orm::entity::prelude::*;

/// A person who can sign in.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Address as typed.
    pub email: String,
    /// Lower-case address: one account each.
    pub email_key: String,
    /// Name shown.
    pub name: String,
    /// Argon2id, in PHC format.
    pub password_hash: String,
    /// What the person is on the platform.
    pub role: Stored<Role>,
    /// Language of texts and mails.
    pub locale: Stored<Locale>,
    /// The school that staff belong to.
    pub school_id: Option<Uuid>,
    /// Made by `tremplin demo`.
    pub demo: bool,
    /// From when it cannot sign in.
    pub disabled_at: Option<DateTimeUtc>,
    /// When it came.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `school_id`.
    #[sea_orm(
        belongs_to = "super::school::Entity",
        from = "Column::SchoolId",
        to = "super::school::Column::Id"
    )]
    School,
}

impl Related<super::school::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::School.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
