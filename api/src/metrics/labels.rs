//! The labels of series. Each has few values, all known to this program.

use prometheus_client::encoding::EncodeLabelSet;
use std::sync::Arc;

/// An operation of the list, or `other`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Named {
    pub(super) operation: Arc<str>,
}

/// An operation, and how it went: an [`Outcome`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Answered {
    pub(super) operation: Arc<str>,
    pub(super) outcome: &'static str,
}

/// A code of an error or refusal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Coded {
    pub(super) code: String,
}

/// A kind of statement or of document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Sort {
    pub(super) kind: &'static str,
}

/// A kind of document, and what became of a question about it: a [`SearchOutcome`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Asked {
    pub(super) kind: &'static str,
    pub(super) outcome: &'static str,
}

/// A job. Not called `job`, which Prometheus calls what it scrapes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Job {
    pub(super) name: String,
}

/// A pool: `read` or `write`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Pool {
    pub(super) pool: &'static str,
}

/// A pool and the state of its connections: `used` or `idle`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Pooled {
    pub(super) pool: &'static str,
    pub(super) state: &'static str,
}

/// What is running.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Build {
    pub(super) version: &'static str,
    pub(super) database: &'static str,
    pub(super) engine: &'static str,
}

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Outcome {
    /// Executed without a top-level error.
    Ok,
    /// Executed, with an error of the asker's making.
    Errors,
    /// Not executed: the request, the document or the token was refused.
    Refused,
    /// A fault of ours, or out of time.
    Failed,
    /// The client went away before the answer.
    Abandoned,
}

/// What became of a question to the search engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum SearchOutcome {
    /// It answered.
    Answered,
    /// It was down, late, or refused.
    Failed,
    /// It was not asked: it failed a moment ago, or its indexes are not complete. SQL answered.
    Skipped,
}

/// The kinds of statements.
pub(super) const STATEMENTS: [&str; 5] = ["select", "insert", "update", "delete", "other"];

/// The kind of a statement, by its first word.
pub(super) fn statement(sql: &str) -> Sort {
    let word = sql.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let kind = match word {
        // A statement that begins `WITH` reads, in this program.
        _ if word.eq_ignore_ascii_case("with") => "select",
        _ => STATEMENTS.into_iter().find(|kind| word.eq_ignore_ascii_case(kind)).unwrap_or("other"),
    };
    Sort { kind }
}
