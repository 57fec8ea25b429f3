//! What becomes of a mail, and when one that could not be sent is tried again.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use strum::{Display, EnumString, VariantArray};

use crate::locale::Locale;

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MailState {
    /// To be sent.
    Waiting,
    /// Being handed over; or it was, and whoever did so died before saying how it went.
    Sending,
    /// Handed over.
    Sent,
    /// Set aside: the server refused it for good, or did not take it in [`MOST_TRIES`].
    Refused,
    /// Not sent before nobody wanted it any more.
    Expired,
}

/// Tries before a mail is set aside: five days of them, for RFC 5321, section 4.5.4.1, has senders give up after four or
/// five.
pub const MOST_TRIES: i32 = 246;

/// The longest wait between two tries: RFC 5321, section 4.5.4.1, names half an hour.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(30);

/// How long to wait after so many failed tries: half a minute, then twice as long each time, up to half an hour. The first
/// waits are short, for codes are good for minutes.
#[must_use]
pub fn wait_after(tries: i32) -> TimeDelta {
    let doublings = tries.saturating_sub(1).clamp(0, 10).unsigned_abs();
    std::cmp::min(TimeDelta::seconds(30) * 2_i32.pow(doublings), LONGEST_WAIT)
}

/// A day as people write it: `3 mars 2027`, `3 March 2027`.
#[must_use]
pub fn day(day: NaiveDate, locale: Locale) -> String {
    use chrono::Datelike;
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (months, first) = match locale {
        Locale::Fr => (FR, "1er"),
        Locale::En => (EN, "1"),
    };
    let month = usize::try_from(day.month0()).ok().and_then(|month| months.get(month)).unwrap_or(&"");
    let number = if day.day() == 1 { first.to_owned() } else { day.day().to_string() };
    format!("{number} {month} {}", day.year())
}

/// A moment as people in Paris write it: `3 mars 2027 à 14:05 (heure de Paris)`.
#[must_use]
pub fn moment(at: DateTime<Utc>, locale: Locale) -> String {
    let paris = crate::alert::in_paris(at);
    let (day, time) = (day(paris.date(), locale), paris.format("%H:%M"));
    match locale {
        Locale::Fr => format!("{day} à {time} (heure de Paris)"),
        Locale::En => format!("{day} at {time} (Paris time)"),
    }
}

/// Whether mail can be sent to an address that somebody gave: `local@host`, as RFC 5321, section 4.1.2, writes it, with a dotted
/// host, in ASCII, and neither quoted names nor numbers for hosts. Stricter than what mails are made by, so that nothing is
/// kept that no mail can go to; whether anybody reads it, only mail tells.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let atom = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || SIGNS.contains(&byte))
    };
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let lettered = |part: &str| part.bytes().any(|byte| byte.is_ascii_alphabetic());
    let hosted =
        host.contains('.') && host.split('.').all(label) && host.rsplit('.').next().is_some_and(lettered);
    text.len() <= 254 && local.len() <= 64 && local.split('.').all(atom) && hosted
}

/// What stands in a local part beside letters and digits (RFC 5322, section 3.2.3).
const SIGNS: &[u8] = b"!#$%&'*+-/=?^_`{|}~";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_that_mail_can_go_to() {
        for good in ["a@b.cd", "Jeanne.Dupont+tremplin@mail-1.example.org", "o'neill@example.org", "1@2.com"]
        {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@",
            "a@b",
            "@b.cd",
            "a@",
            "a@.cd",
            "a@b..cd",
            "a@b.cd.",
            "a,b@c.de",
            "<a@b.cd>",
            "a b@c.de",
            "a@b c.de",
            ".a@b.cd",
            "a.@b.cd",
            "a..b@c.de",
            "a@b@c.de",
            "a@-b.cd",
            "a@b-.cd",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "\"a\"@b.cd",
            "é@b.cd",
            "a@é.fr",
            "a@b.cd\n",
            " a@b.cd",
            "a@b_c.de",
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
        assert!(
            is_address(&format!("{}@b.cd", "a".repeat(64)))
                && !is_address(&format!("{}@b.cd", "a".repeat(65)))
        );
        assert!(!is_address(&format!("a@{}cd", "abcdefghi.".repeat(26))));
    }

    #[test]
    fn waits_grow_to_half_an_hour() {
        let waits = [1, 2, 3, 7, 100, i32::MAX].map(|tries| wait_after(tries).num_seconds());
        assert_eq!(waits, [30, 60, 120, 1800, 1800, 1800]);
        let all: TimeDelta = (1..MOST_TRIES).map(wait_after).sum();
        assert_eq!(all.num_days(), 5);
    }

    #[test]
    fn days_and_moments_are_written_as_people_write_them() {
        let first = NaiveDate::from_ymd_opt(2027, 8, 1).unwrap();
        assert_eq!(day(first, Locale::Fr), "1er août 2027");
        assert_eq!(day(first, Locale::En), "1 August 2027");
        let late: DateTime<Utc> = "2026-12-31T23:30:00Z".parse().unwrap();
        assert_eq!(moment(late, Locale::Fr), "1er janvier 2027 à 00:30 (heure de Paris)");
        let summer: DateTime<Utc> = "2026-07-14T12:05:00Z".parse().unwrap();
        assert_eq!(moment(summer, Locale::En), "14 July 2026 at 14:05 (Paris time)");
    }
}
