//! Who is to have a contract, of which offer, and when: the applications that they came of are written with the others.

use super::fate::Fate;
use crate::demo::World;
use crate::demo::market::{Application, Market};
use crate::demo::offers::Offer;
use crate::demo::students::{self, Candidate};
use crate::demo::timeline::{ApplicationHistory, OfferHistory};
use crate::demo::trades;
use crate::error::Error;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use domain::application::ApplicationAction::{Accept, Confirm, Process};
use domain::company::CompanyStatus;
use domain::contract::academic_year;
use domain::contract_type::ContractType;
use domain::locale::Locale;
use domain::money::Cents;
use domain::offer::{OfferAction, OfferStatus};
use domain::procedure::{Procedure, shipped};
use domain::transition::PlatformReason;
use entity::specialty;
use std::sync::Arc;
use strum::VariantArray;
use uuid::Uuid;

/// A contract, planned.
#[derive(Clone, Debug)]
pub(in crate::demo) struct Plan {
    pub(super) fate: Fate,
    pub(super) specialty: Arc<specialty::Model>,
    pub(super) procedure: &'static Procedure,
    pub(super) opened: DateTime<Utc>,
    pub(super) first_day: NaiveDate,
    pub(super) last_day: NaiveDate,
    /// First year of its academic year.
    pub(super) year: i32,
    pub(super) pay: Cents,
    /// The rank of its company.
    pub(super) company: usize,
    pub(super) member: Uuid,
    /// The rank of its student.
    pub(super) student: usize,
}

/// Plans contracts of the schools that have a procedure, in turn, and brings their students, offers and applications to the
/// market.
///
/// # Errors
/// A fault of ours: the plan breaks a rule; or the database does not answer.
pub(in crate::demo) async fn plan(market: &mut Market<'_>, count: usize) -> Result<Vec<Plan>, Error> {
    let world = market.world;
    let procedures: Vec<(Uuid, &'static Procedure)> = world
        .schools
        .iter()
        .filter_map(|school| Some((school.id, shipped().iter().find(|one| one.school == school.code)?)))
        .collect();
    let companies =
        market.companies.iter().enumerate().filter(|(_, one)| one.status == CompanyStatus::Verified);
    let companies: Vec<(usize, Uuid)> =
        companies.filter_map(|(rank, one)| Some((rank, one.member?))).collect();
    if procedures.is_empty() || companies.is_empty() {
        return Ok(Vec::new());
    }
    let mut plans = Vec::with_capacity(count);
    for number in 0..count {
        let (school, procedure) = procedures[number % procedures.len()];
        let lap = number / procedures.len();
        let fate = Fate::VARIANTS[lap % Fate::VARIANTS.len()];
        // The first company is who somebody signs in as.
        let company = if lap.is_multiple_of(3) { companies[0] } else { world.dice.pick(&companies) };
        plans.extend(one(world, (school, procedure), fate, company, market.students.len() + plans.len()));
    }
    let candidates: Vec<Candidate> = plans.iter().map(|plan| candidate(world, plan)).collect();
    let students = students::write_candidates(world, market.students.len(), &candidates).await?;
    market.students.extend(students);
    for plan in &plans {
        apply(market, plan)?;
    }
    Ok(plans)
}

/// Half of a school's students are of its first option, whose head has an account.
fn one(
    world: &World<'_>,
    (school, procedure): (Uuid, &'static Procedure),
    fate: Fate,
    (company, member): (usize, Uuid),
    student: usize,
) -> Option<Plan> {
    let options: Vec<&Arc<specialty::Model>> = world.reference.of_school(school).collect();
    let counts_places = procedure.steps.iter().any(|step| step.reserves_place);
    let is_first = counts_places || world.dice.percent(50);
    let option = if is_first { *options.first()? } else { world.dice.pick(&options) };
    let opened = world.now - fate.opened() - TimeDelta::minutes(i64::from(world.dice.range(0, 600)));
    let first_day = first_day(world, fate)?;
    let months = match (procedure.contract_type, fate) {
        (ContractType::Apprenticeship, fate) if fate != Fate::Completed => 36,
        _ => 12,
    };
    Some(Plan {
        fate,
        specialty: Arc::clone(option),
        procedure,
        opened,
        first_day,
        last_day: first_day.checked_add_months(Months::new(months))?.pred_opt()?,
        year: academic_year(first_day).ok()?.first_year(),
        pay: Cents(i64::from(world.dice.range(160, 200)) * 1_000),
        company,
        member,
        student,
    })
}

/// Of what has begun, so long ago; of the others, in the fortnight from 15 September of the year that begins next.
fn first_day(world: &World<'_>, fate: Fate) -> Option<NaiveDate> {
    if let Some(ago) = fate.began() {
        return Some((world.now - ago).date_naive());
    }
    let september = NaiveDate::from_ymd_opt(world.year.first_year(), 9, 15)?;
    september.checked_add_days(Days::new(u64::try_from(world.dice.below(14)).unwrap_or(0)))
}

fn candidate(world: &World<'_>, plan: &Plan) -> Candidate {
    let month = 1 + u32::try_from(world.dice.below(8)).unwrap_or(0);
    let born = NaiveDate::from_ymd_opt(plan.first_day.year() - 22, month, 15).unwrap_or(plan.first_day);
    let created = plan.opened - TimeDelta::days(i64::from(world.dice.range(45, 60)));
    Candidate { specialty: Arc::clone(&plan.specialty), created, born, year: plan.year }
}

/// The offer is written three weeks before the contract, and filled two days before by whoever the contract is of.
fn apply(market: &mut Market<'_>, plan: &Plan) -> Result<(), Error> {
    let (world, member, school) = (market.world, plan.member, plan.specialty.school_id);
    let desk = market.staff.desk(school)?;
    let student = market.students.get(plan.student);
    let account = student.map(|student| student.account);
    let account =
        account.ok_or_else(|| Error::internal(anyhow::anyhow!("a contract planned without student")))?;
    let at = |days: i64| plan.opened - TimeDelta::days(days);
    let mut offer = OfferHistory::created(member, at(24));
    offer.step(OfferAction::Submit, Some(member), None, at(22))?;
    offer.step(OfferAction::Approve, Some(desk), None, at(20))?;
    offer.step(OfferAction::Fill, None, Some(PlatformReason::PositionsTaken.kept(None)), at(2))?;
    let mut history = ApplicationHistory::submitted(account, at(16));
    history.step(Process, Some(member), None, at(12))?;
    history.step(Accept, Some(member), None, at(6))?;
    history.step(Confirm, Some(account), None, at(2))?;
    let rank = market.offers.len();
    market.offers.push(Offer {
        id: world.dice.id(offer.began()),
        company: plan.company,
        member,
        school,
        trade: trades::of(&plan.specialty, &world.dice),
        specialties: vec![Arc::clone(&plan.specialty)],
        locale: Locale::Fr,
        city: market.companies[plan.company].city.clone(),
        contract_type: plan.procedure.contract_type,
        positions: 1,
        days: Some((plan.first_day, plan.last_day)),
        wanted: OfferStatus::Filled,
        history: offer,
    });
    market.students[plan.student].hired = Some(at(2));
    let (student, company) = (plan.student, plan.company);
    market.applications.push(Application { student, offer: Some(rank), company, history });
    Ok(())
}
