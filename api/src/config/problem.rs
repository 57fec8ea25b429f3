//! What is told to an operator whose configuration cannot be used.

use std::fmt;

use figment::Figment;
use figment::error::Kind;

/// The keys whose values are never shown, not even to explain what is wrong with them.
const SECRETS: [&str; 3] = ["database.url", "search.api_key", "mail.url"];

/// A value of the right type that cannot be used: its key, what it is and what was expected.
#[derive(Debug, Clone)]
pub(super) struct Complaint {
    pub(super) key: &'static str,
    pub(super) found: String,
    pub(super) expected: &'static str,
}

impl Complaint {
    /// The complaint about `key`, or none when `good`.
    pub(super) fn unless(
        good: bool,
        key: &'static str,
        found: impl fmt::Display,
        expected: &'static str,
    ) -> Option<Self> {
        (!good).then(|| Self { key, found: format!("`{found}`"), expected })
    }
}

/// One thing that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The key, as `section.key`; empty when a whole file cannot be read.
    pub key: String,
    /// What is wrong: what was expected, and what was found unless it is a secret.
    pub message: String,
    /// The file or environment variable that it came from.
    pub origin: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{} (from {})", self.message, self.origin)
    }
}

/// A configuration that cannot be used, with everything found to be wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// At least one problem.
    pub problems: Vec<Problem>,
}

impl std::error::Error for ConfigError {}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used:")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl ConfigError {
    pub(super) fn one(key: &str, message: String, origin: impl Into<String>) -> Self {
        Self { problems: vec![Problem { key: key.to_owned(), message, origin: origin.into() }] }
    }

    pub(super) fn from_figment(error: figment::Error, figment: &Figment) -> Self {
        let problems = error.into_iter().map(|one| problem(one, figment)).collect();
        Self { problems }
    }

    pub(super) fn from_complaints(complaints: Vec<Complaint>, figment: &Figment) -> Self {
        let problems = complaints.into_iter().map(|Complaint { key, found, expected }| Problem {
            message: explain(key, &found, expected),
            origin: origin(key, figment),
            key: key.to_owned(),
        });
        Self { problems: problems.collect() }
    }
}

fn problem(error: figment::Error, figment: &Figment) -> Problem {
    let mut path = error.path.clone();
    if let Kind::UnknownField(field, _) = &error.kind
        && path.last() != Some(field)
    {
        path.push(field.clone());
    }
    let key = path.join(".");
    let origin = match &error.metadata {
        Some(metadata) if figment.find_metadata(&key).is_none() => named(metadata),
        _ => origin(&key, figment),
    };
    Problem { message: message(&key, error.kind), origin, key }
}

fn message(key: &str, kind: Kind) -> String {
    match kind {
        Kind::UnknownField(_, known) => format!("unknown key; known here: {}", known.join(", ")),
        Kind::UnknownVariant(found, known) => {
            explain(key, &format!("`{found}`"), &format!("one of {}", known.join(", ")))
        }
        Kind::InvalidType(found, expected) | Kind::InvalidValue(found, expected) => {
            explain(key, &found.to_string(), plain(&expected))
        }
        other => other.to_string(),
    }
}

fn explain(key: &str, found: &str, expected: &str) -> String {
    if SECRETS.contains(&key) {
        format!("expected {expected} (the value is not shown, for it may hold a secret)")
    } else {
        format!("expected {expected}, found {found}")
    }
}

/// The names of Rust's integers, in the words of who writes the file.
fn plain(expected: &str) -> &str {
    match expected {
        "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        other => other,
    }
}

fn origin(key: &str, figment: &Figment) -> String {
    figment.find_metadata(key).map_or_else(|| "the defaults".to_owned(), named)
}

fn named(metadata: &figment::Metadata) -> String {
    metadata.source.as_ref().map_or_else(|| metadata.name.to_string(), ToString::to_string)
}
