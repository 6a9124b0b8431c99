//! Maps and sets as sorted lists.
//!
//! What a description and a catalogue hold is looked up often and changed one entry at a time. A list does that as well
//! as the trees of the standard library, and takes a fraction of their code for each type of key and value, which is
//! what the app downloads. Entries that come in order are added at the end.

mod map;
mod set;

use std::cmp::Ordering;

pub use map::{Entries, SortedMap};
pub use set::SortedSet;

/// Sorts a list; what is equal stays in order. As [`slice::sort_by`] does, but what sorts is compiled once for all types.
pub fn sort_by<T>(list: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = sorted_positions(list.len(), &mut |a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut unsorted: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|position| unsorted.get_mut(position)?.take()));
}

/// The positions below `length` in order. It merges runs that are in order into ones twice as long: the sort of the
/// standard library is faster on long lists, and takes ten times the code.
fn sorted_positions(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut run = 1;
    while run < length {
        let mut merged = Vec::with_capacity(length);
        for pair in order.chunks(run * 2) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
                if compare(*a, *b) == Ordering::Greater {
                    merged.push(*b);
                    right = right_rest;
                } else {
                    merged.push(*a);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        run *= 2;
    }
    order
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;
    use std::collections::{BTreeMap, BTreeSet};

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{SortedMap, SortedSet};

    // What the trees say of themselves.
    macro_rules! same {
        ($($type:ident<$($parameter:ident),*> as $other:ident)*) => {$(
            impl<$($parameter: JsonSchema),*> JsonSchema for $type<$($parameter),*> {
                fn inline_schema() -> bool {
                    $other::<$($parameter),*>::inline_schema()
                }

                fn schema_name() -> Cow<'static, str> {
                    $other::<$($parameter),*>::schema_name()
                }

                fn schema_id() -> Cow<'static, str> {
                    $other::<$($parameter),*>::schema_id()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    $other::<$($parameter),*>::json_schema(generator)
                }
            }
        )*};
    }

    same! { SortedMap<K, V> as BTreeMap SortedSet<T> as BTreeSet }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// Entries in any order, some with the same key.
    fn entries() -> impl Strategy<Value = Vec<(u8, u16)>> {
        proptest::collection::vec((0_u8..20, any::<u16>()), 0..30)
    }

    proptest! {
        #[test]
        fn a_map_is_as_a_tree_is(steps in proptest::collection::vec((any::<bool>(), 0_u8..20, any::<u16>()), 0..60)) {
            let (mut map, mut tree) = (SortedMap::new(), BTreeMap::new());
            for (add, key, value) in steps {
                if add {
                    prop_assert_eq!(map.insert(key, value), tree.insert(key, value));
                } else {
                    prop_assert_eq!(map.remove(&key), tree.remove(&key));
                }
                prop_assert_eq!(map.get(&key), tree.get(&key));
            }
            prop_assert!(map.iter().eq(&tree));
            prop_assert_eq!(format!("{map:?}"), format!("{tree:?}"));
            let text = serde_json::to_string(&map)?;
            prop_assert_eq!(&text, &serde_json::to_string(&tree)?);
            prop_assert_eq!(serde_json::from_str::<SortedMap<u8, u16>>(&text)?, map);
        }

        #[test]
        fn many_entries_are_added_as_one_by_one(some in entries(), more in entries()) {
            let mut map: SortedMap<u8, u16> = some.iter().copied().collect();
            let mut tree: BTreeMap<u8, u16> = some.into_iter().collect();
            map.extend(more.iter().copied());
            tree.extend(more);
            prop_assert!(map.iter().eq(&tree));
        }

        #[test]
        fn a_list_is_sorted_as_ever(mut list in proptest::collection::vec((0_u8..9, any::<u8>()), 0..60)) {
            let mut other = list.clone();
            sort_by(&mut list, |a, b| a.0.cmp(&b.0));
            other.sort_by_key(|entry| entry.0);
            prop_assert_eq!(list, other);
        }

        #[test]
        fn a_set_is_as_a_tree_is(elements in proptest::collection::vec(0_u8..40, 0..60), gone in 0_u8..40) {
            let mut set: SortedSet<u8> = elements.iter().copied().collect();
            let mut tree: BTreeSet<u8> = elements.iter().copied().collect();
            prop_assert_eq!(set.remove(&gone), tree.remove(&gone));
            prop_assert!(!set.contains(&gone));
            prop_assert!(set.iter().eq(&tree));
            let text = serde_json::to_string(&elements)?;
            prop_assert_eq!(serde_json::from_str::<SortedSet<u8>>(&text)?, elements.into_iter().collect());
        }
    }
}
