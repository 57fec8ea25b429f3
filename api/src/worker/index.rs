//! Tells the search engine what changed, from the outbox. A row leaves the outbox only once the engine has written
//! what it stands for: a crash anywhere before that does the same again.

use crate::context::Context;
use crate::outbox::{self, Indexed};
use crate::searching::documents;
use crate::worker::{Failure, aside, lease};
use chrono::TimeDelta;
use entity::search_outbox;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use search::Change;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The longest wait before a row that was refused is tried again.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);

/// What is to be written, each row once however often it changed.
pub(super) type Wanted = BTreeMap<Indexed, BTreeSet<Uuid>>;

/// What was written: the version of each row, `None` where it left the index.
pub(super) type Written = BTreeMap<Indexed, BTreeMap<Uuid, Option<i64>>>;

/// The rows that this worker has claimed and not done with: where the database went away, it claims them for longer
/// than that lasts, and gives them back.
#[derive(Debug, Default)]
pub(super) struct Held(Mutex<Vec<Uuid>>);

impl Held {
    fn hold(&self, rows: &[search_outbox::Model]) {
        *self.locked() = rows.iter().map(|row| row.id).collect();
    }

    async fn give_back(&self, context: &Context) -> Result<(), Failure> {
        let rows = self.locked().clone();
        if !rows.is_empty() {
            release(context, rows).await?;
            self.hold(&[]);
        }
        Ok(())
    }

    fn locked(&self) -> MutexGuard<'_, Vec<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Indexes one batch of what is due, and answers how many outbox rows that was.
///
/// # Errors
/// The engine or the database does not answer: the rows are due again.
pub(super) async fn batch(context: &Context, held: &Held) -> Result<usize, Failure> {
    held.give_back(context).await?;
    let claimed = lease::outbox(context).await?;
    let count = claimed.len();
    held.hold(&claimed);
    let done = index(context, claimed).await;
    // What the engine did not take was given back already.
    if done.as_ref().err().is_none_or(Failure::is_outage) {
        held.hold(&[]);
    }
    done.map(|()| count)
}

async fn index(context: &Context, mut claimed: Vec<search_outbox::Model>) -> Result<(), Failure> {
    // A kind of a later version is left to the process that knows it.
    claimed.retain(|row| row.kind.parse::<Indexed>().is_ok());
    // Halved until what is refused stands alone, so that it blocks nothing else.
    let mut waiting = vec![claimed];
    while let Some(rows) = waiting.pop().filter(|rows| !rows.is_empty()) {
        let done = match put(context, wanted(&rows)).await {
            Err(failure) if failure.is_poison() && is_one(&rows) => apart(context, &rows, failure).await,
            done => done,
        };
        match done {
            Ok(()) => forget(context, &rows).await?,
            Err(failure) if failure.is_poison() && is_one(&rows) => {
                context.metrics.indexing_failed();
                aside::postpone(context, &rows, &failure).await?;
            }
            Err(failure) if failure.is_poison() => {
                let (half, other) = rows.split_at(rows.len() / 2);
                waiting.extend([other.to_vec(), half.to_vec()]);
            }
            Err(failure) => {
                let left: Vec<_> = waiting.into_iter().flatten().chain(rows).collect();
                context.metrics.indexing_failed();
                release(context, left.iter().map(|row| row.id)).await?;
                return Err(failure);
            }
        }
    }
    Ok(())
}

fn wanted(rows: &[search_outbox::Model]) -> Wanted {
    let mut wanted = Wanted::new();
    for row in rows {
        if let Ok(kind) = row.kind.parse() {
            wanted.entry(kind).or_default().insert(row.entity_id);
        }
    }
    wanted
}

/// Whether all rows are of one thing.
fn is_one(rows: &[search_outbox::Model]) -> bool {
    rows.iter().all(|row| row.kind == rows[0].kind && row.entity_id == rows[0].entity_id)
}

/// Writes rows as they are now, and what repeats something of them; returns once it can be searched.
async fn put(context: &Context, mut wanted: Wanted) -> Result<(), Failure> {
    let companies: Vec<Uuid> = wanted.get(&Indexed::Company).into_iter().flatten().copied().collect();
    let (offers, hires) = documents::of_companies(&context.db.read, &companies).await?;
    wanted.entry(Indexed::Offer).or_default().extend(offers);
    wanted.entry(Indexed::Hire).or_default().extend(hires);
    settle(context, wanted).await
}

/// A company may be refused for one of the offers that repeat its name. Then it is written without them, and each of them
/// stands for itself.
async fn apart(context: &Context, rows: &[search_outbox::Model], failure: Failure) -> Result<(), Failure> {
    let wanted = wanted(rows);
    let companies: Vec<Uuid> = wanted.get(&Indexed::Company).into_iter().flatten().copied().collect();
    if companies.is_empty() {
        return Err(failure);
    }
    settle(context, wanted).await?;
    let (offers, hires) = documents::of_companies(&context.db.read, &companies).await?;
    for (kind, ids) in [(Indexed::Offer, offers), (Indexed::Hire, hires)] {
        let versions = documents::versions_of(&context.db.read, kind, &ids).await?;
        outbox::changed(context, &context.db.write, kind, versions).await?;
    }
    Ok(())
}

/// Writes rows as they are now, again where they changed meanwhile; returns once they can be searched.
async fn settle(context: &Context, mut wanted: Wanted) -> Result<(), Failure> {
    while wanted.values().any(|ids| !ids.is_empty()) {
        let written = write(context, &wanted).await?;
        context.search.engine().flush().await?;
        wanted = outrun(context, written).await?;
    }
    Ok(())
}

/// Writes rows as they are now; what was written can be searched later.
pub(super) async fn write(context: &Context, wanted: &Wanted) -> Result<Written, Failure> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let mut written = Written::new();
    for (kind, ids) in wanted {
        let ids: Vec<Uuid> = ids.iter().copied().collect();
        for ids in ids.chunks(documents::CHUNK) {
            let rows = documents::read(&context.db.read, &schools, *kind, ids).await?;
            let versions =
                rows.iter().map(|(id, document)| (*id, document.as_ref().map(|document| document.version)));
            written.entry(*kind).or_default().extend(versions);
            let changes =
                rows.into_iter().map(|(id, document)| document.map_or(Change::Delete(id), Change::Upsert));
            context.search.engine().write((*kind).into(), changes.collect()).await?;
        }
    }
    Ok(written)
}

