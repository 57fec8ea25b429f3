//! Files: what they belong to, what they are, and the names that they are given.

use crate::locale::Locale;
use strum::{Display, EnumString, VariantArray};

/// What sort of thing a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FileSubject {
    /// An application.
    Application,
    /// A contract: what its steps ask for.
    Contract,
    /// A paper of a contract, as it was issued.
    Document,
    /// A scan of a paper that was signed by hand.
    DocumentScan,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FileKind {
    /// A curriculum vitae.
    Cv,
    /// A cover letter.
    Letter,
    /// Something else that goes with an application: marks, a portfolio.
    Other,
}

impl FileKind {
    /// What it is called where nobody gave it a title.
    #[must_use]
    pub fn title(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Cv, _) => "CV",
            (Self::Letter, Locale::Fr) => "Lettre",
            (Self::Letter, Locale::En) => "Letter",
            (Self::Other, Locale::Fr) => "Document",
            (Self::Other, Locale::En) => "Document",
        }
    }
}

/// Files that an application has at most.
pub const MOST_OF_APPLICATION: u64 = 10;
/// Files that the steps of a contract have at most.
pub const MOST_OF_CONTRACT: u64 = 100;
/// Characters of a title at most.
pub const LONGEST_TITLE: usize = 100;

/// The name that a file is saved under: the title without what file systems, shells and headers take for something else,
/// and the extension of its type.
#[must_use]
pub fn name(title: &str, extension: &str) -> String {
    let kept = title.chars().map(|c| if is_plain(c) { c } else { ' ' });
    let words: String = kept.collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    // A leading dot hides a file, a trailing one is dropped by some systems.
    let stem: String = words.trim_matches(['.', ' ', '-']).chars().take(LONGEST_TITLE).collect();
    let suffix = format!(".{extension}");
    let stem = stem.strip_suffix(suffix.as_str()).unwrap_or(&stem).trim_end();
    let stem = if stem.is_empty() { "document" } else { stem };
    format!("{stem}{suffix}")
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '(' | ')' | '\'' | '’' | '+' | '&')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn names_are_of_one_folder_and_one_line() {
        let cases = [
            ("CV", "CV.pdf"),
            ("Lettre de motivation – Été 2027", "Lettre de motivation Été 2027.pdf"),
            ("../../etc/passwd", "etc passwd.pdf"),
            ("a\r\nSet-Cookie: x", "a Set-Cookie x.pdf"),
            ("cv.pdf", "cv.pdf"),
            ("\"quoted\"; filename=x", "quoted filename x.pdf"),
            ("", "document.pdf"),
            ("...", "document.pdf"),
            ("\u{202e}fdp.exe", "fdp.exe.pdf"),
        ];
        for (title, expected) in cases {
            assert_eq!(name(title, "pdf"), expected, "{title:?}");
        }
    }

    proptest! {
        #[test]
        fn no_title_makes_a_name_that_is_none(title in ".{0,300}") {
            let name = name(&title, "png");
            prop_assert!(name.ends_with(".png") && name.len() > 4 && name.chars().count() <= LONGEST_TITLE + 4);
            prop_assert!(!name.starts_with('.') && !name.contains(['/', '\\', '"', '\n', '\r', '\0', ';', ':']));
            prop_assert!(!name.chars().any(char::is_control));
        }
    }
}
