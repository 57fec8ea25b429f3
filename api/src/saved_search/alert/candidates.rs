//! Offers that may be told of: as the search engine would index them, with what the policy decides on.

use crate::context::Context;
use crate::outbox::Indexed;
use crate::searching::documents::{self, CHUNK};
use crate::worker::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use domain::offer::OfferStatus;
use domain::policy::Subject;
use entity::{Stored, offer, offer_specialty};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use search::{Document, Watched};
use std::cmp::Reverse;
use std::collections::HashMap;
use uuid::Uuid;

/// Offers that a day's alerts are made of at most, the newest: more than a person reads.
const MOST: u64 = 20_000;

/// A published offer.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Which.
    pub(super) id: Uuid,
    /// Whose.
    pub(super) company: Uuid,
    /// When it was first published.
    pub(super) published_at: DateTime<Utc>,
    /// What the policy decides on.
    pub(super) subject: Subject,
    /// What searches are asked of.
    pub(super) watched: Watched,
}

/// What the policy decides on, of one offer.
#[derive(Debug, sea_orm::FromQueryResult)]
struct Facts {
    id: Uuid,
    company_id: Uuid,
    school_id: Uuid,
    status: Stored<OfferStatus>,
    published_at: Option<DateTime<Utc>>,
}

/// Reads those of these offers that can be found now, the newest first.
pub(super) async fn read(context: &Context, ids: &[Uuid]) -> Result<Vec<Candidate>, Failure> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let documents = documents::read(&context.db.read, &schools, Indexed::Offer, ids).await?;
        let documents: HashMap<Uuid, Document> =
            documents.into_iter().filter_map(|(id, document)| Some((id, document?))).collect();
        found.extend(candidates(context, ids, documents).await?);
    }
    found.sort_by_key(|offer| Reverse((offer.published_at, offer.id)));
    Ok(found)
}

/// The offers that are published, and were so first after this moment.
pub(super) async fn since(context: &Context, moment: DateTime<Utc>) -> Result<Vec<Uuid>, Failure> {
    let ids = offer::Entity::find()
        .select_only()
        .column(offer::Column::Id)
        .filter(offer::Column::Status.eq(Stored(OfferStatus::Published)))
        .filter(offer::Column::PublishedAt.gt(moment))
        .order_by_desc(offer::Column::PublishedAt)
        .limit(MOST)
        .into_tuple()
        .all(&context.db.read)
        .await?;
    Ok(ids)
}

async fn candidates(
    context: &Context,
    ids: &[Uuid],
    mut documents: HashMap<Uuid, Document>,
) -> Result<Vec<Candidate>, Failure> {
    let columns = [offer::Column::CompanyId, offer::Column::SchoolId, offer::Column::Status];
    let rows: Vec<Facts> = offer::Entity::find()
        .select_only()
        .column(offer::Column::Id)
        .columns(columns)
        .column(offer::Column::PublishedAt)
        .filter(offer::Column::Id.is_in(ids.iter().copied()))
        .into_model()
        .all(&context.db.read)
        .await?;
    let mut specialties = specialties(context, ids).await?;
    let candidate = |row: Facts| {
        Some(Candidate {
            id: row.id,
            company: row.company_id,
            published_at: row.published_at?,
            subject: Subject::Offer {
                company: row.company_id,
                school: row.school_id,
                specialties: specialties.remove(&row.id).unwrap_or_default(),
                status: row.status.0,
            },
            watched: Watched::new(documents.remove(&row.id)?),
        })
    };
    Ok(rows.into_iter().filter_map(candidate).collect())
}

async fn specialties(context: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>, Failure> {
    let rows = offer_specialty::Entity::find()
        .filter(offer_specialty::Column::OfferId.is_in(ids.iter().copied()))
        .all(&context.db.read)
        .await?;
    let mut found: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in rows {
        found.entry(row.offer_id).or_default().push(row.specialty_id);
    }
    Ok(found)
}

/// How much later a publication may be committed than it says: what is told daily looks back so much farther.
pub(super) const LATE: TimeDelta = TimeDelta::hours(1);