/// The rows that changed while they were being written. Another worker may have written the newer version before
/// our older one arrived, and Meilisearch takes whatever comes last: so whoever wrote looks again, and writes again.
pub(super) async fn outrun(context: &Context, written: Written) -> Result<Wanted, Failure> {
    let mut changed = Wanted::new();
    for (kind, rows) in written {
        let ids: Vec<Uuid> = rows.keys().copied().collect();
        let versions = documents::versions_of(&context.db.read, kind, &ids).await?;
        let newer =
            rows.into_iter().filter(|(id, version)| versions.get(id).copied() != *version).map(|(id, _)| id);
        changed.insert(kind, newer.collect());
    }
    Ok(changed)
}

async fn forget(context: &Context, rows: &[search_outbox::Model]) -> Result<(), Failure> {
    let these = search_outbox::Column::Id.is_in(rows.iter().map(|row| row.id));
    let these = Condition::any().add(these).add(aside::settled(rows));
    search_outbox::Entity::delete_many().filter(these).exec(&context.db.write).await?;
    Ok(())
}

/// How long to wait after so many failed tries: a minute, then twice as long each time.
pub(super) fn wait_after(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(0, 16)).unwrap_or_default();
    std::cmp::min(TimeDelta::minutes(1) * 2_i32.pow(doublings), LONGEST_WAIT)
}

/// Gives claimed rows back, since the engine is down and not they are to blame.
async fn release(context: &Context, rows: impl IntoIterator<Item = Uuid>) -> Result<(), Failure> {
    search_outbox::Entity::update_many()
        .col_expr(search_outbox::Column::DueAt, Expr::value(context.now()))
        .filter(search_outbox::Column::Id.is_in(rows))
        .exec(&context.db.write)
        .await?;
    Ok(())
}
