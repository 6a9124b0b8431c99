//! The one state of the app: the assessment in hand, and the way back and forth through its changes.

mod edit;

use std::rc::Rc;

use kubu_core::Assessment;
use yew::prelude::*;

pub(crate) use edit::Edit;
use edit::Target;

/// The assessment in hand.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Document {
    /// Under which id it is kept on this device.
    pub(crate) id: String,
    /// Where the last change was typed, while one is there. It stands where it is compared before what is long.
    typing: Option<Target>,
    /// What the user sees and edits.
    pub(crate) assessment: Rc<Assessment>,
    /// What can be taken back, the last step last.
    past: Vec<Step>,
    /// What can be done again, the next step last.
    future: Vec<Step>,
    /// What was taken back or done again last, in words; empty after a change.
    pub(crate) turned: String,
}

/// A state, and what changes when it gives way to the next one.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    assessment: Rc<Assessment>,
    name: &'static str,
}

/// What happens to the document.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one is in flight at a time, and most are edits")]
pub(crate) enum Action {
    /// A change.
    Edit(Edit),
    /// Leave the field that was typed in: what is typed next is a step of its own.
    Leave,
    /// Take the last change back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Put another assessment in hand, kept under this id.
    Open(String, Rc<Assessment>),
}

impl Document {
    /// So many changes can be taken back.
    const MOST_STEPS: usize = 200;

    /// An assessment that nothing was changed in yet, kept under this id.
    pub(crate) fn new(id: String, assessment: Rc<Assessment>) -> Self {
        Self { id, assessment, ..Self::default() }
    }

    /// What can be taken back.
    pub(crate) fn undo(&self) -> Option<&'static str> {
        self.past.last().map(|step| step.name)
    }

    /// What can be done again.
    pub(crate) fn redo(&self) -> Option<&'static str> {
        self.future.last().map(|step| step.name)
    }

    /// Whether leaving the field in hand would make a difference.
    pub(crate) fn is_typed_in(&self) -> bool {
        self.typing.is_some()
    }

    fn edit(&mut self, edit: Edit) {
        let (name, target) = (edit.name(), edit.target());
        let mut changed = Assessment::clone(&self.assessment);
        edit.apply(&mut changed);
        if changed == *self.assessment {
            return;
        }
        let before = std::mem::replace(&mut self.assessment, Rc::new(changed));
        if target.is_none() || target != self.typing || self.past.is_empty() {
            if self.past.len() == Self::MOST_STEPS {
                self.past.remove(0);
            }
            self.past.push(Step { assessment: before, name });
        }
        self.typing = target;
        self.future.clear();
        self.turned.clear();
    }
}

/// Goes one step along `from`, and leaves the way back in `to`. Says which step that was, and how many are left.
fn turn(assessment: &mut Rc<Assessment>, from: &mut Vec<Step>, to: &mut Vec<Step>, done: &str) -> String {
    let Some(Step { assessment: other, name }) = from.pop() else { return String::new() };
    to.push(Step { assessment: std::mem::replace(assessment, other), name });
    // Two steps alike are told apart by what is left, or the second would not be announced.
    [done, ": ", name, " (", &from.len().to_string(), " left)"].concat()
}

impl Reducible for Document {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match action {
            Action::Edit(edit) => next.edit(edit),
            Action::Leave => next.typing = None,
            Action::Undo | Action::Redo => {
                let Self { assessment, past, future, typing, turned, .. } = &mut next;
                *turned = if action == Action::Undo {
                    turn(assessment, past, future, "Undone")
                } else {
                    turn(assessment, future, past, "Redone")
                };
                *typing = None;
            }
            Action::Open(id, assessment) => next = Self::new(id, assessment),
        }
        next.into()
    }
}

/// The way to make changes, in any component below the app.
#[hook]
pub(crate) fn use_edit() -> Callback<Edit> {
    // INVARIANT: the app provides it before it renders anything that asks for it.
    use_context::<Callback<Edit>>().expect("the app provides the way to edit")
}

#[cfg(test)]
mod tests {
    use kubu_core::{Answer, Component, ControlRecord, ControlStatus, FactId, Flow, Zone};

    use super::*;

    fn after(edits: impl IntoIterator<Item = Edit>) -> Rc<Document> {
        let begun: Rc<Document> = Rc::default();
        edits.into_iter().fold(begun, |document, edit| document.reduce(Action::Edit(edit)))
    }

    fn component(id: &str, zone: Option<&str>) -> Edit {
        let zone = zone.map(|zone| zone.parse().unwrap());
        let component = Component { kind: "agent".parse().unwrap(), name: id.into(), zone, other: Default::default() };
        Edit::Component(id.parse().unwrap(), Some(component))
    }

    fn flow(from: &str, to: &str, checked_by: Option<&str>) -> Edit {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        Edit::Connect(Flow { from, to, checked_by: checked_by.map(Into::into), other: Default::default() })
    }

    #[test]
    fn an_answer_can_be_given_and_taken_back() {
        let fact: FactId = "tools.use".parse().unwrap();
        let yes = Answer::One("yes".parse().unwrap());
        let answered = after([Edit::Answer(fact.clone(), Some(yes.clone()))]);
        assert_eq!(answered.assessment.description.answers.get(&fact), Some(&yes));
        let open = answered.reduce(Action::Edit(Edit::Answer(fact, None)));
        assert!(open.assessment.description.answers.is_empty());
    }

