//! How long to wait before the next try.

use super::limits::UploadLimits;

/// Milliseconds before the next try after `failures` in a row (1 or more).
///
/// Equal jitter: between half and the whole of the doubled time, so that phones cut off together do not come back
/// together, yet none hammers at once. `dice` is any random number.
pub fn wait_ms(limits: &UploadLimits, failures: u32, dice: u64) -> u64 {
    let doubled = limits.backoff_first_ms.saturating_mul(1 << failures.saturating_sub(1).min(20));
    let whole = doubled.min(limits.backoff_most_ms);
    let half = whole / 2;
    half + dice % (whole - half + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_limit_and_scatter_in_their_upper_half() {
        let limits = UploadLimits { backoff_first_ms: 500, backoff_most_ms: 30_000, ..UploadLimits::default() };
        for (failures, whole) in [(1, 500), (2, 1_000), (4, 4_000), (7, 30_000), (u32::MAX, 30_000)] {
            let waits: Vec<u64> = (0..10_000).map(|dice| wait_ms(&limits, failures, dice * 7_919)).collect();
            let (least, most) = (waits.iter().min().copied(), waits.iter().max().copied());
            assert!(least >= Some(whole / 2) && most <= Some(whole), "{failures}: {least:?}..{most:?}");
            assert!(most > Some(whole * 9 / 10) && least < Some(whole * 6 / 10), "{failures}: no scatter");
        }
    }
}
