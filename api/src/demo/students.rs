//! Students with their profiles, in every state of a profile.

use crate::demo::trades::{self, Trade};
use crate::demo::write::{GROUP, insert};
use crate::demo::{SignIn, World, names};
use crate::error::Error;
use crate::outbox::{self, Indexed};
use crate::skill;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::contract_type::ContractType;
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use domain::text::fold;
use entity::{Stored, account, specialty, student, student_skill};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A student, as far as the rest of the demo is concerned.
#[derive(Debug)]
pub(super) struct Student {
    pub(super) id: Uuid,
    pub(super) number: usize,
    pub(super) account: Uuid,
    pub(super) school: Uuid,
    /// The specialty, and the department of which it is an option: an offer to either is open to the student.
    pub(super) specialties: Vec<Uuid>,
    /// From when the student may apply; none is never.
    pub(super) confirmed: Option<DateTime<Utc>>,
    /// When the student confirmed an application.
    pub(super) hired: Option<DateTime<Utc>>,
}

/// What is written of a group of students.
#[derive(Default)]
struct Rows {
    accounts: Vec<account::ActiveModel>,
    students: Vec<student::ActiveModel>,
    skills: Vec<student_skill::ActiveModel>,
    versions: Vec<(Uuid, i64)>,
}

/// Ids of skills by their keys.
pub(super) type Skills = HashMap<String, Uuid>;

/// The skills of every trade, made when new.
pub(super) async fn skills(world: &World<'_>, db: &impl ConnectionTrait) -> Result<Skills, Error> {
    let mut names: HashMap<String, String> = HashMap::new();
    for name in trades::all().flat_map(|trade| trade.skills) {
        names.entry(fold(name)).or_insert_with(|| (*name).to_owned());
    }
    let (keys, names): (Vec<_>, Vec<_>) = names.into_iter().unzip();
    let ids = skill::store::ids_of(world.context, db, &names).await?;
    Ok(keys.into_iter().zip(ids).collect())
}

/// Writes them.
pub(super) async fn write(world: &World<'_>, count: usize) -> Result<Vec<Student>, Error> {
    let mut students = Vec::with_capacity(count);
    let numbers: Vec<usize> = (1..=count).collect();
    for group in numbers.chunks(GROUP) {
        let tx = world.context.db.begin().await?;
        let skills = skills(world, &tx).await?;
        let mut rows = Rows::default();
        students.extend(group.iter().map(|number| student(world, *number, &skills, &mut rows)));
        insert(&tx, rows.accounts).await?;
        insert(&tx, rows.students).await?;
        insert(&tx, rows.skills).await?;
        outbox::changed(world.context, &tx, Indexed::Student, rows.versions).await?;
        tx.commit().await?;
    }
    Ok(students)
}

/// A student of each school who may apply.
pub(super) fn sign_ins(world: &World<'_>, students: &[Student]) -> Vec<SignIn> {
    let first = |school: Uuid| students.iter().find(|one| one.school == school && one.confirmed.is_some());
    let sign_in = |school: &std::sync::Arc<entity::school::Model>| {
        let email = names::student_email(first(school.id)?.number);
        Some(SignIn { role: Role::Student, of: Some(school.code.clone()), email })
    };
    world.schools.iter().filter_map(sign_in).collect()
}

/// A student who is to have a contract.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) specialty: Arc<specialty::Model>,
    /// When the student signed up; the school confirmed within three days.
    pub(super) created: DateTime<Utc>,
    pub(super) born: NaiveDate,
    /// First year of the academic year of the contract.
    pub(super) year: i32,
}

/// Writes those who are to have contracts, numbered after the others.
pub(super) async fn write_candidates(
    world: &World<'_>,
    after: usize,
    candidates: &[Candidate],
) -> Result<Vec<Student>, Error> {
    let tx = world.context.db.begin().await?;
    let skills = skills(world, &tx).await?;
    let mut rows = Rows::default();
    let mut students = Vec::with_capacity(candidates.len());
    for (number, candidate) in (after + 1..).zip(candidates) {
        let decided = world
            .dice
            .between(candidate.created + TimeDelta::hours(2), candidate.created + TimeDelta::days(3));
        let entry = Entry {
            specialty: &candidate.specialty,
            status: StudentStatus::Confirmed,
            times: (candidate.created, decided),
        };
        students.push(enter(world, number, &entry, &skills, &mut rows));
        if let Some(row) = rows.students.last_mut() {
            row.birth_date = Set(Some(candidate.born));
            row.academic_year = Set(candidate.year);
            row.available_from = Set(NaiveDate::from_ymd_opt(candidate.year, 9, 1));
        }
    }
    insert(&tx, rows.accounts).await?;
    insert(&tx, rows.students).await?;
    insert(&tx, rows.skills).await?;
    outbox::changed(world.context, &tx, Indexed::Student, rows.versions).await?;
    tx.commit().await?;
    Ok(students)
}

/// What is drawn of a student before the profile.
struct Entry<'a> {
    specialty: &'a specialty::Model,
    status: StudentStatus,
    /// Signed up, and decided on by the school.
    times: (DateTime<Utc>, DateTime<Utc>),
}