    #[test]
    fn every_change_can_be_taken_back_and_done_again() {
        let fact: FactId = "tools.use".parse().unwrap();
        let edits = [Edit::Rename("Bot".into()), Edit::Answer(fact, Some(Answer::DontKnow)), component("bot", None)];
        let mut document = after(edits);
        let last = document.assessment.clone();
        assert_eq!(document.undo(), Some("component"));
        for _ in 0..3 {
            document = document.reduce(Action::Undo);
        }
        assert_eq!((document.undo(), document.redo()), (None, Some("name")));
        assert_eq!(document.turned, "Undone: name (0 left)");
        assert_eq!(*document.assessment, Assessment::default());
        for _ in 0..3 {
            document = document.reduce(Action::Redo);
        }
        assert_eq!(document.assessment, last);
        assert_eq!(document.redo(), None);
    }

    #[test]
    fn what_is_typed_in_one_place_is_one_step() {
        let document = after(["B", "Bo", "Bot"].map(|title| Edit::Rename(title.into())));
        assert_eq!(document.reduce(Action::Undo).assessment.title, "");
        let edits = [Edit::Rename("Bot".into()), component("bot", None), Edit::Rename("Robot".into())];
        assert_eq!(after(edits).reduce(Action::Undo).assessment.title, "Bot");
    }

    #[test]
    fn what_is_typed_in_another_field_is_another_step() {
        let id: kubu_core::ControlId = "scan-models".parse().unwrap();
        let record = |owner: &str, notes: &str| ControlRecord {
            owner: owner.into(),
            notes: notes.into(),
            ..ControlRecord::default()
        };
        let document = after([Edit::Control(id.clone(), record("Ops", ""))]);
        assert!(document.is_typed_in());
        let document =
            document.reduce(Action::Leave).reduce(Action::Edit(Edit::Control(id.clone(), record("Ops", "Nightly"))));
        let document = document.reduce(Action::Undo);
        assert_eq!(document.assessment.controls.get(&id), Some(&record("Ops", "")));
        assert!(!document.is_typed_in());
    }

    #[test]
    fn a_change_after_a_step_back_begins_a_step_of_its_own() {
        let document = after(["Bot", "Robot"].map(|title| Edit::Rename(title.into())));
        let document = document.reduce(Action::Undo).reduce(Action::Edit(Edit::Rename("Bat".into())));
        assert_eq!((document.assessment.title.as_str(), document.redo()), ("Bat", None));
        assert_eq!(document.turned, "");
        assert_eq!(document.reduce(Action::Undo).assessment.title, "");
    }

    #[test]
    fn what_changes_nothing_is_no_step() {
        let document = after([Edit::Rename(String::new()), Edit::Complete(false)]);
        assert_eq!(document.undo(), None);
    }

    #[test]
    fn a_component_goes_with_its_flows() {
        let edits = [component("a", None), component("b", None), flow("a", "b", None), flow("b", "a", None)];
        let document = after(edits).reduce(Action::Edit(Edit::Component("a".parse().unwrap(), None)));
        assert!(document.assessment.description.flows.is_empty());
        assert_eq!(document.assessment.description.components.len(), 1);
        assert_eq!(document.reduce(Action::Undo).assessment.description.flows.len(), 2);
    }

    #[test]
    fn components_stay_when_their_zone_goes() {
        let zone: kubu_core::ZoneId = "cloud".parse().unwrap();
        let edits =
            [Edit::Zone(zone.clone(), Some(Zone::default())), component("a", Some("cloud")), Edit::Zone(zone, None)];
        let document = after(edits);
        assert!(document.assessment.description.components.values().all(|component| component.zone.is_none()));
    }

    #[test]
    fn there_is_one_flow_each_way_and_they_keep_their_order() {
        let edits = [component("a", None), component("b", None), flow("b", "a", None), flow("a", "b", None)];
        let document = after(edits).reduce(Action::Edit(flow("a", "b", Some("Clerk"))));
        let flows = &document.assessment.description.flows;
        let shown: Vec<_> = flows.iter().map(|flow| (flow.from.as_str(), flow.checked_by.as_deref())).collect();
        assert_eq!(shown, [("a", Some("Clerk")), ("b", None)]);
    }

    #[test]
    fn a_status_for_many_keeps_what_else_is_recorded() {
        let id: kubu_core::ControlId = "scan-models".parse().unwrap();
        let record = ControlRecord { owner: "Ops".into(), ..ControlRecord::default() };
        let document =
            after([Edit::Control(id.clone(), record), Edit::Controls(vec![id.clone()], ControlStatus::Planned)]);
        let record = document.assessment.controls.get(&id).unwrap();
        assert_eq!((record.status, record.owner.as_str()), (ControlStatus::Planned, "Ops"));
    }

    #[test]
    fn an_empty_record_is_none() {
        let id: kubu_core::ControlId = "scan-models".parse().unwrap();
        let document = after([
            Edit::Controls(vec![id.clone()], ControlStatus::Planned),
            Edit::Controls(vec![id.clone()], ControlStatus::NotStarted),
        ]);
        assert!(document.assessment.controls.is_empty());
    }

    #[test]
    fn another_assessment_begins_without_a_way_back() {
        let document = after([Edit::Rename("Bot".into())]).reduce(Action::Open("2".into(), Rc::default()));
        assert_eq!((document.id.as_str(), document.undo()), ("2", None));
    }
}
