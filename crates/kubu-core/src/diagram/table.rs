//! Finds what is alike in a list, by hash.
//!
//! The hash map of the standard library is random and takes much code; a tree takes ten times as long.

/// The positions of a list by the hash of what is there.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Of each position.
    hashes: Vec<u32>,
    /// A power of two, at least half of them free: a position and 1 more, or 0 if it is free.
    slots: Vec<u32>,
}

impl Table {
    /// What `same` finds at a position of this hash.
    pub(super) fn find<T>(&self, hash: u32, same: impl Fn(usize) -> Option<T>) -> Option<T> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            let position = self.slots.get(slot)?.checked_sub(1)? as usize;
            if self.hashes.get(position) == Some(&hash)
                && let Some(found) = same(position)
            {
                return Some(found);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds the next position.
    pub(super) fn add(&mut self, hash: u32) {
        self.hashes.push(hash);
        let mut first = self.hashes.len() - 1;
        if self.slots.len() < 2 * self.hashes.len() {
            self.slots = vec![0; 4 * self.hashes.len().next_power_of_two()];
            first = 0;
        }
        let mask = self.slots.len() - 1;
        let added = self.hashes.get(first..).unwrap_or_default();
        // INVARIANT: a place is 32 bits, too.
        let next = u32::try_from(first + 1).unwrap_or(u32::MAX);
        for (hash, position) in added.iter().zip(next..) {
            let mut slot = *hash as usize & mask;
            while let Some(taken) = self.slots.get_mut(slot) {
                if *taken == 0 {
                    *taken = position;
                    break;
                }
                slot = (slot + 1) & mask;
            }
        }
    }
}

/// One number out of several, always the same, and hardly ever that of others.
pub(super) fn hash(words: impl IntoIterator<Item = u32>) -> u32 {
    // The golden ratio: an odd number without a pattern.
    let mix = |hash: u64, word| (hash.rotate_left(5) ^ u64::from(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (words.into_iter().fold(0, mix) >> u32::BITS) as u32
}
