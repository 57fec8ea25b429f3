//! Work on many things, by as many threads as the machine runs at once.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{ScopedJoinHandle, available_parallelism, scope};

/// Fewer than this are compared by one thread: to begin another takes as long.
const ONE_THREAD: usize = 4_096;

/// How many threads compare so many things.
pub(super) fn threads_for(things: usize) -> usize {
    if things < ONE_THREAD { 1 } else { available_parallelism().map_or(1, NonZero::get) }
}

/// What `work` answers of each part of `things`, in their order, by so many threads.
pub(super) fn in_parts<T: Sync, R: Send>(
    things: &[T],
    threads: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    if threads <= 1 || things.is_empty() {
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
        for size in [0, 1, 2, 7, 1_000] {
            let things: Vec<usize> = (0..size).collect();
            for threads in [0, 1, 2, 3, 8] {
                let parts = in_parts(&things, threads, <[usize]>::to_vec);
                assert_eq!(parts.concat(), things);
                assert!(parts.len() <= threads.max(1));
            }
        }
        assert_eq!(in_parts(&[0; 10], 2, <[i32]>::len), [5, 5], "each of two has its part");
    }

    #[test]
    fn few_are_compared_by_one() {
        assert_eq!(threads_for(ONE_THREAD - 1), 1);
        assert_eq!(threads_for(ONE_THREAD), available_parallelism().map_or(1, NonZero::get));
    }
}
