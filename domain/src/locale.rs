//! The two languages of the product, and texts in both.

use strum::{Display, EnumIter, EnumString, VariantArray};

/// A language that the product speaks; French unless asked otherwise.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Display,
    EnumString,
    EnumIter,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Locale {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// The language that an `Accept-Language` header prefers among ours.
    ///
    /// The highest weight wins, the first of equals; what is malformed is passed over; `*` stands for French.
    /// Without an acceptable language of ours the answer is French all the same, for an answer there must be.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(Self, u16)> = None;
        for (locale, weight) in header.split(',').filter_map(preference) {
            if weight > best.map_or(0, |(_, most)| most) {
                best = Some((locale, weight));
            }
        }
        best.map(|(locale, _)| locale).unwrap_or_default()
    }

    /// The language's tag (ISO 639-1), for a `lang` attribute or a `Content-Language` header.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

/// One item of the header, `en-GB;q=0.8`: the language, if it is ours, and its weight in thousandths.
fn preference(item: &str) -> Option<(Locale, u16)> {
    let mut parts = item.split(';').map(str::trim);
    let range = parts.next()?.to_ascii_lowercase();
    let locale = match range.split('-').next()? {
        "fr" | "*" => Locale::Fr,
        "en" => Locale::En,
        _ => return None,
    };
    let weight = match parts.next() {
        None => 1000,
        Some(parameter) => thousandths(parameter.strip_prefix("q=").or(parameter.strip_prefix("Q="))?)?,
    };
    Some((locale, weight))
}

/// A weight between 0 and 1 with at most three decimals (RFC 9110, 12.4.2), in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let is_weight =
        matches!(whole, "0" | "1") && decimals.len() <= 3 && decimals.bytes().all(|b| b.is_ascii_digit());
    let value = if is_weight { format!("{whole}{decimals:0<3}").parse().ok()? } else { return None };
    (value <= 1000).then_some(value)
}

/// A text of the product in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text {
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Text {
    /// The text in the given language.
    pub const fn in_locale(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fr => self.fr,
            Locale::En => self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    #[test]
    fn the_preferred_language_is_spoken() {
        let cases = [
            ("", Locale::Fr),
            ("en", Locale::En),
            ("fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7", Locale::Fr),
            ("en-GB, fr;q=0.9", Locale::En),
            ("de, en;q=0.3", Locale::En),
            ("fr;q=0.2, en;q=0.25", Locale::En),
            ("en;q=0, de", Locale::Fr),
            ("*, en;q=0.5", Locale::Fr),
            ("en;q=1.5, fr;q=0.1", Locale::Fr),
            ("en;level=1", Locale::Fr),
            ("EN ; Q=0.4", Locale::En),
        ];
        for (header, locale) in cases {
            assert_eq!(Locale::from_accept_language(header), locale, "{header}");
        }
    }

    #[test]
    fn a_text_is_given_in_the_language_asked() {
        let text = Text { fr: "oui", en: "yes" };
        assert_eq!((text.in_locale(Locale::Fr), text.in_locale(Locale::En)), ("oui", "yes"));
    }

    proptest! {
        #[test]
        fn no_header_crashes_it(header in any::<String>()) {
            let locale = Locale::from_accept_language(&header);
            assert!(locale == Locale::Fr || header.to_ascii_lowercase().contains("en"));
        }
    }
}
