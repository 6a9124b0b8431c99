//! What follows from the assessment in hand: worked out once for each change, and only as far as a page asks for it.

use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

use kubu_core::{Assessment, NextControl, Question, Register, RegisterEntry, Report, ThreatId, Treatment};
use yew::prelude::*;

use crate::rules::SharedRules;

/// Everything that follows from one state of the assessment.
#[derive(Debug, Clone)]
pub(crate) struct Findings(Rc<Worked>);

/// What is worked out.
#[derive(Debug)]
pub(crate) struct Worked {
    rules: SharedRules,
    /// What it follows from.
    pub(crate) assessment: Rc<Assessment>,
    report: OnceCell<Rc<Report>>,
    register: OnceCell<Register>,
    questions: OnceCell<Vec<Question>>,
    next_controls: OnceCell<Vec<NextControl>>,
}

impl Findings {
    /// Nothing is worked out yet.
    pub(crate) fn new(rules: SharedRules, assessment: Rc<Assessment>) -> Self {
        Self(Rc::new(Worked {
            rules,
            assessment,
            report: OnceCell::new(),
            register: OnceCell::new(),
            questions: OnceCell::new(),
            next_controls: OnceCell::new(),
        }))
    }
}

impl Worked {
    /// Every threat and control with its verdict and its reasons.
    pub(crate) fn report(&self) -> &Rc<Report> {
        self.report.get_or_init(|| Rc::new(self.rules.report(&self.assessment.description)))
    }

    /// The risks, worst first.
    pub(crate) fn register(&self) -> &Register {
        self.register.get_or_init(|| self.rules.register(&self.assessment))
    }

    /// The open questions that can still change a verdict, best first.
    pub(crate) fn questions(&self) -> &[Question] {
        self.questions.get_or_init(|| self.rules.questions(&self.assessment.description))
    }

    /// The risk of a threat; nothing if it does not apply.
    pub(crate) fn risk(&self, threat: &ThreatId) -> Option<&RegisterEntry> {
        self.register().entries.iter().find(|entry| entry.threat == *threat)
    }

    /// What is done about a risk; nothing while nobody has decided.
    pub(crate) fn treatment(&self, threat: &ThreatId) -> Option<&Treatment> {
        self.assessment.risks.get(threat)?.treatment.as_ref()
    }

    /// The assessment as it is saved: with the catalogue and the packs that it was made with.
    pub(crate) fn stamped(&self) -> Assessment {
        let mut assessment = Assessment::clone(&self.assessment);
        assessment.stamp(self.rules.catalog());
        assessment
    }

    /// Further controls, those first that take most away.
    pub(crate) fn next_controls(&self) -> &[NextControl] {
        self.next_controls.get_or_init(|| self.rules.next_controls(&self.assessment))
    }
}

impl PartialEq for Findings {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Findings {
    type Target = Worked;

    fn deref(&self) -> &Worked {
        &self.0
    }
}

/// What follows from the assessment in hand, in any component below the app.
#[hook]
pub(crate) fn use_findings() -> Findings {
    // INVARIANT: the app provides them before it renders anything that asks for them.
    use_context::<Findings>().expect("the app provides the findings")
}
