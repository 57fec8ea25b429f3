//! `schoolCalendarSet` and `placesSet`: what a school says of an academic year. Deadlines of the year's contracts move, and
//! whoever waits for a place may get one.

use crate::context::{Context as World, Request};
use crate::contract::loader::AnchorsOf;
use crate::contract::place::{self, Class};
use crate::contract::state::State;
use crate::contract::{deadline, procedures};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::scalars::{AcademicYear, Date};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::hiring::filter::school_of;
use crate::school::types::{School, Specialty};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::contract::LIVE;
use domain::policy::{Action, Subject};
use entity::{Stored, contract, place_capacity, school_anchor};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Places of an option at most.
const MOST_PLACES: i32 = 10_000;

/// A school's academic year.
#[derive(Clone, Debug)]
pub struct SchoolYear {
    /// The school.
    pub school: Arc<entity::school::Model>,
    /// First year of the academic year.
    pub year: i32,
}

/// A day of a school's academic year.
#[derive(Clone, Debug, SimpleObject)]
pub struct SchoolDay {
    /// Its key, as the school's procedures name it.
    pub key: String,
    /// What it is.
    pub title: String,
    /// When it is: as the school has set it, else as a procedure written for that year says; null while nobody has.
    pub date: Option<Date>,
    /// Whether the school has set it.
    pub set_by_school: bool,
}

/// How many places an option has in an academic year, and who has them.
#[derive(Clone, Debug, SimpleObject)]
pub struct Places {
    /// The option.
    pub specialty: Specialty,
    /// How many; null is without end.
    pub capacity: Option<i32>,
    /// How many contracts hold one.
    pub held: u64,
    /// How many wait for one.
    pub waiting: u64,
}

/// A school's academic year.
#[Object]
impl SchoolYear {
    /// The academic year.
    async fn academic_year(&self) -> Result<AcademicYear, Error> {
        AcademicYear::stored(self.year)
    }

    /// The days that the deadlines of its procedures are counted from.
    async fn days(&self, ctx: &Context<'_>) -> Result<Vec<SchoolDay>, Error> {
        let request = Request::of(ctx)?;
        let set = request.loaders.one(AnchorsOf { school: self.school.id, year: self.year }).await?;
        let set = set.unwrap_or_default();
        let locale = request.caller.locale;
        let db = &request.context.db.read;
        let mut days: BTreeMap<String, SchoolDay> = BTreeMap::new();
        for written in procedures::of_school(&request.context, db, self.school.id).await? {
            let is_own = written.row.academic_year == self.year;
            for day in &written.procedure.calendar {
                let own = set.get(&day.key).copied();
                let printed = day.date.filter(|_| is_own);
                let known = days.entry(day.key.clone()).or_insert_with(|| SchoolDay {
                    key: day.key.clone(),
                    title: day.title.in_locale(locale).to_owned(),
                    date: own.map(Date),
                    set_by_school: own.is_some(),
                });
                known.date = known.date.take().or(printed.map(Date));
            }
        }
        Ok(days.into_values().collect())
    }

    /// The places of each option that has a number of them, or contracts that ask for one; null to anybody but its staff.
    async fn places(&self, ctx: &Context<'_>) -> Result<Option<Vec<Places>>, Error> {
        let request = Request::of(ctx)?;
        let subject = Subject::School { school: self.school.id, specialty: None };
        if !request.may(Action::ReadDesk, &subject) {
            return Ok(None);
        }
        let counted = place::of_year(&request.context.db.read, self.school.id, self.year).await?;
        let schools = request.schools().await?;
        let places = counted.into_iter().filter_map(|counted| {
            let specialty = schools.specialty(counted.specialty).cloned().map(Specialty)?;
            Some(Places {
                specialty,
                capacity: counted.capacity,
                held: counted.held,
                waiting: counted.waiting,
            })
        });
        Ok(Some(places.collect()))
    }

    /// The school.
    async fn school(&self) -> School {
        School(Arc::clone(&self.school))
    }
}

/// A day to set.
#[derive(Clone, Debug, InputObject)]
pub struct SchoolDayInput {
    /// Its key, as the school's procedures name it.
    pub key: String,
    /// When it is; null forgets what was set.
    pub date: Option<Date>,
}

/// Sets days of a school's academic year; deadlines counted from them move.
///
/// # Errors
/// `UNKNOWN` key; an unknown school; the policy's denial.
pub(super) async fn set_days(
    request: &Request,
    school: &str,
    year: AcademicYear,
    days: Vec<SchoolDayInput>,
) -> Result<SchoolYear, Rejection> {
    let schools = request.schools().await?;
    let school = Arc::clone(school_of(&schools, &["school"], school)?);
    let subject = Subject::School { school: school.id, specialty: None };
    let by = request.authorize(Action::Configure, &subject)?.account;
    let context = &request.context;
    let year = year.0.first_year();
    require_known(context, school.id, &days).await?;
    let tx = context.db.begin().await?;
    for day in days {
        set_day(context, &tx, (school.id, year), day, by).await?;
    }
    refresh(context, &tx, school.id, year).await?;
    tx.commit().await?;
    request.loaders.forget::<AnchorsOf>();
    Ok(SchoolYear { school, year })
}

