//! Single values: texts, numbers, dates, names and lists of them.

use super::fields::{Fields, Node};
use super::problem::Faults;
use crate::procedure::words::Words;
use chrono::NaiveDate;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use strum::VariantArray;
use toml::de::DeValue;

/// A text.
pub(super) fn text<'a>(node: &'a Node, faults: &mut Faults) -> Option<&'a str> {
    let found = node.get_ref().as_str();
    if found.is_none() {
        faults.expected(node.span(), "un texte entre guillemets", "a text in quotes");
    }
    found
}

/// A key: one to 32 letters, digits, `_` and `'`.
pub(super) fn key(node: &Node, faults: &mut Faults) -> Option<String> {
    let key = text(node, faults)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '\'');
    if (1..=32).contains(&key.len()) && key.chars().all(fits) {
        return Some(key.to_owned());
    }
    let fr = "une clé : de 1 à 32 lettres sans accent, chiffres, _ et '";
    faults.expected(node.span(), fr, "a key: 1 to 32 letters without accents, digits, _ and '");
    None
}

/// `true` or `false`.
pub(super) fn boolean(node: &Node, faults: &mut Faults) -> Option<bool> {
    let found = node.get_ref().as_bool();
    if found.is_none() {
        faults.expected(node.span(), "true ou false", "true or false");
    }
    found
}

/// A whole number within bounds.
pub(super) fn integer(node: &Node, faults: &mut Faults, bounds: RangeInclusive<i64>) -> Option<i64> {
    let number = node.get_ref().as_integer();
    let number = number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    let found = number.filter(|number| bounds.contains(number));
    if found.is_none() {
        let (least, most) = bounds.into_inner();
        let fr = format!("un nombre entier de {least} à {most}");
        faults.expected(node.span(), &fr, &format!("a whole number from {least} to {most}"));
    }
    found
}

/// A date, written without quotes.
pub(super) fn date(node: &Node, faults: &mut Faults) -> Option<NaiveDate> {
    let given = node.get_ref().as_datetime();
    let found = given.and_then(|given| given.to_string().parse().ok());
    if found.is_none() {
        let fr = "une date sans guillemets, comme 2025-09-01";
        faults.expected(node.span(), fr, "a date without quotes, as 2025-09-01");
    }
    found
}

/// A text in both languages.
pub(super) fn words(node: &Node, faults: &mut Faults) -> Option<Words> {
    let mut fields = Fields::table(node, faults)?;
    let fr = fields.required("fr", faults).and_then(|node| not_blank(node, faults));
    let en = fields.required("en", faults).and_then(|node| not_blank(node, faults));
    fields.finish(faults);
    Some(Words::new(fr?, en?))
}

fn not_blank<'a>(node: &'a Node, faults: &mut Faults) -> Option<&'a str> {
    let found = text(node, faults)?.trim();
    if found.is_empty() {
        faults.expected(node.span(), "un texte qui ne soit pas vide", "a text that is not empty");
        return None;
    }
    Some(found)
}

/// One of the names of an enum, in lower case.
pub(super) fn named<T: Display + FromStr + VariantArray>(node: &Node, faults: &mut Faults) -> Option<T> {
    let name = text(node, faults)?;
    let is_lower = !name.contains(|c: char| c.is_ascii_uppercase());
    let found = if is_lower { name.to_ascii_uppercase().parse().ok() } else { None };
    if found.is_none() {
        let accepted: Vec<_> = T::VARIANTS.iter().map(|name| name.to_string().to_ascii_lowercase()).collect();
        faults.unknown(node.span(), ("nom", "name"), name, &accepted);
    }
    found
}

/// A list of names of an enum: at least one, each once.
pub(super) fn names<T: Display + FromStr + VariantArray + PartialEq + Copy>(
    node: &Node,
    faults: &mut Faults,
) -> Vec<T> {
    let read = list(node, faults, |node, faults| Some((named(node, faults)?, node.span())));
    if matches!(node.get_ref(), DeValue::Array(given) if given.is_empty()) {
        faults.expected(node.span(), "au moins un nom", "at least one name");
    }
    let mut names: Vec<T> = Vec::new();
    for (name, at) in read {
        if names.contains(&name) {
            let given = name.to_string().to_ascii_lowercase();
            faults.add(
                at,
                Words::new(format!("« {given} » est déjà dit"), format!("\"{given}\" is given twice")),
            );
        } else {
            names.push(name);
        }
    }
    names
}

/// A list, each of its items read by `read`. What cannot be read is left out.
pub(super) fn list<'a, 'i, T>(
    node: &'a Node<'i>,
    faults: &mut Faults,
    mut read: impl FnMut(&'a Node<'i>, &mut Faults) -> Option<T>,
) -> Vec<T> {
    match node.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(|item| read(item, faults)).collect(),
        _ => {
            faults.expected(node.span(), "une liste : [ … ]", "a list: [ … ]");
            Vec::new()
        }
    }
}
