//! The documents that most cases search, and short ways to ask.

use libtest_mimic::Failed;
use search::documents::{OfferDocument, SkillLabel, SpecialtyLabel};
use search::{Change, Document, Engine, Error, Field, Filter, Kind, Page, Query};
use uuid::Uuid;

use crate::Outcome;

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

pub(crate) fn specialty(code: &str, name: &str) -> SpecialtyLabel {
    SpecialtyLabel { code: code.to_owned(), name: name.to_owned() }
}

/// An offer; published later the greater its number.
pub(crate) fn offer(number: u128, title: &str) -> OfferDocument {
    OfferDocument {
        id: id(number),
        version: 1,
        title: title.to_owned(),
        missions: None,
        description: String::new(),
        skills: Vec::new(),
        company_id: id(900),
        company: "Solvay".to_owned(),
        group: None,
        company_size: None,
        city: None,
        point: None,
        school: "insa-toulouse".to_owned(),
        specialties: Vec::new(),
        contract_type: "PROFESSIONALISATION".to_owned(),
        remote: "NONE".to_owned(),
        start: 20_000,
        pay: None,
        published_at: i64::try_from(number).unwrap_or_default() * 1_000_000,
        positions: 1,
    }
}

/// Six offers, from 1 to 6.
pub(crate) fn offers() -> Vec<OfferDocument> {
    let informatics = || specialty("IR", "Informatique et réseaux");
    vec![
        OfferDocument {
            missions: Some("Maintenir l'œuvre logicielle de l'équipe R&D en C++.".to_owned()),
            company: "AIRBUS Opérations".to_owned(),
            company_id: id(901),
            city: Some("Toulouse".to_owned()),
            specialties: vec![informatics()],
            skills: vec![SkillLabel { key: "rust".to_owned(), name: "Rust".to_owned() }],
            pay: Some(150_000),
            ..offer(1, "Développeur web")
        },
        OfferDocument {
            description: "Simulation d'écoulements dans les réseaux de chaleur.".to_owned(),
            company: "Thales".to_owned(),
            city: Some("Albi".to_owned()),
            specialties: vec![specialty("GM", "Génie mécanique")],
            start: 20_100,
            ..offer(2, "Ingénieur mécanique des fluides")
        },
        OfferDocument {
            city: Some("Toulouse".to_owned()),
            specialties: vec![specialty("GP", "Génie physique")],
            pay: Some(140_000),
            ..offer(3, "Mesures de vibrations en laboratoire")
        },
        OfferDocument {
            city: Some("Saint-Étienne".to_owned()),
            specialties: vec![specialty("GPE", "Génie des procédés et environnement")],
            pay: Some(160_000),
            start: 20_200,
            ..offer(4, "Traitement des eaux usées")
        },
        OfferDocument {
            description: "Apprentissage profond, avec les équipes du siège.".to_owned(),
            city: Some("TOULOUSE".to_owned()),
            specialties: vec![informatics(), specialty("MA", "Mathématiques appliquées")],
            contract_type: "APPRENTICESHIP".to_owned(),
            pay: Some(150_000),
            ..offer(5, "Data scientist")
        },
        OfferDocument {
            description: "Développeur au sein d'une petite structure.".to_owned(),
            contract_type: "APPRENTICESHIP".to_owned(),
            ..offer(6, "Administrateur réseau en alternance")
        },
    ]
}

pub(crate) async fn write<Item: Into<Document>>(
    engine: &dyn Engine,
    kind: Kind,
    documents: impl IntoIterator<Item = Item>,
) -> Outcome {
    let changes = documents.into_iter().map(|document| Change::Upsert(document.into())).collect();
    engine.write(kind, changes).await?;
    Ok(engine.flush().await?)
}

pub(crate) fn everything() -> Query {
    Query::new(Kind::Offer)
}

pub(crate) fn typed(text: &str) -> Query {
    Query { text: text.to_owned(), ..everything() }
}

pub(crate) fn narrowed(filter: Filter) -> Query {
    Query { filter, ..everything() }
}

pub(crate) fn is(field: Field, value: &str) -> Filter {
    Filter::Is(field, value.to_owned())
}

/// The numbers of the results, in order. Their count must be the total.
pub(crate) async fn found(engine: &dyn Engine, query: &Query) -> Result<Vec<u128>, Failed> {
    let page = engine.search(query).await?;
    let numbers = numbers(&page);
    assert_eq!(usize::try_from(page.total), Ok(numbers.len()), "the total of {query:?}");
    Ok(numbers)
}

/// The numbers of the results for what is typed, sorted.
pub(crate) async fn matched(engine: &dyn Engine, text: &str) -> Result<Vec<u128>, Failed> {
    let mut numbers = found(engine, &typed(text)).await?;
    numbers.sort_unstable();
    Ok(numbers)
}

pub(crate) fn numbers(page: &Page) -> Vec<u128> {
    page.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

/// The counts of the first facet.
pub(crate) async fn counts(engine: &dyn Engine, query: &Query) -> Result<Vec<(String, u64)>, Error> {
    let page = engine.search(query).await?;
    Ok(page.facets.into_iter().next().map(|facet| facet.counts).unwrap_or_default())
}

pub(crate) fn counted(counts: &[(&str, u64)]) -> Vec<(String, u64)> {
    counts.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
}
