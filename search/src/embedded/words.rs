use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{InvertedIndexReader, Searcher, Term};

use super::any_of::any_of;
use super::columns::Columns;
use super::failure::failure;
use super::fair::is_even;
use super::near::Near;
use crate::analysis::{Closeness, Terms, Word, shielded};
use crate::{Error, Field, Shape};

/// How many words of the index that match one searched word are scored, the nearest first. The others are found all
/// the same, behind them. Where not everybody may see every document there is no such bound: see [`evenly`].
const SCORED: usize = 24;
/// The score of what is found but not scored.
const FOUND: f32 = 0.01;
/// The score of a word as it is where no word counts more than another: what `fair::Even` makes of one that a short text
/// has once.
const EVEN: f32 = 4.5;
/// What a second field with the same word adds to the best one.
const TIE: f32 = 0.1;
/// What an optional word counts.
const OPTIONAL: f32 = 0.1;

/// The words of an index that match a searched one, the nearest first.
type Known = BTreeSet<(Closeness, String)>;

/// What was typed, as queries of the same documents.
#[derive(Debug)]
pub(super) struct Typed {
    /// Every required word, scored by the field that it is found in and by closeness.
    pub(super) scored: Box<dyn Query>,
    /// The same without a score: for whoever only counts, at a fraction of the cost.
    pub(super) counted: Box<dyn Query>,
}

/// Looks up what was typed.
pub(super) fn words(searcher: &Searcher, columns: &Columns, terms: &Terms) -> Result<Typed, Error> {
    let mut scored: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut counted: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for word in &terms.required {
        let found = known(searcher, columns, word)?;
        scored.push((Occur::Must, matches(searcher, columns, &found)?));
        counted.push((Occur::Must, within(columns, found.iter())?));
    }
    for word in &terms.optional {
        let found = known(searcher, columns, word)?;
        let bonus = BoostQuery::new(matches(searcher, columns, &found)?, OPTIONAL);
        scored.push((Occur::Should, Box::new(bonus)));
        if terms.required.is_empty() {
            counted.push((Occur::Should, within(columns, found.iter())?));
        }
    }
    Ok(Typed { scored: Box::new(BooleanQuery::new(scored)), counted: Box::new(BooleanQuery::new(counted)) })
}

/// The query of the words that match a searched one.
fn matches(searcher: &Searcher, columns: &Columns, found: &Known) -> Result<Box<dyn Query>, Error> {
    let best =
        if is_even(columns.kind) { evenly(columns, found)? } else { nearest(searcher, columns, found)? };
    if best.is_empty() {
        return Ok(Box::new(EmptyQuery));
    }
    Ok(Box::new(DisjunctionMaxQuery::with_tie_breaker(best, TIE)))
}

/// The documents that have one of these words where it is one that was meant.
fn within<'a>(
    columns: &Columns,
    found: impl Iterator<Item = &'a (Closeness, String)>,
) -> Result<Box<dyn Query>, Error> {
    let mut terms = Vec::new();
    for (closeness, text) in found {
        terms.extend(anywhere(columns, *closeness, text)?);
    }
    Ok(any_of(terms))
}

/// The nearest words scored one by one, by how rare each is; the others behind them.
fn nearest(searcher: &Searcher, columns: &Columns, found: &Known) -> Result<Vec<Box<dyn Query>>, Error> {
    let mut best: Vec<Box<dyn Query>> = Vec::new();
    for field in columns.kind.shaped(Shape::Text) {
        let dictionaries = dictionaries(searcher, columns.column(field)?)?;
        for (closeness, text) in found.iter().take(SCORED) {
            if !leads(*closeness, field, text) || !has(&dictionaries, text)? {
                continue;
            }
            let term = Term::from_field_text(columns.column(field)?, text);
            let scored = TermQuery::new(term, IndexRecordOption::WithFreqs);
            best.push(Box::new(BoostQuery::new(Box::new(scored), field.weight() * factor(*closeness))));
        }
    }
    if found.len() > SCORED {
        best.push(Box::new(ConstScoreQuery::new(within(columns, found.iter().skip(SCORED))?, FOUND)));
    }
    Ok(best)
}

