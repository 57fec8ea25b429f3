//! Batches: what many resolvers of one request ask for one by one is read in one statement. Each slice says how
//! its rows are read, in its own `loader.rs`, as `impl Loader<Key> for Rows`; the key's type says what is meant.

mod waves;

use crate::context::Context;
use crate::db::Reader;
use crate::error::Error;
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use sea_orm::DbErr;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use waves::{Clock, Spawner, Waves};

/// Where batches are read from.
#[derive(Debug)]
pub struct Rows {
    /// The pool for reading.
    pub db: Reader,
    /// The world, for batches that are computed from more than rows.
    pub context: Arc<Context>,
}

/// What a batch answers, or why it could not be read.
pub type Batch<K, V> = Result<HashMap<K, V>, Arc<DbErr>>;

/// How long a batch waits for what else is asked at the same time, where nothing tells when all is asked.
const WINDOW: Duration = Duration::from_millis(1);

/// One request's batches, with what they have read already.
pub struct Loaders {
    batches: Arc<DataLoader<Rows, HashMapCache>>,
    waves: Arc<Waves>,
    /// What is being read, or was, of each kind that [`Loaders::once`] is asked for: its [`Readings`].
    readings: Mutex<HashMap<TypeId, Box<dyn Any + Send + Sync>>>,
}

/// What is being read, or was, by key.
type Readings<K> = HashMap<K, Shared<BoxFuture<'static, Read<<Rows as Loader<K>>::Value>>>>;

/// What a batch answers to one key.
type Read<V> = Result<Option<V>, Arc<DbErr>>;

impl Loaders {
    /// Nothing read yet.
    #[must_use]
    pub fn new(context: &Arc<Context>) -> Self {
        let rows = Rows { db: context.db.read.clone(), context: Arc::clone(context) };
        let waves = Arc::new(Waves::default());
        let (spawner, clock) = (Spawner::current(&waves), Clock(Arc::clone(&waves)));
        let loader = DataLoader::with_cache(rows, spawner, clock, HashMapCache::default());
        Self { batches: Arc::new(loader.delay(WINDOW)), waves, readings: Mutex::default() }
    }

    /// Reads one row, in a batch with whatever else is asked at the same time.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn one<K>(&self, key: K) -> Result<Option<<Rows as Loader<K>>::Value>, Error>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Rows: Loader<K, Error = Arc<DbErr>>,
    {
        Ok(self.batches.load_one(key).await?)
    }

    /// As [`Loaders::one`], for what takes several statements: who asks while it is being read waits for that, where a
    /// batch of its own would read it again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn once<K>(&self, key: K) -> Result<Option<<Rows as Loader<K>>::Value>, Error>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Rows: Loader<K, Error = Arc<DbErr>>,
    {
        Ok(self.reading(key).await?)
    }

    fn reading<K>(&self, key: K) -> Shared<BoxFuture<'static, Read<<Rows as Loader<K>>::Value>>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Rows: Loader<K, Error = Arc<DbErr>>,
    {
        let read = || {
            let (batches, key) = (Arc::clone(&self.batches), key.clone());
            async move { batches.load_one(key).await }.boxed().shared()
        };
        let mut readings = self.readings.lock().unwrap_or_else(PoisonError::into_inner);
        let of_kind = readings.entry(TypeId::of::<K>()).or_insert_with(|| Box::new(Readings::<K>::new()));
        match of_kind.downcast_mut::<Readings<K>>() {
            Some(readings) => readings.entry(key.clone()).or_insert_with(read).clone(),
            None => read(),
        }
    }

    /// Takes rows that another statement brought along: whoever asks for them has them at once.
    pub async fn know<K>(&self, rows: Vec<(K, <Rows as Loader<K>>::Value)>)
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Rows: Loader<K>,
    {
        if !rows.is_empty() {
            self.batches.feed_many(rows).await;
        }
    }

    /// Runs what asks for rows, whose batches are read in waves: see `waves`.
    pub(crate) async fn drive<T>(&self, execution: impl Future<Output = T>) -> T {
        self.waves.drive(execution).await
    }

    /// Forgets rows of a kind: after a change in the same request.
    pub fn forget<K>(&self)
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Rows: Loader<K>,
    {
        self.batches.clear::<K>();
        self.readings.lock().unwrap_or_else(PoisonError::into_inner).remove(&TypeId::of::<K>());
    }
}
