//! What is wrong with a procedure's file, and where.

use crate::procedure::words::Words;
use std::fmt;
use std::ops::Range;

/// A part of the text, in bytes.
pub(super) type Span = Range<usize>;

/// Something that is wrong with a procedure's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong, and what would be accepted.
    pub message: Words,
}

impl fmt::Display for Problem {
    /// `file:line:column: message`, as compilers say it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message.en)
    }
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Faults(Vec<(Span, Words)>);

impl Faults {
    /// Notes a fault.
    pub(super) fn add(&mut self, span: Span, message: Words) {
        self.0.push((span, message));
    }

    /// Notes that something else was expected.
    pub(super) fn expected(&mut self, span: Span, fr: &str, en: &str) {
        self.add(span, Words::new(format!("attendu : {fr}"), format!("expected {en}")));
    }

    /// Notes a name that is not known, with those that are.
    pub(super) fn unknown(&mut self, span: Span, what: (&str, &str), given: &str, accepted: &[String]) {
        let (fr, en) = what;
        let (none_fr, none_en) = ("aucun nom n'est possible ici", "none is possible here");
        let (in_fr, in_en) = if accepted.is_empty() {
            (none_fr.to_owned(), none_en.to_owned())
        } else {
            let names = accepted.join(", ");
            (format!("sont possibles : {names}"), format!("expected one of: {names}"))
        };
        self.add(
            span,
            Words::new(
                format!("{fr} : « {given} » n'existe pas ; {in_fr}"),
                format!("unknown {en} \"{given}\"; {in_en}"),
            ),
        );
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults in the order of the text, each where it is.
    pub(super) fn problems(mut self, file: &str, text: &str) -> Vec<Problem> {
        self.0.sort_by_key(|(span, _)| span.start);
        let located = |(span, message): (Span, Words)| {
            let (line, column) = position(text, span.start);
            Problem { file: file.to_owned(), line, column, message }
        };
        self.0.into_iter().map(located).collect()
    }
}

/// Line and column of a byte, both from 1; a column is a character.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
