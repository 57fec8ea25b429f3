//! Demo data: companies, students, offers and applications that nobody could take for real, at any scale, for whoever
//! wants to see the platform at work or to measure it.
//!
//! Everything is drawn from a seed: the same seed, scale, schools and moment give the same rows, ids included, but for
//! the password's hash and the ids of shared skills. Times are told from now, so that a demo is of this week.
//!
//! A plan is made first, in memory, and then written many rows a statement: `timeline` holds every history to the
//! domain's own tables, `hiring` and `applying` hold students and offers to the rules between them, and the
//! texts of offers pass the same checks as those that companies write. Every row is marked `demo`; [`clear`] removes
//! them. Nobody is notified: inboxes begin empty. There are no hires: these have no mark, and would change the
//! published figures. Contracts are not planned but lived: `contracts` lets the engine of `crate::contract` do each of
//! their steps, at the times that they are said to have happened.

mod applying;
mod cities;
pub mod clear;
mod companies;
mod contracts;
mod dice;
mod hiring;
mod market;
mod names;
mod offers;
mod staff;
mod students;
mod timeline;
mod trades;
mod wording;
mod write;

use crate::account::new_account::{self, NewAccount};
use crate::context::Context;
use crate::error::Error;
use crate::matching;
use crate::reference::Schools;
use chrono::{DateTime, TimeDelta, Utc};
use cities::Cities;
use dice::Dice;
use domain::academic_year::AcademicYear;
use domain::locale::Locale;
use domain::role::Role;
use entity::{account, school};
use market::Market;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Companies, at least 1.
    pub companies: usize,
    /// Students.
    pub students: usize,
    /// Offers.
    pub offers: usize,
    /// Applications at most: there may be too few students and open offers for as many.
    pub applications: usize,
    /// Contracts; each brings a student, an offer and an application beside those above.
    pub contracts: usize,
}

impl Default for Scale {
    fn default() -> Self {
        Self { companies: 20, students: 80, offers: 60, applications: 150, contracts: 40 }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Input {
    /// How much.
    pub scale: Scale,
    /// What everything is drawn from.
    pub seed: u64,
    /// The schools, by code; none is all of them.
    pub schools: Vec<String>,
    /// Everybody's password; none is one that is drawn.
    pub password: Option<String>,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// How much, with as many applications as there are.
    pub scale: Scale,
    /// Accounts to begin with, one a role and school.
    pub sign_ins: Vec<SignIn>,
    /// Everybody's password.
    pub password: String,
}

/// An account to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Its role.
    pub role: Role,
    /// Its school's code, or its company's name; none for the administrator.
    pub of: Option<String>,
    /// Its address.
    pub email: String,
}

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is one already.
    #[error("there is demo data already ({0} accounts); `tremplin demo --clear` removes it")]
    Already(u64),
    /// A school is not known, or has no specialty.
    #[error("{code:?} is not a school with specialties; known: {known}")]
    UnknownSchool {
        /// Its code, as given.
        code: String,
        /// The codes that would do.
        known: String,
    },
    /// The password is too weak.
    #[error("the password is refused: {0}")]
    Password(String),
    /// The database does not answer, or holds a row of the same name, or the demo breaks a rule of the platform.
    #[error("{0:?}")]
    Fault(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// What everything of one run is made with.
struct World<'a> {
    context: &'a Context,
    dice: Dice,
    cities: Cities,
    reference: Arc<Schools>,
    schools: Vec<Arc<school::Model>>,
    now: DateTime<Utc>,
    /// The academic year that begins next: the one of which contracts are sought.
    year: AcademicYear,
    password_hash: String,
}

/// Makes a demo.
///
/// A few transactions: one that is cut short leaves a part, which [`clear`] removes as well.
///
/// # Errors
/// See [`Refused`]; nothing was written but in the case of a fault.
pub async fn run(context: &Context, input: Input) -> Result<Made, Refused> {
    let present = account::Entity::find().filter(account::Column::Demo.eq(true));
    let present = present.count(&context.db.read).await.map_err(Error::from)?;
    if present > 0 {
        return Err(Refused::Already(present));
    }
    let password = password(context, input.password)?;
    let world = world(context, input.seed, &input.schools, &password).await?;
    let staff = staff::write(&world).await?;
    let companies = companies::write(&world, input.scale.companies.max(1)).await?;
    let students = students::write(&world, input.scale.students).await?;
    let offers = offers::plan(&world, &staff, &companies, input.scale.offers)?;
    let mut market = Market::open(&world, &staff, &companies, students, offers, input.scale.applications);
    hiring::run(&mut market)?;
    applying::run(&mut market)?;
    let made = market.applications.len();
    let plans = contracts::plan(&mut market, input.scale.contracts).await?;
    offers::write(&world, &companies, &market.offers).await?;
    applying::write(&market).await?;
    contracts::run(&market, &plans, input.seed).await?;
    matching::sweep::run(context).await?;
    let scale = Scale { applications: made, contracts: plans.len(), ..input.scale };
    let sign_ins = [
        staff.sign_ins.clone(),
        companies::sign_ins(&companies),
        students::sign_ins(&world, &market.students),
    ];
    Ok(Made { scale, sign_ins: sign_ins.concat(), password })
}

async fn world<'a>(
    context: &'a Context,
    seed: u64,
    codes: &[String],
    password: &str,
) -> Result<World<'a>, Refused> {
    let now = context.now();
    let reference = context.reference.get(&context.db, now).await?;
    let schools = schools(&reference, codes)?;
    let year = AcademicYear::of_date(now.date_naive()).map_err(Error::internal)?;
    let year = year.next().unwrap_or(year);
    let password_hash = context.passwords.hash(password.to_owned(), context.random.bytes()).await?;
    let (dice, cities) = (Dice::new(seed), Cities::read());
    Ok(World { context, dice, cities, reference, schools, now, year, password_hash })
}

