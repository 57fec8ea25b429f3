//! What the platform knows of a contract: printed as it stands, whatever anybody says.

use crate::context::Request;
use crate::contract::loader::Reading;
use crate::contract::pay_schedule;
use crate::contract::types::Contract;
use crate::document::kind;
use crate::error::Error;
use crate::school::staff;
use chrono::NaiveDate;
use domain::contract::{ContractAction, ContractStatus};
use domain::money::Cents;
use domain::rules::pay::Base;
use entity::{account, company, contract, contract_event, student};
use papers::Facts;
use papers::facts::PayPeriod;
use sea_orm::EntityTrait;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The rows that a contract leads to.
pub(super) struct Sources {
    pub(super) contract: Contract,
    pub(super) company: company::Model,
    pub(super) student: student::Model,
    pub(super) student_account: account::Model,
    pub(super) school_tutor: Option<account::Model>,
    /// The heads of the department, where there is exactly one.
    pub(super) head: Option<account::Model>,
    pub(super) school_code: String,
    pub(super) school_name: String,
    pub(super) specialty_code: String,
    pub(super) reading: Arc<Reading>,
}

/// Reads them.
///
/// # Errors
/// The database does not answer.
pub(super) async fn read(request: &Request, contract: &Contract) -> Result<Sources, Error> {
    let (db, row) = (&request.context.db.read, &contract.row);
    let lost = |what: &str| Error::internal(anyhow::anyhow!("contract {} without its {what}", row.id));
    let company = company::Entity::find_by_id(row.company_id).one(db).await?;
    let student = student::Entity::find_by_id(row.student_id).one(db).await?;
    let student = student.ok_or_else(|| lost("student"))?;
    let student_account = account::Entity::find_by_id(student.account_id).one(db).await?;
    let heads = staff::heads(row.school_id, row.specialty_id).all(db).await?;
    let schools = request.schools().await?;
    let school = schools.school(row.school_id).ok_or_else(|| lost("school"))?;
    Ok(Sources {
        contract: contract.clone(),
        company: company.ok_or_else(|| lost("company"))?,
        student,
        student_account: student_account.ok_or_else(|| lost("student's account"))?,
        school_tutor: of_account(request, row.school_tutor_id).await?,
        head: if heads.len() == 1 { heads.into_iter().next() } else { None },
        school_code: school.code.clone(),
        school_name: school.name.clone(),
        specialty_code: schools.specialty(row.specialty_id).map(|row| row.code.clone()).unwrap_or_default(),
        reading: contract.reading(request).await?,
    })
}

async fn of_account(request: &Request, id: Option<Uuid>) -> Result<Option<account::Model>, Error> {
    let Some(id) = id else { return Ok(None) };
    Ok(account::Entity::find_by_id(id).one(&request.context.db.read).await?)
}

/// The facts.
pub(super) fn facts(sources: &Sources, reference: &str) -> Facts {
    let mut facts = Facts { reference: Some(reference.to_owned()), ..Facts::default() };
    let (row, student) = (&sources.contract.row, &sources.student);
    facts.school.name = Some(sources.school_name.clone());
    facts.company.name = Some(sources.company.name.clone());
    facts.company.siret = sources.company.siret.clone();
    facts.student.birth_date = student.birth_date;
    facts.student.mail = Some(sources.student_account.email.clone());
    facts.contract.contract_type = Some(row.contract_type.0);
    facts.contract.start = Some(row.first_day);
    facts.contract.end = Some(row.last_day);
    facts.contract.pay = pay(row, student, &sources.school_code, &sources.reading.events);
    facts.study.specialty = Some(sources.specialty_code.clone());
    facts.study.academic_year = Some(row.academic_year);
    if let Some(tutor) = &sources.school_tutor {
        facts.school_tutor.name = Some(tutor.name.clone());
        facts.school_tutor.mail = Some(tutor.email.clone());
    }
    company_tutor(&mut facts, sources);
    ending(&mut facts, sources);
    facts
}

fn company_tutor(facts: &mut Facts, sources: &Sources) {
    let Some(tutor) = &sources.contract.tutor else { return };
    facts.company_tutor.name = Some(tutor.name.clone());
    facts.company_tutor.function = Some(tutor.job_title.clone());
    facts.company_tutor.mail = Some(tutor.email.clone());
    facts.company_tutor.phone.clone_from(&tutor.phone);
    facts.company_tutor.diploma.clone_from(&tutor.diploma);
    facts.company_tutor.experience_years = tutor.experience_years.and_then(|years| years.try_into().ok());
}

/// The pay that was agreed on, as amendments changed it, raised where the least pay comes to be more.
fn pay(
    row: &contract::Model,
    student: &student::Model,
    school: &str,
    events: &[contract_event::Model],
) -> Vec<PayPeriod> {
    let amended = events
        .iter()
        .filter(|event| event.action.0 == ContractAction::Amend)
        .filter_map(|event| serde_json::from_str(event.detail.as_deref()?).ok());
    let agreed = agreed((row.first_day, row.last_day, Cents(row.gross_monthly_pay)), amended.collect());
    let Some(schedule) = pay_schedule(row, student, school) else {
        let plain = |(from, to, monthly)| PayPeriod { from, to, monthly, rate: None, reference: None };
        return merged(agreed.into_iter().map(plain));
    };
    let periods = schedule.periods.iter().flat_map(|period| {
        let within = agreed.iter().map(move |(from, to, pay)| {
            let least = &period.floor;
            let rate = least.rate.filter(|_| least.amount >= *pay);
            PayPeriod {
                from: period.from.max(*from),
                to: period.to.min(*to),
                monthly: least.amount.max(*pay),
                // A hundredth of a percent is a hundred ten-thousandths.
                rate: rate.map(|(rate, _)| rate.ten_thousandths() / 100),
                reference: rate.map(|(_, base)| reference(base).to_owned()),
            }
        });
        within.filter(|period| period.from <= period.to)
    });
    merged(periods)
}

