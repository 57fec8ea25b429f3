//! Work on many things, by as many threads as the machine runs at once.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{ScopedJoinHandle, available_parallelism, scope};

/// Fewer than this are compared by one thread: to begin another takes as long.
const ONE_THREAD: usize = 4_096;

/// What `work` answers of each part of `things`, in their order.
pub(super) fn in_parts<T: Sync, R: Send>(things: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let threads = available_parallelism().map_or(1, NonZero::get);
    if threads == 1 || things.len() < ONE_THREAD {
        return vec![work(things)];
    }
    let join = |thread: ScopedJoinHandle<'_, R>| thread.join().unwrap_or_else(|panic| resume_unwind(panic));
    let work = &work;
    scope(|scope| {
        let parts = things.chunks(things.len().div_ceil(threads));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        threads.into_iter().map(join).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_between_the_parts() {
        for size in [0, 1, ONE_THREAD - 1, ONE_THREAD, 3 * ONE_THREAD + 1] {
            let things: Vec<usize> = (0..size).collect();
            let parts = in_parts(&things, <[usize]>::to_vec);
            assert_eq!(parts.concat(), things);
        }
    }
}
