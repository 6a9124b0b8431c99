//! The packs of organisations that the user added to the catalogue.

use std::rc::Rc;

use kubu_core::{Addition, Assessment, Diagnostic, PackId, Rules};
use yew::prelude::*;

use crate::counted::counted;
use crate::rules::SharedRules;

/// What is said before why a pack was not added.
pub(crate) const REFUSED: &str = "The pack of an organisation was not added";

/// The packs, each with the text of its file, and the catalogue with all of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Packs {
    pub(crate) rules: SharedRules,
    texts: Rc<[(PackId, Rc<str>)]>,
}

impl Packs {
    /// Those of the files that can be added, and why others cannot; an error if the catalogue itself is broken.
    pub(crate) fn begin(files: &[String]) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut packs = Self { rules: SharedRules::load()?, texts: Rc::default() };
        let mut refused = Vec::new();
        for text in files {
            match packs.with(text) {
                Ok((more, _)) => packs = more,
                Err(errors) => refused.extend(errors),
            }
        }
        Ok((packs, refused))
    }

    /// These and another one, in the place of an earlier version of itself.
    pub(crate) fn with(&self, text: &str) -> Result<(Self, PackId), Vec<Diagnostic>> {
        let id = Addition::read(text)?.id;
        let others = self.texts.iter().filter(|(other, _)| *other != id).cloned();
        let texts: Rc<[_]> = others.chain([(id.clone(), text.into())]).collect();
        Ok((Self::of(texts)?, id))
    }

    /// These but one.
    pub(crate) fn without(&self, id: &PackId) -> Result<Self, Vec<Diagnostic>> {
        Self::of(self.texts.iter().filter(|(other, _)| other != id).cloned().collect())
    }

    /// Reads all of them again: to keep them read would take the code to copy and compare all that a pack can hold.
    fn of(texts: Rc<[(PackId, Rc<str>)]>) -> Result<Self, Vec<Diagnostic>> {
        if texts.is_empty() {
            return Ok(Self { rules: SharedRules::load()?, texts });
        }
        let mut catalog = kubu_catalog::catalog()?;
        for (_, text) in texts.iter() {
            catalog = catalog.with(Addition::read(text)?)?;
        }
        Ok(Self { rules: SharedRules::new(Rules::trusted(catalog)?), texts })
    }

    /// Their ids and files.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&PackId, &str)> {
        self.texts.iter().map(|(id, text)| (id, &**text))
    }
}

/// Whether a file is meant as a pack.
pub(crate) fn is_pack(text: &str) -> bool {
    let marked = |format: &str| text.contains(&["\"", format, "\""].concat());
    marked(Addition::FORMAT) && !marked(Assessment::FORMAT)
}

/// What a pack adds: `3 questions, 2 threats and 3 controls`.
pub(crate) fn adds(rules: &Rules, id: &PackId) -> String {
    let catalog = rules.catalog();
    let pack = catalog.packs.get(id);
    let owns = |entry: &str| pack.is_some() && catalog.owner(entry) == pack;
    let facts = catalog.facts.iter().filter(|fact| owns(fact.id.as_str())).count();
    let threats = catalog.threats.iter().filter(|threat| owns(threat.id.as_str())).count();
    let controls = catalog.controls.iter().filter(|control| owns(control.id.as_str())).count();
    [&counted(facts, "question"), ", ", &counted(threats, "threat"), " and ", &counted(controls, "control")].concat()
}

/// Whose an entry is, if it came with a pack.
pub(crate) fn owner(rules: &Rules, id: &str) -> Html {
    match rules.catalog().owner(id) {
        Some(pack) => html! { <span class="tag">{ &pack.name }</span> },
        None => Html::default(),
    }
}

/// What organisations say of an entry.
pub(crate) fn notes(rules: &Rules, id: &str) -> Html {
    let notes = rules.catalog().notes_on(id);
    html! {
        { for notes.map(|(pack, text)| html! {
            <aside class="note-of"><p class="whose">{ &pack.name }{ " says" }</p>{ crate::markdown::render(text) }</aside>
        }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANK: &str = include_str!("../../examples/packs/bank.kubu-pack.json");

    #[test]
    fn a_pack_comes_and_goes() {
        let (none, refused) = Packs::begin(&[]).unwrap();
        assert!(refused.is_empty());
        let (with, id) = none.with(BANK).unwrap();
        assert_eq!(with.rules.catalog().packs.len(), 1);
        assert_eq!(with.with(BANK).unwrap().0.texts, with.texts);
        let without = with.without(&id).unwrap();
        assert_eq!(without, none);
    }

    #[test]
    fn one_that_cannot_be_read_leaves_the_others() {
        let (packs, refused) = Packs::begin(&["{}".to_owned(), BANK.to_owned()]).unwrap();
        assert_eq!(packs.texts().count(), 1);
        assert_eq!(refused[0].code, "not-a-pack");
    }

    #[test]
    fn files_are_told_apart() {
        assert!(is_pack(BANK));
        assert!(!is_pack(include_str!("../../examples/mailbox-agent.kubu.json")));
    }
}
