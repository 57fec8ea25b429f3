//! The searches that make a query, sent together.

use std::collections::BTreeMap;
use std::time::Duration;

use meilisearch_sdk::DefaultHttpClient;
use meilisearch_sdk::client::Client;
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::search::{MatchingStrategies, SearchQuery, SearchResults, Selectors};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::call::bounded;
use super::filter::expression;
use super::record::{ID, TEXTS, VERSION};
use super::settings::rule;
use crate::analysis::{Terms, Word};
use crate::{Direction, Error, Field, Filter, Key, Point, Query, Shape};

/// A document as the server returns it.
#[derive(Debug, Deserialize)]
pub(super) struct Found {
    pub(super) id: Uuid,
    #[serde(default)]
    pub(super) version: i64,
    #[serde(default)]
    pub(super) texts: BTreeMap<String, Vec<String>>,
    /// Everything else that was asked for.
    #[serde(flatten)]
    values: BTreeMap<String, Value>,
}

/// One of the searches that make a query.
pub(super) struct Ask {
    filter: Option<String>,
    facets: Vec<&'static str>,
    sort: Vec<String>,
    shown: Vec<&'static str>,
    window: Window,
    one_a_place: bool,
}

/// Which results are asked for.
#[derive(Clone, Copy)]
pub(super) enum Window {
    /// None: the counts of facets alone.
    Counts,
    /// The first ones.
    First(usize),
    /// A page of so many, from 1, and how many there are in all.
    Page(usize, usize),
}

impl Ask {
    pub(super) fn new(filter: &Filter, window: Window) -> Self {
        let (facets, sort, shown) = (Vec::new(), Vec::new(), vec![ID]);
        Ask { filter: expression(filter), facets, sort, shown, window, one_a_place: false }
    }

    pub(super) fn sorted(self, sort: Vec<String>) -> Self {
        Ask { sort, ..self }
    }

    /// With all that a hit is made of.
    pub(super) fn whole(self, query: &Query, terms: &Terms) -> Self {
        let texts = (!terms.is_empty()).then_some(TEXTS);
        let numbers = query.kind.shaped(Shape::Number).map(Field::name);
        Ask { shown: [ID, VERSION].into_iter().chain(texts).chain(numbers).collect(), ..self }
    }

    pub(super) fn counting(self, facets: impl IntoIterator<Item = Field>) -> Self {
        Ask { facets: facets.into_iter().map(Field::name).collect(), ..self }
    }

    /// One document for each place, whichever, whatever was typed.
    pub(super) fn one_a_place(self) -> Self {
        let shown = vec![ID, Field::Place.name(), Field::Latitude.name(), Field::Longitude.name()];
        Ask { one_a_place: true, shown, ..self }
    }
}

impl Found {
    pub(super) fn number(&self, field: Field) -> Option<i64> {
        self.values.get(field.name())?.as_i64()
    }

    pub(super) fn point(&self) -> Option<Point> {
        Point::of_parts(self.number(Field::Latitude)?, self.number(Field::Longitude)?)
    }

    /// What it was sorted by.
    pub(super) fn keys(&self, query: &Query) -> Vec<Option<i64>> {
        let order = query.order();
        if query.is_ranked() || order.iter().any(|(key, _)| *key == Key::Field(Field::SortKey)) {
            return Vec::new();
        }
        let value = |(key, _): &(Key, Direction)| match key {
            Key::Field(field) => self.number(*field),
            Key::Distance(point) => self.point().map(|own| point.metres_to(own)),
        };
        order.iter().map(value).collect()
    }
}

/// What is asked, of whom.
pub(super) struct Asking<'a> {
    pub(super) client: &'a Client,
    pub(super) index: &'a Index,
    /// How long a call may take.
    pub(super) limit: Duration,
    pub(super) query: &'a Query,
    pub(super) terms: &'a Terms,
}

impl Asking<'_> {
    /// The answers, in order.
    pub(super) async fn ask(&self, asks: &[Ask]) -> Result<Vec<SearchResults<Found>>, Error> {
        let typed = typed(self.terms);
        let sorts: Vec<Vec<&str>> =
            asks.iter().map(|ask| ask.sort.iter().map(String::as_str).collect()).collect();
        let mut search = self.client.multi_search();
        for (ask, sort) in asks.iter().zip(&sorts) {
            search.with_search_query(self.written(ask, &typed, sort));
        }
        Ok(bounded(self.limit, search.execute::<Found>()).await?.results)
    }

    fn written<'b>(
        &'b self,
        ask: &'b Ask,
        typed: &'b str,
        sort: &'b [&'b str],
    ) -> SearchQuery<'b, DefaultHttpClient> {
        let mut search = SearchQuery::new(self.index);
        let typed = if ask.one_a_place { "" } else { typed };
        search.with_query(typed).with_matching_strategy(MatchingStrategies::ALL).with_sort(sort);
        search.with_attributes_to_retrieve(Selectors::Some(&ask.shown));
        search.with_show_ranking_score(self.query.is_ranked());
        match ask.window {
            Window::Counts => search.with_limit(0),
            Window::First(limit) => search.with_limit(limit),
            Window::Page(page, size) => search.with_page(page).with_hits_per_page(size),
        };
        if let Some(filter) = &ask.filter {
            search.with_filter(filter);
        }
        if !ask.facets.is_empty() {
            search.with_facets(Selectors::Some(&ask.facets));
        }
        if ask.one_a_place {
            search.with_distinct(Field::Place.name());
        }
        search
    }

    /// The order to ask for; none where the best matches come first, which the index's own rules are for.
    pub(super) fn sort(&self) -> Vec<String> {
        if self.query.is_ranked() {
            return Vec::new();
        }
        sort(&self.query.order())
    }
}

/// An order as the server writes it, with the id at its end.
pub(super) fn sort(order: &[(Key, Direction)]) -> Vec<String> {
    let keys = order.iter().filter_map(|(key, direction)| match key {
        Key::Field(field) => Some(rule(field.name(), *direction)),
        // The server is never asked for it: see `nearest`.
        Key::Distance(_) => None,
    });
    keys.chain([rule(ID, Direction::Ascending)]).collect()
}

/// The words as the server reads them: between quotes what must match exactly, and a space at the end when the last
/// word is finished. Optional words are left out, for the server has no such thing.
fn typed(terms: &Terms) -> String {
    let written =
        |word: &Word| if word.is_exact() { format!("\"{}\"", word.text) } else { word.text.clone() };
    let words: Vec<String> = terms.required.iter().map(written).collect();
    let finished = terms.required.last().is_some_and(|word| !word.prefix);
    format!("{}{}", words.join(" "), if finished { " " } else { "" })
}

#[cfg(test)]
mod tests {
    use super::typed;
    use crate::analysis::Terms;

    #[test]
    fn words_are_written_with_what_they_allow() {
        assert_eq!(typed(&Terms::read("IR réseaux mécan")), "\"ir\" reseau mecan");
        assert_eq!(typed(&Terms::read("mécanique GP")), "mecanique \"gp\" ");
        assert_eq!(typed(&Terms::read("mécanique ")), "mecanique ");
        assert_eq!(typed(&Terms::read("\"-a\" \\ web ")), "\"web\" ");
    }
}
