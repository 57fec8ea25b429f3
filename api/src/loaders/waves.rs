//! When batches are read: in waves. A wave begins once the execution has asked for all that it can ask for, and all that
//! the wave before it read has come. So a level of a query is one statement a kind, however slow the machine is, and no
//! request waits for a clock.

use async_graphql::runtime::Timer;
use futures_util::future::BoxFuture;
use futures_util::task::{FutureObj, Spawn, SpawnError};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Notify;

tokio::task_local! {
    /// The wave that was the last when this batch was first asked for.
    static ASKED_IN: Option<u64>;
}

/// The waves of one request.
#[derive(Debug, Default)]
pub(super) struct Waves {
    state: Mutex<State>,
    begun: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// Whether an execution is driven; without one nobody says when everything is asked for.
    driven: bool,
    /// Whether the execution runs at this moment, and may ask for more.
    asking: bool,
    /// Whether a batch was read that the execution has not looked at yet: it may ask for more once it has.
    told: bool,
    /// What has the execution look.
    execution: Option<Waker>,
    /// How many waves have begun.
    wave: u64,
    /// Batches that wait for the next.
    waiting: usize,
    /// Batches of this one that are not read yet.
    reading: usize,
}

impl Waves {
    /// Runs an execution, whose batches are read in waves.
    pub(super) async fn drive<T>(&self, execution: impl Future<Output = T>) -> T {
        let _drive = Drive::begin(self);
        let mut execution = pin!(execution);
        poll_fn(|context| {
            let _turn = Turn::begin(self, context.waker());
            execution.as_mut().poll(context)
        })
        .await
    }

    /// Begins the next wave, if it is time.
    fn settle(&self, mut state: MutexGuard<'_, State>) {
        let all_is_asked = !state.driven || (!state.asking && !state.told && state.reading == 0);
        if all_is_asked && state.waiting > 0 {
            state.wave += 1;
            state.reading += std::mem::take(&mut state.waiting);
            drop(state);
            self.begun.notify_waiters();
        }
    }

    /// Waits until a later wave than this one has begun.
    async fn after(&self, wave: u64) {
        loop {
            let mut begun = pin!(self.begun.notified());
            begun.as_mut().enable();
            if self.locked().wave > wave {
                return;
            }
            begun.await;
        }
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time of an execution, however it ends: given up, it leaves no batch that waits.
struct Drive<'a>(&'a Waves);

impl<'a> Drive<'a> {
    fn begin(waves: &'a Waves) -> Self {
        waves.locked().driven = true;
        Self(waves)
    }
}

impl Drop for Drive<'_> {
    fn drop(&mut self) {
        let mut state = self.0.locked();
        (state.driven, state.execution) = (false, None);
        self.0.settle(state);
    }
}

/// A time in which the execution runs; it may end by a panic.
struct Turn<'a>(&'a Waves);

impl<'a> Turn<'a> {
    fn begin(waves: &'a Waves, waker: &Waker) -> Self {
        let mut state = waves.locked();
        (state.asking, state.told) = (true, false);
        if !state.execution.as_ref().is_some_and(|known| known.will_wake(waker)) {
            state.execution = Some(waker.clone());
        }
        drop(state);
        Self(waves)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.0.locked();
        state.asking = false;
        self.0.settle(state);
    }
}

/// A batch, from when it is first asked for until it is read.
struct Job {
    waves: Arc<Waves>,
    asked_in: Option<u64>,
}

impl Job {
    fn begin(waves: &Arc<Waves>) -> Self {
        let mut state = waves.locked();
        let asked_in = state.driven.then_some(state.wave);
        if asked_in.is_some() {
            state.waiting += 1;
        }
        waves.settle(state);
        Self { waves: Arc::clone(waves), asked_in }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let Some(asked_in) = self.asked_in else { return };
        let mut state = self.waves.locked();
        // One that never waited, since its batch was full at once, may end before its wave began.
        let of = if state.wave > asked_in { &mut state.reading } else { &mut state.waiting };
        *of = of.saturating_sub(1);
        match state.execution.clone().filter(|_| state.driven) {
            Some(execution) => {
                state.told = true;
                drop(state);
                execution.wake();
            }
            None => self.waves.settle(state),
        }
    }
}

/// Runs batches.
pub(super) struct Spawner {
    waves: Arc<Waves>,
    runtime: Handle,
}

impl Spawner {
    /// On the runtime of whoever calls.
    pub(super) fn current(waves: &Arc<Waves>) -> Self {
        Self { waves: Arc::clone(waves), runtime: Handle::current() }
    }
}

