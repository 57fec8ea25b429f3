//! What a contract must pay and how long it may last, by the law and the school.

use crate::context::Context;
use crate::contract::eligible;
use crate::contract::terms::Terms;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use chrono::{Months, NaiveDate};
use domain::locale::Locale;
use domain::mail::day;
use domain::money::Cents;
use domain::rules::Outcome;
use domain::rules::duration::{self, DurationInput, Span, usual_dates};
use domain::rules::pay::{LONGEST_YEARS, PayInput, PaySchedule, minimum_pay};
use entity::{contract, student};
use sea_orm::EntityTrait;

/// The highest pay that is taken, gross a month: what is above is a slip of the pen.
const HIGHEST: Cents = Cents(10_000_000);

/// The least that a contract pays, over its days; `None` while the birth date is not known, and for days that no series of
/// the minimum wage covers.
pub(crate) fn schedule(row: &contract::Model, student: &student::Model, school: &str) -> Option<PaySchedule> {
    minimum_pay(&PayInput {
        contract_type: row.contract_type.0,
        start: row.first_day,
        end: row.last_day,
        birth_date: student.birth_date?,
        // Students of an engineering school hold the baccalaureate at least.
        qualification_held: true,
        agreement_minimum: None,
        agreement_pay: None,
        school: Some(school),
    })
    .ok()
}

/// Refuses terms that the law or the school does not allow, for a pay that holds from this day on. Pay is compared where
/// the birth date is known.
///
/// # Errors
/// `RULE_NOT_KEPT` for the duration, `PAY_TOO_LOW`, `INVALID` for an amount that is none and for days too far apart.
pub(super) fn check(
    student: &student::Model,
    terms: &Terms,
    school: &str,
    from: NaiveDate,
) -> Result<(), Rejection> {
    let mut errors = duration_errors(terms, school);
    errors.extend(pay_error(student, terms, school, from)?);
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Refuses to make a contract active whose pay is too low by what is known by now: the birth date may have come, or changed,
/// since its opening.
///
/// # Errors
/// `FACT_MISSING` without a birth date; `PAY_TOO_LOW`; or the database does not answer.
pub(super) async fn require(
    context: &Context,
    tx: &Transaction,
    row: &contract::Model,
) -> Result<(), Rejection> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let school = schools.school(row.school_id).map_or("", |school| school.code.as_str());
    let student = student::Entity::find_by_id(row.student_id).one(tx).await?;
    let student = student.ok_or_else(|| Error::internal(anyhow::anyhow!("a contract without student")))?;
    require_birth_date(&student)?;
    match pay_error(&student, &Terms::of(row)?, school, row.first_day)? {
        Some(error) => Err(error.at(&["contract", "grossMonthlyPay"]).into()),
        None => Ok(()),
    }
}

/// Refuses to go on without the birth date, on which the least pay hangs.
///
/// # Errors
/// `FACT_MISSING`.
pub(super) fn require_birth_date(student: &student::Model) -> Result<(), UserError> {
    if student.birth_date.is_some() {
        return Ok(());
    }
    let fr = "La date de naissance de l'étudiant manque à son profil : la rémunération minimale en dépend.";
    let en = "The student's birth date is not in the profile: the least pay depends on it.";
    Err(UserError::new(ErrorCode::FactMissing, fr, en).at(&["student", "birthDate"]))
}

fn duration_errors(terms: &Terms, school: &str) -> Vec<UserError> {
    // The law only warns of a long apprenticeship.
    let latest = terms.first_day.checked_add_months(Months::new(12 * LONGEST_YEARS));
    if latest.is_none_or(|latest| terms.last_day >= latest) {
        let fr = format!("Un contrat dure {LONGEST_YEARS} ans au plus.");
        let en = format!("A contract lasts {LONGEST_YEARS} years at most.");
        return vec![UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "end"])];
    }
    let input = DurationInput {
        contract_type: terms.contract_type,
        contract: Span { start: terms.first_day, end: terms.last_day },
        training: None,
        school,
        usual: usual_dates(school, terms.year.first_year()),
    };
    let refused = duration::check(&input).into_iter().filter(|finding| finding.outcome == Outcome::Refused);
    refused
        .map(|finding| {
            let [fr, en] = eligible::words(&finding);
            UserError::new(ErrorCode::RuleNotKept, fr, en).at(&["input", "end"])
        })
        .collect()
}

fn pay_error(
    student: &student::Model,
    terms: &Terms,
    school: &str,
    from: NaiveDate,
) -> Result<Option<UserError>, UserError> {
    let at = ["input", "grossMonthlyPay"];
    if terms.gross_monthly_pay.0 <= 0 {
        let fr = "La rémunération est un montant positif.";
        return Err(UserError::new(ErrorCode::Invalid, fr, "The pay is a positive amount.").at(&at));
    }
    if terms.gross_monthly_pay > HIGHEST {
        let fr = format!("La rémunération est de {HIGHEST} € bruts par mois au plus.");
        let en = format!("The pay is {HIGHEST} EUR gross a month at most.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&at));
    }
    // Asked again before the contract is active, once it is known.
    let Some(birth_date) = student.birth_date else { return Ok(None) };
    let schedule = minimum_pay(&PayInput {
        contract_type: terms.contract_type,
        start: terms.first_day,
        end: terms.last_day,
        birth_date,
        qualification_held: true,
        agreement_minimum: None,
        agreement_pay: None,
        school: Some(school),
    });
    let schedule = schedule.map_err(|fault| {
        let fr = format!("La rémunération minimale ne se calcule pas ({fault}).");
        let en = format!("The least pay cannot be reckoned ({fault}).");
        UserError::new(ErrorCode::Invalid, fr, en).at(&["input", fault.field()])
    })?;
    let mut periods = schedule.periods.iter().rev();
    let Some(period) = periods.find(|period| period.from <= from) else { return Ok(None) };
    let least = period.floor.amount;
    Ok((terms.gross_monthly_pay < least).then(|| too_low(least, from).at(&at)))
}

fn too_low(least: Cents, from: NaiveDate) -> UserError {
    let on = |locale| day(from, locale);
    let fr = format!("La rémunération est de {least} € bruts par mois au moins le {}.", on(Locale::Fr));
    let en = format!("The pay is {least} EUR gross a month at least on {}.", on(Locale::En));
    UserError::new(ErrorCode::PayTooLow, fr, en)
}
