//! Saying what is done before it is done, and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Announces a step, does it and prints the time that it took.
///
/// # Errors
///
/// What the step itself reports.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{what} …");
    let start = Instant::now();
    let result = work()?;
    println!("  done in {}", time(start.elapsed()));
    Ok(result)
}

/// A duration as people say it.
pub fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_they_are_short() {
        assert_eq!(time(Duration::from_millis(340)), "0.3 s");
        assert_eq!(time(Duration::from_secs(12)), "12 s");
        assert_eq!(time(Duration::from_secs(140)), "2 min 20 s");
    }
}
