//! Why a verdict is what it is: a minimal set of answers as data, and as a sentence in the questionnaire's words.

use serde::Serialize;

use crate::diagram::Diagram;
use crate::variables::{Knowledge, Values, Variable, Variables};
use crate::{Answer, Fact, FactId, FactKind, OptionId, Verdict};

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
    let verdict = diagram.verdict(knowledge);
    let deciding = match verdict {
        Verdict::Undetermined => Vec::new(),
        _ => diagram.deciding(knowledge, |variable| variables.all_values(variable)),
    };
    (verdict, reasons(deciding, facts, variables))
}

/// Explains the verdict of `diagram` on what is known.
pub(crate) fn explain(diagram: &Diagram, knowledge: &Knowledge, phrasing: Phrasing<'_>) -> Explanation {
    let Phrasing { facts, variables } = phrasing;
    match decided(diagram, knowledge, phrasing) {
        (Verdict::Undetermined, _) => {
            let open = open_facts(diagram, knowledge, facts, variables);
            let questions: Vec<String> = (open.iter())
                .filter_map(|open| phrasing.fact(&open.fact))
                .map(|fact| format!("“{}”", fact.question))
                .collect();
            let sentence = format!("Undetermined: it depends on {}.", listed(&questions, "and"));
            Explanation { sentence, because: Vec::new(), open }
        }
        (verdict, because) => {
            let sentence = match (verdict, because.is_empty()) {
                (Verdict::Applies, true) => "Applies to every system.".to_owned(),
                (Verdict::Applies, false) => format!("Applies because {}.", phrasing.clauses(&because)),
                (_, true) => "Applies to no system.".to_owned(),
                (_, false) => format!("Does not apply because {}.", phrasing.clauses(&because)),
            };
            Explanation { sentence, because, open: Vec::new() }
        }
    }
}

/// What variables and their values say of facts, fact by fact.
pub(crate) fn reasons(
    known: impl IntoIterator<Item = (Variable, Values)>,
    facts: &[Fact],
    variables: &Variables,
) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
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

fn open_facts(diagram: &Diagram, knowledge: &Knowledge, facts: &[Fact], variables: &Variables) -> Vec<OpenFact> {
    let mut open: Vec<OpenFact> = Vec::new();
    for variable in diagram.given(knowledge).variables() {
        let Some((position, option)) = variables.meaning(variable) else { continue };
        let Some(fact) = facts.get(position) else { continue };
        if open.last().is_none_or(|last| last.fact != fact.id) {
            open.push(OpenFact { fact: fact.id.clone(), answers: Vec::new() });
        }
        let Some(entry) = open.last_mut() else { continue };
        let mut supposed = knowledge.clone();
        let mut effect = |values, option| {
            supposed.set(variable, values);
            entry.answers.push(AnswerEffect { option, verdict: diagram.verdict(&supposed) });
        };
        match option {
            Some(option) => effect(Values::HAS, fact.option_id(option)),
            None => knowledge.of(variable).positions().for_each(|p| effect(Values::at(p), fact.option_id(p))),
        }
    }
    for entry in &mut open {
        let Some((position, fact)) = variables.fact(&entry.fact).and_then(|p| Some((p, facts.get(p)?))) else {
            continue;
        };
        if fact.kind == FactKind::Choices {
            let mut supposed = knowledge.clone();
            variables.learn(&mut supposed, position, fact, &Answer::Many([].into()));
            entry.answers.push(AnswerEffect { option: None, verdict: diagram.verdict(&supposed) });
        }
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
