//! What a row of the outbox says when it is sent: to whom, in which language, with which words.

use crate::context::Context;
use crate::mail::content::Content;
use crate::mail::letter::{self, To};
use crate::mail::template;
use crate::worker::Failure;
use domain::locale::Locale;
use domain::notification::{Named, sentence};
use entity::{account, company, mail_outbox, notification, offer};
use lettre::Message;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

/// What is to be done with a row.
pub(super) enum Resolved {
    /// This is to be handed over.
    Letter(Box<Message>),
    /// What it tells of, or whom, is gone; or it is of a demo, whose people do not exist.
    Gone,
    /// No mail can be made of it: why, for whoever looks.
    Faulty(String),
}

/// Reads what a row stands for now.
///
/// # Errors
/// The database does not answer.
pub(super) async fn resolve(context: &Context, row: &mail_outbox::Model) -> Result<Resolved, Failure> {
    let content = match content(row) {
        Ok(content) => content,
        Err(error) => return Ok(Resolved::Faulty(format!("it cannot be read: {error}"))),
    };
    let Some((to, locale, demo)) = recipient(context, row).await? else { return Ok(Resolved::Gone) };
    // Nobody reads the mails of a demo but whoever looks into the folder.
    if demo && (context.config.mail.url.is_some() || matches!(content, Content::Notification { .. })) {
        return Ok(Resolved::Gone);
    }
    let content = match content {
        Content::Notification { notification } => {
            let Some(told) = told(context, notification, &to.name, locale).await? else {
                return Ok(Resolved::Gone);
            };
            told
        }
        content => content,
    };
    let made = template::words(&content, locale)
        .and_then(|words| letter::letter(&context.config.mail, &to, words, &row.message_id, row.created_at));
    Ok(made.map_or_else(
        |error| Resolved::Faulty(format!("{error:#}")),
        |letter| Resolved::Letter(Box::new(letter)),
    ))
}

fn content(row: &mail_outbox::Model) -> serde_json::Result<Content> {
    let variables: Value = serde_json::from_str(&row.variables)?;
    serde_json::from_value(json!({ "template": row.template, "variables": variables }))
}

/// To whom, in which language, and whether that is a demo's.
async fn recipient(
    context: &Context,
    row: &mail_outbox::Model,
) -> Result<Option<(To, Locale, bool)>, Failure> {
    let Some(id) = row.account_id else {
        let email = row.address.clone().unwrap_or_default();
        let to = To { email, name: row.name.clone().unwrap_or_default() };
        return Ok(Some((to, row.locale.map_or(Locale::Fr, |locale| locale.0), false)));
    };
    let account = account::Entity::find_by_id(id).one(&context.db.read).await?;
    let able = account.filter(|account| account.disabled_at.is_none());
    Ok(able.map(|account| (To { email: account.email, name: account.name }, account.locale.0, account.demo)))
}

/// What a notification says, to whom it is for.
async fn told(context: &Context, id: Uuid, person: &str, locale: Locale) -> Result<Option<Content>, Failure> {
    let Some(row) = notification::Entity::find_by_id(id).one(&context.db.read).await? else {
        return Ok(None);
    };
    let offer = match row.offer_id {
        Some(offer) => offer::Entity::find_by_id(offer).one(&context.db.read).await?,
        None => None,
    };
    let company = match row.company_id.or(offer.as_ref().map(|offer| offer.company_id)) {
        Some(company) => company::Entity::find_by_id(company).one(&context.db.read).await?,
        None => None,
    };
    let named = Named { offer: offer.map(|row| row.title), company: company.map(|row| row.name) };
    Ok(Some(Content::Told {
        person: person.to_owned(),
        sentence: sentence(row.kind.0, &named, locale),
        reason: row.reason,
        link: context.config.server.address(),
    }))
}
