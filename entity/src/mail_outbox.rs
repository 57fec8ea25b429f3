//! A mail that is to be sent, and what became of it.

use crate::Stored;
use domain::locale::Locale;
use domain::mail::MailState;
use sea_orm::entity::prelude::*;

/// A mail that is to be sent, and what became of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_outbox")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// To whom, where it is a person of the platform: address, name and language are the account's when it is sent.
    pub account_id: Option<Uuid>,
    /// To which address, where it is nobody's account.
    pub address: Option<String>,
    /// The name that goes with the address.
    pub name: Option<String>,
    /// The language, where it is nobody's account.
    pub locale: Option<Stored<Locale>>,
    /// Which template.
    pub template: String,
    /// What the template is filled with, as JSON; `{}` once it was sent.
    pub variables: String,
    /// Where it stands.
    pub state: Stored<MailState>,
    /// Times that it was handed over, or tried to be.
    pub attempts: i32,
    /// When to send it (again); while it is being sent, when whoever sends it is taken for dead.
    pub due_at: DateTimeUtc,
    /// After this nobody wants it any more.
    pub not_after: Option<DateTimeUtc>,
    /// What the last failed try was answered.
    pub last_error: Option<String>,
    /// The header of that name, without its angle brackets: the same for every try.
    pub message_id: String,
    /// Of two mails with one key the second is not queued.
    pub dedup_key: String,
    /// When it was handed over.
    pub sent_at: Option<DateTimeUtc>,
    /// When it was queued.
    pub created_at: DateTimeUtc,
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
