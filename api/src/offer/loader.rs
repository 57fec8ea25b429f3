//! Batches of offers and of the facts around them.

use crate::loaders::{Batch, Loaders, Rows};
use crate::matching;
use async_graphql::dataloader::Loader;
use domain::application::ApplicationStatus;
use domain::offer::OfferStatus;
use domain::offer::likeness::{SAME, likeness};
use entity::{Stored, application, offer, offer_event, offer_skill, offer_specialty, skill};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// An offer by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OfferById(pub Uuid);

/// The long texts of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextsOfOffer(pub Uuid);

/// The specialties that an offer is open to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SpecialtiesOfOffer(pub Uuid);

/// The skills that an offer asks for, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SkillsOfOffer(pub Uuid);

/// How many students have confirmed on an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConfirmedOn(pub Uuid);

/// What happened to an offer, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HistoryOfOffer(pub Uuid);

/// The offers that a company posted twice for one school: those that look the same as this one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DuplicatesOf {
    /// The offer.
    pub offer: Uuid,
    /// Its company.
    pub company: Uuid,
    /// Its school: a copy for another school is meant.
    pub school: Uuid,
    /// Its postcode.
    pub postcode: Option<String>,
    /// Its folded title.
    pub title_key: String,
}

/// Forgets what was read of offers: after a change in the same request.
pub(crate) fn forget(loaders: &Loaders) {
    loaders.forget::<OfferById>();
    loaders.forget::<TextsOfOffer>();
    loaders.forget::<SpecialtiesOfOffer>();
    loaders.forget::<SkillsOfOffer>();
    loaders.forget::<ConfirmedOn>();
    loaders.forget::<HistoryOfOffer>();
    loaders.forget::<DuplicatesOf>();
    matching::forget(loaders);
}

impl Loader<OfferById> for Rows {
    type Value = Arc<offer::Brief>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[OfferById]) -> Batch<OfferById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = offer::Entity::find().filter(offer::Column::Id.is_in(ids));
        let rows: Vec<offer::Brief> = rows.into_partial_model().all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (OfferById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<TextsOfOffer> for Rows {
    type Value = Arc<offer::Texts>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[TextsOfOffer]) -> Batch<TextsOfOffer, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = offer::Entity::find().filter(offer::Column::Id.is_in(ids));
        let rows: Vec<offer::Texts> = rows.into_partial_model().all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (TextsOfOffer(row.id), Arc::new(row))).collect())
    }
}

impl Loader<SpecialtiesOfOffer> for Rows {
    type Value = Vec<Uuid>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[SpecialtiesOfOffer]) -> Batch<SpecialtiesOfOffer, Self::Value> {
        let rows = offer_specialty::Entity::find()
            .filter(offer_specialty::Column::OfferId.is_in(keys.iter().map(|key| key.0)))
            .all(&self.db)
            .await?;
        let mut specialties: HashMap<_, Vec<Uuid>> = HashMap::new();
        for row in rows {
            specialties.entry(SpecialtiesOfOffer(row.offer_id)).or_default().push(row.specialty_id);
        }
        Ok(specialties)
    }
}

impl Loader<SkillsOfOffer> for Rows {
    type Value = Vec<Arc<skill::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[SkillsOfOffer]) -> Batch<SkillsOfOffer, Self::Value> {
        let rows = offer_skill::Entity::find()
            .filter(offer_skill::Column::OfferId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(offer_skill::Column::Position)
            .find_also_related(skill::Entity)
            .all(&self.db)
            .await?;
        let mut skills: HashMap<_, Vec<Arc<skill::Model>>> = HashMap::new();
        for (link, skill) in rows {
            skills.entry(SkillsOfOffer(link.offer_id)).or_default().extend(skill.map(Arc::new));
        }
        Ok(skills)
    }
}

impl Loader<ConfirmedOn> for Rows {
    type Value = i32;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ConfirmedOn]) -> Batch<ConfirmedOn, Self::Value> {
        let rows: Vec<(Uuid, i64)> = application::Entity::find()
            .select_only()
            .column(application::Column::OfferId)
            .column_as(application::Column::Id.count(), "confirmed")
            .filter(application::Column::OfferId.is_in(keys.iter().map(|key| key.0)))
            .filter(application::Column::Status.eq(Stored(ApplicationStatus::Confirmed)))
            .group_by(application::Column::OfferId)
            .into_tuple()
            .all(&self.db)
            .await?;
        let count = |count| i32::try_from(count).unwrap_or(i32::MAX);
        Ok(rows.into_iter().map(|(offer, confirmed)| (ConfirmedOn(offer), count(confirmed))).collect())
    }
}

impl Loader<HistoryOfOffer> for Rows {
    type Value = Vec<Arc<offer_event::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[HistoryOfOffer]) -> Batch<HistoryOfOffer, Self::Value> {
        let rows = offer_event::Entity::find()
            .filter(offer_event::Column::OfferId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(offer_event::Column::Id)
            .all(&self.db)
            .await?;
        let mut events: HashMap<_, Vec<Arc<offer_event::Model>>> = HashMap::new();
        for row in rows {
            events.entry(HistoryOfOffer(row.offer_id)).or_default().push(Arc::new(row));
        }
        Ok(events)
    }
}

impl Loader<DuplicatesOf> for Rows {
    type Value = Vec<Arc<offer::Brief>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[DuplicatesOf]) -> Batch<DuplicatesOf, Self::Value> {
        let rows = offer::Entity::find()
            .filter(offer::Column::CompanyId.is_in(keys.iter().map(|key| key.company)))
            .filter(offer::Column::Status.is_in([OfferStatus::Pending, OfferStatus::Published].map(Stored)))
            .order_by_asc(offer::Column::Id);
        let rows: Vec<offer::Brief> = rows.into_partial_model().all(&self.db).await?;
        let rows: Vec<_> = rows.into_iter().map(Arc::new).collect();
        let like = |key: &DuplicatesOf| rows.iter().filter(|row| key.is_like(row)).cloned().collect();
        Ok(keys.iter().map(|key| (key.clone(), like(key))).collect())
    }
}

impl DuplicatesOf {
    fn is_like(&self, row: &offer::Brief) -> bool {
        row.id != self.offer
            && (row.company_id, row.school_id) == (self.company, self.school)
            && row.postcode == self.postcode
            && likeness(&row.title_key, &self.title_key) >= SAME
    }
}
