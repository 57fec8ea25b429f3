//! Conditions: `"double_degree"`, `"not double_degree"`, `"form = cdi"`, `{ all = […] }`, `{ any = […] }`.

use super::fields::{Fields, Node};
use super::problem::{Faults, Span};
use super::value;
use crate::procedure::condition::{Condition, FactValue};
use toml::de::DeValue;

/// A fact that a condition names, what it is compared with, and where.
pub(super) type Mention = (String, FactValue, Span);

/// Reads a condition, and notes the facts that it names.
pub(super) fn read(node: &Node, faults: &mut Faults, mentions: &mut Vec<Mention>) -> Option<Condition> {
    match node.get_ref() {
        DeValue::String(text) => single(text, node.span(), faults, mentions),
        DeValue::Table(_) => several(node, faults, mentions),
        _ => {
            not_a_condition(node.span(), faults);
            None
        }
    }
}

fn single(text: &str, at: Span, faults: &mut Faults, mentions: &mut Vec<Mention>) -> Option<Condition> {
    let (negated, rest) = text.trim().strip_prefix("not ").map_or((false, text), |rest| (true, rest));
    let (fact, value) = match rest.split_once('=') {
        Some((fact, choice)) => (fact.trim(), FactValue::Choice(choice.trim().to_owned())),
        None => (rest.trim(), FactValue::Boolean(true)),
    };
    let is_word = |word: &str| !word.is_empty() && !word.contains(char::is_whitespace);
    if !is_word(fact) || matches!(&value, FactValue::Choice(choice) if !is_word(choice)) {
        not_a_condition(at, faults);
        return None;
    }
    mentions.push((fact.to_owned(), value.clone(), at));
    let is = Condition::Is { fact: fact.to_owned(), value };
    Some(if negated { Condition::Not(Box::new(is)) } else { is })
}

fn several(node: &Node, faults: &mut Faults, mentions: &mut Vec<Mention>) -> Option<Condition> {
    let mut fields = Fields::table(node, faults)?;
    let (all, any) = (fields.get("all"), fields.get("any"));
    fields.finish(faults);
    let mut parts = |node| value::list(node, faults, |part, faults| read(part, faults, mentions));
    let condition = match (all, any) {
        (Some(all), None) => Condition::All(parts(all)),
        (None, Some(any)) => Condition::Any(parts(any)),
        _ => {
            not_a_condition(node.span(), faults);
            return None;
        }
    };
    if matches!(&condition, Condition::All(parts) | Condition::Any(parts) if parts.is_empty()) {
        not_a_condition(node.span(), faults);
    }
    Some(condition)
}

fn not_a_condition(at: Span, faults: &mut Faults) {
    faults.expected(
        at,
        "une condition : \"fait\", \"not fait\", \"fait = réponse\", { all = [ … ] } ou { any = [ … ] }",
        "a condition: \"fact\", \"not fact\", \"fact = answer\", { all = [ … ] } or { any = [ … ] }",
    );
}