impl Spawn for Spawner {
    fn spawn_obj(&self, batch: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        let job = Job::begin(&self.waves);
        self.runtime.spawn(ASKED_IN.scope(job.asked_in, async move {
            batch.await;
            drop(job);
        }));
        Ok(())
    }
}

/// Says when a batch is read.
pub(super) struct Clock(pub(super) Arc<Waves>);

impl Timer for Clock {
    /// Until the next wave; without an execution, for so long.
    fn delay(&self, window: Duration) -> BoxFuture<'static, ()> {
        let waves = Arc::clone(&self.0);
        match ASKED_IN.try_with(|asked_in| *asked_in).ok().flatten() {
            Some(wave) => Box::pin(async move { waves.after(wave).await }),
            None => Box::pin(tokio::time::sleep(window)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
    use futures_util::future::join_all;
    use std::collections::HashMap;
    use std::convert::Infallible;

    /// What was read, by batch.
    #[derive(Clone, Default)]
    struct Read(Arc<Mutex<Vec<Vec<u32>>>>);

    impl Loader<u32> for Read {
        type Value = u32;
        type Error = Infallible;

        async fn load(&self, keys: &[u32]) -> Result<HashMap<u32, u32>, Infallible> {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let mut batch = keys.to_vec();
            batch.sort_unstable();
            self.0.lock().unwrap().push(batch);
            Ok(keys.iter().map(|key| (*key, key * 10)).collect())
        }
    }

    impl Loader<String> for Read {
        type Value = u32;
        type Error = Infallible;

        async fn load(&self, keys: &[String]) -> Result<HashMap<String, u32>, Infallible> {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(keys.iter().map(|key| (key.clone(), 7)).collect())
        }
    }

    fn loader(waves: &Arc<Waves>, read: &Read) -> DataLoader<Read, HashMapCache> {
        let clock = Clock(Arc::clone(waves));
        DataLoader::with_cache(read.clone(), Spawner::current(waves), clock, HashMapCache::default())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_level_is_one_batch_however_slowly_it_is_asked_for() {
        let (waves, read) = (Arc::new(Waves::default()), Read::default());
        let loader = &loader(&waves, &read);
        let one = async |key: u32| {
            // A resolver that works before it asks.
            std::thread::sleep(Duration::from_millis(5));
            let first = loader.load_one(key).await.unwrap().unwrap();
            loader.load_one(first).await.unwrap().unwrap()
        };
        let all = waves.drive(join_all((1..=10).map(one))).await;
        assert_eq!(all, (1..=10).map(|key| key * 100).collect::<Vec<_>>());
        let levels: Vec<Vec<u32>> = vec![(1..=10).collect(), (2..=10).map(|key| key * 10).collect()];
        // The second level lacks 10, which the first has read.
        assert_eq!(*read.0.lock().unwrap(), levels);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_quick_batch_waits_for_a_slow_one_of_its_wave() {
        let (waves, read) = (Arc::new(Waves::default()), Read::default());
        let loader = &loader(&waves, &read);
        let quick = async { loader.load_one(loader.load_one(1).await.unwrap().unwrap()).await };
        let slow =
            async { loader.load_one(loader.load_one("slow".to_owned()).await.unwrap().unwrap()).await };
        let (quick, slow) = waves.drive(async { tokio::join!(quick, slow) }).await;
        assert_eq!((quick.unwrap(), slow.unwrap()), (Some(100), Some(70)));
        assert_eq!(*read.0.lock().unwrap(), [vec![1], vec![7, 10]]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_gives_up_leaves_nothing_behind() {
        let (waves, read) = (Arc::new(Waves::default()), Read::default());
        let loader = loader(&waves, &read);
        let given_up = waves.drive(loader.load_one("slow".to_owned()));
        assert!(tokio::time::timeout(Duration::from_millis(1), given_up).await.is_err());
        assert_eq!(waves.drive(loader.load_one(3)).await.unwrap(), Some(30));
        while Arc::strong_count(&waves) > 3 {
            tokio::task::yield_now().await;
        }
        let state = waves.locked();
        assert_eq!((state.asking, state.driven, state.waiting, state.reading), (false, false, 0, 0));
    }

    #[tokio::test]
    async fn without_an_execution_there_is_a_window() {
        let (waves, read) = (Arc::new(Waves::default()), Read::default());
        let loader = loader(&waves, &read);
        let all = join_all((1..=5).map(|key| loader.load_one(key))).await;
        assert_eq!((all.len(), read.0.lock().unwrap().len()), (5, 1));
    }
}
