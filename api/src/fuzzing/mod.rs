//! What is fuzzed: each function takes any bytes, must not panic, and asserts what must hold of whatever it takes in.
//! `fuzz/` runs them under libFuzzer; the tests here on the seeds of `fuzz/corpus` and thousands of mutations of them.
//! No part of the program calls this module.

#[cfg(test)]
mod mutation;
#[cfg(test)]
mod tests;

use crate::company::loader::CompanyById;
use crate::config::Config;
use crate::graphql::id::Id;
use crate::graphql::pagination::{ById, MAX_PAGE, OpaqueCursor, Page};
use crate::graphql::schema;
use crate::hiring::filter::{self, HireFilter};
use crate::http::fuzzing::Guard;
use crate::reference::Schools;
use crate::searching::{self, OfferFilter};
use async_graphql::connection::CursorType;
use async_graphql::{InputType, Value, Variables};
use domain::hiring::import;
use domain::locale::Locale;
use entity::{school, specialty};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;

/// A request's body, or a document alone, as far as the document's guard: parsed, bounded, its operation chosen.
pub fn guard(bytes: &[u8]) {
    // The schema is read once: it takes much longer than any document.
    static GUARD: LazyLock<Guard> = LazyLock::new(|| {
        let config = Config::default();
        Guard::new(&schema::sdl(&schema::build(&config)), &config)
    });
    GUARD.read(bytes);
}

/// The arguments of a page. A position that is read is written again as it came, or as another text of the same.
pub fn cursor(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let first = bytes.first().map(|byte| i32::from(*byte) - 20);
    if let Ok(page) = Page::<ById>::new(first, Some(text.clone())) {
        assert!((1..=MAX_PAGE).contains(&page.first));
        if let Some(position) = page.after {
            let again = Page::<ById>::new(None, Some(OpaqueCursor::of(&position).encode_cursor()));
            assert_eq!(again.ok().and_then(|page| page.after).map(|again| again.0), Some(position.0));
        }
    }
    // Any other list's position, whatever it is made of.
    drop(Page::<serde_json::Value>::new(None, Some(text.clone())));
    searching::fuzzing::cursor(text);
}

/// An opaque id. One that is read is exactly the text that would be written for it.
pub fn id(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if let Ok(id) = <Id as InputType>::parse(Some(Value::from(text.clone()))) {
        assert_eq!(id.to_value(), Value::from(text), "an id has one text");
        drop(id.of(crate::graphql::id::IdKind::Company, &["id"]).map(CompanyById));
    }
}

/// The filters of lists and searches, from a JSON value of variables: read, checked, and made into what the engine and
/// SQL are asked.
pub fn filters(bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(bytes) else { return };
    let schools = schools();
    for value in Variables::from_json(json).values() {
        let given = || Some(value.clone());
        if let Ok(filter) = OfferFilter::parse(given())
            && let Ok((engine, condition)) = searching::narrow_offers(&schools, filter)
        {
            assert!(!format!("{engine:?}{condition:?}").is_empty());
        }
        if let Ok(filter) = HireFilter::parse(given()) {
            let school = filter.school.as_deref().map(|code| filter::school_of(&schools, &["school"], code));
            let school = school.and_then(Result::ok).map(|school| school.id);
            let codes = filter.specialties.unwrap_or_default();
            if let Ok(chosen) = filter::specialties_of(&schools, school, &codes) {
                assert!(chosen.iter().all(|id| schools.specialty(*id).is_some()));
            }
        }
        searching::fuzzing::filters(&schools, value);
    }
}

/// A CSV file of hires. What is taken is whole; what is not is explained, in both languages, by lines that there are.
pub fn import(bytes: &[u8]) {
    let codes = ["AE", "IR"].map(str::to_owned);
    let specialties = BTreeSet::from(codes);
    match import::parse(bytes, &specialties) {
        Ok(lines) => {
            assert!(lines.len() <= import::MAX_LINES);
            let keys: BTreeSet<_> = lines
                .iter()
                .map(|line| (&line.specialty, line.academic_year.first_year(), line.row))
                .collect();
            assert_eq!(keys.len(), lines.len(), "a hire is taken once");
            assert!(lines.iter().all(|line| specialties.contains(&line.specialty) && line.row > 0));
            assert!(lines.iter().all(|line| !line.company_as_printed.trim().is_empty()));
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            for fault in faults {
                let told = [Locale::Fr, Locale::En]
                    .map(|locale| fault.fault.reason(locale).len() + fault.fault.accepted(locale).len());
                assert!(told.iter().all(|length| *length > 0) && fault.value.chars().count() <= 81);
            }
        }
    }
}

/// A school with a department and its option.
fn schools() -> Schools {
    let id = Uuid::from_u128;
    let school = school::Model { id: id(1), code: "INSA".to_owned(), name: "Insa".to_owned(), position: 1 };
    let row = |number, parent_id, code: &str| specialty::Model {
        id: id(number),
        school_id: id(1),
        parent_id,
        code: code.to_owned(),
        name: code.to_owned(),
        position: 1,
    };
    Schools::of(vec![school], vec![row(2, None, "AE"), row(3, Some(id(2)), "IR")])
}
