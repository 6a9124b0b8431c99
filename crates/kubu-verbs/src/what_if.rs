//! What is different between two descriptions.

use kubu_core::{Answers, Description, Difference, Rules};

use crate::Document;

/// What changes from one description to another.
pub fn difference(before: &Description, after: &Description, rules: &Rules) -> Document<Difference> {
    Document::new("kubu-difference", rules.report(before).difference(&rules.report(after)))
}

/// What changes if some answers are others.
pub fn what_if(before: &Description, changed: Answers, rules: &Rules) -> Document<Difference> {
    let mut after = before.clone();
    for (fact, answer) in changed {
        after.answers.insert(fact, answer);
    }
    difference(before, &after, rules)
}
