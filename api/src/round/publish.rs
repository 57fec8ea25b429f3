//! `matchingRoundPublish`: the result of the last final run becomes applications, and everybody is told.

use crate::application::award::{self, Award, Pair};
use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::round::change;
use crate::round::gather::Roster;
use crate::round::notify::{self, Results};
use crate::round::store::{self, Step};
use domain::round::status::{RoundAction, RoundStatus, Side};
use entity::{Stored, matching_outcome, matching_round, matching_run};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Publishes a round, in one transaction: an application for each assignment, accepted, for the student to confirm; the other
/// pending ones between students and offers of the round end. Publishing again changes nothing.
///
/// # Errors
/// `WRONG_STATE`, `NO_FINAL_RUN`; `ROUND_OUTDATED` when offers, positions or students changed since the run; the policy's
/// denial.
pub(super) async fn run(request: &Request, id: Uuid) -> Result<matching_round::Model, Rejection> {
    change::authorize(request, id, RoundAction::Publish).await?;
    let by = request.actor()?.account;
    let context = &request.context;
    let schools = request.schools().await?;
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, id).await?;
    if before.status.0 == RoundStatus::Published {
        return Ok(before);
    }
    let to = change::advance(&before, RoundAction::Publish, None)?;
    let run = store::final_run(&tx, id).await?.ok_or_else(no_final_run)?;
    let roster = Roster::read(context, &tx, id, true).await?;
    let outcomes = outcomes(&tx, run.id).await?;
    let suits = outcomes.iter().all(|(student, offer)| roster.suits(&schools, *student, *offer));
    require_current(&before, &run, &roster, suits)?;
    let results = award(context, &tx, &before, &roster, &outcomes).await?;
    let after = store::save(context, &tx, before, |row| {
        row.status = Set(Stored(to));
        row.published_run_id = Set(Some(run.id));
        row.published_at = Set(Some(context.now()));
    })
    .await?;
    let detail = Some(format!("input {}", run.input_digest));
    store::record(context, &tx, id, Step { action: RoundAction::Publish, by, detail, reason: None }).await?;
    notify::results(context, &tx, &after, &results).await?;
    tx.commit().await?;
    Ok(after)
}

fn no_final_run() -> UserError {
    let fr = "Rien n'a été calculé pour être publié : lancez d'abord le calcul final.";
    UserError::new(
        ErrorCode::NoFinalRun,
        fr,
        "Nothing was computed to be published: make the final run first.",
    )
}

/// Whether the same offers, positions and students can still be assigned as when it was computed, and each assigned student
/// still `suits` the offer by specialty.
fn require_current(
    round: &matching_round::Model,
    run: &matching_run::Model,
    roster: &Roster,
    suits: bool,
) -> Result<(), Rejection> {
    let seed = round.seed.parse().map_err(Error::internal)?;
    if suits && roster.input(seed).is_roster_of(&run.input) {
        return Ok(());
    }
    let fr = "Des offres, des postes ou des étudiants ont changé depuis le calcul final : relancez-le.";
    let en = "Offers, positions or students have changed since the final run: make it again.";
    Err(UserError::new(ErrorCode::RoundOutdated, fr, en).into())
}

async fn outcomes(tx: &Transaction, run: Uuid) -> Result<Vec<Pair>, Error> {
    let rows = matching_outcome::Entity::find().filter(matching_outcome::Column::RunId.eq(run));
    let rows = rows.all(tx).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.student_id, row.offer_id?))).collect())
}

async fn award(
    context: &Context,
    tx: &Transaction,
    round: &matching_round::Model,
    roster: &Roster,
    outcomes: &[Pair],
) -> Result<Results, Error> {
    let companies: HashMap<Uuid, Uuid> =
        roster.offers.rows.iter().map(|row| (row.id, row.company_id)).collect();
    let demo: HashMap<Uuid, bool> = roster.students.rows.iter().map(|row| (row.id, row.demo)).collect();
    let assigned: HashMap<Pair, (Uuid, bool)> = outcomes
        .iter()
        .filter_map(|pair| Some((*pair, (*companies.get(&pair.1)?, *demo.get(&pair.0)?))))
        .collect();
    let chosen = store::choices(tx, round.id, Side::Student).await?;
    let others: HashSet<Pair> = chosen
        .iter()
        .map(|choice| (choice.student_id, choice.offer_id))
        .filter(|pair| !assigned.contains_key(pair) && demo.contains_key(&pair.0))
        .collect();
    let mut results = Results::default();
    for (company, _) in assigned.values() {
        *results.assigned_to.entry(*company).or_default() += 1;
    }
    let award = Award { school: round.school_id, round: &round.name, assigned, others };
    let applications = award::run(context, tx, award).await?;
    results.application_of = applications.into_iter().map(|(pair, id)| (pair.0, id)).collect();
    Ok(results)
}
