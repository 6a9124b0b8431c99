//! Times of small pieces of work, on machines that do other things too.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A pass should take so long: many are needed for the clock, and few for being disturbed.
const PASS: Duration = Duration::from_millis(1);
/// For so long passes are tried.
const WINDOW: Duration = Duration::from_millis(500);

/// Something to do for each of many things.
pub struct Work<'a> {
    pieces: usize,
    all: Box<dyn FnMut() + 'a>,
}

impl<'a> Work<'a> {
    /// Does `work` with each of `things`.
    pub fn new<T, R>(things: &'a [T], mut work: impl FnMut(&T) -> R + 'a) -> Self {
        let all = move || {
            for one in things {
                black_box(work(black_box(one)));
            }
        };
        Self { pieces: things.len(), all: Box::new(all) }
    }

    fn pass(&mut self, times: u32) -> Duration {
        let start = Instant::now();
        (0..times).for_each(|_| (self.all)());
        start.elapsed()
    }

    /// How many times everything has to be done for one pass.
    fn times(&mut self) -> u32 {
        let mut times = 1;
        while self.pass(times) < PASS {
            times *= 2;
        }
        times
    }

    /// The time of one piece, in microseconds: the least of many passes.
    pub fn micros(self) -> f64 {
        let [micros] = in_turns([self]);
        micros
    }
}

/// The time of one piece of each, in microseconds: the least of many passes, taken in turns, so that what else the
/// machine does slows all of them.
pub fn in_turns<const N: usize>(works: [Work<'_>; N]) -> [f64; N] {
    let mut works = works.map(|mut work| (work.times(), Duration::MAX, work));
    let begun = Instant::now();
    while begun.elapsed() < WINDOW || works.iter().any(|(_, least, _)| *least == Duration::MAX) {
        for (times, least, work) in &mut works {
            *least = work.pass(*times).min(*least);
        }
    }
    works.map(|(times, least, work)| {
        let pieces = f64::from(times) * f64::from(u32::try_from(work.pieces).expect("a small number"));
        least.as_secs_f64() * 1e6 / pieces
    })
}
