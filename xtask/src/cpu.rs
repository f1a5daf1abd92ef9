//! Processor time, as Linux counts it, and times as they are shown.

use std::time::Duration;

/// Ticks a second of the times in `/proc`: `USER_HZ`, which is 100 on every machine that this is built for.
const TICKS_PER_S: u64 = 100;

/// What this process and all that it has waited for have computed, user and system together. `None` where there is no `/proc`.
pub fn spent() -> Option<Duration> {
    spent_in(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

fn spent_in(stat: &str) -> Option<Duration> {
    // The name in brackets may hold blanks. After it: state, then what is counted from the third field on.
    let (_, fields) = stat.rsplit_once(')')?;
    // utime, stime, cutime and cstime: fields 14 to 17 of proc(5).
    let ticks: Vec<u64> = fields.split_whitespace().skip(11).take(4).map_while(|field| field.parse().ok()).collect();
    (ticks.len() == 4).then(|| Duration::from_millis(ticks.iter().sum::<u64>() * 1000 / TICKS_PER_S))
}

/// Seconds, or minutes and seconds.
pub fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 { format!("{:.1} s", time.as_secs_f64()) } else { format!("{}:{:02}", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_to_read() {
        assert_eq!(shown(Duration::from_millis(2_340)), "2.3 s");
        assert_eq!(shown(Duration::from_secs(754)), "12:34");
    }

    #[test]
    fn own_time_and_that_of_children_count() {
        let stat = "42 (a b) c) S 1 42 42 0 -1 4194560 900 0 0 0 150 50 1000 25 20 0 1 0 12345 0 0\n";
        assert_eq!(spent_in(stat), Some(Duration::from_millis(12_250)));
        assert_eq!(spent_in("42 (cut) S 1 2"), None);
        assert_eq!(spent_in(""), None);
    }
}
