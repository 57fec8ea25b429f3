//! The texts of mails: `templates/mail/NAME.LANGUAGE.txt`, whose first line is the subject.
//!
//! A variable that the template names and the content lacks stops the mail, rather than leaving a hole in it; a test holds
//! each template to exactly the fields of its content, in both languages.

use crate::mail::content::Content;
use anyhow::{Context as _, anyhow};
use chrono::{DateTime, NaiveDate, Utc};
use domain::locale::Locale;
use domain::mail::{day, moment};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};
use rust_embed::RustEmbed;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::LazyLock;

/// What begins a template.
const SUBJECT: &str = "Subject: ";

/// The files, in the program itself.
#[derive(RustEmbed)]
#[folder = "templates/mail"]
struct Texts;

/// A mail's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// One line.
    pub(super) subject: String,
    /// Plain text.
    pub(super) body: String,
}

/// The words of a mail, in a language.
///
/// # Errors
/// The template does not fit its content: a mistake of ours, which a test looks for.
pub(super) fn words(content: &Content, locale: Locale) -> anyhow::Result<Words> {
    let written = serde_json::to_value(content)?;
    let variables = written.get("variables").ok_or_else(|| anyhow!("a content without variables"))?;
    let environment = environment(locale).as_ref().map_err(|error| anyhow!("{error:#}"))?;
    let template = environment.get_template(&file(content.template(), locale))?;
    let text = template.render(Value::from(Serde(variables)))?;
    let (first, body) = text.split_once('\n').context("a template of one line")?;
    let subject = first.strip_prefix(SUBJECT).context("a template without a subject")?;
    Ok(Words { subject: one_line(subject), body: format!("{}\n\n-- \nTremplin\n", body.trim()) })
}

/// The name of a template's file.
fn file(template: &str, locale: Locale) -> String {
    let language = match locale {
        Locale::Fr => "fr",
        Locale::En => "en",
    };
    format!("{template}.{language}.txt")
}

/// What people write may hold line breaks; a subject does not.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The templates of a language, with its way of writing days and moments.
fn environment(locale: Locale) -> &'static anyhow::Result<Environment<'static>> {
    static FRENCH: LazyLock<anyhow::Result<Environment<'static>>> = LazyLock::new(|| read(Locale::Fr));
    static ENGLISH: LazyLock<anyhow::Result<Environment<'static>>> = LazyLock::new(|| read(Locale::En));
    match locale {
        Locale::Fr => &FRENCH,
        Locale::En => &ENGLISH,
    }
}

fn read(locale: Locale) -> anyhow::Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("day", move |text: &str| written::<NaiveDate>(text, |at| day(at, locale)));
    environment
        .add_filter("moment", move |text: &str| written::<DateTime<Utc>>(text, |at| moment(at, locale)));
    for name in Texts::iter() {
        let file = Texts::get(&name).context("an embedded file")?;
        let text = String::from_utf8(file.data.into_owned()).with_context(|| name.to_string())?;
        environment.add_template_owned(name.to_string(), text).with_context(|| name.to_string())?;
    }
    Ok(environment)
}

fn written<T: FromStr<Err: Display>>(
    text: &str,
    write: impl Fn(T) -> String,
) -> Result<String, minijinja::Error> {
    let read = text.parse().map(write);
    read.map_err(|error| minijinja::Error::new(ErrorKind::InvalidOperation, format!("{text}: {error}")))
}

#[cfg(test)]
mod tests;
