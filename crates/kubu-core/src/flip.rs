//! What would change a verdict: the smallest changes of answers that flip it.

use serde::Serialize;

use crate::diagram::{Diagram, Place, Step};
use crate::explanation::gather;
use crate::{Answer, ControlId, Description, Fact, FactKind, OptionId, Reason, Rules, SortedSet, ThreatId, Verdict};

/// The smallest changes that flip a settled verdict. No change of fewer answers can, however the open facts turn out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flips {
    /// The verdict that each of them leads to.
    pub to: Verdict,
    /// The changes, each enough by itself; empty if nothing can flip the verdict, or if it is not settled.
    pub flips: Vec<Flip>,
    /// Whether there are more of this size than are listed.
    pub more: bool,
}

/// Changes of answers that flip a verdict together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flip {
    /// The change in one sentence.
    pub sentence: String,
    /// What must then hold of each fact: of a *choice*, any one of `has`; of *choices*, all of `has` and none of `lacks`.
    pub changes: Vec<Reason>,
}

impl Flip {
    /// The description after the change: of several possible options the first is taken.
    pub fn apply(&self, description: &Description, rules: &Rules) -> Description {
        let mut description = description.clone();
        let answers = &mut description.answers;
        for change in &self.changes {
            let Some(fact) = rules.fact(&change.fact) else { continue };
            if let Some(answer) = changed(fact, answers.get(&change.fact), change) {
                answers.insert(change.fact.clone(), answer);
            }
        }
        description
    }
}

/// The answer to a fact after a change.
fn changed(fact: &Fact, before: Option<&Answer>, change: &Reason) -> Option<Answer> {
    if fact.kind != FactKind::Choices {
        return change.has.first().cloned().map(Answer::One);
    }
    let mut options: SortedSet<OptionId> = match before {
        Some(Answer::Many(options)) => options.clone(),
        _ => SortedSet::new(),
    };
    options.retain(|option| !change.lacks.contains(option));
    options.extend(change.has.iter().cloned());
    Some(Answer::Many(options))
}

impl Rules {
    /// Most flips that are listed for one verdict.
    pub const MOST_FLIPS: usize = 5;

    /// What would change the verdict on a threat; nothing if the catalogue has no such threat.
    pub fn flips_of_threat(&self, id: &ThreatId, description: &Description) -> Option<Flips> {
        let position = self.catalog().threats.iter().position(|threat| threat.id == *id)?;
        Some(self.flips(self.diagrams().threats.get(position)?, description))
    }

    /// What would change the verdict on a control; nothing if the catalogue has no such control.
    pub fn flips_of_control(&self, id: &ControlId, description: &Description) -> Option<Flips> {
        let position = self.catalog().controls.iter().position(|control| control.id == *id)?;
        Some(self.flips(&self.diagrams().controls.get(position)?.applies, description))
    }

    fn flips(&self, diagram: &Diagram, description: &Description) -> Flips {
        let knowledge = self.knowledge(description);
        let (to, end, begins) = match diagram.verdict(&knowledge) {
            Verdict::Applies => (Verdict::DoesNotApply, Place::FALSE, "Would not apply if "),
            Verdict::DoesNotApply => (Verdict::Applies, Place::TRUE, "Would apply if "),
            Verdict::Undetermined => return Flips { to: Verdict::Undetermined, flips: Vec::new(), more: false },
        };
        let fact_of = |variable| self.variables().meaning(variable).map_or(usize::MAX, |(fact, _)| fact);
        let found = diagram.changes(&knowledge, end, fact_of, Self::MOST_FLIPS);
        let mut flips: Vec<Flip> = Vec::new();
        for path in found.paths {
            let required: Vec<_> = path.iter().map(|Step { variable, values, .. }| (*variable, *values)).collect();
            let mut facts = Vec::new();
            gather(&required, self.variables(), &mut facts);
            let changes: Vec<Reason> = facts.iter().filter_map(|fact| self.named(fact)).collect();
            if flips.iter().all(|flip| flip.changes != changes) {
                flips.push(Flip { sentence: self.phrasing().with_clauses(begins, &facts), changes });
            }
        }
        Flips { to, flips, more: found.more }
    }
}
