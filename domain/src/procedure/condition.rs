//! Facts of a contract that a procedure depends on, and conditions over them.

use super::actor::Actor;
use super::input::Choice;
use super::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A fact that decides which steps apply: whether it is a double degree, a CDD or a CDI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its key, unique in the procedure.
    pub key: String,
    /// The question that is asked, for people.
    pub title: Words,
    /// What may be answered.
    pub kind: FactKind,
    /// Who may answer.
    pub stated_by: Vec<Actor>,
}

/// What may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// Yes or no.
    Boolean,
    /// One of these.
    Choice(Vec<Choice>),
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Boolean(bool),
    /// The key of one of the choices.
    Choice(String),
}

/// The answers known, by the facts' keys.
pub type Answers = BTreeMap<String, FactValue>;

/// When a step applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The fact is this.
    Is {
        /// The fact's key.
        fact: String,
        /// What it is.
        value: FactValue,
    },
    /// The condition does not hold.
    Not(Box<Self>),
    /// Every one of these holds.
    All(Vec<Self>),
    /// One of these holds.
    Any(Vec<Self>),
}

impl Fact {
    /// Whether this is an answer to it.
    #[must_use]
    pub fn accepts(&self, value: &FactValue) -> bool {
        self.answers().contains(value)
    }

    /// Every answer to it.
    #[must_use]
    pub fn answers(&self) -> Vec<FactValue> {
        match &self.kind {
            FactKind::Boolean => vec![FactValue::Boolean(true), FactValue::Boolean(false)],
            FactKind::Choice(choices) => {
                choices.iter().map(|choice| FactValue::Choice(choice.key.clone())).collect()
            }
        }
    }
}

impl Condition {
    /// Whether it holds; `None` while that hangs on a fact that nobody has answered.
    #[must_use]
    pub fn holds(&self, known: &Answers) -> Option<bool> {
        match self {
            Self::Is { fact, value } => known.get(fact).map(|known| known == value),
            Self::Not(inner) => inner.holds(known).map(|holds| !holds),
            Self::All(parts) => decided(parts, known, false),
            Self::Any(parts) => decided(parts, known, true),
        }
    }

    /// The facts that it depends on.
    #[must_use]
    pub fn facts(&self) -> BTreeSet<&str> {
        match self {
            Self::Is { fact, .. } => BTreeSet::from([fact.as_str()]),
            Self::Not(inner) => inner.facts(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::facts).collect(),
        }
    }
}

/// The answer that one part gives is the answer of all; otherwise every part must be known.
fn decided(parts: &[Condition], known: &Answers, decisive: bool) -> Option<bool> {
    let answers: Vec<_> = parts.iter().map(|part| part.holds(known)).collect();
    if answers.contains(&Some(decisive)) {
        return Some(decisive);
    }
    if answers.contains(&None) { None } else { Some(!decisive) }
}

impl std::fmt::Display for FactValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Boolean(true) => f.write_str("true"),
            Self::Boolean(false) => f.write_str("false"),
            Self::Choice(key) => f.write_str(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(fact: &str) -> Condition {
        Condition::Is { fact: fact.into(), value: FactValue::Boolean(true) }
    }

    #[test]
    fn what_nobody_answered_is_decided_only_when_the_rest_decides() {
        let known = Answers::from([
            ("yes".into(), FactValue::Boolean(true)),
            ("no".into(), FactValue::Boolean(false)),
        ]);
        let all = |facts: &[&str]| Condition::All(facts.iter().map(|fact| is(fact)).collect()).holds(&known);
        let any = |facts: &[&str]| Condition::Any(facts.iter().map(|fact| is(fact)).collect()).holds(&known);
        assert_eq!(
            (all(&["yes", "open"]), all(&["no", "open"]), all(&["yes"])),
            (None, Some(false), Some(true))
        );
        assert_eq!(
            (any(&["yes", "open"]), any(&["no", "open"]), any(&["no"])),
            (Some(true), None, Some(false))
        );
        assert_eq!(Condition::Not(Box::new(is("open"))).holds(&known), None);
        assert_eq!(Condition::Not(Box::new(is("no"))).holds(&known), Some(true));
    }
}
