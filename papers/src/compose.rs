//! What a paper is printed from: the contract's facts over the school's, as the templates read them.

use crate::{Facts, school};
use domain::school::courses_of;
use serde_json::Value;

/// The contract's facts, completed by what the school's file says of the year, the specialty and the school.
pub(crate) fn whole(code: &str, facts: &Facts) -> Facts {
    let Some(own) = school::facts_of(code) else { return facts.clone() };
    let mut defaults = own.clone();
    if let Some(year) = facts.study.academic_year.and_then(|first| school::year_of(code, first)) {
        defaults.study = over(year, &defaults.study);
    }
    if let Some(specialty) = facts.study.specialty.as_deref() {
        defaults.study.specialty_name = school::specialty_name(code, specialty);
        let courses: Vec<String> = courses_of(code, specialty).map(typeset).collect();
        if !courses.is_empty() {
            defaults.study.courses = courses;
        }
    }
    over(facts, &defaults)
}

/// A text of the schools' programmes with the apostrophe of print.
fn typeset(text: &str) -> String {
    text.replace('\'', "’")
}

/// `above`, with what it leaves open taken from `below`.
fn over<T: serde::Serialize + serde::de::DeserializeOwned + Clone>(above: &T, below: &T) -> T {
    let merged = merge(tree(above), tree(below));
    // Both trees came from the same type, so that the merged one fits it again.
    serde_json::from_value(merged).unwrap_or_else(|_| above.clone())
}

/// A value as a tree; facts hold nothing that JSON cannot.
pub(crate) fn tree(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn merge(above: Value, below: Value) -> Value {
    match (above, below) {
        (Value::Object(mut above), Value::Object(below)) => {
            for (key, low) in below {
                let high = above.remove(&key).unwrap_or_default();
                above.insert(key, merge(high, low));
            }
            Value::Object(above)
        }
        (above, below) if is_open(&above) => below,
        (above, _) => above,
    }
}

/// Whether a value says nothing: absent, an empty list, or a blank text.
pub(crate) fn is_open(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}
