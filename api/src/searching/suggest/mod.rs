//! `searchSuggest`: what somebody who types may mean. Of what everybody may see alone: titles, cities and skills of
//! published offers, companies, specialties. Nothing of it comes from a student's profile.

mod engine;
mod sql;
mod types;

pub use types::{Suggestion, SuggestionKind};

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::searching::find;
use async_graphql::{InputType, Value};
use domain::text::fold;
use search::analysis::{Terms, fit};
use std::collections::{BTreeMap, BTreeSet};
use types::highlighted;
use uuid::Uuid;

/// Suggestions when `first` is not given.
const USUAL: usize = 8;
/// Suggestions at most.
const MOST: usize = 20;

/// What may be suggested: of each kind, what is likeliest first.
struct Candidate {
    kind: SuggestionKind,
    text: String,
    /// What filters take; the text where it is the same.
    value: Option<String>,
    count: Option<u64>,
}

/// Suggests. Three statements at most, five while the engine does not answer.
///
/// # Errors
/// `BAD_USER_INPUT` for too long a text or a `first` out of range; or the database does not answer.
pub(super) async fn run(
    request: &Request,
    text: String,
    first: Option<i32>,
    kinds: Option<Vec<SuggestionKind>>,
) -> Result<Vec<Suggestion>, Error> {
    let text = find::checked(text, "text")?;
    let first = match first.map_or(Ok(USUAL), usize::try_from) {
        Ok(first @ 1..=MOST) => first,
        _ => return Err(Error::bad_input(&["first"], format!("expected a number from 1 to {MOST}"))),
    };
    let terms = Terms::read(&text);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let kinds = kinds.map_or_else(SuggestionKind::all, |kinds| kinds.into_iter().collect());
    let mut candidates = match engine::candidates(request, &text, &kinds).await? {
        Some(found) => found,
        None => sql::candidates(request, &text, &kinds).await?,
    };
    if kinds.contains(&SuggestionKind::Specialty) {
        candidates.extend(specialties(request).await?);
    }
    Ok(chosen(candidates, &terms, first))
}

/// All specialties: they are few, and known without asking.
async fn specialties(request: &Request) -> Result<Vec<Candidate>, Error> {
    let schools = request.schools().await?;
    let candidate = |code: &str, name: &str| Candidate {
        kind: SuggestionKind::Specialty,
        text: format!("{name} ({code})"),
        value: Some(code.to_owned()),
        count: None,
    };
    Ok(schools.specialties.iter().map(|row| candidate(&row.code, &row.name)).collect())
}

/// The candidates that have all the words typed, each text once: the best of every kind, then the second of every kind,
/// and so on; among those, the nearest to what was typed first.
fn chosen(candidates: Vec<Candidate>, terms: &Terms, first: usize) -> Vec<Suggestion> {
    let mut by_kind: BTreeMap<SuggestionKind, Vec<_>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for candidate in candidates {
        if let Some(closeness) = fit(&candidate.text, terms)
            && told.insert((candidate.kind, fold(&candidate.text)))
        {
            by_kind.entry(candidate.kind).or_default().push((closeness, candidate));
        }
    }
    let mut ranked = Vec::new();
    for mut own in by_kind.into_values() {
        own.sort_by_key(|(closeness, _)| *closeness);
        ranked.extend(own.into_iter().take(first).enumerate());
    }
    ranked.sort_by_key(|(rank, (closeness, candidate))| (*rank, *closeness, candidate.kind));
    let suggestions = ranked.into_iter().take(first).map(|(_, (_, candidate))| Suggestion {
        matches: highlighted(&candidate.text, terms),
        kind: candidate.kind,
        value: candidate.value.unwrap_or_else(|| candidate.text.clone()),
        text: candidate.text,
        count: candidate.count,
    });
    suggestions.collect()
}

/// A company, as filters name it: by its opaque id.
fn company(id: Uuid, name: String) -> Candidate {
    let value = match Id::new(IdKind::Company, id).to_value() {
        Value::String(id) => Some(id),
        _ => None,
    };
    Candidate { kind: SuggestionKind::Company, text: name, value, count: None }
}

/// A city, by its key.
fn city(key: String, count: u64) -> Candidate {
    let text = domain::place::label("", &key).unwrap_or_else(|| key.clone());
    Candidate { kind: SuggestionKind::City, text, value: Some(key), count: Some(count) }
}

fn title(text: String) -> Candidate {
    Candidate { kind: SuggestionKind::Title, text, value: None, count: None }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, SuggestionKind, chosen, city, title};
    use search::analysis::Terms;

    #[test]
    fn every_kind_has_its_turn_and_each_text_comes_once() {
        let skill = |text: &str| Candidate {
            kind: SuggestionKind::Skill,
            text: text.to_owned(),
            value: None,
            count: Some(1),
        };
        let all = || {
            let titles = ["Parachutiste", "Responsable de parc", "PARACHUTISTE", "Parcs et jardins"];
            let titles = titles.map(|text| title(text.to_owned()));
            let others = [
                city("paris".to_owned(), 3),
                city("toulouse".to_owned(), 9),
                skill("Parquet"),
                skill("Rust"),
            ];
            titles.into_iter().chain(others).collect()
        };
        let texts = |typed: &str, first| {
            let found = chosen(all(), &Terms::read(typed), first);
            found.into_iter().map(|suggestion| suggestion.text).collect::<Vec<_>>()
        };
        assert_eq!(texts("par", 3), ["Paris", "Parquet", "Parachutiste"]);
        assert_eq!(
            texts("par", 9),
            ["Paris", "Parquet", "Parachutiste", "Responsable de parc", "Parcs et jardins"]
        );
        assert_eq!(texts("parc ", 9), ["Responsable de parc", "Parcs et jardins"]);
        assert!(texts("xyz", 9).is_empty());
    }
}
