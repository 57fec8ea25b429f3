use std::collections::BTreeMap;

use meilisearch_sdk::settings::{
    FacetSortValue, FacetingSettings, FilterFeatureModes, FilterFeatures, FilterableAttribute,
    FilterableAttributesSettings, MinWordSizeForTypos, PaginationSetting, Settings, TypoToleranceSettings,
};

use super::record::{ID, SHIELDED, TEXTS, VERSION};
use crate::analysis::{ONE_TYPO, TWO_TYPOS};
use crate::{Direction, FacetCounts, Field, Kind, Shape};

/// The settings of the index of a kind.
pub(super) fn settings(kind: Kind) -> Settings {
    let filtered =
        kind.fields().iter().filter(|field| field.shape() != Shape::Text).map(|field| named(*field));
    let filtered = looked_up(filtered.chain([ID.to_owned()]).collect());
    let sorted = kind.fields().iter().copied().filter(|field| is_sorted(*field)).map(named);
    // Numbers are what a page of results goes on from.
    let shown = kind.shaped(Shape::Number).chain([Field::Place].into_iter().filter(|field| kind.has(*field)));
    let shown = [ID, VERSION, TEXTS].map(str::to_owned).into_iter().chain(shown.map(named));
    Settings {
        searchable_attributes: Some(searched(kind)),
        displayed_attributes: Some(shown.collect()),
        filterable_attributes: Some(vec![FilterableAttribute::Settings(filtered)]),
        sortable_attributes: Some(sorted.chain([ID.to_owned()]).collect()),
        ranking_rules: Some(ranking(kind)),
        // Totals stop here, and must not.
        pagination: Some(PaginationSetting { max_total_hits: 1_000_000_000 }),
        faceting: Some(FacetingSettings {
            max_values_per_facet: FacetCounts::VALUES,
            sort_facet_values_by: Some(BTreeMap::from([("*".to_owned(), FacetSortValue::Count)])),
        }),
        typo_tolerance: Some(typos(kind)),
        ..Settings::default()
    }
}

/// Compared, and not searched by what a value begins with: nobody asks for that, and with it the server would write every
/// value of every field anew, the ids too, for each document that it takes. That is a second with 100,000.
fn looked_up(attribute_patterns: Vec<String>) -> FilterableAttributesSettings {
    let filter = FilterFeatureModes { equality: true, comparison: true };
    FilterableAttributesSettings {
        attribute_patterns,
        features: FilterFeatures { facet_search: false, filter },
    }
}

/// The texts, those that weigh most ahead; what is shielded is mostly names and codes, and stands after the first of them.
fn searched(kind: Kind) -> Vec<String> {
    let mut texts: Vec<String> = kind.shaped(Shape::Text).map(named).collect();
    texts.insert(texts.len().min(3), SHIELDED.to_owned());
    texts
}

/// As the embedded engine: an order asked for goes before all; words go by typos, then by field, and the
/// whole word comes before a longer one.
fn ranking(kind: Kind) -> Vec<String> {
    let (field, direction) = kind.order();
    let rules = ["sort", "words", "typo", "attribute", "exactness", "proximity"].map(str::to_owned);
    rules.into_iter().chain([rule(field.name(), direction), rule(ID, Direction::Ascending)]).collect()
}

/// An order as the server writes it.
pub(super) fn rule(name: &str, direction: Direction) -> String {
    match direction {
        Direction::Ascending => format!("{name}:asc"),
        Direction::Descending => format!("{name}:desc"),
    }
}

fn typos(kind: Kind) -> TypoToleranceSettings {
    let codes = kind.has(Field::SpecialtyCodes).then(|| named(Field::SpecialtyCodes));
    TypoToleranceSettings {
        enabled: Some(true),
        disable_on_attributes: Some(codes.into_iter().chain([SHIELDED.to_owned()]).collect()),
        disable_on_words: Some(Vec::new()),
        min_word_size_for_typos: Some(MinWordSizeForTypos {
            one_typo: Some(ONE_TYPO),
            two_typos: Some(TWO_TYPOS),
        }),
        disable_on_numbers: Some(false),
    }
}

fn is_sorted(field: Field) -> bool {
    field == Field::SortKey || field.shape() == Shape::Number
}

fn named(field: Field) -> String {
    field.name().to_owned()
}
