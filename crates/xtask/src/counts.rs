//! How many tests passed, read from what test runners print.

/// The number of passed tests in a line of nextest's summary, such as
/// `Summary [   0.004s] 12 tests run: 12 passed, 0 skipped`.
pub fn of_nextest(line: &str) -> Option<u64> {
    let rest = line.trim_start().strip_prefix("Summary [")?;
    let (_, counts) = rest.split_once(" run: ")?;
    let (passed, _) = counts.split_once(" passed")?;
    passed.trim().parse().ok()
}

/// The number of passed tests in a line of node's summary: `ℹ pass 3`, or `# pass 3` from its TAP reporter.
pub fn of_node(line: &str) -> Option<u64> {
    let rest = line.strip_prefix("ℹ pass ").or_else(|| line.strip_prefix("# pass "))?;
    rest.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_counts_what_passed() {
        assert_eq!(of_nextest("     Summary [   0.004s] 12 tests run: 12 passed, 0 skipped"), Some(12));
        assert_eq!(of_nextest("     Summary [   9.104s] 1 test run: 1 passed (1 slow), 3 skipped"), Some(1));
        assert_eq!(of_nextest("     Summary [   0.004s] 3 tests run: 2 passed, 1 failed, 0 skipped"), Some(2));
        assert_eq!(of_nextest("        PASS [   0.004s] kubu-core tests::run: 12 passed"), None);
    }

    #[test]
    fn node_counts_what_passed() {
        assert_eq!(of_node("ℹ pass 3"), Some(3));
        assert_eq!(of_node("# pass 14"), Some(14));
        assert_eq!(of_node("ℹ tests 3"), None);
        assert_eq!(of_node("✔ the tests pass 3 times"), None);
    }
}