/// Each word scored by its closeness and its text alone, whichever others there are: else a score, or an order, would tell
/// of words that only those have whom the asker may not see. Of one closeness all count the same, and so are one query.
fn evenly(columns: &Columns, found: &Known) -> Result<Vec<Box<dyn Query>>, Error> {
    let mut parts: Vec<Box<dyn Query>> = Vec::new();
    for field in columns.kind.shaped(Shape::Text) {
        let column = columns.column(field)?;
        let mut terms: BTreeMap<Closeness, Vec<Term>> = BTreeMap::new();
        for (closeness, text) in found.iter().filter(|(closeness, text)| leads(*closeness, field, text)) {
            terms.entry(*closeness).or_default().push(Term::from_field_text(column, text));
        }
        for (closeness, terms) in terms {
            let weight = field.weight() * factor(closeness);
            parts.push(match (closeness, terms.as_slice()) {
                (Closeness::Exact, [term]) => {
                    let scored = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
                    Box::new(BoostQuery::new(Box::new(scored), weight))
                }
                _ => Box::new(ConstScoreQuery::new(any_of(terms), weight * EVEN)),
            });
        }
    }
    Ok(parts)
}

/// The words of a column, by segment.
fn dictionaries(searcher: &Searcher, column: Column) -> Result<Vec<Arc<InvertedIndexReader>>, Error> {
    let segments = searcher.segment_readers().iter();
    segments.map(|segment| segment.inverted_index(column).map_err(failure)).collect()
}

/// Whether a column has a word. Most words are in few of the texts, and what is nowhere costs as much to look for at
/// every step of a query as what is found.
fn has(dictionaries: &[Arc<InvertedIndexReader>], text: &str) -> Result<bool, Error> {
    for dictionary in dictionaries {
        if dictionary.terms().term_ord(text).map_err(Error::unavailable)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a word of the index is one that was meant, when a text has it.
fn leads(closeness: Closeness, field: Field, text: &str) -> bool {
    !closeness.is_typo() || !shielded(field, text)
}

/// A word of the index, in every text where it is one that was meant.
fn anywhere(columns: &Columns, closeness: Closeness, text: &str) -> Result<Vec<Term>, Error> {
    let texts: Vec<Field> = columns.kind.shaped(Shape::Text).collect();
    if texts.iter().all(|field| leads(closeness, *field, text)) {
        return Ok(vec![Term::from_field_text(columns.all, text)]);
    }
    let led = texts.into_iter().filter(|field| leads(closeness, *field, text));
    led.map(|field| Ok(Term::from_field_text(columns.column(field)?, text))).collect()
}

/// The words of the index that match a searched one, the nearest first.
///
/// Looked up here rather than left to tantivy's fuzzy query, whose score is the same for all it finds, and which makes a
/// table of each word before.
fn known(searcher: &Searcher, columns: &Columns, word: &Word) -> Result<Known, Error> {
    let mut found = Known::new();
    if word.is_exact() {
        found.insert((Closeness::Exact, word.text.clone()));
        return Ok(found);
    }
    let near = Near::of(word);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(columns.all).map_err(failure)?;
        let mut stream = index.terms().search(&near).into_stream().map_err(Error::unavailable)?;
        while stream.advance() {
            let Ok(text) = std::str::from_utf8(stream.key()) else { continue };
            found.extend(word.closeness(text).map(|closeness| (closeness, text.to_owned())));
        }
    }
    Ok(found)
}

fn factor(closeness: Closeness) -> f32 {
    match closeness {
        Closeness::Exact => 1.0,
        Closeness::Prefix => 0.2,
        Closeness::OneTypo => 0.1,
        Closeness::TwoTypos => 0.04,
    }
}
