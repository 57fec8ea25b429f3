//! What a step asks for.

use super::words::Words;
use crate::mail::is_address;
use crate::money::Cents;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Something to be given when a step is completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its key, unique in its step.
    pub key: String,
    /// For people.
    pub title: Words,
    /// What is accepted.
    pub kind: InputKind,
    /// Whether the step cannot be completed without.
    pub required: bool,
}

/// What an input accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    /// Some text, not blank.
    Text {
        /// At most so many characters.
        max_length: usize,
        /// At most so many words.
        max_words: Option<usize>,
    },
    /// A date.
    Date,
    /// An amount in euros, not negative.
    Money,
    /// Yes or no.
    Boolean,
    /// A whole number between two bounds, both included.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// One of these.
    Choice(Vec<Choice>),
    /// Somebody with a name and a mail address.
    Person,
    /// A file that was uploaded before.
    File,
}

/// One answer of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is kept.
    pub key: String,
    /// What people read.
    pub title: Words,
}

/// What was given, by the inputs' keys.
pub type Inputs = BTreeMap<String, Value>;

/// What was given for one input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Value {
    /// Some text.
    Text(String),
    /// A date.
    Date(NaiveDate),
    /// An amount.
    Money(Cents),
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Integer(i64),
    /// The key of one of the choices.
    Choice(String),
    /// Somebody.
    Person(Person),
    /// The id of an uploaded file.
    File(Uuid),
}

/// Somebody whom a step names: a tutor, a signatory, a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// First and last name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Their function in the company or the school.
    pub function: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

impl InputKind {
    /// Whether a value is accepted; otherwise what would be, for people.
    ///
    /// # Errors
    /// What is expected instead.
    pub fn check(&self, value: &Value) -> Result<(), Words> {
        let accepted = match (self, value) {
            (Self::Text { max_length, max_words }, Value::Text(text)) => {
                !text.trim().is_empty()
                    && text.chars().count() <= *max_length
                    && max_words.is_none_or(|most| text.split_whitespace().count() <= most)
            }
            (Self::Money, Value::Money(amount)) => amount.0 >= 0,
            (Self::Integer { min, max }, Value::Integer(number)) => (min..=max).contains(&number),
            (Self::Choice(choices), Value::Choice(key)) => choices.iter().any(|choice| choice.key == *key),
            (Self::Person, Value::Person(person)) => person.is_plausible(),
            (Self::Date, Value::Date(_))
            | (Self::Boolean, Value::Boolean(_))
            | (Self::File, Value::File(_)) => true,
            _ => false,
        };
        if accepted { Ok(()) } else { Err(self.expected()) }
    }

    /// Reads a value from a text: a date as 2026-09-01, an amount as 1466.62, a boolean as `true` or `false`, a choice
    /// by its key, a file by its id, a person as `Name <mail>`.
    ///
    /// # Errors
    /// What is expected instead.
    pub fn read(&self, text: &str) -> Result<Value, Words> {
        let value = match self {
            Self::Text { .. } => Some(Value::Text(text.to_owned())),
            Self::Date => text.parse().ok().map(Value::Date),
            Self::Money => text.parse().ok().map(Value::Money),
            Self::Boolean => text.parse().ok().map(Value::Boolean),
            Self::Integer { .. } => text.parse().ok().map(Value::Integer),
            Self::Choice(_) => Some(Value::Choice(text.to_owned())),
            Self::Person => Person::read(text).map(Value::Person),
            Self::File => text.parse().ok().map(Value::File),
        };
        let value = value.ok_or_else(|| self.expected())?;
        self.check(&value).map(|()| value)
    }

    /// What is accepted, for people.
    #[must_use]
    pub fn expected(&self) -> Words {
        match self {
            Self::Text { max_length, max_words: None } => Words::new(
                format!("un texte de {max_length} caractères au plus"),
                format!("a text of at most {max_length} characters"),
            ),
            Self::Text { max_length, max_words: Some(most) } => Words::new(
                format!("un texte de {most} mots et {max_length} caractères au plus"),
                format!("a text of at most {most} words and {max_length} characters"),
            ),
            Self::Date => Words::new("une date, comme 2026-09-01", "a date, as 2026-09-01"),
            Self::Money => Words::new(
                "un montant en euros, comme 1466.62, qui n'est pas négatif",
                "an amount in euros, as 1466.62, not negative",
            ),
            Self::Boolean => Words::new("oui ou non (true, false)", "yes or no (true, false)"),
            Self::Integer { min, max } => Words::new(
                format!("un nombre entier de {min} à {max}"),
                format!("a whole number from {min} to {max}"),
            ),
            Self::Choice(choices) => {
                let keys: Vec<_> = choices.iter().map(|choice| choice.key.as_str()).collect();
                let keys = keys.join(", ");
                Words::new(format!("l'un de : {keys}"), format!("one of: {keys}"))
            }
            Self::Person => Words::new(
                "une personne : nom et adresse électronique, comme Nom <nom@exemple.fr>",
                "a person: name and mail address, as Name <name@example.org>",
            ),
            Self::File => Words::new("un fichier déposé auparavant", "a file uploaded before"),
        }
    }
}

impl Person {
    /// Reads `Name <mail>`; neither function nor telephone.
    fn read(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('<')?;
        let email = rest.trim_end().strip_suffix('>')?;
        let (name, email) = (name.trim().to_owned(), email.trim().to_owned());
        Some(Self { name, email, function: None, phone: None })
    }

    /// Whether there is a name, and an address that mail can go to.
    fn is_plausible(&self) -> bool {
        !self.name.trim().is_empty() && is_address(&self.email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn words(max_words: Option<usize>) -> InputKind {
        InputKind::Text { max_length: 20, max_words }
    }

    #[test]
    fn texts_are_read_as_the_kind_wants() {
        let choice = Choice { key: "cdd".into(), title: Words::new("CDD", "fixed-term") };
        let person =
            Person { name: "Person Demo".into(), email: "p@example.org".into(), function: None, phone: None };
        let read = [
            (words(Some(3)), "one two three", Value::Text("one two three".into())),
            (InputKind::Money, "1466.62", Value::Money(Cents(146_662))),
            (InputKind::Boolean, "true", Value::Boolean(true)),
            (InputKind::Integer { min: 0, max: 5 }, "5", Value::Integer(5)),
            (InputKind::Choice(vec![choice]), "cdd", Value::Choice("cdd".into())),
            (InputKind::Person, "Person Demo <p@example.org>", Value::Person(person)),
        ];
        for (kind, text, value) in read {
            assert_eq!(kind.read(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn anything_else_is_answered_with_what_is_expected() {
        let refused = [
            (words(None), "  "),
            (words(None), "more than twenty letters"),
            (words(Some(3)), "one two three 4"),
            (InputKind::Date, "2026-02-30"),
            (InputKind::Money, "-1.00"),
            (InputKind::Boolean, "oui"),
            (InputKind::Integer { min: 0, max: 5 }, "6"),
            (InputKind::Choice(Vec::new()), "cdd"),
            (InputKind::Person, "Person Demo"),
            (InputKind::Person, "<p@example.org>"),
            (InputKind::Person, "Person <p@example>"),
            (InputKind::Person, "Person <p,q@example.org>"),
            (InputKind::Person, "Person <p@example..org>"),
            (InputKind::File, "report.pdf"),
        ];
        for (kind, text) in refused {
            let expected = kind.read(text).expect_err(text);
            assert_eq!(expected, kind.expected());
            assert_ne!(expected.in_locale(Locale::Fr), expected.in_locale(Locale::En));
        }
    }
}
