//! Laws of the reader.

use proptest::prelude::*;

#[test]
fn first() {
    for text in ["a *b* c", "- a\n- b\n\n- c", "> q\nlazy", "a  \nb\\\nc", "1. a\n2. b\n   - c\n\n   d", "```x\na\n\nb\n```", "<https://x.org> [a *b*](https://x)", "***a** b*", "a `b` c", "\\*a\\*"] {
        assert_eq!(crate::judge::difference(text), None, "{text}\n{:?}", crate::read(text));
    }
}
