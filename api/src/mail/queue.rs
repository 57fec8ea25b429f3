//! Queueing mails, in the transaction of what they tell of: either both are there, or neither.

use crate::context::Context;
use crate::error::Error;
use crate::mail::content::Content;
use crate::mail::letter;
use chrono::{DateTime, Utc};
use domain::locale::Locale;
use domain::mail::MailState;
use entity::Stored;
use entity::mail_outbox::{ActiveModel, Column, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, TryInsertResult};
use uuid::Uuid;

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A person of the platform: address, name and language are those of the account when the mail is sent.
    Account(Uuid),
    /// Somebody without an account.
    Address {
        /// The address.
        email: String,
        /// The name.
        name: String,
        /// The language.
        locale: Locale,
    },
}

/// A mail to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: Recipient,
    /// What it says.
    pub content: Content,
    /// What it is about, in one word for programs, such as `step:ID:2027-03-01`. Of mails with one key the first is
    /// queued, and the others never are: put into it whatever makes a second mail wanted.
    pub key: String,
    /// After this nobody wants it any more, and it is not sent.
    pub not_after: Option<DateTime<Utc>>,
}

/// Queues a mail in the caller's transaction; answers whether there was none with its key. The worker sends it within a
/// second or so of the commit.
///
/// # Errors
/// The database does not answer: the caller's change fails with it.
pub async fn queue(context: &Context, tx: &impl ConnectionTrait, mail: Mail) -> Result<bool, Error> {
    let row = row(context, mail)?;
    let known = OnConflict::column(Column::DedupKey).do_nothing().to_owned();
    let queued = Entity::insert(row).on_conflict(known).try_insert().exec_without_returning(tx).await?;
    Ok(matches!(queued, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Queues a mail for each notification, given with the account it is for; nothing where the configuration says so.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn notifications(
    context: &Context,
    db: &impl ConnectionTrait,
    told: impl IntoIterator<Item = (Uuid, Uuid)>,
) -> Result<(), Error> {
    if !context.config.mail.notifications {
        return Ok(());
    }
    let mail = |(notification, account)| Mail {
        to: Recipient::Account(account),
        content: Content::Notification { notification },
        key: format!("notification:{notification}"),
        not_after: None,
    };
    let rows = told.into_iter().map(|told| row(context, mail(told))).collect::<Result<Vec<_>, _>>()?;
    // A statement binds 32,766 values at most on SQLite: sixteen a row.
    for chunk in rows.chunks(1_000) {
        Entity::insert_many(chunk.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}

fn row(context: &Context, mail: Mail) -> Result<ActiveModel, Error> {
    let (id, now) = (context.new_id(), context.now());
    let mut written = serde_json::to_value(&mail.content).map_err(Error::internal)?;
    let (account, address, name, locale) = match mail.to {
        Recipient::Account(account) => (Some(account), None, None, None),
        Recipient::Address { email, name, locale } => (None, Some(email), Some(name), Some(Stored(locale))),
    };
    Ok(ActiveModel {
        id: Set(id),
        account_id: Set(account),
        address: Set(address),
        name: Set(name),
        locale: Set(locale),
        template: Set(mail.content.template().to_owned()),
        variables: Set(written["variables"].take().to_string()),
        state: Set(Stored(MailState::Waiting)),
        attempts: Set(0),
        due_at: Set(now),
        not_after: Set(mail.not_after),
        last_error: Set(None),
        message_id: Set(letter::message_id(&context.config.mail, id)),
        dedup_key: Set(mail.key),
        sent_at: Set(None),
        created_at: Set(now),
    })
}
