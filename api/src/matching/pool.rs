//! The published offers of a school, in memory, as they are compared: to read 100,000 rows for each question would take a
//! hundred times as long as to compare them. They are never older than the question: see `refresh`.

use super::facts::{self, Numbers, OfferFacts};
use super::refresh;
use crate::db::Reader;
use chrono::{DateTime, Utc};
use domain::matching::{Offer, Rarities, Student};
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedRwLockReadGuard, RwLock};
use uuid::Uuid;

/// The pools of all schools that were asked about; clones are the same ones.
#[derive(Clone, Debug, Default)]
pub struct Pools(Arc<Mutex<HashMap<Uuid, Arc<RwLock<Pool>>>>>);

/// The published offers of a school.
#[derive(Debug, Default)]
pub(super) struct Pool {
    places: Vec<Option<Posted>>,
    free: Vec<usize>,
    by_id: HashMap<Uuid, usize>,
    by_specialty: HashMap<Uuid, Vec<usize>>,
    skills: Skills,
    rarities: Rarities,
    read: Option<ReadUpTo>,
}

/// What the offers in a pool are known to include.
#[derive(Debug, Default)]
pub(super) struct ReadUpTo {
    /// The sum of the school's changes.
    pub(super) changes: i64,
    /// The rows that it was the sum of.
    pub(super) rows: HashSet<Uuid>,
}

/// An offer of a pool.
#[derive(Debug)]
pub(super) struct Posted {
    /// Its id.
    pub(super) id: Uuid,
    version: i64,
    expires_at: Option<DateTime<Utc>>,
    /// What is compared.
    pub(super) offer: Offer,
}

#[cfg(test)]
impl Posted {
    /// One that does not expire.
    pub(super) fn of(id: Uuid, offer: Offer) -> Self {
        Self { id, version: 1, expires_at: None, offer }
    }
}

/// The skills that offers have asked for, numbered, with how many ask for each now.
#[derive(Debug, Default)]
pub(super) struct Skills {
    /// Numbers by id.
    pub(super) numbers: HashMap<Uuid, u32>,
    /// Names, by number.
    pub(super) names: Vec<String>,
    asking: Vec<u32>,
}

impl Pools {
    /// A school's offers, at least as new as this sum of its changes, which was read before.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn fresh(
        &self,
        db: &Reader,
        school: Uuid,
        changes: i64,
    ) -> Result<OwnedRwLockReadGuard<Pool>, DbErr> {
        let lock = self.of(school);
        let pool = Arc::clone(&lock).read_owned().await;
        if pool.is_of(changes) {
            return Ok(pool);
        }
        drop(pool);
        // Whoever waited here may find that another has read it meanwhile.
        let mut pool = lock.write_owned().await;
        if !pool.is_of(changes) {
            refresh::run(db, school, &mut pool).await?;
        }
        Ok(pool.downgrade())
    }

    fn of(&self, school: Uuid) -> Arc<RwLock<Pool>> {
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(pools.entry(school).or_default())
    }
}

impl Pool {
    fn is_of(&self, changes: i64) -> bool {
        self.read.as_ref().is_some_and(|read| read.changes == changes)
    }

    /// What it is known to include; `None` before it was read for the first time, or while that is not done.
    pub(super) fn read_up_to(&self) -> Option<&ReadUpTo> {
        self.read.as_ref()
    }

    /// An offer, if it is published.
    pub(super) fn offer(&self, id: Uuid) -> Option<&Offer> {
        Some(&self.posted(*self.by_id.get(&id)?)?.offer)
    }

    /// How rare skills are among the offers.
    pub(super) fn rarities(&self) -> &Rarities {
        &self.rarities
    }

    /// Its skills.
    pub(super) fn skills(&self) -> &Skills {
        &self.skills
    }

    /// The offers that have not expired and are open to the student's specialty or department, each once.
    pub(super) fn open_to(&self, student: &Student, now: DateTime<Utc>) -> Vec<&Posted> {
        let of = |specialty: Uuid| self.by_specialty.get(&specialty).into_iter().flatten().copied();
        let own = of(student.specialty).filter_map(|place| self.posted(place));
        let department = student.department.into_iter().flat_map(of).filter_map(|place| self.posted(place));
        let department = department.filter(|posted| !posted.offer.specialties.contains(&student.specialty));
        own.chain(department).filter(|posted| posted.expires_at.is_none_or(|end| end > now)).collect()
    }

    /// The offers whose version is not among these, or another one; and those that are not among the pool's.
    pub(super) fn differing(&self, published: &HashMap<Uuid, i64>) -> Vec<Uuid> {
        let version =
            |id: &Uuid| self.by_id.get(id).and_then(|place| self.posted(*place)).map(|one| one.version);
        let changed = published.iter().filter(|(id, is)| version(id) != Some(**is)).map(|(id, _)| *id);
        let gone = self.by_id.keys().filter(|id| !published.contains_key(id)).copied();
        changed.chain(gone).collect()
    }

    /// Takes these offers as they are now; those that were not found are not published any more.
    pub(super) fn replace(&mut self, ids: &[Uuid], found: Vec<OfferFacts>) {
        for id in ids {
            self.remove(*id);
        }
        for facts in found {
            self.put(&facts);
        }
    }

    /// Says what was read; what is being read is not fresh until then.
    pub(super) fn settle(&mut self, read: ReadUpTo) {
        let offers = u32::try_from(self.by_id.len()).unwrap_or(u32::MAX);
        self.rarities = Rarities::counted(offers, &self.skills.asking);
        self.read = Some(read);
    }

    fn posted(&self, place: usize) -> Option<&Posted> {
        self.places.get(place)?.as_ref()
    }

    fn put(&mut self, facts: &OfferFacts) {
        let mut numbers = Numbers::new(&self.skills);
        let offer = facts::offer(facts, &mut numbers);
        let new = numbers.into_new();
        self.skills.add(new);
        self.skills.count(&offer, 1);
        let place = self.free.pop().unwrap_or(self.places.len());
        for specialty in &offer.specialties {
            self.by_specialty.entry(*specialty).or_default().push(place);
        }
        self.by_id.insert(facts.id, place);
        let posted = Posted { id: facts.id, version: facts.version, expires_at: facts.expires_at, offer };
        match self.places.get_mut(place) {
            Some(free) => *free = Some(posted),
            None => self.places.push(Some(posted)),
        }
    }

    fn remove(&mut self, id: Uuid) {
        let Some(place) = self.by_id.remove(&id) else { return };
        let Some(posted) = self.places.get_mut(place).and_then(Option::take) else { return };
        for specialty in &posted.offer.specialties {
            if let Some(places) = self.by_specialty.get_mut(specialty) {
                places.retain(|other| *other != place);
            }
        }
        self.skills.count(&posted.offer, -1);
        self.free.push(place);
    }
}

impl Skills {
    fn add(&mut self, new: Vec<(Uuid, String)>) {
        for (id, name) in new {
            self.numbers.insert(id, u32::try_from(self.names.len()).unwrap_or(u32::MAX));
            self.names.push(name);
            self.asking.push(0);
        }
    }

    fn count(&mut self, offer: &Offer, by: i32) {
        for skill in &offer.skills {
            let asking = usize::try_from(skill.0).ok().and_then(|number| self.asking.get_mut(number));
            if let Some(asking) = asking {
                *asking = asking.saturating_add_signed(by);
            }
        }
    }
}
