//! `matchingRoundRun`: computes a round, to look at or to be published, and keeps what came of it with its proof.

use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::round::gather::{self, Roster};
use crate::round::store::{self, CHUNK, Step};
use crate::round::{change, score};
use domain::round::assign::{Outcome, assign};
use domain::round::changes::Changes;
use domain::round::check::{Report, check};
use domain::round::explain::{Missed, explain};
use domain::round::input::{ENGINE, Input};
use domain::round::lottery::Seed;
use domain::round::status::RoundAction;
use entity::{Stored, matching_missed, matching_outcome, matching_round, matching_run};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait};
use uuid::Uuid;

/// A round, computed.
struct Computed {
    input: Input,
    outcome: Outcome,
    report: Report,
    missed: Vec<Vec<Missed>>,
}

/// Computes a round. A dry run draws a seed of its own, so that nobody learns the lottery before the rankings are closed; a
/// final run takes the round's. Of the same input a final run is computed once, and its input changes only with who can
/// still be assigned: rankings, scores and the lottery are kept as they were. What changed is told in the history.
///
/// # Errors
/// `WRONG_STATE`, `EMPTY_ROUND`; the policy's denial; a result that the checker refuses is a fault of ours.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    is_final: bool,
) -> Result<matching_run::Model, Rejection> {
    let action = if is_final { RoundAction::FinalRun } else { RoundAction::DryRun };
    let round = change::authorize(request, id, action).await?;
    let by = request.actor()?.account;
    change::advance(&round, action, None)?;
    let context = &request.context;
    if is_final {
        keep_scores(context, id).await?;
    }
    let computed = computed(request, &round, is_final).await?;
    let digest = computed.input.digest();
    let tx = context.db.begin().await?;
    // The rankings that were read are those of a round which stands so still.
    change::advance(&store::lock(&tx, id).await?, action, None)?;
    let last = if is_final { store::final_run(&tx, id).await? } else { None };
    if let Some(same) = last.as_ref().filter(|last| last.input_digest == digest) {
        return Ok(same.clone());
    }
    let run = insert(context, &tx, &computed, (id, is_final, by)).await?;
    let changes = last.map(|last| format!("; {}", Changes::between(&last.input, &run.input)));
    let detail = format!("input {digest}, assigned {} of {}", run.assigned, run.students);
    let detail = Some(detail + &changes.unwrap_or_default());
    store::record(context, &tx, id, Step { action, by, detail, reason: None }).await?;
    tx.commit().await?;
    Ok(run)
}

/// Closing keeps the scores; a round that an earlier release closed keeps them at its first final run.
async fn keep_scores(context: &Context, id: Uuid) -> Result<(), Rejection> {
    let tx = context.db.begin().await?;
    let round = store::lock(&tx, id).await?;
    change::advance(&round, RoundAction::FinalRun, None)?;
    score::keep(context, &tx, &round).await?;
    Ok(tx.commit().await?)
}

async fn computed(
    request: &Request,
    round: &matching_round::Model,
    is_final: bool,
) -> Result<Computed, Rejection> {
    let context = &request.context;
    let roster = Roster::read(context, &context.db.read, round.id, false).await?;
    if roster.is_empty() {
        return Err(change::empty().into());
    }
    let seed =
        if is_final { round.seed.parse().map_err(Error::internal)? } else { Seed(context.random.bytes()) };
    let input = gather::input(request, round, &roster, seed).await?;
    let work = tokio::task::spawn_blocking(move || {
        let outcome = assign(&input)?;
        let report = check(&input, &outcome.offer_of);
        let missed = explain(&input, &outcome);
        Ok::<_, domain::round::input::Problem>(Computed { input, outcome, report, missed })
    });
    let computed = work.await.map_err(Error::internal)?.map_err(Error::internal)?;
    if !computed.report.stable() {
        let text = format!("round {}: the checker refuses the result: {:?}", round.id, computed.report);
        return Err(Error::internal(anyhow::anyhow!(text)).into());
    }
    Ok(computed)
}

async fn insert(
    context: &Context,
    tx: &Transaction,
    computed: &Computed,
    (round, is_final, by): (Uuid, bool, Uuid),
) -> Result<matching_run::Model, Error> {
    let Computed { input, outcome, report, .. } = computed;
    let positions: u32 = input.offers.iter().map(|offer| offer.positions).sum();
    let run = matching_run::ActiveModel {
        id: Set(context.new_id()),
        round_id: Set(round),
        is_final: Set(is_final),
        engine: Set(ENGINE.to_owned()),
        seed: Set(input.seed.to_string()),
        input: Set(input.text()),
        input_digest: Set(input.digest()),
        students: Set(count(input.students.len())),
        assigned: Set(count(outcome.offer_of.iter().flatten().count())),
        positions: Set(i32::try_from(positions).unwrap_or(i32::MAX)),
        blocking_pairs: Set(count(report.blocking.len())),
        stable: Set(report.stable()),
        actor_id: Set(by),
        at: Set(context.now()),
    };
    let run = run.insert(tx).await?;
    insert_outcomes(context, tx, computed, run.id).await?;
    if is_final {
        insert_missed(context, tx, computed, run.id).await?;
    }
    Ok(run)
}

async fn insert_outcomes(
    context: &Context,
    tx: &Transaction,
    computed: &Computed,
    run: Uuid,
) -> Result<(), Error> {
    let Computed { input, outcome, missed, .. } = computed;
    let rows = input.students.iter().zip(&outcome.offer_of).zip(missed).map(|((student, offer), missed)| {
        let offer = offer.and_then(|offer| input.offers.get(usize::try_from(offer).ok()?));
        matching_outcome::ActiveModel {
            id: Set(context.new_id()),
            run_id: Set(run),
            student_id: Set(student.id),
            offer_id: Set(offer.map(|offer| offer.id)),
            // Each offer preferred to it was missed.
            preference: Set(offer.map(|_| count(missed.len() + 1))),
        }
    });
    for chunk in rows.collect::<Vec<_>>().chunks(CHUNK) {
        matching_outcome::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn insert_missed(
    context: &Context,
    tx: &Transaction,
    computed: &Computed,
    run: Uuid,
) -> Result<(), Error> {
    let Computed { input, missed, .. } = computed;
    let pairs = input
        .students
        .iter()
        .zip(missed)
        .flat_map(|(student, missed)| missed.iter().map(move |one| (student.id, one)));
    let rows = pairs.filter_map(|(student, one)| {
        let offer = input.offers.get(usize::try_from(one.offer).ok()?)?;
        Some(matching_missed::ActiveModel {
            id: Set(context.new_id()),
            run_id: Set(run),
            student_id: Set(student),
            offer_id: Set(offer.id),
            preference: Set(i32::try_from(one.preference).unwrap_or(i32::MAX)),
            reason: Set(Stored(one.reason)),
        })
    });
    for chunk in rows.collect::<Vec<_>>().chunks(CHUNK) {
        matching_missed::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
