//! The one state of the app: the assessment, and the one before it, for undo.

use std::rc::Rc;

use kubu_core::{Answer, Assessment, FactId};
use yew::prelude::*;

/// The assessment in hand.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Document {
    /// What the user sees and edits.
    pub(crate) assessment: Rc<Assessment>,
    /// What was there before the whole was replaced.
    pub(crate) replaced: Option<Rc<Assessment>>,
}

/// What a user can do to the assessment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Answer a question, or take the answer back.
    Answer(FactId, Option<Answer>),
    /// Give the system another name.
    Rename(String),
    /// Put another assessment in its place.
    Replace(Rc<Assessment>),
    /// Bring back what was replaced.
    Restore,
}

impl Reducible for Document {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match action {
            Action::Answer(fact, Some(answer)) => {
                Rc::make_mut(&mut next.assessment).description.answers.insert(fact, answer);
            }
            Action::Answer(fact, None) => {
                Rc::make_mut(&mut next.assessment).description.answers.remove(&fact);
            }
            Action::Rename(title) => Rc::make_mut(&mut next.assessment).title = title,
            Action::Replace(assessment) => {
                next.replaced = Some(std::mem::replace(&mut next.assessment, assessment));
            }
            Action::Restore => match next.replaced.take() {
                Some(assessment) => next.assessment = assessment,
                None => return self,
            },
        }
        next.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Document> {
        actions.into_iter().fold(Rc::default(), |document: Rc<Document>, action| document.reduce(action))
    }

    #[test]
    fn an_answer_can_be_given_and_taken_back() {
        let fact: FactId = "tools.use".parse().unwrap();
        let yes = Answer::One("yes".parse().unwrap());
        let answered = after([Action::Answer(fact.clone(), Some(yes.clone()))]);
        assert_eq!(answered.assessment.description.answers.get(&fact), Some(&yes));
        assert!(answered.reduce(Action::Answer(fact, None)).assessment.description.answers.is_empty());
    }

    #[test]
    fn what_was_replaced_can_be_brought_back() {
        let replaced = after([Action::Rename("Mine".into()), Action::Replace(Rc::default())]);
        assert_eq!(replaced.assessment.title, "");
        assert_eq!(replaced.reduce(Action::Restore).assessment.title, "Mine");
    }

    #[test]
    fn restoring_nothing_changes_nothing() {
        let document: Rc<Document> = Rc::default();
        assert!(Rc::ptr_eq(&document.clone().reduce(Action::Restore), &document));
    }
}
