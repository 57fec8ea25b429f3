use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use crate::analysis::{Terms, Word, indexed};
use crate::{Document, Field, Filter, Point, Shape};

/// A search that is kept, to be asked of documents one by one as they come: for any number of kept searches no engine is
/// asked. It finds what the embedded engine finds, by the same analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    terms: Terms,
    filter: Filter,
}

/// A document made ready to be asked by many searches.
#[derive(Debug)]
pub struct Watched {
    document: Document,
    words: BTreeMap<Field, BTreeSet<String>>,
    /// What was asked before: many searches share their words.
    known: Mutex<HashMap<Word, bool>>,
}

impl Watch {
    /// A search of what was typed, within a filter.
    #[must_use]
    pub fn new(text: &str, filter: Filter) -> Self {
        Watch { terms: Terms::read(text), filter }
    }

    /// Whether a search with these words and this filter would find the document.
    #[must_use]
    pub fn finds(&self, watched: &Watched) -> bool {
        holds(&self.filter, &watched.document) && self.terms.required.iter().all(|word| watched.has(word))
    }
}

impl Watched {
    /// Reads the words of a document's texts.
    #[must_use]
    pub fn new(document: Document) -> Self {
        let words = indexed(&document).into_iter().map(|(field, words)| (field, words.into_iter().collect()));
        let words = words.collect();
        Watched { document, words, known: Mutex::default() }
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    fn has(&self, word: &Word) -> bool {
        if word.is_exact() {
            return self.words.values().any(|words| words.contains(&word.text));
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(word) {
            return *found;
        }
        let near = |(field, words): (&Field, &BTreeSet<String>)| {
            words.iter().any(|token| word.closeness_in(*field, token).is_some())
        };
        let found = self.words.iter().any(near);
        known.insert(word.clone(), found);
        found
    }
}

/// Whether a filter lets a document through: the same as the engines' own conditions.
fn holds(filter: &Filter, document: &Document) -> bool {
    let has = |field: &Field, value: &String| {
        debug_assert_eq!(field.shape(), Shape::Key, "{field} is filtered by value");
        document.keys.get(field).is_some_and(|values| values.contains(value))
    };
    match filter {
        Filter::All(parts) => parts.iter().all(|part| holds(part, document)),
        Filter::Any(parts) => parts.iter().any(|part| holds(part, document)),
        Filter::Not(part) => !holds(part, document),
        Filter::Is(field, value) => has(field, value),
        Filter::In(field, values) => values.iter().any(|value| has(field, value)),
        Filter::Between(field, from, to) => {
            document.numbers.get(field).is_some_and(|number| lies(*number, *from, *to))
        }
        Filter::Away(point, from, to) => {
            place(document).is_some_and(|place| lies(point.metres_to(place), *from, *to))
        }
        Filter::Ids(ids) => ids.contains(&document.id),
        Filter::After(id) => document.id > *id,
    }
}

fn lies(number: i64, from: Option<i64>, to: Option<i64>) -> bool {
    from.is_none_or(|from| from <= number) && to.is_none_or(|to| number <= to)
}

fn place(document: &Document) -> Option<Point> {
    let part = |field| document.numbers.get(&field).copied();
    Point::of_parts(part(Field::Latitude)?, part(Field::Longitude)?)
}
