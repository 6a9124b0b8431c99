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
    /// What `same` finds at a position of this hash. Each place that is looked at is a step.
    pub(super) fn find<T>(&self, hash: u32, steps: &mut usize, same: impl Fn(usize) -> Option<T>) -> Option<T> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            *steps += 1;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of so many positions, and the steps it took to find that each was new.
    fn table(count: usize, hash: impl Fn(usize) -> u32) -> (Table, usize) {
        let mut table = Table::default();
        let mut steps = 0;
        for position in 0..count {
            assert_eq!(table.find(hash(position), &mut steps, |other| (other == position).then_some(())), None);
            table.add(hash(position));
        }
        (table, steps)
    }

    /// The table only proposes: also among equal hashes, and after it grew.
    #[test]
    fn each_position_is_found_by_what_is_there() {
        let hashes: [fn(usize) -> u32; 4] =
            [|position| hash([position as u32]), |position| position as u32, |position| !(position as u32 % 3), |_| 7];
        for hash in hashes {
            let (table, _) = table(100, hash);
            for position in 0..100 {
                let found = table.find(hash(position), &mut 0, |other| (other == position).then_some(other));
                assert_eq!(found, Some(position));
            }
        }
    }

    /// What has another hash is not even compared.
    #[test]
    fn only_what_has_the_hash_is_compared() {
        // In the same slot, however large the table is.
        let (table, _) = table(10, |position| (position as u32) << 16);
        let found: Option<usize> = table.find(3 << 16, &mut 0, |other| {
            assert_eq!(other, 3);
            None
        });
        assert_eq!(found, None);
    }

    /// Whoever chooses what is in the table can choose it so that all hashes are the same: then the steps say so.
    #[test]
    fn steps_are_few_unless_hashes_are_chosen_to_be_the_same() {
        let (_, usual) = table(1000, |position| hash([position as u32, 1, 2]));
        assert!(usual < 2 * 1000, "{usual}");
        let (_, chosen) = table(1000, |_| 7);
        assert!(chosen > 1000 * 999 / 2, "{chosen}");
    }

    /// Operands in another order are another operation: `a or not b`.
    #[test]
    fn hashes_depend_on_every_word_and_its_place() {
        let mut hashes: Vec<u32> = [[1, 2, 3], [3, 2, 1], [1, 2, 0], [0, 2, 3], [1, 0, 3]].map(hash).into();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 5);
    }
}
