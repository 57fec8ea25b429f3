//! Who can be assigned now: offers that are open, with the positions left, and students whom the school confirmed and nobody
//! has hired.

use crate::context::Context;
use crate::error::Error;
use crate::round::store::CHUNK;
use domain::application::ApplicationStatus;
use domain::offer::substance::is_open_to;
use domain::student::StudentStatus;
use entity::{Stored, application, offer, offer_specialty, student};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Offers, by id, as far as a round asks about them.
#[derive(Debug, Default)]
pub(super) struct Offers {
    /// The rows, in the order of their ids.
    pub(super) rows: Vec<offer::Model>,
    confirmed: HashMap<Uuid, u32>,
    specialties: HashMap<Uuid, Vec<Uuid>>,
}

/// Students, by id, as far as a round asks about them.
#[derive(Debug, Default)]
pub(super) struct Students {
    /// The rows, in the order of their ids.
    pub(super) rows: Vec<student::Model>,
    hired: HashSet<Uuid>,
}

impl Offers {
    /// Reads these offers; `locked` keeps them as they are until the transaction ends.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn read(db: &impl ConnectionTrait, ids: &[Uuid], locked: bool) -> Result<Self, Error> {
        let mut read = Self::default();
        for chunk in sorted(ids).chunks(CHUNK) {
            let mut rows = offer::Entity::find()
                .filter(offer::Column::Id.is_in(chunk.iter().copied()))
                .order_by_asc(offer::Column::Id);
            if locked {
                rows = rows.lock(LockType::NoKeyUpdate);
            }
            read.rows.extend(rows.all(db).await?);
            for offer in confirmed_on(db, chunk).await? {
                *read.confirmed.entry(offer).or_default() += 1;
            }
            let specialties = offer_specialty::Entity::find()
                .filter(offer_specialty::Column::OfferId.is_in(chunk.iter().copied()));
            for row in specialties.all(db).await? {
                read.specialties.entry(row.offer_id).or_default().push(row.specialty_id);
            }
        }
        Ok(read)
    }

    /// Whether an offer is open to students.
    pub(super) fn is_open(context: &Context, row: &offer::Model) -> bool {
        row.status.0.is_open() && row.expires_at.is_none_or(|end| end > context.now())
    }

    /// How many positions nobody has confirmed.
    pub(super) fn positions_left(&self, row: &offer::Model) -> u32 {
        let taken = self.confirmed.get(&row.id).copied().unwrap_or(0);
        u32::try_from(row.positions).unwrap_or(0).saturating_sub(taken)
    }

    /// Whether an offer is for students of a specialty, given the department of which it is an option.
    pub(super) fn is_for(&self, offer: Uuid, specialty: Uuid, parent: Option<Uuid>) -> bool {
        let specialties = self.specialties.get(&offer).map_or(&[][..], Vec::as_slice);
        is_open_to(specialties, specialty, parent)
    }
}

impl Students {
    /// Reads these students; `locked` keeps them as they are until the transaction ends.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn read(db: &impl ConnectionTrait, ids: &[Uuid], locked: bool) -> Result<Self, Error> {
        let mut read = Self::default();
        for chunk in sorted(ids).chunks(CHUNK) {
            let mut rows = student::Entity::find()
                .filter(student::Column::Id.is_in(chunk.iter().copied()))
                .order_by_asc(student::Column::Id);
            if locked {
                rows = rows.lock(LockType::NoKeyUpdate);
            }
            read.rows.extend(rows.all(db).await?);
            let hired: Vec<Uuid> = application::Entity::find()
                .select_only()
                .column(application::Column::StudentId)
                .filter(application::Column::StudentId.is_in(chunk.iter().copied()))
                .filter(application::Column::Status.eq(Stored(ApplicationStatus::Confirmed)))
                .into_tuple()
                .all(db)
                .await?;
            read.hired.extend(hired);
        }
        Ok(read)
    }

    /// Whether a student can still be assigned an offer.
    pub(super) fn is_available(&self, row: &student::Model) -> bool {
        row.status.0 == StudentStatus::Confirmed && !self.hired.contains(&row.id)
    }
}

/// The offers of the confirmed applications to these, each as often as it was confirmed.
async fn confirmed_on(db: &impl ConnectionTrait, offers: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    let rows: Vec<Option<Uuid>> = application::Entity::find()
        .select_only()
        .column(application::Column::OfferId)
        .filter(application::Column::OfferId.is_in(offers.iter().copied()))
        .filter(application::Column::Status.eq(Stored(ApplicationStatus::Confirmed)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().flatten().collect())
}

fn sorted(ids: &[Uuid]) -> Vec<Uuid> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}
