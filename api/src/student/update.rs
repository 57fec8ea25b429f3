//! `studentUpdate`: the student writes the profile.

use crate::context::Request;
use crate::contract::reopening;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::input::changed;
use crate::graphql::scalars::Date;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::location::Location;
use crate::outbox::{self, Indexed};
use crate::skill;
use crate::student::store;
use crate::student::types::ContractType;
use async_graphql::{InputObject, MaybeUndefined};
use chrono::NaiveDate;
use domain::policy::Action;
use entity::{Stored, student, student_skill};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Characters in a headline or a city at most.
const LONGEST_LINE: usize = 160;
/// Characters about oneself at most.
const LONGEST_ABOUT: usize = 5_000;
/// Years of age that a student may have: others are typing errors.
const AGES: RangeInclusive<u32> = 14..=80;
/// Kilometres of mobility at most: across the country.
const FARTHEST: i32 = 2_000;

/// What changes: a field left out stays, a null empties it.
#[derive(Debug, InputObject)]
pub struct StudentUpdateInput {
    /// One line, up to 160 characters.
    pub headline: MaybeUndefined<String>,
    /// A few paragraphs, up to 5,000 characters.
    pub about: MaybeUndefined<String>,
    /// Skills, in order, up to 30 of up to 60 characters.
    pub skills: Option<Vec<String>>,
    /// The contract sought; null is either.
    pub contract_type: MaybeUndefined<ContractType>,
    /// Earliest start.
    pub available_from: MaybeUndefined<Date>,
    /// Birth date, 14 to 80 years ago; only you and your school's staff see it. Papers of contracts under way that print
    /// another hold no more.
    pub birth_date: MaybeUndefined<Date>,
    /// Whether there is a ground on which the limit of age of apprenticeship does not apply to you: an apprenticeship
    /// before, a disability, a business to found, top-level sport. The school asks for proof.
    pub age_derogation: Option<bool>,
    /// Postcode, 5 digits.
    pub postcode: MaybeUndefined<String>,
    /// City.
    pub city: MaybeUndefined<String>,
    /// How far from the city, in kilometres, 0 to 2,000, which is anywhere; null is not said, and matching takes it as
    /// unknown.
    pub mobility_km: MaybeUndefined<i32>,
}

/// Changes a profile.
///
/// # Errors
/// Everything that is wrong with the input; the policy's denial.
pub async fn run(
    request: &Request,
    id: Uuid,
    input: StudentUpdateInput,
) -> Result<student::Model, Rejection> {
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock_for(request, &tx, id, Action::Edit).await?;
    let faults = faults(&input, context.now().date_naive());
    if !faults.is_empty() {
        return Err(faults.into());
    }
    if let Some(skills) = &input.skills {
        replace_skills(request, &tx, id, skills).await?;
    }
    let known = before.birth_date;
    let after = store::save(context, &tx, before, |row| change(row, input)).await?;
    if known != after.birth_date {
        reopening::after_birth_date(context, &tx, id, request.actor()?.account).await?;
    }
    outbox::changed(context, &tx, Indexed::Student, [(after.id, after.version)]).await?;
    tx.commit().await?;
    Ok(after)
}

fn faults(input: &StudentUpdateInput, today: NaiveDate) -> Vec<UserError> {
    let mut faults = Vec::new();
    let mut check = |path: &str, good: bool, fr: String, en: String| {
        if !good {
            faults.push(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", path]));
        }
    };
    let texts = [
        ("headline", input.headline.value(), LONGEST_LINE),
        ("about", input.about.value(), LONGEST_ABOUT),
        ("city", input.city.value(), LONGEST_LINE),
    ];
    for (path, text, most) in texts {
        let fits = text.is_none_or(|text| text.chars().count() <= most);
        check(path, fits, format!("{most} caractères au plus."), format!("{most} characters at most."));
    }
    let postcode =
        input.postcode.value().is_none_or(|code| code.len() == 5 && code.bytes().all(|c| c.is_ascii_digit()));
    check("postcode", postcode, "Cinq chiffres sont attendus.".into(), "Five digits are expected.".into());
    let near = input.mobility_km.value().is_none_or(|km| (0..=FARTHEST).contains(km));
    check("mobilityKm", near, format!("De 0 à {FARTHEST} km."), format!("0 to {FARTHEST} km."));
    let born = input.birth_date.value().is_none_or(|birth| is_birth_date(birth.0, today));
    let (fr, en) = ("Une date de naissance est attendue.", "A birth date is expected.");
    check("birthDate", born, fr.into(), en.into());
    let (most, longest) = (skill::store::MOST, skill::store::LONGEST);
    let skills = input.skills.as_ref().is_none_or(|skills| {
        skills.len() <= most && skills.iter().all(|skill| skill.chars().count() <= longest)
    });
    let fr = format!("{most} compétences au plus, de {longest} caractères au plus.");
    check("skills", skills, fr, format!("{most} skills at most, of {longest} characters at most."));
    faults
}

/// Whether a student may have been born on a day.
pub(super) fn is_birth_date(day: NaiveDate, today: NaiveDate) -> bool {
    today.years_since(day).is_some_and(|age| AGES.contains(&age))
}

async fn replace_skills(
    request: &Request,
    tx: &Transaction,
    student: Uuid,
    names: &[String],
) -> Result<(), Error> {
    let context = &request.context;
    let of_student = student_skill::Column::StudentId.eq(student);
    student_skill::Entity::delete_many().filter(of_student).exec(tx).await?;
    let skills = skill::store::ids_of(context, tx, names).await?;
    let rows: Vec<_> = (0..)
        .zip(skills)
        .map(|(position, skill)| student_skill::ActiveModel {
            id: Set(context.new_id()),
            student_id: Set(student),
            skill_id: Set(skill),
            position: Set(position),
        })
        .collect();
    if !rows.is_empty() {
        student_skill::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn change(row: &mut student::ActiveModel, input: StudentUpdateInput) {
    if !input.headline.is_undefined() {
        row.headline = Set(input.headline.take());
    }
    if !input.about.is_undefined() {
        row.about = Set(input.about.take());
    }
    if !input.contract_type.is_undefined() {
        row.contract_type = Set(input.contract_type.take().map(|kind| Stored(kind.into())));
    }
    if !input.available_from.is_undefined() {
        row.available_from = Set(input.available_from.take().map(|day| day.0));
    }
    if !input.birth_date.is_undefined() {
        row.birth_date = Set(input.birth_date.take().map(|day| day.0));
    }
    if let Some(derogation) = input.age_derogation {
        row.age_derogation = Set(derogation);
    }
    if !input.mobility_km.is_undefined() {
        row.mobility_km = Set(input.mobility_km.take());
    }
    if input.postcode.is_undefined() && input.city.is_undefined() {
        return;
    }
    let postcode = changed(input.postcode, &row.postcode);
    let city = changed(input.city, &row.city);
    let location = Location::of(postcode.as_deref(), city.as_deref());
    row.postcode = Set(postcode);
    row.city = Set(city);
    row.city_key = Set(location.city_key);
    row.latitude = Set(location.latitude);
    row.longitude = Set(location.longitude);
}
