//! Letters: what a server and a reader get to see.

use super::letter::{To, domain, letter, message_id};
use super::template::Words;
use crate::config;
use chrono::{DateTime, Utc};
use uuid::Uuid;

fn config() -> config::Mail {
    config::Mail {
        from: "Écoles <desk@example.org>".to_owned(),
        reply_to: Some("help@example.org".to_owned()),
        ..config::Mail::default()
    }
}

fn written(to: &str, name: &str, subject: &str, body: &str) -> anyhow::Result<String> {
    let to = To { email: to.to_owned(), name: name.to_owned() };
    let words = Words { subject: subject.to_owned(), body: body.to_owned() };
    let id = message_id(&config(), Uuid::from_u128(7));
    let at: DateTime<Utc> = "2026-09-01T08:00:00.123456Z".parse()?;
    Ok(String::from_utf8(letter(&config(), &to, words, &id, at)?.formatted())?)
}

#[test]
fn a_letter_has_its_headers_and_is_the_same_each_time() {
    let one = written("ada@example.org", "Ada Exemple", "Sujet été", "Texte.").unwrap();
    assert_eq!(one, written("ada@example.org", "Ada Exemple", "Sujet été", "Texte.").unwrap());
    for header in [
        "To: \"Ada Exemple\" <ada@example.org>\r\n",
        "Reply-To: help@example.org\r\n",
        "Date: Tue, 01 Sep 2026 08:00:00 +0000\r\n",
        "Message-ID: <00000000000000000000000000000007@example.org>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
    ] {
        assert!(one.contains(header), "no {header:?} in {one}");
    }
    assert_eq!(domain(&config()), "example.org");
}

#[test]
fn nobody_adds_a_header() {
    let evil = "x\r\nBcc: victim@example.org\r\n\r\nAnother body";
    let one = written("ada@example.org", evil, evil, "Texte.").unwrap();
    let (head, _) = one.split_once("\r\n\r\n").unwrap();
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{one}");
    assert_eq!(head.lines().filter(|line| line.starts_with("To:")).count(), 1, "{one}");
}

#[test]
fn an_address_that_is_none_is_refused() {
    for address in
        ["", "ada", "ada@example.org\r\nBcc: x@example.org", "ada@example.org, bob@example.org", "<a@b>"]
    {
        assert!(written(address, "Ada", "s", "b").is_err(), "{address:?}");
    }
}

#[test]
fn a_name_may_be_anything() {
    for name in ["", "\"Ada\"", "Ada, Bob", "ada@example.org", "Zoë 🦀", "\0\u{7f}", "a\\b"] {
        let one = written("ada@example.org", name, "s", "b").unwrap();
        assert!(one.contains("ada@example.org") && !one.contains('\0'), "{one}");
    }
}
