use super::*;
use crate::hiring::history;
use proptest::prelude::{any, proptest};
use std::collections::BTreeSet;

fn name_of(postcode: &str, city: &str) -> Option<&'static str> {
    resolve(postcode, city).map(|place| place.name)
}

#[test]
fn every_printed_place_is_resolved() {
    let mut resolved = BTreeSet::new();
    for hire in history::hires() {
        let (postcode, city) = (hire.postcode.as_deref().unwrap_or(""), hire.city.as_deref().unwrap_or(""));
        if postcode.is_empty() && city.is_empty() {
            assert_eq!(label(postcode, city), None);
            continue;
        }
        let place = resolve(postcode, city).unwrap_or_else(|| panic!("{postcode} {city}"));
        // Neither it nor a commune of its postcode has coordinates in the file.
        assert_eq!(place.coordinates.is_none(), place.name == "Capdenac-Gare", "{}", place.name);
        assert_eq!(label(postcode, city).as_deref(), Some(place.name));
        resolved.insert(place.name);
    }
    let expected = [
        "Aix-en-Provence",
        "Balma",
        "Belfort",
        "Blagnac",
        "Capdenac-Gare",
        "Champigny-sur-Marne",
        "Clermont-Ferrand",
        "Colomiers",
        "Figeac",
        "Golfech",
        "Grenoble",
        "Ivry-sur-Seine",
        "Juvignac",
        "Marcy-l'Étoile",
        "Nanterre",
        "Nice",
        "Oberhausbergen",
        "Paris",
        "Pau",
        "Puteaux",
        "Quint-Fonsegrives",
        "Strasbourg",
        "Toulouse",
        "Échirolles",
    ];
    assert_eq!(resolved.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn each_step_of_the_order_is_reached() {
    assert_eq!(name_of("31700", "BLAGNAC"), Some("Blagnac"), "by postcode and name");
    assert_eq!(name_of("92000", "Nanterre (siège)"), Some("Nanterre"), "the only commune of the postcode");
    assert_eq!(name_of("46 101", "Figeac Cedex"), Some("Figeac"), "by name in the department");
    assert_eq!(name_of("82400", "GOLDFECH"), Some("Golfech"), "by alias");
    assert_eq!(name_of("", "Toulouse"), Some("Toulouse"), "by a name that is unique in France");
    assert_eq!(name_of("", "Saint-Denis"), None, "a name of many communes");
    assert_eq!(name_of("31700", "Nowhere"), None, "a postcode of several communes");
    assert_eq!(name_of("99999", "Nowhere"), None);
    assert_eq!(name_of("", ""), None);
}

#[test]
fn spellings_of_a_city_do_not_matter() {
    for (postcode, city) in
        [("75008", "PARIS 8e"), ("75 008", "Paris 8ème arrondissement"), ("75380", "Paris CEDEX 08")]
    {
        assert_eq!(name_of(postcode, city), Some("Paris"), "{postcode} {city}");
    }
    assert_eq!(name_of("93206", "ST DENIS CEDEX"), Some("Saint-Denis"));
    assert_eq!(name_of("20700", "Ajaccio Cedex 9"), Some("Ajaccio"));
    assert_eq!(name_of("97490", "Saint-Denis"), Some("Saint-Denis"));
}

#[test]
fn the_postcode_asked_for_is_kept_where_it_is_the_communes() {
    let postcode_of = |postcode, city| resolve(postcode, city).map(|place| place.postcode);
    assert_eq!(postcode_of("31400", "Toulouse"), Some("31400"));
    assert_eq!(postcode_of("31036", "Toulouse Cedex 1"), Some("31000"));
}

#[test]
fn a_commune_without_coordinates_lies_among_its_neighbours() {
    let place = resolve("01640", "L'Abergement-de-Varey").expect("a commune");
    assert_eq!(place.insee, "01002");
    let Coordinates { latitude, longitude } = place.coordinates.expect("neighbours have coordinates");
    assert!((45.9..46.1).contains(&latitude) && (5.2..5.5).contains(&longitude), "{latitude} {longitude}");
}

#[test]
fn unresolved_cities_are_counted_by_one_name() {
    assert_eq!(label("", "LONDON  "), Some("London".into()));
    assert_eq!(label("EC1A 1BB", "London"), Some("London".into()));
    assert_eq!(label("", " - "), None);
}

proptest! {
    #[test]
    fn no_text_crashes_it(postcode in any::<String>(), city in any::<String>()) {
        let resolved = resolve(&postcode, &city);
        assert!(resolved.is_none() || label(&postcode, &city).is_some());
    }
}
