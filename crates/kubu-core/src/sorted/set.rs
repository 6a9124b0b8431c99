//! A set as a sorted list.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::slice;
use std::vec;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::sort_by;

/// A set, sorted. To be read and written as a [`BTreeSet`](std::collections::BTreeSet) is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortedSet<T> {
    elements: Vec<T>,
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

    /// The elements that are not before `least`.
    pub(crate) fn at_least(&self, least: &T) -> &[T]
    where
        T: Ord,
    {
        let start = self.elements.partition_point(|element| element < least);
        self.elements.get(start..).unwrap_or_default()
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

impl<T> Default for SortedSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for SortedSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
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

impl<T: Ord> Extend<T> for SortedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        self.elements.extend(elements);
        if !self.elements.is_sorted_by(|a, b| a < b) {
            sort_by(&mut self.elements, T::cmp);
            self.elements.dedup();
        }
    }
}

impl<T: Ord> FromIterator<T> for SortedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut set = Self::new();
        set.extend(elements);
        set
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for SortedSet<T> {
    fn from(elements: [T; N]) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Serialize> Serialize for SortedSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de, T: Ord + Deserialize<'de>> Deserialize<'de> for SortedSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Reader(PhantomData))
    }
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Ord + Deserialize<'de>> Visitor<'de> for Reader<T> {
    type Value = SortedSet<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element()? {
            elements.push(element);
        }
        Ok(elements.into_iter().collect())
    }
}
