//! Why a verdict is what it is: a minimal set of answers as data, and as a sentence in the questionnaire's words.

use serde::Serialize;

use crate::diagram::Diagram;
use crate::variables::{Knowledge, Values, Variable, Variables};
use crate::{Fact, FactId, FactKind, OptionId, Verdict};

/// Why a verdict is what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The verdict and its reason in one sentence.
    pub sentence: String,
    /// For a settled verdict, the answers that force it: without any one of them it no longer follows.
    pub because: Vec<Reason>,
    /// For an undetermined verdict, the open facts that could settle it.
    pub open: Vec<OpenFact>,
}

/// What one fact contributes to a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The fact.
    pub fact: FactId,
    /// The options that hold.
    pub has: Vec<OptionId>,
    /// The options that do not hold; only for *choices*.
    pub lacks: Vec<OptionId>,
}

/// An open fact, and what each answer to it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenFact {
    /// The fact.
    pub fact: FactId,
    /// The answers that make a difference, one by one.
    pub answers: Vec<AnswerEffect>,
}

/// The verdict after one more answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerEffect {
    /// The option chosen; absent for "none of these" in a *choices* fact.
    pub option: Option<OptionId>,
    /// The verdict then.
    pub verdict: Verdict,
}

/// The verdict of `diagram` on what is known and, unless it is undetermined, a minimal set of reasons for it.
pub(crate) fn decided(diagram: &Diagram, knowledge: &Knowledge, phrasing: Phrasing<'_>) -> (Verdict, Vec<Reason>) {
    let Phrasing { facts, variables } = phrasing;
    match diagram.verdict(knowledge) {
        Verdict::Undetermined => (Verdict::Undetermined, Vec::new()),
        verdict => (verdict, reasons(diagram.deciding(knowledge), facts, variables)),
    }
}

/// Explains the verdict of `diagram` on what is known, in the sentence that `says` makes of it.
///
/// What is known is as it was when it returns; in between, each answer is supposed in turn.
pub(crate) fn explain(
    diagram: &Diagram,
    knowledge: &mut Knowledge,
    phrasing: Phrasing<'_>,
    says: impl FnOnce(Verdict, &[Reason], &[OpenFact]) -> String,
) -> (Verdict, Explanation) {
    let (verdict, because) = decided(diagram, knowledge, phrasing);
    let open = match verdict {
        Verdict::Undetermined => open_facts(diagram, knowledge, phrasing),
        Verdict::Applies | Verdict::DoesNotApply => Vec::new(),
    };
    (verdict, Explanation { sentence: says(verdict, &because, &open), because, open })
}

/// What variables and their values say of facts, fact by fact.
pub(crate) fn reasons(
    known: impl IntoIterator<Item = (Variable, Values), IntoIter: ExactSizeIterator>,
    facts: &[Fact],
    variables: &Variables,
) -> Vec<Reason> {
    let known = known.into_iter();
    let mut reasons: Vec<Reason> = Vec::with_capacity(known.len());
    for (variable, values) in known {
        let Some((position, option)) = variables.meaning(variable) else { continue };
        let Some(fact) = facts.get(position) else { continue };
        if reasons.last().is_none_or(|last| last.fact != fact.id) {
            reasons.push(Reason { fact: fact.id.clone(), has: Vec::new(), lacks: Vec::new() });
        }
        let Some(reason) = reasons.last_mut() else { continue };
        match option {
            Some(option) if values == Values::HAS => reason.has.extend(fact.option_id(option)),
            Some(option) => reason.lacks.extend(fact.option_id(option)),
            None => reason.has.extend(values.positions().filter_map(|p| fact.option_id(p))),
        }
    }
    reasons
}

