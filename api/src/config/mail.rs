//! Section `[mail]`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

use super::problem::Complaint;
use super::{Secret, duration};

/// Where mails come from where nobody said so: an address that no server delivers from.
const NOBODY: &str = "Tremplin <no-reply@tremplin.example>";

/// Mails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// The server that takes mails; without one they are written into `folder`.
    pub url: Option<Secret>,
    /// Where mails are written as files when there is no server.
    pub folder: PathBuf,
    /// Whom mails come from: an address, alone or with a name.
    pub from: String,
    /// Where answers go, if not there.
    pub reply_to: Option<String>,
    /// Whether people are mailed what they are told on the platform.
    pub notifications: bool,
    /// The longest that handing over one mail may take: less than a mail is claimed for.
    #[serde(with = "duration")]
    pub timeout: Duration,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            url: None,
            folder: PathBuf::from("./var/mail"),
            from: NOBODY.to_owned(),
            reply_to: None,
            notifications: true,
            timeout: Duration::from_secs(60),
        }
    }
}

impl Mail {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        const MAILBOX: &str = "an address, alone or as in \"Career services <desk@example.org>\"";
        let timeout = humantime::format_duration(self.timeout);
        let reply_to = self.reply_to.as_deref().unwrap_or_default();
        [
            self.url.as_ref().and_then(|url| of_url(url.expose())),
            Complaint::unless(is_mailbox(&self.from), "mail.from", &self.from, MAILBOX),
            Complaint::unless(
                self.url.is_none() || self.from != NOBODY,
                "mail.from",
                &self.from,
                "the address that mails come from, since mail.url is set",
            ),
            Complaint::unless(
                self.reply_to.is_none() || is_mailbox(reply_to),
                "mail.reply_to",
                reply_to,
                MAILBOX,
            ),
            Complaint::unless(
                (Duration::from_secs(1)..=Duration::from_secs(180)).contains(&self.timeout),
                "mail.timeout",
                timeout,
                "1s to 3m",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn is_mailbox(text: &str) -> bool {
    !text.contains(char::is_control) && text.parse::<Mailbox>().is_ok()
}

/// A password must not cross a network in the clear.
fn of_url(url: &str) -> Option<Complaint> {
    let complain = |expected| Complaint::unless(false, "mail.url", "", expected);
    let forms = "smtps://USER:PASSWORD@HOST, smtp://USER:PASSWORD@HOST:587?tls=required or smtp://HOST:25";
    let Some((scheme @ ("smtp" | "smtps"), rest)) = url.split_once("://") else { return complain(forms) };
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = place.split('/').next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if host.is_empty() || !matches!(query, "" | "tls=required" | "tls=opportunistic") {
        return complain(forms);
    }
    let safe = scheme == "smtps" || query == "tls=required" || is_this_machine(host);
    if !user.is_empty() && !safe {
        return complain(
            "smtps:// or ?tls=required, since it holds a password and the server is another machine",
        );
    }
    None
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
