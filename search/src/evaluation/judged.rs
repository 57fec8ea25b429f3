use std::collections::BTreeMap;

use serde::Deserialize;
use strum::{Display, EnumIter};
use uuid::Uuid;

use crate::analysis::key;
use crate::documents::{OfferDocument, SkillLabel, SpecialtyLabel};

const OFFERS: &str = include_str!("../../data/judged/offers.csv");
const QUERIES: &str = include_str!("../../data/judged/queries.toml");
/// The schools' own list, which says what the codes mean.
const SPECIALTIES: &str = include_str!("../../../domain/data/specialties.csv");

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;
/// A number that shares no factor with the number of offers, so that their dates tell nothing of their place in the file.
const STRIDE: usize = 7_919;

/// Offers and judged queries.
#[derive(Debug)]
pub struct JudgedSet {
    /// The offers, by their names.
    pub offers: BTreeMap<String, OfferDocument>,
    /// The queries.
    pub queries: Vec<JudgedQuery>,
}

/// What someone types, and what of the offers they would want.
#[derive(Debug)]
pub struct JudgedQuery {
    /// What is typed.
    pub text: String,
    /// What the query tries.
    pub manner: Manner,
    /// The grades, from 3 (what was looked for) to 1 (worth a look), by the offer's id; what is not judged is 0.
    pub grades: BTreeMap<Uuid, u8>,
}

/// What a query tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Display, EnumIter)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Manner {
    /// Words, written as one should.
    Plain,
    /// Words of an offer's synonyms.
    Synonym,
    /// Mistyped words.
    Typo,
    /// Codes and acronyms.
    Acronym,
    /// The beginning of a word.
    Prefix,
    /// A place, alone or with a trade.
    City,
    /// A company, alone or with a trade.
    Company,
    /// English, or both languages at once.
    Mixed,
    /// Nothing that any offer is about: must find nothing.
    Nonsense,
}

