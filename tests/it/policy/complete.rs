//! The table against the schema: nothing is lacking, nothing is left over.

use super::matrix::Matrix;
use crate::harness::Suite;
use crate::schema::introspection::{list, name, types};
use std::collections::BTreeSet;

pub(crate) fn trials(suite: &mut Suite) {
    suite.once(module_path!(), "every_field_is_decided", every_field_is_decided);
    suite.once(module_path!(), "nothing_is_left_over", nothing_is_left_over);
    suite.once(module_path!(), "every_subscription_is_listened_to", every_subscription_is_listened_to);
}

/// Every query, every mutation and every field of an object has its case, or is said to be open.
fn every_field_is_decided() {
    let matrix = Matrix::read();
    let cases: BTreeSet<String> = matrix.cases.iter().map(|case| case.field.clone()).collect();
    let lacking: Vec<String> =
        fields().into_iter().filter(|field| !cases.contains(field) && !is_open(&matrix, field)).collect();
    assert!(
        lacking.is_empty(),
        "matrix.toml lacks: {}. Add a case to each that is guarded, and list the others in [open].",
        lacking.join(", ")
    );
}

fn nothing_is_left_over() {
    let matrix = Matrix::read();
    let fields = fields();
    let open =
        matrix.open.iter().flat_map(|(owner, names)| names.iter().map(move |name| format!("{owner}.{name}")));
    let stale: Vec<String> = open
        .filter(|entry| !entry.starts_with('*') && !entry.ends_with(".*"))
        .chain(matrix.cases.iter().map(|case| case.field.clone()))
        .filter(|entry| !fields.contains(entry))
        .collect();
    assert!(stale.is_empty(), "in matrix.toml, but not in the schema: {}", stale.join(", "));
    let both: Vec<&String> =
        matrix.cases.iter().map(|case| &case.field).filter(|field| is_open(&matrix, field)).collect();
    assert!(both.is_empty(), "both guarded and open: {both:?}");
}

/// What is told as it happens cannot be open: somebody must have listened, and something must have happened.
fn every_subscription_is_listened_to() {
    let matrix = Matrix::read();
    let fields: Vec<String> =
        fields().into_iter().filter(|field| field.starts_with("Subscription.")).collect();
    assert!(!fields.is_empty());
    for field in fields {
        let mut cases = matrix.cases.iter().filter(|case| case.field == field).peekable();
        assert!(cases.peek().is_some(), "{field} has no case");
        assert!(cases.all(|case| case.happens.is_some()), "{field}: say what happens");
    }
}

fn is_open(matrix: &Matrix, field: &str) -> bool {
    let (owner, field) = field.split_once('.').unwrap_or_default();
    let is_of =
        |pattern: &str| pattern.strip_prefix('*').map_or(pattern == owner, |end| owner.ends_with(end));
    matrix
        .open
        .iter()
        .any(|(pattern, names)| is_of(pattern) && (names.contains("*") || names.contains(field)))
}

fn fields() -> BTreeSet<String> {
    let objects: Vec<_> = types().into_iter().filter(|one| one["kind"] == "OBJECT").collect();
    objects
        .iter()
        .flat_map(|one| list(&one["fields"]).iter().map(|field| format!("{}.{}", name(one), name(field))))
        .collect()
}
