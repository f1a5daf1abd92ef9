//! A list of jobs on several threads, with the results in the list's order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Makes one result of each of `jobs` on `threads` threads.
///
/// # Errors
/// The first of a thread; the others end their lists first.
pub fn each<J: Sync, R: Send>(
    jobs: &[J],
    threads: usize,
    make: impl Fn(&J) -> std::io::Result<R> + Sync,
) -> std::io::Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    std::thread::scope(|scope| {
        let work = || -> std::io::Result<()> {
            loop {
                let i = next.fetch_add(1, Ordering::Relaxed);
                let Some(job) = jobs.get(i) else { return Ok(()) };
                let result = make(job)?;
                done.lock().expect("no panic while listing").push((i, result));
            }
        };
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|w| w.join().expect("a worker does not panic"))
    })?;
    let mut done = done.into_inner().expect("no panic while listing");
    done.sort_by_key(|(i, _)| *i);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_and_an_error_is_told() {
        let jobs: Vec<u64> = (0..100).collect();
        let doubled = each(&jobs, 4, |n| Ok(n * 2)).unwrap();
        assert_eq!(doubled, jobs.iter().map(|n| n * 2).collect::<Vec<_>>());
        let failed = each(&jobs, 3, |n| if *n == 57 { Err(std::io::Error::other("57")) } else { Ok(()) });
        assert_eq!(failed.unwrap_err().to_string(), "57");
    }
}
