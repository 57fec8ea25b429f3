//! Reads a procedure from TOML, strictly, and says everything that is wrong with it.
//!
//! Two passes: each value by itself, with its place in the text; then what ties the steps together.

mod check;
mod condition;
mod fields;
mod graph;
mod input;
mod problem;
mod step;
#[cfg(test)]
mod tests;
mod value;

pub use problem::Problem;

use super::{CalendarDate, Fact, FactKind, Grading, Procedure, Words};
use crate::academic_year::AcademicYear;
use crate::calendar::{Limit, Unit};
use crate::contract_type::ContractType;
use fields::{Fields, Node};
use problem::{Faults, Span};
use sha2::{Digest, Sha256};
use step::DraftStep;
use toml::de::DeTable;

/// What was read, with the places of what is checked next.
struct Draft {
    head: Option<Head>,
    steps: Vec<DraftStep>,
    facts: Vec<(Fact, Span)>,
    calendar: Vec<(CalendarDate, Span)>,
    grading: Option<(Option<Grading>, Span)>,
    places: Option<(Option<Limit>, Span)>,
}

struct Head {
    school: String,
    contract_type: ContractType,
    year: AcademicYear,
    title: Words,
}

/// Reads a procedure.
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub(super) fn procedure(file: &str, text: &str) -> Result<Procedure, Vec<Problem>> {
    let (root, syntax) = DeTable::parse_recoverable(text);
    let mut faults = Faults::default();
    for error in &syntax {
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        let message = Words::new(format!("TOML : {message}"), format!("TOML: {message}"));
        faults.add(error.span().unwrap_or_default(), message);
    }
    // What a broken text seems to hold is not looked at: half of it would be false alarms.
    let draft = syntax.is_empty().then(|| read(Fields::new(root.get_ref(), 0..0), &mut faults));
    if let Some(draft) = &draft {
        check::run(draft, &mut faults);
    }
    match draft.and_then(|draft| finished(draft, text)) {
        Some(procedure) if faults.is_empty() => Ok(procedure),
        _ => Err(faults.problems(file, text)),
    }
}

fn finished(draft: Draft, text: &str) -> Option<Procedure> {
    let Head { school, contract_type, year, title } = draft.head?;
    Some(Procedure {
        school,
        contract_type,
        year,
        title,
        steps: draft.steps.into_iter().map(|draft| draft.step).collect(),
        facts: draft.facts.into_iter().map(|(fact, _)| fact).collect(),
        calendar: draft.calendar.into_iter().map(|(date, _)| date).collect(),
        grading: draft.grading.and_then(|(grading, _)| grading),
        place_held: draft.places.and_then(|(limit, _)| limit),
        digest: Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
    })
}

fn read(mut fields: Fields, faults: &mut Faults) -> Draft {
    let head = head(&mut fields, faults);
    let facts = fields.get("facts").map(|node| value::list(node, faults, fact));
    let calendar = fields.get("calendar").map(|node| value::list(node, faults, date));
    let grading = fields.get("grading").map(|node| (grading(node, faults), node.span()));
    let places = fields.get("places").map(|node| (places(node, faults), node.span()));
    let steps = fields.required("steps", faults).map(|node| value::list(node, faults, step::read));
    fields.finish(faults);
    Draft {
        head,
        steps: steps.unwrap_or_default(),
        facts: facts.unwrap_or_default(),
        calendar: calendar.unwrap_or_default(),
        grading,
        places,
    }
}

fn head(fields: &mut Fields, faults: &mut Faults) -> Option<Head> {
    let school = fields.required("school", faults).and_then(|node| school(node, faults));
    let contract_type = fields.required("contract_type", faults).and_then(|node| value::named(node, faults));
    let year = fields.required("year", faults).and_then(|node| year(node, faults));
    let title = fields.required("title", faults).and_then(|node| value::words(node, faults));
    Some(Head { school: school?, contract_type: contract_type?, year: year?, title: title? })
}

fn school(node: &Node, faults: &mut Faults) -> Option<String> {
    let code = value::text(node, faults)?;
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    if !code.is_empty() && code.chars().all(fits) {
        return Some(code.to_owned());
    }
    let (fr, en) = ("un code d'école, comme INSA-TOULOUSE", "a school's code, as INSA-TOULOUSE");
    faults.expected(node.span(), fr, en);
    None
}

fn year(node: &Node, faults: &mut Faults) -> Option<AcademicYear> {
    let year = value::text(node, faults)?.parse();
    let (fr, en) = ("une année universitaire, comme 2025-2026", "an academic year, as 2025-2026");
    year.map_err(|_| faults.expected(node.span(), fr, en)).ok()
}

fn fact(node: &Node, faults: &mut Faults) -> Option<(Fact, Span)> {
    let mut fields = Fields::table(node, faults)?;
    let key_node = fields.required("key", faults);
    let key = key_node.and_then(|node| value::key(node, faults));
    let title = fields.required("title", faults).and_then(|node| value::words(node, faults));
    let answers = fields.get("answers").map(|node| value::list(node, faults, input::choice));
    let stated_by = fields.required("stated_by", faults).map(|node| value::names(node, faults));
    fields.finish(faults);
    let kind = answers.map_or(FactKind::Boolean, FactKind::Choice);
    let title = title.unwrap_or_else(|| Words::new("", ""));
    Some((Fact { key: key?, title, kind, stated_by: stated_by? }, key_node?.span()))
}

fn date(node: &Node, faults: &mut Faults) -> Option<(CalendarDate, Span)> {
    let mut fields = Fields::table(node, faults)?;
    let key_node = fields.required("key", faults);
    let key = key_node.and_then(|node| value::key(node, faults));
    let title = fields.required("title", faults).and_then(|node| value::words(node, faults));
    let date = fields.get("date").and_then(|node| value::date(node, faults));
    fields.finish(faults);
    let title = title.unwrap_or_else(|| Words::new("", ""));
    Some((CalendarDate { key: key?, title, date }, key_node?.span()))
}

fn grading(node: &Node, faults: &mut Faults) -> Option<Grading> {
    let mut fields = Fields::table(node, faults)?;
    let out_of = fields.required("out_of", faults).and_then(|node| value::integer(node, faults, 1..=100));
    let graded_by = fields.required("graded_by", faults).map(|node| value::names(node, faults));
    fields.finish(faults);
    Some(Grading { out_of: u8::try_from(out_of?).ok()?, graded_by: graded_by? })
}

fn places(node: &Node, faults: &mut Faults) -> Option<Limit> {
    let mut fields = Fields::table(node, faults)?;
    let held = fields.required("held_after_refusal", faults);
    let mut inner = held.and_then(|node| Fields::table(node, faults));
    let limit = inner.as_mut().and_then(|fields| limit(fields, faults));
    if let Some(inner) = inner {
        inner.finish(faults);
    }
    fields.finish(faults);
    limit
}

/// The amount and the unit of a limit.
fn limit(fields: &mut Fields, faults: &mut Faults) -> Option<Limit> {
    let amount = fields.required("amount", faults).and_then(|node| value::integer(node, faults, 1..=10_000));
    let unit: Option<Unit> = fields.required("unit", faults).and_then(|node| value::named(node, faults));
    Some(Limit { amount: i32::try_from(amount?).ok()?, unit: unit? })
}
