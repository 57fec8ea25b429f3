//! The alert itself: a notification, and a row for each offer that it tells of, in one transaction.

use crate::auth::actor;
use crate::context::Context;
use crate::events::Transaction;
use crate::saved_search::alert::candidates::{Candidate, LATE};
use crate::saved_search::alert::find::Found;
use crate::saved_search::alert::lately::{self, Lately};
use crate::worker::Failure;
use chrono::{DateTime, Utc};
use domain::alert::shown_after;
use domain::notification::NotificationKind;
use domain::offer::OfferStatus;
use domain::policy::{self, Action, Actor, Subject};
use entity::{Stored, notification, offer, saved_search, saved_search_alert};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Offers of one alert that have a row at most, unless they will be met again; what is beyond is counted on the rows.
const MOST_ROWS: usize = 100;
/// Rows of one insert: 9 values each, of at most 32,766 on SQLite.
const CHUNK: usize = 1_000;

/// What the transaction sees: the searches as they are now, what they told before and within a day, and where the offers
/// stand.
struct Now {
    lately: HashMap<Uuid, Lately>,
    searches: HashMap<Uuid, saved_search::Model>,
    told: HashSet<(Uuid, Uuid)>,
    statuses: HashMap<Uuid, OfferStatus>,
}

/// Tells the owners of these searches of what they found, and that a day was told of where it was. Who may not see an
/// offer now, and what was told before, is left out; a search that was changed meanwhile seeks something else.
pub(super) async fn tell(
    context: &Context,
    found: &[Found],
    offers: &[Candidate],
    digested_at: Option<DateTime<Utc>>,
) -> Result<(), Failure> {
    let accounts: BTreeSet<Uuid> = found.iter().map(|one| one.search.account_id).collect();
    let actors = actor::of_accounts(context, &accounts.into_iter().collect::<Vec<_>>()).await?;
    let tx = context.db.begin().await?;
    let mut now = now(&tx, found, offers).await?;
    if digested_at.is_none() {
        now.lately = lately::read(&tx, found.iter().map(|one| one.search.id), context.now()).await?;
    }
    let (mut notifications, mut rows) = (Vec::new(), Vec::new());
    for one in found {
        let Some(actor) = actors.get(&one.search.account_id) else { continue };
        if now.searches.get(&one.search.id).is_none_or(|search| !seeks_the_same(search, &one.search)) {
            continue;
        }
        let new = one.offers.iter().filter_map(|place| offers.get(*place));
        let new: Vec<&Candidate> = new.filter(|offer| now.is_new(one.search.id, actor, offer)).collect();
        if new.is_empty() {
            continue;
        }
        let (shown, counted_in) = now.shown(one.search.id, &new);
        let alert =
            Alert { search: one.search.id, notification: counted_in.unwrap_or_else(|| context.new_id()) };
        if counted_in.is_none() {
            notifications.push(row(context, alert.notification, &one.search));
        }
        rows.extend(of_offers(context, alert, &new, &shown, digested_at));
    }
    for chunk in notifications.chunks(CHUNK) {
        notification::Entity::insert_many(chunk.to_vec()).exec_without_returning(&tx).await?;
    }
    for chunk in rows.chunks(CHUNK) {
        saved_search_alert::Entity::insert_many(chunk.to_vec()).exec_without_returning(&tx).await?;
    }
    if let Some(moment) = digested_at {
        digested(&tx, found.iter().map(|one| one.search.id), moment).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Says that the day until a moment was told of, or that there was nothing to tell.
pub(super) async fn digested(
    db: &impl sea_orm::ConnectionTrait,
    searches: impl Iterator<Item = Uuid>,
    moment: DateTime<Utc>,
) -> Result<(), Failure> {
    saved_search::Entity::update_many()
        .col_expr(saved_search::Column::DigestedAt, Expr::value(moment))
        .filter(saved_search::Column::Id.is_in(searches))
        // One that was changed since begins anew.
        .filter(saved_search::Column::Since.lte(moment))
        .exec(db)
        .await?;
    Ok(())
}

async fn now(tx: &Transaction, found: &[Found], offers: &[Candidate]) -> Result<Now, Failure> {
    let searches = || found.iter().map(|one| one.search.id);
    let places: BTreeSet<usize> = found.iter().flat_map(|one| one.offers.iter().copied()).collect();
    let ids: Vec<Uuid> = places.iter().filter_map(|place| offers.get(*place)).map(|offer| offer.id).collect();
    // Locked in one order, so that two workers wait for each other and not for ever.
    let rows = saved_search::Entity::find()
        .filter(saved_search::Column::Id.is_in(searches()))
        .order_by_asc(saved_search::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    let (mut told, mut statuses) = (HashSet::new(), HashMap::new());
    for ids in ids.chunks(CHUNK) {
        told.extend(told_before(tx, searches(), ids).await?);
        let rows: Vec<(Uuid, Stored<OfferStatus>)> = offer::Entity::find()
            .select_only()
            .columns([offer::Column::Id, offer::Column::Status])
            .filter(offer::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(tx)
            .await?;
        statuses.extend(rows.into_iter().map(|(id, status)| (id, status.0)));
    }
    let lately = HashMap::new();
    Ok(Now { lately, searches: rows.into_iter().map(|row| (row.id, row)).collect(), told, statuses })
}

async fn told_before(
    tx: &Transaction,
    searches: impl Iterator<Item = Uuid>,
    offers: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, Failure> {
    let rows = saved_search_alert::Entity::find()
        .select_only()
        .columns([saved_search_alert::Column::SavedSearchId, saved_search_alert::Column::OfferId])
        .filter(saved_search_alert::Column::SavedSearchId.is_in(searches))
        .filter(saved_search_alert::Column::OfferId.is_in(offers.iter().copied()))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows)
}

impl Now {
    /// Which of these offers are shown, and the alert that counts them where that is none of them: a day's alerts at once
    /// show together what one shows.
    fn shown(&self, search: Uuid, offers: &[&Candidate]) -> (Vec<bool>, Option<Uuid>) {
        let lately = self.lately.get(&search);
        let before = lately.map(|lately| lately.shown.as_slice()).unwrap_or_default();
        let shown = shown_after(before.iter().copied(), offers.iter().map(|offer| offer.company));
        let counted_in = lately.and_then(|lately| lately.last).filter(|_| !shown.contains(&true));
        (shown, counted_in)
    }

    fn is_new(&self, search: Uuid, actor: &Actor, offer: &Candidate) -> bool {
        let Some(status) = self.statuses.get(&offer.id).copied() else { return false };
        let subject = match offer.subject.clone() {
            Subject::Offer { company, school, specialties, .. } => {
                Subject::Offer { company, school, specialties, status }
            }
            other => other,
        };
        status == OfferStatus::Published
            && !self.told.contains(&(search, offer.id))
            && policy::decide(Some(actor), Action::Read, &subject).is_ok()
    }
}

fn seeks_the_same(one: &saved_search::Model, other: &saved_search::Model) -> bool {
    let sought =
        |row: &saved_search::Model| (row.query.clone(), row.filter.clone(), row.frequency, row.since);
    sought(one) == sought(other)
}

fn row(context: &Context, id: Uuid, search: &saved_search::Model) -> notification::ActiveModel {
    notification::ActiveModel {
        id: Set(id),
        account_id: Set(search.account_id),
        kind: Set(Stored(NotificationKind::SavedSearchMatched)),
        offer_id: Set(None),
        application_id: Set(None),
        round_id: Set(None),
        contract_id: Set(None),
        company_id: Set(None),
        // Its name as it was: the search may be renamed or deleted.
        reason: Set(Some(search.name.clone())),
        read_at: Set(None),
        created_at: Set(context.now()),
    }
}

/// Which notification tells of what.
#[derive(Clone, Copy)]
struct Alert {
    search: Uuid,
    notification: Uuid,
}

/// The rows of an alert: of what it shows, of the newest, and of whatever may be met again, which a row alone keeps from
/// being told twice. What is told of daily is met again for a while; what is told of at once, when a worker dies before it
/// forgot that it was queued.
fn of_offers(
    context: &Context,
    alert: Alert,
    offers: &[&Candidate],
    shown: &[bool],
    digested_at: Option<DateTime<Utc>>,
) -> Vec<saved_search_alert::ActiveModel> {
    let met_again = |offer: &Candidate| digested_at.is_none_or(|moment| offer.published_at > moment - LATE);
    let all = offers.iter().zip(shown).enumerate();
    let kept = all.filter(|(place, (offer, shown))| *place < MOST_ROWS || **shown || met_again(offer));
    let kept: Vec<_> = kept.map(|(_, row)| row).collect();
    let more = i32::try_from(offers.len() - kept.len()).unwrap_or(i32::MAX);
    let row = |(offer, shown): (&&Candidate, &bool)| saved_search_alert::ActiveModel {
        id: Set(context.new_id()),
        saved_search_id: Set(Some(alert.search)),
        offer_id: Set(offer.id),
        notification_id: Set(alert.notification),
        shown: Set(*shown),
        more: Set(more),
        created_at: Set(context.now()),
    };
    kept.into_iter().map(row).collect()
}
