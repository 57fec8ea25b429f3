//! `matchingRoundOpen`, `matchingRoundClose` and `matchingRoundCancel`: the steps that change nothing but the round.

use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::UserError;
use crate::matching;
use crate::round::facts::{Offers, Students};
use crate::round::store::{self, Step};
use crate::round::{change, create, notify, score};
use domain::matching::Weights;
use domain::notification::NotificationKind;
use domain::round::status::{RoundAction, needs_reason};
use entity::{Stored, matching_round};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Takes a step. Closing locks the round against rankings: one that is under way comes first or is refused.
///
/// # Errors
/// `WRONG_STATE`, `REASON_REQUIRED`; `EMPTY_ROUND` and `INVALID` for a round to open that nobody takes part in, or whose
/// deadlines have passed; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    action: RoundAction,
    reason: Option<String>,
) -> Result<matching_round::Model, Rejection> {
    change::authorize(request, id, action).await?;
    let reason = crate::transition::reason(reason)?;
    let by = request.actor()?.account;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, id).await?;
    let to = change::advance(&before, action, reason.as_deref())?;
    if action == RoundAction::Open {
        require_ready(context, &tx, &before).await?;
    }
    if action == RoundAction::Close && needs_reason(store::phase_of(context, &before)) && reason.is_none() {
        return Err(UserError::reason_required().into());
    }
    let told = before.status.0 != domain::round::status::RoundStatus::Draft;
    let (weights, detail) = kept(context, &tx, &before, action).await?;
    let after = store::save(context, &tx, before, |row| {
        row.status = Set(Stored(to));
        row.weights = Set(weights);
    })
    .await?;
    store::record(context, &tx, id, Step { action, by, detail, reason: reason.clone() }).await?;
    match action {
        RoundAction::Open => {
            notify::everybody(context, &tx, &after, NotificationKind::RoundOpened, None).await?;
        }
        // Nobody knew of a round that was being prepared.
        RoundAction::Cancel if told => {
            let kind = NotificationKind::RoundCancelled;
            notify::everybody(context, &tx, &after, kind, reason.as_deref()).await?;
        }
        _ => {}
    }
    tx.commit().await?;
    Ok(after)
}

/// What a round keeps of how it will be computed: the weights as it opens, the scores as it closes. With what the history
/// says of that.
async fn kept(
    context: &Context,
    tx: &Transaction,
    round: &matching_round::Model,
    action: RoundAction,
) -> Result<(Option<Stored<Weights>>, Option<String>), Error> {
    Ok(match action {
        RoundAction::Open => {
            let weights = matching::weights_of(tx, round.school_id).await?;
            (Some(Stored(weights)), Some(format!("weights: {weights}")))
        }
        RoundAction::Close => {
            let scores = score::keep(context, tx, round).await?;
            (round.weights, Some(format!("scores kept: {scores}")))
        }
        _ => (round.weights, None),
    })
}

async fn require_ready(
    context: &Context,
    tx: &Transaction,
    round: &matching_round::Model,
) -> Result<(), Rejection> {
    create::deadlines(round.students_rank_until, round.companies_rank_until, context.now())?;
    let offers: Vec<Uuid> = store::offers(tx, round.id).await?.iter().map(|row| row.offer_id).collect();
    let students: Vec<Uuid> = store::students(tx, round.id).await?.iter().map(|row| row.student_id).collect();
    let offers = Offers::read(tx, &offers, false).await?;
    let students = Students::read(tx, &students, false).await?;
    let open = |row: &&entity::offer::Model| Offers::is_open(context, row) && offers.positions_left(row) > 0;
    if offers.rows.iter().find(open).is_none() || !students.rows.iter().any(|row| students.is_available(row))
    {
        return Err(change::empty().into());
    }
    Ok(())
}