fn student(world: &World<'_>, number: usize, skills: &Skills, rows: &mut Rows) -> Student {
    let dice = &world.dice;
    // In turn at first, so that a few students are enough for every school.
    let rank = if number <= world.schools.len() { number - 1 } else { dice.below(world.schools.len()) };
    let school = world.schools[rank].id;
    let specialties: Vec<&specialty::Model> = world.reference.of_school(school).map(AsRef::as_ref).collect();
    let specialty = dice.pick(&specialties);
    let created = dice.ago(world.now, 20, 180);
    let status = match dice.below(20) {
        _ if number <= world.schools.len() => StudentStatus::Confirmed,
        0 => StudentStatus::Rejected,
        1 | 2 => StudentStatus::Unconfirmed,
        _ => StudentStatus::Confirmed,
    };
    let decided = dice.between(created + TimeDelta::hours(2), created + TimeDelta::days(3));
    enter(world, number, &Entry { specialty, status, times: (created, decided) }, skills, rows)
}

fn enter(world: &World<'_>, number: usize, entry: &Entry<'_>, skills: &Skills, rows: &mut Rows) -> Student {
    let Entry { specialty, status, times: (created, decided) } = *entry;
    let (dice, school) = (&world.dice, specialty.school_id);
    let person = Student {
        id: dice.id(created),
        number,
        account: dice.id(created),
        school,
        specialties: std::iter::once(specialty.id).chain(specialty.parent_id).collect(),
        confirmed: (status == StudentStatus::Confirmed).then_some(decided),
        hired: None,
    };
    let (email, name) = (names::student_email(number), names::student(number));
    rows.accounts.push(world.account(person.account, &email, &name, Role::Student, None, created));
    let trade = trades::of(specialty, dice);
    let row = profile(world, &person, (specialty, trade), status, (created, decided));
    rows.versions.push((person.id, row.version.clone().unwrap()));
    rows.students.push(row);
    let known = trade.skills;
    let wanted = 2 + dice.below(5);
    let ids = dice.draw(known, wanted).into_iter().filter_map(|name| skills.get(&fold(name)).copied());
    rows.skills.extend((0..).zip(ids).map(|(position, skill)| student_skill::ActiveModel {
        id: Set(dice.id(created)),
        student_id: Set(person.id),
        skill_id: Set(skill),
        position: Set(position),
    }));
    person
}

/// Signed up and written: two versions; one more when the school decided, one more when the student chose who finds
/// the profile.
fn profile(
    world: &World<'_>,
    person: &Student,
    (specialty, trade): (&specialty::Model, &Trade),
    status: StudentStatus,
    (created, decided): (DateTime<Utc>, DateTime<Utc>),
) -> student::ActiveModel {
    let (dice, city) = (&world.dice, world.cities.pick(&world.dice));
    let visibility = match dice.below(10) {
        0 => StudentVisibility::Hidden,
        1..=3 => StudentVisibility::Staff,
        _ => StudentVisibility::Companies,
    };
    let is_decided = status != StudentStatus::Unconfirmed;
    let changes = i64::from(is_decided) + i64::from(visibility != StudentVisibility::Staff);
    let kinds = [None, Some(ContractType::Professionalisation), Some(ContractType::Apprenticeship)];
    let name = names::student(person.number);
    student::ActiveModel {
        id: Set(person.id),
        account_id: Set(person.account),
        school_id: Set(person.school),
        specialty_id: Set(specialty.id),
        academic_year: Set(world.year.first_year()),
        name_key: Set(fold(&name)),
        name: Set(name),
        headline: Set(Some(format!("Recherche une alternance en {}", specialty.name.to_lowercase()))),
        about: Set(Some(about(world, trade))),
        contract_type: Set(dice.pick(&kinds).map(Stored)),
        available_from: Set(NaiveDate::from_ymd_opt(world.year.first_year(), 9, 1)),
        postcode: Set(Some(city.postcode.to_owned())),
        city: Set(Some(city.name.to_owned())),
        city_key: Set(Some(city.key.clone())),
        latitude: Set(city.coordinates.map(|point| point.latitude)),
        longitude: Set(city.coordinates.map(|point| point.longitude)),
        mobility_km: Set(dice.pick(&[None, Some(30), Some(100), Some(400)])),
        birth_date: Set(birth_date(world)),
        age_derogation: Set(false),
        visibility: Set(Stored(visibility)),
        status: Set(Stored(status)),
        status_reason: Set((status == StudentStatus::Rejected).then(|| "Inconnu de la scolarité".to_owned())),
        demo: Set(true),
        version: Set(2 + changes),
        created_at: Set(created),
        updated_at: Set(if is_decided { decided } else { created + TimeDelta::hours(1) }),
    }
}

/// What the student has done and looks for: two tasks and a subject of the trade, as offers word them.
fn about(world: &World<'_>, trade: &Trade) -> String {
    let dice = &world.dice;
    let tasks: Vec<String> =
        dice.draw(trade.tasks, 2).into_iter().map(|task| task.fr.to_lowercase()).collect();
    let subject = dice.pick(trade.subjects).fr;
    format!(
        "Profil fictif, fait pour la démonstration de la plateforme. En projet, j'ai appris à {}. Un sujet comme {subject} \
         me plairait.",
        tasks.join(" et à ")
    )
}

/// From 20 to 24 years old when the year sought begins; a few older, a few who do not say.
fn birth_date(world: &World<'_>) -> Option<NaiveDate> {
    let dice = &world.dice;
    let age = match dice.below(20) {
        0 => return None,
        1 => dice.range(26, 32),
        _ => dice.range(20, 24),
    };
    let days = u64::try_from(dice.below(365)).unwrap_or_default();
    let latest = NaiveDate::from_ymd_opt(world.year.first_year() - age, 9, 1)?;
    latest.checked_sub_days(Days::new(days))
}