/// What was agreed from which day to which: at first, and by each amendment that holds, the latest word last.
fn agreed((first_day, last_day, now): Agreed, amended: Vec<AmendedPay>) -> Vec<Agreed> {
    let first = amended.first().and_then(|amended| amended.pay.from.parse().ok());
    let mut all = vec![(first_day, last_day, first.unwrap_or(now))];
    for amended in amended {
        let Ok(pay) = amended.pay.to.parse() else { continue };
        all.retain(|(from, _, _)| *from < amended.from);
        if let (Some(last), Some(eve)) = (all.last_mut(), amended.from.pred_opt()) {
            last.1 = eve;
        }
        all.push((amended.from, last_day, pay));
    }
    all.retain(|(from, to, _)| from <= to);
    all
}

/// A pay, from which day to which.
type Agreed = (NaiveDate, NaiveDate, Cents);

/// What the event of an amendment says of pay.
#[derive(Deserialize)]
struct AmendedPay {
    /// From when.
    from: NaiveDate,
    #[serde(rename = "grossMonthlyPay")]
    pay: Changed,
}

/// An amount before and after.
#[derive(Deserialize)]
struct Changed {
    from: String,
    to: String,
}

const fn reference(base: Base) -> &'static str {
    match base {
        Base::Smic => "SMIC",
        Base::AgreementMinimum => "minimum conventionnel",
    }
}

/// Periods of the same pay that follow one another are one.
fn merged(periods: impl Iterator<Item = PayPeriod>) -> Vec<PayPeriod> {
    let mut all: Vec<PayPeriod> = Vec::new();
    for period in periods {
        match all.last_mut() {
            Some(last)
                if (last.monthly, last.rate, &last.reference)
                    == (period.monthly, period.rate, &period.reference) =>
            {
                last.to = period.to;
            }
            _ => all.push(period),
        }
    }
    all
}

/// How it ended, once it was withdrawn or broken off.
fn ending(facts: &mut Facts, sources: &Sources) {
    let action = match sources.contract.row.status.0 {
        ContractStatus::Withdrawn => ContractAction::Withdraw,
        ContractStatus::Terminated => ContractAction::Terminate,
        _ => return,
    };
    let event = sources.reading.events.iter().rev().find(|event| event.action.0 == action);
    let Some(event): Option<&contract_event::Model> = event else { return };
    facts.ending.on = Some(event.happened_on);
    facts.ending.by = event.party.map(|party| kind::ended_by(party.0));
    facts.ending.reason.clone_from(&event.reason);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pay_holds_from_the_day_that_its_amendment_says() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let amended = |from: &str, before: &str, after: &str| {
            let pay = format!(r#"{{ "from": "{before}", "to": "{after}" }}"#);
            serde_json::from_str(&format!(r#"{{ "from": "{from}", "grossMonthlyPay": {pay} }}"#)).unwrap()
        };
        let now = |cents| (day("2026-10-01"), day("2027-09-30"), Cents(cents));
        assert_eq!(agreed(now(150_000), Vec::new()), [now(150_000)]);
        let one = agreed(now(160_000), vec![amended("2027-02-01", "1500.00", "1600.00")]);
        let first = (day("2026-10-01"), day("2027-01-31"), Cents(150_000));
        assert_eq!(one, [first, (day("2027-02-01"), day("2027-09-30"), Cents(160_000))]);
        // A later word that holds from an earlier day leaves nothing of the one before.
        let two =
            vec![amended("2027-02-01", "1500.00", "1600.00"), amended("2027-01-01", "1600.00", "1700.00")];
        let first = (day("2026-10-01"), day("2026-12-31"), Cents(150_000));
        assert_eq!(
            agreed(now(170_000), two),
            [first, (day("2027-01-01"), day("2027-09-30"), Cents(170_000))]
        );
        let whole = agreed(now(160_000), vec![amended("2026-10-01", "1500.00", "1600.00")]);
        assert_eq!(whole, [now(160_000)]);
    }

    #[test]
    fn periods_of_one_pay_are_one() {
        let period = |from: &str, to: &str, cents| PayPeriod {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            monthly: Cents(cents),
            rate: None,
            reference: None,
        };
        let all = [
            period("2026-09-01", "2026-10-31", 150_000),
            period("2026-11-01", "2026-12-31", 150_000),
            period("2027-01-01", "2027-08-31", 160_000),
        ];
        let expected =
            [period("2026-09-01", "2026-12-31", 150_000), period("2027-01-01", "2027-08-31", 160_000)];
        assert_eq!(merged(all.into_iter()), expected);
    }
}
