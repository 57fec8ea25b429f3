//! `Offer.matchingStudents`: the students that suit an offer best, of those whom the asker may see.

use super::connection::{MatchConnection, Position, connection};
use super::facts::{Numbers, OfferFacts, StudentFacts};
use super::setting::{Pair, Setting, aside, offers};
use super::store;
use super::types::Found;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::Page;
use crate::loaders::{Batch, Rows};
use crate::offer::types::Offer;
use crate::reference::Schools;
use crate::student::types::Student;
use async_graphql::Context;
use async_graphql::dataloader::Loader;
use domain::matching::ranking::{Places, best};
use domain::policy::{Action, Actor};
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use entity::{Stored, application, student};
use futures_util::future::try_join_all;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The students that suit an offer best.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Suited {
    /// The offer.
    pub offer: Uuid,
    /// Which places.
    pub places: Places,
    /// Whom the asker may see.
    pub seen: Seen,
}

/// Whom an asker may see, of a school's confirmed students.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Seen {
    /// Everybody.
    Everybody,
    /// Those of these specialties (none named is all), and the hidden ones or not.
    OfSpecialties(Vec<Uuid>, bool),
    /// Those who let companies find them, and those who applied to this one.
    ByCompany(Uuid),
    /// Nobody.
    Nobody,
}

/// A page of the students that suit an offer best; `None` for whoever may not know.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(crate) async fn page(
    ctx: &Context<'_>,
    offer: &Offer,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Option<MatchConnection<Student>>, Error> {
    let page = Page::<Position>::new(first, after)?;
    let request = Request::of(ctx)?;
    if !request.may(Action::ReadApplications, &offer.subject(request).await?) {
        return Ok(None);
    }
    let seen = request.caller.actor.as_ref().map_or(Seen::Nobody, Seen::by);
    let key = Suited { offer: offer.row.id, places: Position::places(&page), seen };
    let found = request.loaders.one(key).await?.unwrap_or_default();
    let students = found.ranked.iter().map(|(ranked, _)| Student::load(request, ranked.id));
    let students = try_join_all(students).await?;
    Ok(Some(connection(&page, &found, students)))
}

impl Seen {
    /// As the policy says of each (`Action::Read`).
    fn by(actor: &Actor) -> Self {
        match actor.role {
            Role::Admin => Self::Everybody,
            Role::CareerServices => Self::OfSpecialties(actor.specialties.clone(), true),
            Role::DepartmentHead => Self::OfSpecialties(actor.specialties.clone(), false),
            Role::CompanyMember => {
                actor.membership.map_or(Self::Nobody, |member| Self::ByCompany(member.company))
            }
            Role::Student | Role::SchoolTutor | Role::TrainingCentre => Self::Nobody,
        }
    }

    fn condition(&self) -> Condition {
        let all = Condition::all().add(student::Column::Status.eq(Stored(StudentStatus::Confirmed)));
        match self {
            Self::Everybody => all,
            Self::OfSpecialties(specialties, hidden) => {
                let named = (!specialties.is_empty())
                    .then(|| student::Column::SpecialtyId.is_in(specialties.iter().copied()));
                let open = student::Column::Visibility.ne(Stored(StudentVisibility::Hidden));
                all.add_option(named).add_option((!hidden).then_some(open))
            }
            Self::ByCompany(company) => {
                let applied = application::Entity::find()
                    .select_only()
                    .column(application::Column::StudentId)
                    .filter(application::Column::CompanyId.eq(*company));
                let open = student::Column::Visibility.eq(Stored(StudentVisibility::Companies));
                let applied = student::Column::Id.in_subquery(applied.into_query());
                all.add(Condition::any().add(open).add(applied))
            }
            Self::Nobody => all.add(Expr::value(false)),
        }
    }

    /// Whether the asker may know how old they are. Who may not gets the same answer whatever a birth date is: the list itself
    /// would tell otherwise whom age alone refuses.
    fn tells_age(&self) -> bool {
        !matches!(self, Self::ByCompany(_))
    }
}

impl Loader<Suited> for Rows {
    type Value = Arc<Found>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[Suited]) -> Batch<Suited, Self::Value> {
        let context = &self.context;
        let schools = context.reference.known(&context.db, context.now()).await?;
        let mut ids: Vec<Uuid> = keys.iter().map(|key| key.offer).collect();
        ids.sort_unstable();
        ids.dedup();
        let read = store::offers(&self.db, &ids).await?;
        let mut answers = HashMap::new();
        for (school, seen) in groups(&read, keys) {
            let offers: Vec<OfferFacts> =
                read.iter().filter(|facts| facts.school == school).cloned().collect();
            let keys: Vec<Suited> = keys.iter().filter(|key| key.seen == seen).cloned().collect();
            let facts = store::students(&self.db, &schools, candidates(&schools, school, &seen, &offers));
            let facts = facts.await?;
            let mut setting = Setting::of(context, school, &facts).await?;
            if !seen.tells_age() {
                setting.withhold_ages();
            }
            answers.extend(aside(move || of_school(&setting, &facts, &offers, keys)).await?);
        }
        Ok(answers)
    }
}

/// The schools of the offers, with whom is seen there: one asker sees one way.
fn groups(read: &[OfferFacts], keys: &[Suited]) -> Vec<(Uuid, Seen)> {
    let mut groups: Vec<(Uuid, Seen)> = Vec::new();
    for facts in read {
        for key in keys.iter().filter(|key| key.offer == facts.id) {
            if !groups.iter().any(|(school, seen)| (*school, seen) == (facts.school, &key.seen)) {
                groups.push((facts.school, key.seen.clone()));
            }
        }
    }
    groups
}

/// The students of a school to whom one of the offers is open by specialty: the others cannot be eligible.
fn candidates(schools: &Schools, school: Uuid, seen: &Seen, offers: &[OfferFacts]) -> Condition {
    let open_to: Vec<Uuid> = offers.iter().flat_map(|facts| facts.specialties.iter().copied()).collect();
    let is_open = |specialty: &entity::specialty::Model| {
        let department = specialty.parent_id.is_some_and(|parent| open_to.contains(&parent));
        open_to.contains(&specialty.id) || department
    };
    let specialties = schools.of_school(school).filter(|specialty| is_open(specialty)).map(|row| row.id);
    seen.condition()
        .add(student::Column::SchoolId.eq(school))
        .add(student::Column::SpecialtyId.is_in(specialties))
}

fn of_school(
    setting: &Setting,
    facts: &[StudentFacts],
    read: &[OfferFacts],
    keys: Vec<Suited>,
) -> HashMap<Suited, Arc<Found>> {
    let mut numbers = Numbers::new(setting.pool.skills());
    let students = setting.students(facts, &mut numbers);
    let offers = offers(read, &mut numbers);
    let mut answers = HashMap::new();
    for key in keys {
        let Some(offer) = offers.get(&key.offer) else { continue };
        let pairs = students.iter().map(|(id, student)| (*id, student, offer));
        let best = best(pairs, setting.terms(), key.places);
        let explained = best.ranked.iter().filter_map(|ranked| {
            let student = students.get(&ranked.id)?;
            Some((*ranked, setting.explain(&Pair { student, offer }, &numbers)))
        });
        let found = Found { ranked: explained.collect(), eligible: best.eligible };
        answers.insert(key, Arc::new(found));
    }
    answers
}
