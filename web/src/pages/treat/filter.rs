//! Which controls the list shows.

use kubu_core::{Catalog, Control, ControlRecord, ControlStatus};

use super::STATUSES;

/// What the list can be narrowed by.
pub(super) const CHOICES: [&str; 3] = ["Status", "Stage", "Role"];
/// Beside the statuses: something must be written.
const REASON_MISSING: &str = "Reason missing";

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    /// Words that the control must hold.
    pub(super) text: String,
    /// For each of [`CHOICES`] the position of its option, counted from 1; 0 for any.
    pub(super) chosen: [usize; CHOICES.len()],
}

/// What there is to choose for each of [`CHOICES`].
pub(super) fn options(catalog: &Catalog) -> [Vec<&str>; CHOICES.len()] {
    [
        STATUSES.iter().map(|(_, name)| *name).chain([REASON_MISSING]).collect(),
        catalog.stages.iter().map(|stage| stage.title.as_str()).collect(),
        catalog.roles.iter().map(|role| role.title.as_str()).collect(),
    ]
}

/// Whether a status needs a reason that is not given.
pub(super) fn reason_missing(record: &ControlRecord) -> bool {
    matches!(record.status, ControlStatus::Alternative | ControlStatus::NotApplicable)
        && record.reason.trim().is_empty()
}

impl Filter {
    /// Whether the list shows a control with what is recorded of it.
    pub(super) fn admits(&self, catalog: &Catalog, control: &Control, record: Option<&ControlRecord>) -> bool {
        let status = record.map(|record| record.status).unwrap_or_default();
        let stage = || catalog.items.iter().find(|item| item.number == control.item).map(|item| &item.stage);
        let holds = |(choice, chosen): (usize, &usize)| {
            let Some(option) = chosen.checked_sub(1) else { return true };
            match choice {
                0 => STATUSES
                    .get(option)
                    .map_or_else(|| record.is_some_and(reason_missing), |(chosen, _)| *chosen == status),
                1 => catalog.stages.get(option).map(|stage| &stage.id) == stage(),
                _ => catalog.roles.get(option).is_some_and(|role| control.roles.contains(&role.id)),
            }
        };
        self.chosen.iter().enumerate().all(holds)
            && self.text.split_whitespace().all(|word| says(control, record, &word.to_ascii_lowercase()))
    }
}

/// Whether the word, in lower case, is in what a control says or what is recorded of it.
fn says(control: &Control, record: Option<&ControlRecord>, word: &str) -> bool {
    let recorded = record.into_iter().flat_map(|r| [&r.owner, &r.due, &r.evidence, &r.notes, &r.reason]);
    let practices = control.practices.iter().map(|practice| &practice.text);
    let mut texts = [&control.title, &control.purpose, &control.item].into_iter().chain(practices).chain(recorded);
    texts.any(|text| text.to_ascii_lowercase().contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids of the controls that a filter shows where `limit-queries` was replaced without a reason.
    fn shown(text: &str, choice: usize, option: &str) -> Vec<String> {
        let rules = kubu_catalog::rules().unwrap();
        let catalog = rules.catalog();
        let mut filter = Filter { text: text.into(), ..Filter::default() };
        let position = options(catalog)[choice].iter().position(|name| *name == option);
        filter.chosen[choice] = position.map_or(0, |position| position + 1);
        let record =
            ControlRecord { status: ControlStatus::Alternative, owner: "Ops team".into(), ..Default::default() };
        let admitted = catalog.controls.iter().filter(|control| {
            filter.admits(catalog, control, (control.id.as_str() == "limit-queries").then_some(&record))
        });
        admitted.map(|control| control.id.to_string()).collect()
    }

    #[test]
    fn each_choice_narrows_the_list() {
        let all = shown("", 0, "Any").len();
        assert_eq!(shown("", 0, "Replaced by something else"), ["limit-queries"]);
        assert_eq!(shown("", 0, REASON_MISSING), ["limit-queries"]);
        assert_eq!(shown("", 0, "Not started").len(), all - 1);
        let of_stage = shown("", 1, "End of Life");
        assert!(!of_stage.is_empty() && of_stage.len() < all);
        let rules = kubu_catalog::rules().unwrap();
        let of_role = shown("", 2, &rules.catalog().roles[0].title);
        assert!(!of_role.is_empty() && of_role.len() < all);
    }

    #[test]
    fn words_are_looked_for_in_texts_and_records() {
        assert_eq!(shown("OPS team", 0, "Any"), ["limit-queries"]);
        assert!(shown("dispose", 0, "Any").contains(&"dispose-of-data-and-models".to_owned()));
        assert_eq!(shown("dispose zebra", 0, "Any"), [""; 0]);
    }
}
