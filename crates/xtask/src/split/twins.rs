//! Functions of the same code.

use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, Encode};

use super::whole::Whole;

/// For each function one of the same code, which can stand for it: one that the app starts with, if there is one.
pub(super) fn twins(whole: &Whole<'_>, starts: &[bool]) -> Result<Vec<u32>> {
    let mut order: Vec<u32> = whole.own().collect();
    order.sort_by_key(|function| !starts[*function as usize]);
    let mut twins = Twins(whole.all().collect());
    loop {
        let mut known = BTreeMap::new();
        let mut next = twins.0.clone();
        for function in &order {
            let (mut code, mut bytes) = (CodeSection::new(), Vec::new());
            twins.parse_function_body(&mut code, whole.body(*function))?;
            code.encode(&mut bytes);
            next[*function as usize] = *known.entry((whole.kind(*function), bytes)).or_insert(*function);
        }
        if next == twins.0 {
            return Ok(next);
        }
        // Those that call them may be the same now.
        twins.0 = next;
    }
}

/// Calls of a function become calls of the one that stands for it.
struct Twins(Vec<u32>);

impl Reencode for Twins {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.0[function as usize])
    }
}