/// The schools of these codes, or all: those to whose specialties an offer can be open.
fn schools(reference: &Schools, codes: &[String]) -> Result<Vec<Arc<school::Model>>, Refused> {
    let usable = |school: &&Arc<school::Model>| reference.of_school(school.id).next().is_some();
    let all: Vec<_> = reference.schools.iter().filter(usable).cloned().collect();
    let known = all.iter().map(|school| school.code.as_str()).collect::<Vec<_>>().join(", ");
    let is = |school: &school::Model, code: &str| school.code.eq_ignore_ascii_case(code.trim());
    if let Some(code) = codes.iter().find(|code| !all.iter().any(|school| is(school, code))) {
        return Err(Refused::UnknownSchool { code: code.clone(), known });
    }
    let chosen = |school: &Arc<school::Model>| codes.is_empty() || codes.iter().any(|code| is(school, code));
    let chosen: Vec<_> = all.into_iter().filter(chosen).collect();
    if chosen.is_empty() {
        return Err(Refused::UnknownSchool { code: String::new(), known });
    }
    Ok(chosen)
}

/// The password given, held to the rules of all passwords, or one that is drawn from the system's randomness.
fn password(context: &Context, given: Option<String>) -> Result<String, Refused> {
    let password = given.unwrap_or_else(|| format!("demo-{:016x}", context.random.bits()));
    let account = NewAccount {
        email: "demo-admin@example.org".to_owned(),
        name: "Démo".to_owned(),
        password: password.clone(),
        role: Role::Admin,
        locale: Locale::Fr,
        school: None,
        demo: true,
    };
    let faults = new_account::faults(context, &account);
    let Some(fault) = faults.first() else { return Ok(password) };
    Err(Refused::Password(fault.message(Locale::En).to_owned()))
}

impl World<'_> {
    /// How long an offer is open.
    fn lifetime(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.context.config.offers.lifetime_days))
    }

    /// When the demo's world began: staff first, then companies, and offers only after these were verified.
    fn beginning(&self) -> DateTime<Utc> {
        self.now - self.lifetime() - TimeDelta::days(800)
    }

    /// An account of the demo.
    fn account(
        &self,
        id: Uuid,
        email: &str,
        name: &str,
        role: Role,
        school: Option<Uuid>,
        at: DateTime<Utc>,
    ) -> account::ActiveModel {
        use sea_orm::ActiveValue::Set;
        account::ActiveModel {
            id: Set(id),
            email: Set(email.to_owned()),
            email_key: Set(new_account::email_key(email)),
            name: Set(name.to_owned()),
            password_hash: Set(self.password_hash.clone()),
            role: Set(role.into()),
            locale: Set(Locale::Fr.into()),
            school_id: Set(school),
            demo: Set(true),
            disabled_at: Set(None),
            created_at: Set(at),
        }
    }
}