/// What is wrong with a judged set.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The offers cannot be read.
    #[error("offers: {0}")]
    Csv(#[from] csv::Error),
    /// The queries cannot be read.
    #[error("queries: {0}")]
    Toml(#[from] toml::de::Error),
    /// Two offers or two queries are named alike.
    #[error("{0:?} is there twice")]
    Twice(String),
    /// Something is named that does not exist.
    #[error("{1:?}, named by {0:?}, does not exist")]
    Unknown(String, String),
    /// A query that should find something has no judgement, or nonsense has one.
    #[error("{0:?} is nonsense and judged, or neither")]
    Unjudged(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    title: String,
    company: String,
    city: String,
    school: String,
    specialties: String,
    contract_type: String,
    skills: String,
    missions: String,
    description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    query: Vec<Judgement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judgement {
    text: String,
    manner: Manner,
    #[serde(default)]
    wanted: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
    #[serde(default)]
    fair: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Specialty {
    school: String,
    code: String,
    name: String,
}

impl JudgedSet {
    /// The set of this repository.
    ///
    /// # Errors
    /// [`Fault`]; a test holds that there is none.
    pub fn shipped() -> Result<Self, Fault> {
        Self::parse(OFFERS, QUERIES, SPECIALTIES)
    }

    fn parse(offers: &str, queries: &str, specialties: &str) -> Result<Self, Fault> {
        let names = names(specialties)?;
        let rows: Vec<Row> = read(offers)?;
        let count = rows.len();
        let mut offers = BTreeMap::new();
        for (place, row) in rows.into_iter().enumerate() {
            let id = row.id.clone();
            if offers.insert(id.clone(), offer(row, place, count, &names)?).is_some() {
                return Err(Fault::Twice(id));
            }
        }
        let file: File = toml::from_str(queries)?;
        let mut judged: Vec<JudgedQuery> = Vec::new();
        for query in file.query {
            if judged.iter().any(|other| other.text == query.text) {
                return Err(Fault::Twice(query.text));
            }
            judged.push(judgement(query, &offers)?);
        }
        Ok(JudgedSet { offers, queries: judged })
    }

    /// The name of an offer.
    #[must_use]
    pub fn name(&self, id: Uuid) -> Option<&str> {
        self.offers.iter().find(|(_, offer)| offer.id == id).map(|(name, _)| name.as_str())
    }
}

fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

/// Names of specialties, by school and code.
fn names(text: &str) -> Result<BTreeMap<(String, String), String>, Fault> {
    let rows: Vec<Specialty> = read(text)?;
    Ok(rows.into_iter().map(|row| ((row.school, row.code), row.name)).collect())
}

/// The offer of a row. It is known by its line, and dates are spread over as many days as there are offers.
fn offer(
    row: Row,
    place: usize,
    count: usize,
    names: &BTreeMap<(String, String), String>,
) -> Result<OfferDocument, Fault> {
    let specialties = row.specialties.split_whitespace().map(|code| {
        let name = names.get(&(row.school.clone(), code.to_owned()));
        let name = name.ok_or_else(|| Fault::Unknown(row.id.clone(), code.to_owned()))?;
        Ok(SpecialtyLabel { code: code.to_owned(), name: name.clone() })
    });
    let specialties = specialties.collect::<Result<_, Fault>>()?;
    let skills = row.skills.split(';').map(str::trim).filter(|skill| !skill.is_empty());
    let skills = skills.map(|skill| SkillLabel { key: key(skill), name: skill.to_owned() }).collect();
    let number = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    let id = u128::try_from(place).unwrap_or(u128::MAX - 1) + 1;
    Ok(OfferDocument {
        id: Uuid::from_u128(id),
        version: 1,
        title: row.title,
        missions: Some(row.missions),
        description: row.description,
        skills,
        company_id: Uuid::from_u128(id),
        company: row.company,
        group: None,
        company_size: None,
        city: Some(row.city),
        point: None,
        school: row.school,
        specialties,
        contract_type: row.contract_type,
        remote: "NONE".to_owned(),
        start: 0,
        pay: None,
        published_at: number((place * STRIDE) % count.max(1)) * DAY,
        positions: 1,
    })
}

fn judgement(query: Judgement, offers: &BTreeMap<String, OfferDocument>) -> Result<JudgedQuery, Fault> {
    let Judgement { text, manner, wanted, good, fair } = query;
    let mut grades = BTreeMap::new();
    for (grade, named) in [(3, wanted), (2, good), (1, fair)] {
        for name in named {
            let offer = offers.get(&name).ok_or_else(|| Fault::Unknown(text.clone(), name.clone()))?;
            if grades.insert(offer.id, grade).is_some() {
                return Err(Fault::Twice(name));
            }
        }
    }
    if grades.is_empty() != (manner == Manner::Nonsense) {
        return Err(Fault::Unjudged(text));
    }
    Ok(JudgedQuery { text, manner, grades })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strum::IntoEnumIterator;

    use super::{Fault, JudgedSet, Manner};

    const HEADER: &str =
        "id,title,company,city,school,specialties,contract_type,skills,missions,description\n";

    fn parse(offers: &str, queries: &str) -> Result<JudgedSet, Fault> {
        let specialties = "school,code,parent,name\nS,GP,,Physique\n";
        JudgedSet::parse(&format!("{HEADER}{offers}"), queries, specialties)
    }

    #[test]
    fn the_shipped_set_is_consistent_and_large_enough() {
        let set = match JudgedSet::shipped() {
            Ok(set) => set,
            Err(fault) => panic!("{fault}"),
        };
        assert!(set.offers.len() >= 300, "{} offers", set.offers.len());
        assert!(set.queries.len() >= 80, "{} queries", set.queries.len());
        for manner in Manner::iter() {
            assert!(set.queries.iter().filter(|query| query.manner == manner).count() >= 5, "{manner}");
        }
        let texts: BTreeSet<_> = set.offers.values().map(|offer| (&offer.title, &offer.missions)).collect();
        assert_eq!(texts.len(), set.offers.len(), "no offer is written twice");
        let dates: BTreeSet<i64> = set.offers.values().map(|offer| offer.published_at).collect();
        assert_eq!(dates.len(), set.offers.len(), "no two were published at once");
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let one = "a,T,C,V,S,GP,P,x; y,M,D\n";
        let query = |rest: &str| format!("[[query]]\ntext = \"t\"\n{rest}");
        let plain = query("manner = \"plain\"\nwanted = [\"a\"]");
        assert!(parse(one, &plain).is_ok_and(|set| set.offers["a"].skills.len() == 2));
        assert!(matches!(parse(&one.repeat(2), &plain), Err(Fault::Twice(_))));
        assert!(matches!(parse(one, &plain.repeat(2).replace("][[", "]\n[[")), Err(Fault::Twice(_))));
        assert!(matches!(parse(&one.replace("GP", "XX"), &plain), Err(Fault::Unknown(..))));
        assert!(matches!(parse(one, &plain.replace("\"a\"", "\"b\"")), Err(Fault::Unknown(..))));
        assert!(matches!(parse(one, &plain.replace("\"a\"", "\"a\", \"a\"")), Err(Fault::Twice(_))));
        assert!(matches!(parse(one, &plain.replace("wanted", "great")), Err(Fault::Toml(_))));
        assert!(matches!(parse(one, &query("manner = \"plain\"")), Err(Fault::Unjudged(_))));
        assert!(matches!(parse(one, &plain.replace("plain", "nonsense")), Err(Fault::Unjudged(_))));
    }
}
