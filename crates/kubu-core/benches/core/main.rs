//! How fast the core is, against the fastest that can be done by hand: `cargo xtask bench`.
//!
//! Every time is that of one description, the least of many runs, in microseconds and as a ratio to the practical
//! limit, measured in turns with it: a ratio says the same on a slow machine and on a fast one.

#![expect(clippy::disallowed_methods, clippy::disallowed_macros, reason = "it measures and prints; the core does not")]
// In WebAssembly there is no clock: `wasm.mjs` measures from outside what `in_wasm` does, and needs no limit.
#![cfg_attr(target_family = "wasm", expect(dead_code, reason = "the same generated catalogue is used"))]

mod catalogue;
mod chance;
mod descriptions;
#[cfg(target_family = "wasm")]
mod in_wasm;
#[cfg(not(target_family = "wasm"))]
mod limit;
#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(not(target_family = "wasm"))]
mod stopwatch;

#[cfg(target_family = "wasm")]
use in_wasm as here;
#[cfg(not(target_family = "wasm"))]
use native as here;

fn main() {
    here::run();
}
