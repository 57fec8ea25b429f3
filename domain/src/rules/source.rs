//! Where a rule comes from, and texts in both languages that may be read from a file.

pub(super) mod cited;
#[cfg(test)]
mod tests;

use crate::locale::{Locale, Text};
use serde::Deserialize;
use std::borrow::Cow;

/// A text in both languages, of the program or of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In French.
    pub fr: Cow<'static, str>,
    /// In English.
    pub en: Cow<'static, str>,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What is cited, in French.
    pub fr: Cow<'static, str>,
    /// What is cited, in English.
    pub en: Cow<'static, str>,
    /// Whether it is not, or not all, in the schools' documents, but of public sources or general knowledge: a school has it
    /// reviewed before it relies on it.
    pub external: bool,
}

impl Words {
    /// Texts that were put together.
    pub(super) fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: Cow::Owned(fr.into()), en: Cow::Owned(en.into()) }
    }

    /// The text in a language.
    #[must_use]
    pub fn in_locale(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self { fr: Cow::Borrowed(text.fr), en: Cow::Borrowed(text.en) }
    }
}

impl Source {
    /// Something that a school's document or the law it cites says.
    const fn of_documents(fr: &'static str, en: &'static str) -> Self {
        Self { fr: Cow::Borrowed(fr), en: Cow::Borrowed(en), external: false }
    }

    /// Something that they do not say.
    const fn external(fr: &'static str, en: &'static str) -> Self {
        Self { fr: Cow::Borrowed(fr), en: Cow::Borrowed(en), external: true }
    }

    /// What is cited, in a language.
    #[must_use]
    pub fn in_locale(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}
