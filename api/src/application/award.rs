//! Applications that a matching round makes: of each student to the offer assigned, accepted by the company's ranking, for the
//! student to confirm; and those that the round answered otherwise, which end.

use crate::application::store::{self, Step};
use crate::context::Context;
use crate::error::Error;
use crate::events::{Event, Transaction};
use domain::application::{ApplicationAction, ApplicationStatus, LIVE, transition};
use domain::transition::PlatformReason;
use entity::{Stored, application};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A student and an offer.
pub(crate) type Pair = (Uuid, Uuid);

/// What a round decided.
#[derive(Debug)]
pub(crate) struct Award<'a> {
    /// The round's school.
    pub(crate) school: Uuid,
    /// The round's name, for histories.
    pub(crate) round: &'a str,
    /// The pairs assigned, with the company of the offer and whether the student was made by `tremplin demo`.
    pub(crate) assigned: HashMap<Pair, (Uuid, bool)>,
    /// The other pairs whose student put the offer on the list.
    pub(crate) others: HashSet<Pair>,
}

/// Which states a round's other answer ends. What a company accepted outside the round is its word still.
const ANSWERED: &[ApplicationStatus] = &[
    ApplicationStatus::New,
    ApplicationStatus::Processing,
    ApplicationStatus::Postponed,
    ApplicationStatus::Pool,
];

/// Writes what a round decided, and answers the application of each pair assigned. The students and offers are locked
/// by the caller, in that order.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn run(
    context: &Context,
    tx: &Transaction,
    award: Award<'_>,
) -> Result<HashMap<Pair, Uuid>, Error> {
    let live = lock_live(tx, &award).await?;
    let mut applications: HashMap<Pair, Uuid> = HashMap::new();
    let (mut accepted, mut ended) = (Vec::new(), Vec::new());
    for row in live {
        let Some(pair) = row.offer_id.map(|offer| (row.student_id, offer)) else { continue };
        if award.assigned.contains_key(&pair) {
            applications.insert(pair, row.id);
            accepted.push(row);
        } else if award.others.contains(&pair) && ANSWERED.contains(&row.status.0) {
            ended.push(row);
        }
    }
    let assigned = PlatformReason::RoundAssigned.kept(Some(award.round));
    move_all(context, tx, accepted, ApplicationAction::Accept, assigned).await?;
    let decided = PlatformReason::RoundDecided.kept(Some(award.round));
    move_all(context, tx, ended, ApplicationAction::Settle, decided).await?;
    applications.extend(make(context, tx, &award, &applications).await?);
    Ok(applications)
}

async fn lock_live(tx: &Transaction, award: &Award<'_>) -> Result<Vec<application::Model>, Error> {
    let pairs = award.assigned.keys().chain(&award.others);
    let mut students: Vec<Uuid> = pairs.map(|pair| pair.0).collect();
    students.sort_unstable();
    students.dedup();
    let mut live = Vec::new();
    // A statement binds 32,766 values at most on SQLite. In the order of ids, as everybody locks them.
    for chunk in students.chunks(10_000) {
        let rows = application::Entity::find()
            .filter(application::Column::StudentId.is_in(chunk.iter().copied()))
            .filter(application::Column::OfferId.is_not_null())
            .filter(application::Column::Status.is_in(LIVE.iter().copied().map(Stored)))
            .order_by_asc(application::Column::Id)
            .lock(sea_orm::sea_query::LockType::NoKeyUpdate);
        live.extend(rows.all(tx).await?);
    }
    Ok(live)
}

/// Takes those that the action leaves along its line; the others stay where they are.
async fn move_all(
    context: &Context,
    tx: &Transaction,
    mut rows: Vec<application::Model>,
    action: ApplicationAction,
    reason: String,
) -> Result<(), Error> {
    let line =
        transition(action).ok_or_else(|| Error::internal(anyhow::anyhow!("no transition {action}")))?;
    rows.retain(|row| line.from.contains(&row.status.0));
    store::save_all(context, tx, &rows, line.to).await?;
    let left = rows.iter().map(|row| (row.id, Some(row.status.0)));
    store::record(context, tx, left, line.to, &Step { action, by: None, reason: Some(reason) }).await
}

/// Makes the applications of the pairs that have none, sent and accepted at once.
async fn make(
    context: &Context,
    tx: &Transaction,
    award: &Award<'_>,
    there: &HashMap<Pair, Uuid>,
) -> Result<HashMap<Pair, Uuid>, Error> {
    let mut new: Vec<_> = award.assigned.iter().filter(|(pair, _)| !there.contains_key(pair)).collect();
    new.sort_unstable_by_key(|(pair, _)| **pair);
    let now = context.now();
    let made: HashMap<Pair, Uuid> = new.iter().map(|(pair, _)| (**pair, context.new_id())).collect();
    let rows = new.iter().filter_map(|(pair, (company, demo))| {
        Some(application::ActiveModel {
            id: Set(*made.get(*pair)?),
            student_id: Set(pair.0),
            offer_id: Set(Some(pair.1)),
            company_id: Set(*company),
            school_id: Set(award.school),
            status: Set(Stored(ApplicationStatus::Accepted)),
            cover_letter: Set(None),
            demo: Set(*demo),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        })
    });
    let rows: Vec<_> = rows.collect();
    // A statement binds 32,766 values at most on SQLite: eleven a row.
    for chunk in rows.chunks(1_000) {
        application::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    tx.announce(made.values().map(|id| Event::ApplicationChanged { id: *id, version: 1 }));
    let reason = Some(PlatformReason::RoundAssigned.kept(Some(award.round)));
    let submit = Step { action: ApplicationAction::Submit, by: None, reason };
    let sent = made.values().map(|id| (*id, None));
    store::record(context, tx, sent, ApplicationStatus::New, &submit).await?;
    let accept = Step { action: ApplicationAction::Accept, ..submit };
    let taken = made.values().map(|id| (*id, Some(ApplicationStatus::New)));
    store::record(context, tx, taken, ApplicationStatus::Accepted, &accept).await?;
    Ok(made)
}
