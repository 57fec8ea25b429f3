//! A text in both languages that was read or made at run time.

use crate::locale::Locale;

/// A text in both languages. [`Text`](crate::locale::Text) is the program's own; this one comes from a file, or names what
/// somebody gave.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// The text in both languages.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// The text in the given language.
    #[must_use]
    pub fn in_locale(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}
