//! Inputs, and the choices of inputs and facts.

use super::fields::{Fields, Node};
use super::problem::{Faults, Span};
use super::value;
use crate::procedure::input::{Choice, Input, InputKind};
use strum::{Display, EnumString, VariantArray};

/// What the file calls the kinds.
#[derive(Clone, Copy, PartialEq, Eq, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
enum Kind {
    Text,
    Date,
    Money,
    Boolean,
    Integer,
    Choice,
    Person,
    File,
}

/// The most characters of a text whose file names no limit.
const MAX_LENGTH: i64 = 2_000;

/// Reads an input, with the place of its key.
pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<(Input, Span)> {
    let mut fields = Fields::table(node, faults)?;
    let key_node = fields.required("key", faults);
    let key = key_node.and_then(|node| value::key(node, faults));
    let title = fields.required("title", faults).and_then(|node| value::words(node, faults));
    let required = fields.get("required").and_then(|node| value::boolean(node, faults));
    let named = fields.required("kind", faults).and_then(|node| value::named(node, faults));
    // Which other keys are accepted hangs on the kind: without one, they are left alone.
    let kind = kind(named?, &mut fields, faults);
    fields.finish(faults);
    let input = Input { key: key?, title: title?, kind: kind?, required: required.unwrap_or(true) };
    Some((input, key_node?.span()))
}

fn kind(kind: Kind, fields: &mut Fields, faults: &mut Faults) -> Option<InputKind> {
    Some(match kind {
        Kind::Text => {
            let length = fields.get("max_length").map(|node| value::integer(node, faults, 1..=20_000));
            let words = fields.get("max_words").map(|node| value::integer(node, faults, 1..=1_000));
            InputKind::Text {
                max_length: usize::try_from(length.unwrap_or(Some(MAX_LENGTH))?).ok()?,
                max_words: words.flatten().and_then(|words| usize::try_from(words).ok()),
            }
        }
        Kind::Integer => {
            let bounds = i64::MIN..=i64::MAX;
            let min_node = fields.required("min", faults);
            let min = min_node.and_then(|node| value::integer(node, faults, bounds))?;
            let max_node = fields.required("max", faults);
            let max = max_node.and_then(|node| value::integer(node, faults, min..=i64::MAX))?;
            InputKind::Integer { min, max }
        }
        Kind::Choice => {
            let choices = fields.required("choices", faults)?;
            InputKind::Choice(value::list(choices, faults, choice))
        }
        Kind::Date => InputKind::Date,
        Kind::Money => InputKind::Money,
        Kind::Boolean => InputKind::Boolean,
        Kind::Person => InputKind::Person,
        Kind::File => InputKind::File,
    })
}

/// Reads one answer of several.
pub(super) fn choice(node: &Node, faults: &mut Faults) -> Option<Choice> {
    let mut fields = Fields::table(node, faults)?;
    let key = fields.required("key", faults).and_then(|node| value::key(node, faults));
    let title = fields.required("title", faults).and_then(|node| value::words(node, faults));
    fields.finish(faults);
    Some(Choice { key: key?, title: title? })
}
