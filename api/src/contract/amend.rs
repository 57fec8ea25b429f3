//! What an amendment changes of an active contract, once everybody signed it.

use crate::context::Context;
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::terms::Terms;
use crate::contract::tutor::{self, CompanyTutorInput};
use crate::contract::{notify, pay, settle};
use crate::document;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use chrono::NaiveDate;
use domain::contract::{ContractAction, ContractStatus};
use domain::document::DocumentKind;
use domain::money::Cents;
use domain::notification::NotificationKind;
use entity::{company_tutor, contract, contract_amendment, student};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;

/// What an amendment is to change; what is none stays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proposed<'a> {
    /// The day from which it holds.
    pub(crate) from: NaiveDate,
    /// Last day of work.
    pub(crate) last_day: Option<NaiveDate>,
    /// Gross pay a month.
    pub(crate) gross_monthly_pay: Option<Cents>,
    /// The company's tutor, as they would be.
    pub(crate) tutor: Option<&'a company_tutor::Model>,
}

/// Refuses what no contract may come to be. Asked as an amendment is written, and again as it comes to hold: months may
/// lie between, and other amendments.
///
/// # Errors
/// `INVALID` for days that make no contract; what [`pay::check`] refuses; `FACT_MISSING` for pay or days without a birth date;
/// the tutor's limits; or the database does not answer.
pub(crate) async fn check(
    context: &Context,
    db: &impl ConnectionTrait,
    row: &contract::Model,
    proposed: Proposed<'_>,
) -> Result<(), Rejection> {
    let mut after = row.clone();
    after.last_day = proposed.last_day.unwrap_or(row.last_day);
    check_days(&after, proposed.from)?;
    if proposed.last_day.is_some() || proposed.gross_monthly_pay.is_some() {
        check_terms(context, db, &after, proposed).await?;
    }
    let current = match (proposed.tutor, row.company_tutor_id) {
        (None, Some(id)) if proposed.last_day.is_some() => {
            company_tutor::Entity::find_by_id(id).one(db).await?
        }
        _ => None,
    };
    match proposed.tutor.or(current.as_ref()) {
        Some(tutor) => tutor::require(context, db, tutor, &after).await,
        None => Ok(()),
    }
}

fn check_days(after: &contract::Model, from: NaiveDate) -> Result<(), UserError> {
    let invalid =
        |field: &str, fr: &str, en: &str| UserError::new(ErrorCode::Invalid, fr, en).at(&["input", field]);
    if after.last_day <= after.first_day {
        let (fr, en) = ("Le dernier jour vient après le premier.", "The last day comes after the first.");
        return Err(invalid("end", fr, en));
    }
    if !(after.first_day..=after.last_day).contains(&from) {
        let (fr, en) = ("Ce jour est hors du contrat.", "This day is outside the contract.");
        return Err(invalid("from", fr, en));
    }
    Ok(())
}

async fn check_terms(
    context: &Context,
    db: &impl ConnectionTrait,
    after: &contract::Model,
    proposed: Proposed<'_>,
) -> Result<(), Rejection> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let school = schools.school(after.school_id).map(|row| row.code.clone()).unwrap_or_default();
    let student = student::Entity::find_by_id(after.student_id).one(db).await?;
    let student = student.ok_or_else(|| Error::internal(anyhow::anyhow!("a contract without student")))?;
    pay::require_birth_date(&student)?;
    let mut terms = Terms::of(after)?;
    terms.gross_monthly_pay = proposed.gross_monthly_pay.unwrap_or(terms.gross_monthly_pay);
    // A pay that stays was agreed for the beginning.
    let from = proposed.gross_monthly_pay.map_or(after.first_day, |_| proposed.from);
    pay::check(&student, &terms, &school, from)
}

/// Locks what an amendment changes before its document is: the tutor first, then the contract. Whom it names is written where
/// it comes to hold by what follows, and not before.
///
/// # Errors
/// There is none; or the database does not answer.
pub(crate) async fn lock(
    context: &Context,
    tx: &Transaction,
    amended: &contract_amendment::Model,
    will_hold: bool,
) -> Result<(), Error> {
    let row = store::find(tx, amended.contract_id).await?;
    match person(amended)? {
        Some(input) if will_hold => drop(tutor::place(context, tx, row.company_id, &input).await?),
        Some(_) => {}
        None => drop(tutor::lock(tx, amended.company_tutor_id.or(row.company_tutor_id)).await?),
    }
    State::lock(context, tx, row.id).await.map(drop)
}

/// The person that an amendment names; none for one that names nobody, or that was written when the person was kept at once.
///
/// # Errors
/// What is kept is no person: a fault of ours.
pub(crate) fn person(amended: &contract_amendment::Model) -> Result<Option<CompanyTutorInput>, Error> {
    let kept = amended.company_tutor.as_deref().map(serde_json::from_str);
    kept.transpose().map_err(Error::internal)
}

/// Changes a contract that is locked ([`lock`]); answers how it is then, or nothing for one that ended meanwhile, which
/// stays as it ended.
///
/// # Errors
/// What [`check`] refuses of the contract as it is by now; or the database does not answer.
pub(crate) async fn apply(
    context: &Context,
    tx: &Transaction,
    amended: &contract_amendment::Model,
) -> Result<Option<contract::Model>, Rejection> {
    let mut state = State::lock(context, tx, amended.contract_id).await?;
    if state.status != ContractStatus::Active {
        return Ok(None);
    }
    let tutor = match person(amended)? {
        Some(input) => Some(tutor::person(context, tx, &state.row, &input, amended.requested_by).await?),
        None => tutor::lock(tx, amended.company_tutor_id).await?,
    };
    let proposed = Proposed {
        from: amended.from_day,
        last_day: amended.last_day,
        gross_monthly_pay: amended.gross_monthly_pay.map(Cents),
        tutor: tutor.as_ref(),
    };
    check(context, tx, &state.row, proposed).await?;
    let mut detail = json!({ "amendment": amended.number, "from": amended.from_day });
    if let Some(pay) = amended.gross_monthly_pay {
        // Papers print what was agreed until then as well.
        let (from, to) = (Cents(state.row.gross_monthly_pay).to_string(), Cents(pay).to_string());
        detail["grossMonthlyPay"] = json!({ "from": from, "to": to });
    }
    let what = Happening {
        reason: Some(amended.reason.clone()),
        detail: Some(detail.to_string()),
        ..Happening::by_platform(context, ContractAction::Amend)
    };
    state.happen(context, tx, what).await?;
    let row = store::save(context, tx, state.row.clone(), |row| {
        if let Some(day) = amended.last_day {
            row.last_day = Set(day);
        }
        if let Some(pay) = amended.gross_monthly_pay {
            row.gross_monthly_pay = Set(pay);
        }
        if let Some(tutor) = &tutor {
            row.company_tutor_id = Set(Some(tutor.id));
        }
    });
    state.dated(row.await?)?;
    // Other papers that wait for signatures print what was agreed before.
    let others = |kind: DocumentKind| kind.prints_terms() && kind != DocumentKind::Amendment;
    let by = (amended.requested_by, amended.reason.as_str());
    // Boxed: what follows a paper leads here.
    Box::pin(document::void_kinds(context, tx, state.row.id, others, by)).await?;
    let kind = NotificationKind::ContractChanged;
    notify::sides(context, tx, &state.row, kind, Some(&amended.reason)).await?;
    settle::run(context, tx, state, None).await.map(Some)
}