async fn require_known(context: &World, school: Uuid, days: &[SchoolDayInput]) -> Result<(), Rejection> {
    let written = procedures::of_school(context, &context.db.read, school).await?;
    let keys: BTreeSet<&str> =
        written.iter().flat_map(|one| &one.procedure.calendar).map(|day| day.key.as_str()).collect();
    let unknown = days.iter().filter(|day| !keys.contains(day.key.as_str()));
    let errors: Vec<UserError> = unknown
        .map(|day| {
            let accepted = keys.iter().copied().collect::<Vec<_>>().join(", ");
            let fr = format!("{:?} n'est pas connu ; valeurs acceptées : {accepted}", day.key);
            let en = format!("{:?} is not known; accepted: {accepted}", day.key);
            UserError::new(ErrorCode::Unknown, fr, en).at(&["days", "key"])
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

async fn set_day(
    context: &World,
    tx: &Transaction,
    (school, year): (Uuid, i32),
    day: SchoolDayInput,
    by: Uuid,
) -> Result<(), Error> {
    use school_anchor::Column;
    let Some(Date(date)) = day.date else {
        school_anchor::Entity::delete_many()
            .filter(Column::SchoolId.eq(school))
            .filter(Column::AcademicYear.eq(year))
            .filter(Column::Name.eq(day.key))
            .exec(tx)
            .await?;
        return Ok(());
    };
    let row = school_anchor::ActiveModel {
        id: Set(context.new_id()),
        school_id: Set(school),
        academic_year: Set(year),
        name: Set(day.key),
        day: Set(date),
        set_by: Set(Some(by)),
        set_at: Set(context.now()),
    };
    let again = OnConflict::columns([Column::SchoolId, Column::AcademicYear, Column::Name])
        .update_columns([Column::Day, Column::SetBy, Column::SetAt])
        .to_owned();
    school_anchor::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Dates the deadlines of a school's year anew. Contracts are locked by option, as everybody locks them.
async fn refresh(context: &World, tx: &Transaction, school: Uuid, year: i32) -> Result<(), Error> {
    let live: Vec<Uuid> = contract::Entity::find()
        .select_only()
        .column(contract::Column::Id)
        .filter(contract::Column::SchoolId.eq(school))
        .filter(contract::Column::AcademicYear.eq(year))
        .filter(contract::Column::Status.is_in(LIVE.iter().copied().map(Stored)))
        .order_by_asc(contract::Column::SpecialtyId)
        .order_by_asc(contract::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    for id in live {
        let state = State::lock(context, tx, id).await?;
        deadline::keep(context, tx, &state).await?;
    }
    Ok(())
}

/// How many places an option has.
#[derive(Clone, Debug, InputObject)]
pub struct PlacesSetInput {
    /// The school, by code.
    pub school: String,
    /// The option, by its code in the school.
    pub specialty: String,
    /// The academic year.
    pub year: AcademicYear,
    /// How many contracts of that year it takes.
    pub places: i32,
}

/// Sets how many places an option has. Nobody who holds one loses it; those who wait move up.
///
/// # Errors
/// `UNKNOWN` specialty; `INVALID` number; an unknown school; the policy's denial.
pub(super) async fn set_places(request: &Request, input: PlacesSetInput) -> Result<SchoolYear, Rejection> {
    let schools = request.schools().await?;
    let school = Arc::clone(school_of(&schools, &["input", "school"], &input.school)?);
    let specialty = schools.specialties_by_code(Some(school.id), &input.specialty).first().map(|row| row.id);
    let specialty = specialty.ok_or_else(|| {
        let known = schools.of_school(school.id).map(|row| row.code.as_str()).collect::<Vec<_>>().join(", ");
        let fr = format!("{:?} n'est pas connu ; valeurs acceptées : {known}", input.specialty);
        let en = format!("{:?} is not known; accepted: {known}", input.specialty);
        UserError::new(ErrorCode::Unknown, fr, en).at(&["input", "specialty"])
    });
    let subject = Subject::School { school: school.id, specialty: specialty.as_ref().ok().copied() };
    let by = request.authorize(Action::Configure, &subject)?.account;
    let class = Class { specialty: specialty?, year: input.year.0.first_year() };
    if !(0..=MOST_PLACES).contains(&input.places) {
        let fr = format!("De 0 à {MOST_PLACES} places.");
        let en = format!("From 0 to {MOST_PLACES} places.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "places"]).into());
    }
    let context = &request.context;
    let tx = context.db.begin().await?;
    place::lock(&tx, class.specialty).await?;
    keep_places(context, &tx, (school.id, class), input.places, by).await?;
    place::promote(context, &tx, class).await?;
    tx.commit().await?;
    Ok(SchoolYear { school, year: class.year })
}

async fn keep_places(
    context: &World,
    db: &impl ConnectionTrait,
    (school, class): (Uuid, Class),
    places: i32,
    by: Uuid,
) -> Result<(), Error> {
    use place_capacity::Column;
    let row = place_capacity::ActiveModel {
        id: Set(context.new_id()),
        school_id: Set(school),
        specialty_id: Set(class.specialty),
        academic_year: Set(class.year),
        places: Set(places),
        set_by: Set(by),
        set_at: Set(context.now()),
    };
    let again = OnConflict::columns([Column::SpecialtyId, Column::AcademicYear])
        .update_columns([Column::Places, Column::SetBy, Column::SetAt])
        .to_owned();
    place_capacity::Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}
