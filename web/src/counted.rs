//! Counts in words.

/// `1 threat`, `2 threats`.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    [count.to_string().as_str(), " ", thing, if count == 1 { "" } else { "s" }].concat()
}
