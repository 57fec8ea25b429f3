use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use crate::analysis::{Terms, Word, indexed};
use crate::{Document, Field, Filter, Point, Shape};

/// A search that is kept, to be asked of documents one by one as they come: for any number of kept searches no engine is
/// asked. It finds what the embedded engine finds, by the same analysis; `tests/it/saved_search/agreement.rs` compares.
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
        let words = indexed(&document).into_iter();
        let words = words.map(|(field, words)| (field, words.into_iter().collect())).collect();
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
        let is_near = |(field, words): (&Field, &BTreeSet<String>)| {
            words.iter().any(|token| word.closeness_in(*field, token).is_some())
        };
        let found = self.words.iter().any(is_near);
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
            document.numbers.get(field).is_some_and(|number| is_between(*number, *from, *to))
        }
        Filter::Away(point, from, to) => {
            place(document).is_some_and(|place| is_between(point.metres_to(place), *from, *to))
        }
        Filter::Ids(ids) => ids.contains(&document.id),
        Filter::After(id) => document.id > *id,
    }
}

fn is_between(number: i64, from: Option<i64>, to: Option<i64>) -> bool {
    from.is_none_or(|from| from <= number) && to.is_none_or(|to| number <= to)
}

/// Where a document is, if that is known.
fn place(document: &Document) -> Option<Point> {
    let part = |field| document.numbers.get(&field).copied();
    Point::of_parts(part(Field::Latitude)?, part(Field::Longitude)?)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Watch, Watched};
    use crate::{Document, Field, Filter, Kind, Point};

    fn offer() -> Watched {
        let document = Document::new(Kind::Offer, Uuid::from_u128(7), 1)
            .text(Field::Title, ["Développeur de logiciel embarqué".to_owned()])
            .text(Field::CompanyName, ["Gaza Works".to_owned()])
            .key(Field::City, ["toulouse".to_owned()])
            .key(Field::Specialties, ["IR".to_owned(), "AE".to_owned()])
            .number(Field::Pay, 200_000)
            .point(Point::of(43.6, 1.44));
        Watched::new(document)
    }

    fn finds(text: &str, filter: Filter) -> bool {
        Watch::new(text, filter).finds(&offer())
    }

    #[test]
    fn words_are_those_of_a_search() {
        for found in ["", "logiciels embarques", "developper ", "emba", "ingénieur logiciel", "gaza "] {
            assert!(finds(found, Filter::everything()), "{found:?}");
        }
        for other in ["mécanique", "emba ", "logiciel mécanique", "gana "] {
            assert!(!finds(other, Filter::everything()), "{other:?}");
        }
    }

    #[test]
    fn asking_again_answers_the_same() {
        let (offer, watch) = (offer(), Watch::new("embarqe", Filter::everything()));
        assert!(watch.finds(&offer) && watch.finds(&offer));
    }

    #[test]
    fn filters_are_those_of_a_search() {
        let is = |field, value: &str| Filter::Is(field, value.to_owned());
        let (albi, toulouse) = (is(Field::City, "albi"), is(Field::City, "toulouse"));
        let any_of = |codes: &[&str]| {
            Filter::In(Field::Specialties, codes.iter().map(|code| (*code).to_owned()).collect())
        };
        let paris = Point::of(48.85, 2.35).expect("a place");
        for held in [
            Filter::All(vec![toulouse.clone(), is(Field::Specialties, "AE")]),
            Filter::Any(vec![albi.clone(), toulouse]),
            Filter::Not(Box::new(albi.clone())),
            any_of(&["GC", "IR"]),
            Filter::Between(Field::Pay, Some(200_000), None),
            Filter::Between(Field::Pay, None, None),
            Filter::Away(paris, Some(500_000), Some(700_000)),
            Filter::Ids(vec![Uuid::from_u128(7)]),
            Filter::After(Uuid::from_u128(6)),
        ] {
            assert!(finds("", held.clone()), "{held:?}");
        }
        for refused in [
            albi,
            any_of(&[]),
            Filter::Any(Vec::new()),
            Filter::Between(Field::Pay, Some(200_001), None),
            Filter::Between(Field::Start, None, None),
            Filter::Away(paris, None, Some(500_000)),
            Filter::Ids(Vec::new()),
            Filter::After(Uuid::from_u128(7)),
        ] {
            assert!(!finds("", refused.clone()), "{refused:?}");
        }
    }
}
