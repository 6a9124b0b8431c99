//! Maps and sets as sorted lists.
//!
//! What a description and a catalogue hold is looked up often and changed one entry at a time. A list does that as well
//! as the trees of the standard library, and takes a fraction of their code for each type of key and value, which is
//! what the app downloads. Entries that come in order are added at the end.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use std::slice;
use std::vec;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A map, sorted by key. To be read and written as a [`BTreeMap`](std::collections::BTreeMap) is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortedMap<K, V> {
    entries: Vec<(K, V)>,
}

/// A set, sorted. To be read and written as a [`BTreeSet`](std::collections::BTreeSet) is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortedSet<T> {
    elements: Vec<T>,
}

impl<K, V> SortedMap<K, V> {
    /// A map without entries.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> Entries<'_, K, V> {
        Entries(self.entries.iter())
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.entries.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// Where `key` is, or would have to be.
    fn search<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        match self.entries.last() {
            Some((last, _)) if last.borrow() < key => Err(self.entries.len()),
            _ => self.entries.binary_search_by(|(known, _)| known.borrow().cmp(key)),
        }
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(self.search(key).ok()?).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let position = self.search(key).ok()?;
        self.entries.get_mut(position).map(|(_, value)| value)
    }

    /// Whether there is a value for a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.search(key).is_ok()
    }

    /// Gives a key a value; returns the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V>
    where
        K: Ord,
    {
        match self.search(&key) {
            Ok(position) => self.entries.get_mut(position).map(|(_, known)| std::mem::replace(known, value)),
            Err(position) => {
                self.entries.insert(position, (key, value));
                None
            }
        }
    }

    /// Changes the value of a key, which is given one first if it has none.
    pub fn change(&mut self, key: K, make: impl FnOnce() -> V, change: impl FnOnce(&mut V))
    where
        K: Ord,
    {
        match self.search(&key) {
            Ok(position) => {
                if let Some((_, value)) = self.entries.get_mut(position) {
                    change(value);
                }
            }
            Err(position) => {
                let mut value = make();
                change(&mut value);
                self.entries.insert(position, (key, value));
            }
        }
    }

    /// Takes away what does not hold.
    pub fn retain(&mut self, mut holds: impl FnMut(&K, &mut V) -> bool) {
        self.entries.retain_mut(|(key, value)| holds(key, value));
    }

    /// Takes a key and its value away.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.search(key).ok().map(|position| self.entries.remove(position).1)
    }
}

impl<T> SortedSet<T> {
    /// A set without elements.
    pub const fn new() -> Self {
        Self { elements: Vec::new() }
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The elements in order.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.elements.iter()
    }

    /// The first in order.
    pub fn first(&self) -> Option<&T> {
        self.elements.first()
    }

    fn search<Q: Ord + ?Sized>(&self, element: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        match self.elements.last() {
            Some(last) if last.borrow() < element => Err(self.elements.len()),
            _ => self.elements.binary_search_by(|known| known.borrow().cmp(element)),
        }
    }

    /// Whether an element is in it.
    pub fn contains<Q: Ord + ?Sized>(&self, element: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.search(element).is_ok()
    }

    /// Whether no element of the other is in it.
    pub fn is_disjoint(&self, other: &Self) -> bool
    where
        T: Ord,
    {
        !other.iter().any(|element| self.contains(element))
    }

    /// Adds an element; false if it was there.
    pub fn insert(&mut self, element: T) -> bool
    where
        T: Ord,
    {
        let place = self.search(&element);
        if let Err(position) = place {
            self.elements.insert(position, element);
        }
        place.is_err()
    }

    /// Takes away what does not hold.
    pub fn retain(&mut self, holds: impl FnMut(&T) -> bool) {
        self.elements.retain(holds);
    }

    /// Takes an element away; false if it was not there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, element: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.search(element).map(|position| self.elements.remove(position)).is_ok()
    }
}

/// The entries of a [`SortedMap`] in order.
#[derive(Debug, Clone)]
pub struct Entries<'a, K, V>(slice::Iter<'a, (K, V)>);

impl<'a, K, V> Iterator for Entries<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<K, V> DoubleEndedIterator for Entries<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, value)| (key, value))
    }
}

impl<K, V> ExactSizeIterator for Entries<'_, K, V> {}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Default for SortedSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for SortedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<T: fmt::Debug> fmt::Debug for SortedSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

impl<'a, K, V> IntoIterator for &'a SortedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Entries<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a SortedSet<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for SortedSet<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.into_iter()
    }
}

impl<K: Ord, V> Extend<(K, V)> for SortedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<T: Ord> Extend<T> for SortedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        for element in elements {
            self.insert(element);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<T: Ord> FromIterator<T> for SortedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut set = Self::new();
        set.extend(elements);
        set
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for SortedMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for SortedSet<T> {
    fn from(elements: [T; N]) -> Self {
        elements.into_iter().collect()
    }
}

impl<K: Serialize, V: Serialize> Serialize for SortedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<T: Serialize> Serialize for SortedSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for SortedMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader::<Self>(PhantomData))
    }
}

impl<'de, T: Ord + Deserialize<'de>> Deserialize<'de> for SortedSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Reader::<Self>(PhantomData))
    }
}

struct Reader<T>(PhantomData<T>);

impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Reader<SortedMap<K, V>> {
    type Value = SortedMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut map = SortedMap::new();
        while let Some((key, value)) = access.next_entry()? {
            map.insert(key, value);
        }
        Ok(map)
    }
}

impl<'de, T: Ord + Deserialize<'de>> Visitor<'de> for Reader<SortedSet<T>> {
    type Value = SortedSet<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut set = SortedSet::new();
        while let Some(element) = access.next_element()? {
            set.insert(element);
        }
        Ok(set)
    }
}

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
