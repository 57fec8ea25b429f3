//! `offerUpdate`: a company changes its offer. A change of substance to a published offer makes career services
//! decide again; other changes, and any change before publication, leave it where it stands.

use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::offer::input::OfferUpdateInput;
use crate::offer::store::{self, Step};
use crate::offer::submit::not_past;
use crate::offer::terms::{self, Draft, Terms};
use crate::offer::{change, close, write};
use crate::reference::Schools;
use crate::transition::refused;
use async_graphql::MaybeUndefined;
use domain::offer::{EDITABLE, OfferAction, OfferStatus};
use domain::transition::Refusal;
use entity::offer;
use uuid::Uuid;

/// Changes an offer; what is not in the input stays. Changing nothing leaves no trace.
///
/// # Errors
/// Everything wrong in the input; `WRONG_STATE`, also when `expected_version` is not the offer's;
/// `COMPANY_NOT_VERIFIED` when it would go to career services; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    input: OfferUpdateInput,
    expected_version: Option<i64>,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    let schools = request.schools().await?;
    let (tx, before) = change::hold(request, id, OfferAction::Edit).await?;
    require_editable(&before, expected_version)?;
    let specialties = store::specialties(&tx, id).await?;
    let current = Draft::of(&before, codes(&schools, &specialties), store::skills(&tx, id).await?);
    let terms = changed(&current, input, &schools, before.school_id)?;
    if terms.draft == current {
        return Ok(before);
    }
    require_positions(&terms, store::confirmed(&tx, id).await?)?;
    let is_open = matches!(before.status.0, OfferStatus::Pending | OfferStatus::Published);
    if is_open && terms.draft.start != current.start {
        not_past(terms.draft.start, context.now())?;
    }
    let open_to = terms.specialties.iter().map(|specialty| specialty.id);
    let revised = terms.draft.substance(open_to) != current.substance(specialties);
    let action = if revised && before.status.0 == OfferStatus::Published {
        OfferAction::Revise
    } else {
        OfferAction::Edit
    };
    let after = save(request, &tx, before, action, &terms).await?;
    tx.commit().await?;
    Ok(after)
}

async fn save(
    request: &Request,
    tx: &Transaction,
    before: offer::Model,
    action: OfferAction,
    terms: &Terms,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    write::relations(context, tx, before.id, terms).await?;
    let company = store::company(tx, before.company_id).await?.name;
    let step = Step { action, by: Some(request.actor()?.account), reason: None };
    if action == OfferAction::Revise {
        return change::advance(context, tx, before, step, |row| write::apply(row, terms, &company)).await;
    }
    let status = before.status.0;
    let after = store::save(context, tx, before, |row| write::apply(row, terms, &company)).await?;
    store::record(context, tx, &after, Some(status), step).await?;
    // Fewer positions may be as many as students have confirmed.
    if status == OfferStatus::Published {
        close::fill_when_taken(context, tx, after).await
    } else {
        Ok(after)
    }
}

fn require_editable(before: &offer::Model, expected_version: Option<i64>) -> Result<(), UserError> {
    if !EDITABLE.contains(&before.status.0) {
        return Err(refused(&Refusal::WrongState { status: before.status.0, accepted: EDITABLE.to_vec() }));
    }
    if expected_version.is_none_or(|version| version == before.version) {
        return Ok(());
    }
    let fr = format!("L'offre a changé depuis : elle en est à la version {}.", before.version);
    let en = format!("The offer has changed since: it is at version {}.", before.version);
    Err(UserError::new(ErrorCode::WrongState, fr, en).at(&["expectedVersion"]))
}

fn require_positions(terms: &Terms, confirmed: u64) -> Result<(), UserError> {
    if u64::try_from(terms.draft.positions).is_ok_and(|positions| positions >= confirmed) {
        return Ok(());
    }
    let fr = format!("{confirmed} étudiants ont confirmé : il faut autant de postes au moins.");
    let en = format!("{confirmed} students have confirmed: as many positions are needed at least.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "positions"]))
}

fn codes(schools: &Schools, specialties: &[Uuid]) -> Vec<String> {
    let rows = schools.specialties.iter().filter(|row| specialties.contains(&row.id));
    rows.map(|row| row.code.clone()).collect()
}

/// The terms after the change, checked.
fn changed(
    current: &Draft,
    input: OfferUpdateInput,
    schools: &Schools,
    school: Uuid,
) -> Result<Terms, Rejection> {
    let school =
        schools.school(school).ok_or_else(|| Error::internal(anyhow::anyhow!("no school {school}")))?;
    let mut draft = current.clone();
    let nulls = overlay(&mut draft, input);
    let checked = terms::check(draft, schools, Some(school));
    match checked {
        Ok(mut terms) if nulls.is_empty() => {
            // The school's order, as they are read: naming the same ones in another order changes nothing.
            terms.draft.specialties = terms.specialties.iter().map(|row| row.code.clone()).collect();
            Ok(terms)
        }
        checked => Err(nulls.into_iter().chain(checked.err().unwrap_or_default()).collect::<Vec<_>>().into()),
    }
}

/// Puts the fields sent over a draft; answers those that were emptied and cannot be.
fn overlay(draft: &mut Draft, input: OfferUpdateInput) -> Vec<UserError> {
    let mut nulls = Vec::new();
    required(&mut nulls, "title", &mut draft.title, input.title);
    required(&mut nulls, "description", &mut draft.description, input.description);
    required(&mut nulls, "contractType", &mut draft.contract_type, input.contract_type.map_value(Into::into));
    required(&mut nulls, "specialties", &mut draft.specialties, input.specialties);
    required(&mut nulls, "positions", &mut draft.positions, input.positions);
    required(&mut nulls, "remote", &mut draft.remote, input.remote.map_value(Into::into));
    required(&mut nulls, "start", &mut draft.start, input.start.map_value(|start| start.0));
    match input.skills {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => draft.skills.clear(),
        MaybeUndefined::Value(skills) => draft.skills = skills,
    }
    input.missions.update_to(&mut draft.missions);
    input.postcode.update_to(&mut draft.postcode);
    input.city.update_to(&mut draft.city);
    input.end.map_value(|end| end.0).update_to(&mut draft.end);
    input.gross_monthly_pay.map_value(|pay| pay.0).update_to(&mut draft.pay);
    nulls
}

fn required<T>(nulls: &mut Vec<UserError>, field: &str, slot: &mut T, given: MaybeUndefined<T>) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Value(value) => *slot = value,
        MaybeUndefined::Null => {
            let error =
                UserError::new(ErrorCode::Invalid, "Une valeur est attendue.", "A value is expected.");
            nulls.push(error.at(&["input", field]));
        }
    }
}
