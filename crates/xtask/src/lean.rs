//! Scripts and styles without what is there for people: comments on lines of their own, indentation and empty lines.
//!
//! No more than that: names and the rest of each line stay, so that a message from a browser still leads to its place.

/// The script or style without them; as it is if a text goes over several lines or code follows a comment on its line, which this
/// does not look into.
pub fn without_comments(text: &str) -> String {
    let text_goes_on = |line: &str| !line.matches('`').count().is_multiple_of(2);
    let code_follows = |line: &str| line.trim_end().find("*/").is_some_and(|end| end + 2 < line.trim_end().len());
    if text.lines().any(|line| text_goes_on(line) || code_follows(line)) {
        return text.to_owned();
    }
    let mut comment = false;
    let mut lean = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        comment |= line.starts_with("/*");
        if !comment && !line.is_empty() && !line.starts_with("//") {
            lean.push_str(line);
            lean.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    lean
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_and_indentation_go() {
        let text =
            "// One.\nlet a = 1; // kept\n\n/**\n * Two.\n */\nfunction f() {\n    /* three */\n  return a * 2;\n}\n";
        assert_eq!(without_comments(text), "let a = 1; // kept\nfunction f() {\nreturn a * 2;\n}\n");
    }

    #[test]
    fn what_is_hard_to_tell_stays() {
        for text in ["let a = `\n  // kept\n`;\n", "/* one */ f();\n", "/*\n one\n */ f();\n"] {
            assert_eq!(without_comments(text), text);
        }
    }
}