fn open_facts(diagram: &Diagram, knowledge: &mut Knowledge, phrasing: Phrasing<'_>) -> Vec<OpenFact> {
    let Phrasing { facts, variables } = phrasing;
    let rest = diagram.given(knowledge);
    let tested: Vec<(Variable, usize, Option<usize>)> = (rest.variables())
        .filter_map(|variable| variables.meaning(variable).map(|(position, option)| (variable, position, option)))
        .collect();
    let mut open = Vec::new();
    for of_fact in tested.chunk_by(|(_, a, _), (_, b, _)| a == b) {
        let Some(fact) = of_fact.first().and_then(|(_, position, _)| facts.get(*position)) else { continue };
        let before: Vec<Values> = of_fact.iter().map(|(variable, ..)| knowledge.of(*variable)).collect();
        let mut answers = Vec::new();
        for ((variable, _, option), known) in of_fact.iter().zip(&before) {
            let mut effect = |values, option| {
                knowledge.set(*variable, values);
                answers.push(AnswerEffect { option, verdict: rest.verdict(knowledge) });
            };
            match option {
                Some(option) => effect(Values::HAS, fact.option_id(*option)),
                None => known.positions().for_each(|p| effect(Values::at(p), fact.option_id(p))),
            }
            knowledge.set(*variable, *known);
        }
        if fact.kind == FactKind::Choices {
            of_fact.iter().for_each(|(variable, ..)| knowledge.set(*variable, Values::LACKS));
            answers.push(AnswerEffect { option: None, verdict: rest.verdict(knowledge) });
            of_fact.iter().zip(before).for_each(|((variable, ..), known)| knowledge.set(*variable, known));
        }
        open.push(OpenFact { fact: fact.id.clone(), answers });
    }
    open
}

/// Turns reasons into words.
#[derive(Clone, Copy)]
pub(crate) struct Phrasing<'a> {
    pub(crate) facts: &'a [Fact],
    pub(crate) variables: &'a Variables,
}

impl<'a> Phrasing<'a> {
    fn fact(self, id: &FactId) -> Option<&'a Fact> {
        self.facts.get(self.variables.fact(id)?)
    }

    /// A verdict and its reason in one sentence.
    pub(crate) fn sentence(self, verdict: Verdict, because: &[Reason], open: &[OpenFact]) -> String {
        match (verdict, because.is_empty()) {
            (Verdict::Applies, true) => "Applies to every system.".to_owned(),
            (Verdict::Applies, false) => format!("Applies because {}.", self.clauses(because)),
            (Verdict::DoesNotApply, true) => "Applies to no system.".to_owned(),
            (Verdict::DoesNotApply, false) => format!("Does not apply because {}.", self.clauses(because)),
            (Verdict::Undetermined, _) => {
                let facts = open.iter().filter_map(|open| self.fact(&open.fact));
                let questions: Vec<String> = facts.map(|fact| format!("“{}”", fact.question)).collect();
                format!("Undetermined: it depends on {}.", listed(&questions, "and"))
            }
        }
    }

    /// The reasons as clauses: `it uses a language model and it reads web pages`.
    pub(crate) fn clauses(self, reasons: &[Reason]) -> String {
        let mut clauses = Vec::new();
        for reason in reasons {
            let Some(fact) = self.fact(&reason.fact) else { continue };
            match fact.kind {
                FactKind::YesNo => {
                    let yes = reason.has.iter().any(|o| o.as_str() == "yes");
                    clauses.push(if yes { fact.says.clone() } else { fact.denies.clone() });
                }
                FactKind::Choice => clauses.push(fact.says.replace("{}", &phrases(fact, &reason.has, "or"))),
                FactKind::Choices => {
                    if !reason.has.is_empty() {
                        clauses.push(fact.says.replace("{}", &phrases(fact, &reason.has, "and")));
                    }
                    if !reason.lacks.is_empty() {
                        clauses.push(fact.denies.replace("{}", &phrases(fact, &reason.lacks, "or")));
                    }
                }
            }
        }
        listed(&clauses, "and")
    }
}

fn phrases(fact: &Fact, options: &[OptionId], join: &str) -> String {
    let phrases: Vec<&str> =
        fact.options.iter().filter(|o| options.contains(&o.id)).map(|o| o.phrase.as_str()).collect();
    listed(&phrases, join)
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(parts: &[S], join: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} {join} {}", init.join(", "), last.as_ref())
        }
    }
}
