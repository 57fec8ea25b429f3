//! From rows to what is compared.

use super::pool::Skills;
use chrono::{DateTime, NaiveDate, Utc};
use domain::contract_type::ContractType;
use domain::matching::{Offer, Point, Skill, Student, Words};
use domain::offer::RemotePolicy;
use domain::text::fold;
use entity::student;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A skill: its id and its name.
pub(super) type Named = (Uuid, String);

/// An offer as it is read to be compared.
#[derive(Clone, Debug)]
pub(super) struct OfferFacts {
    pub(super) id: Uuid,
    pub(super) version: i64,
    pub(super) school: Uuid,
    pub(super) company: Uuid,
    pub(super) contract_type: ContractType,
    pub(super) start: NaiveDate,
    pub(super) end: Option<NaiveDate>,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) remote: RemotePolicy,
    pub(super) pay: Option<i64>,
    pub(super) expires_at: Option<DateTime<Utc>>,
    /// Its folded words.
    pub(super) words: String,
    pub(super) specialties: Vec<Uuid>,
    pub(super) skills: Vec<Named>,
}

/// A student as it is read to be compared.
#[derive(Clone, Debug)]
pub(super) struct StudentFacts {
    pub(super) row: Arc<student::Model>,
    /// The department of which the specialty is an option.
    pub(super) department: Option<Uuid>,
    pub(super) skills: Vec<Named>,
}

/// Numbers for skills: those of a pool, and more for skills that its offers do not ask for.
#[derive(Debug)]
pub(super) struct Numbers<'a> {
    known: &'a Skills,
    more: HashMap<Uuid, u32>,
    new: Vec<Named>,
}

impl<'a> Numbers<'a> {
    /// Those of a pool.
    pub(super) fn new(known: &'a Skills) -> Self {
        Self { known, more: HashMap::new(), new: Vec::new() }
    }

    /// The number of a skill, a new one where it has none.
    fn of(&mut self, (id, name): &Named) -> Skill {
        let known = self.known.numbers.get(id).or_else(|| self.more.get(id));
        Skill(known.copied().unwrap_or_else(|| {
            let number = u32::try_from(self.known.names.len() + self.new.len()).unwrap_or(u32::MAX);
            self.more.insert(*id, number);
            self.new.push((*id, name.clone()));
            number
        }))
    }

    /// The name of a skill.
    pub(super) fn name(&self, skill: Skill) -> Option<&str> {
        let number = usize::try_from(skill.0).ok()?;
        let new = || self.new.get(number - self.known.names.len()).map(|(_, name)| name);
        self.known.names.get(number).or_else(new).map(String::as_str)
    }

    /// The skills that had no number, in the order of the new ones.
    pub(super) fn into_new(self) -> Vec<Named> {
        self.new
    }
}

/// An offer, to be compared.
pub(super) fn offer(facts: &OfferFacts, numbers: &mut Numbers<'_>) -> Offer {
    Offer {
        school: facts.school,
        company: facts.company,
        specialties: facts.specialties.clone(),
        contract_type: facts.contract_type,
        start: facts.start,
        end: facts.end,
        place: point(facts.latitude, facts.longitude),
        remote: facts.remote,
        pay: facts.pay,
        skills: facts.skills.iter().map(|skill| numbers.of(skill)).collect(),
        words: Words::of(&facts.words),
    }
}

/// A student, to be compared.
pub(super) fn student(facts: &StudentFacts, numbers: &mut Numbers<'_>) -> Student {
    let row = &facts.row;
    let said = [row.headline.as_deref(), row.about.as_deref()].map(Option::unwrap_or_default).join(" ");
    Student {
        school: row.school_id,
        specialty: row.specialty_id,
        department: facts.department,
        academic_year: row.academic_year,
        contract_type: row.contract_type.map(|kind| kind.0),
        available_from: row.available_from,
        birth_date: row.birth_date,
        age_derogation: row.age_derogation,
        place: point(row.latitude, row.longitude),
        mobility_km: row.mobility_km.and_then(|km| u32::try_from(km).ok()),
        skills: facts.skills.iter().map(|skill| numbers.of(skill)).collect(),
        words: Words::of(&fold(&said)),
    }
}

fn point(latitude: Option<f64>, longitude: Option<f64>) -> Option<Point> {
    Some(Point::of(latitude?, longitude?))
}
