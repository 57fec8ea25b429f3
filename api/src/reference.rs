//! Schools and specialties: few, read by nearly every query, changed by an administrator only. Kept in memory, forgotten
//! when an event says that they changed, and read again after `MAX_AGE` in any case.

use crate::db::Db;
use crate::error::Error;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{school, specialty};
use sea_orm::{DbErr, EntityTrait, QueryOrder};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// How long what is in memory is trusted.
const MAX_AGE: TimeDelta = TimeDelta::seconds(30);

/// The cache: clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct Reference(Arc<RwLock<Option<Read>>>);

/// What was read, and when.
type Read = (DateTime<Utc>, Arc<Schools>);

/// Every school and specialty, in their published order.
#[derive(Debug, Default)]
pub struct Schools {
    /// Schools, in order.
    pub schools: Vec<Arc<school::Model>>,
    /// Specialties, by school, then in order.
    pub specialties: Vec<Arc<specialty::Model>>,
    by_id: HashMap<Uuid, usize>,
    school_by_id: HashMap<Uuid, usize>,
}

impl Reference {
    /// What is in memory, read again when it is too old.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn get(&self, db: &Db, now: DateTime<Utc>) -> Result<Arc<Schools>, Error> {
        Ok(self.known(db, now).await?)
    }

    /// [`Reference::get`], for loaders.
    ///
    /// # Errors
    /// The database does not answer.
    pub(crate) async fn known(&self, db: &Db, now: DateTime<Utc>) -> Result<Arc<Schools>, DbErr> {
        let cached = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((read_at, schools)) = cached
            && now.signed_duration_since(read_at) < MAX_AGE
        {
            return Ok(schools);
        }
        let fresh = Arc::new(Schools::read(db).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&fresh)));
        Ok(fresh)
    }

    /// Forgets, so that the next reader reads again: after a change in this process.
    pub fn forget(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Schools {
    async fn read(db: &Db) -> Result<Self, DbErr> {
        let schools = school::Entity::find().order_by_asc(school::Column::Position).all(&db.read).await?;
        let specialties = specialty::Entity::find()
            .order_by_asc(specialty::Column::SchoolId)
            .order_by_asc(specialty::Column::Position)
            .all(&db.read)
            .await?;
        Ok(Self::of(schools, specialties))
    }

    /// These rows, which are in their order.
    pub(crate) fn of(schools: Vec<school::Model>, specialties: Vec<specialty::Model>) -> Self {
        let by_id = specialties.iter().enumerate().map(|(rank, row)| (row.id, rank)).collect();
        let school_by_id = schools.iter().enumerate().map(|(rank, row)| (row.id, rank)).collect();
        let specialties = specialties.into_iter().map(Arc::new).collect();
        Self { schools: schools.into_iter().map(Arc::new).collect(), specialties, by_id, school_by_id }
    }

    /// A school by its id.
    #[must_use]
    pub fn school(&self, id: Uuid) -> Option<&Arc<school::Model>> {
        self.school_by_id.get(&id).map(|rank| &self.schools[*rank])
    }

    /// A school by its code, whatever its case.
    #[must_use]
    pub fn school_by_code(&self, code: &str) -> Option<&Arc<school::Model>> {
        self.schools.iter().find(|school| school.code.eq_ignore_ascii_case(code.trim()))
    }

    /// A specialty by its id.
    #[must_use]
    pub fn specialty(&self, id: Uuid) -> Option<&Arc<specialty::Model>> {
        self.by_id.get(&id).map(|rank| &self.specialties[*rank])
    }

    /// The specialties of a school, in their published order.
    pub fn of_school(&self, school: Uuid) -> impl Iterator<Item = &Arc<specialty::Model>> {
        self.specialties.iter().filter(move |specialty| specialty.school_id == school)
    }

    /// The specialties that bear a code, in one school or in all of them.
    #[must_use]
    pub fn specialties_by_code(&self, school: Option<Uuid>, code: &str) -> Vec<&Arc<specialty::Model>> {
        let of_school =
            |specialty: &&Arc<specialty::Model>| school.is_none_or(|id| specialty.school_id == id);
        let code = code.trim();
        self.specialties
            .iter()
            .filter(of_school)
            .filter(|specialty| specialty.code.eq_ignore_ascii_case(code))
            .collect()
    }
}
