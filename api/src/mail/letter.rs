//! A mail as it travels: its headers and its text. The same row gives the same bytes, however often it is made.

use crate::config;
use crate::mail::template::Words;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// Who gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct To {
    /// The address.
    pub(super) email: String,
    /// The name.
    pub(super) name: String,
}

/// The `Message-ID` of a row, without its angle brackets: made of the row's id, so that every try bears the same.
pub(super) fn message_id(config: &config::Mail, id: Uuid) -> String {
    format!("{}@{}", id.simple(), domain(config))
}

/// The domain that mails come from.
pub(super) fn domain(config: &config::Mail) -> String {
    let from = config.from.parse::<Mailbox>();
    from.map_or_else(|_| "localhost".to_owned(), |from| from.email.domain().to_owned())
}

/// Puts a mail together. What people wrote cannot add a header: the library encodes values, and line breaks in names are
/// taken out here.
///
/// # Errors
/// The address is none.
pub(super) fn letter(
    config: &config::Mail,
    to: &To,
    words: Words,
    message_id: &str,
    created_at: DateTime<Utc>,
) -> anyhow::Result<Message> {
    let address = to.email.parse().context("the address is none")?;
    let name: String = to.name.chars().filter(|c| !c.is_control()).collect();
    let name = Some(name).filter(|name| !name.trim().is_empty());
    let seconds = u64::try_from(created_at.timestamp()).unwrap_or_default();
    let mut builder = Message::builder()
        .from(config.from.parse().context("mail.from")?)
        .to(Mailbox::new(name, address))
        .subject(words.subject)
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .message_id(Some(format!("<{message_id}>")))
        // RFC 3834: nobody's holiday notice answers it.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .header(ContentType::TEXT_PLAIN);
    if let Some(reply_to) = &config.reply_to {
        builder = builder.reply_to(reply_to.parse().context("mail.reply_to")?);
    }
    Ok(builder.body(words.body)?)
}

#[cfg(test)]
mod tests {
    use domain::mail::is_address;
    use lettre::Address;

    /// Every ASCII sign at every place of an address: what is taken from people, a mail can be made to.
    #[test]
    fn what_is_taken_as_an_address_is_one_that_mails_are_made_to() {
        let places = [
            "{}",
            "{}a@b.cd",
            "a{}@b.cd",
            "a{}b@c.de",
            "a{}{}b@c.de",
            "a@{}b.cd",
            "a@b{}.cd",
            "a@b{}c.de",
            "a@b.cd{}",
        ];
        let mut taken = 0;
        for sign in (0..=127_u8).map(char::from).chain(['é', '\u{200b}']) {
            for place in places {
                let address = place.replace("{}", &sign.to_string());
                if is_address(&address) {
                    assert!(address.parse::<Address>().is_ok(), "{address:?}");
                    taken += 1;
                }
            }
        }
        assert!(taken > 400, "{taken}");
        let long =
            [format!("{}@b.cd", "a".repeat(64)), format!("a@{}.{}.cd", "b".repeat(63), "c".repeat(63))];
        for address in long {
            assert!(is_address(&address) && address.parse::<Address>().is_ok(), "{address}");
        }
    }
}
