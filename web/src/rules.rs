//! The compiled catalogue, shared by all components.

use std::ops::Deref;
use std::rc::Rc;

use kubu_core::{Diagnostic, Rules};
use yew::prelude::*;

/// A handle on the one compiled catalogue.
#[derive(Debug, Clone)]
pub(crate) struct SharedRules(Rc<Rules>);

impl SharedRules {
    /// Reads the embedded pack.
    pub(crate) fn load() -> Result<Self, Vec<Diagnostic>> {
        kubu_catalog::rules().map(|rules| Self(Rc::new(rules)))
    }
}

impl PartialEq for SharedRules {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for SharedRules {
    type Target = Rules;

    fn deref(&self) -> &Rules {
        &self.0
    }
}

/// The catalogue, in any component below the app.
#[hook]
pub(crate) fn use_rules() -> SharedRules {
    // INVARIANT: the app provides it before it renders anything that asks for it.
    use_context::<SharedRules>().expect("the app provides the catalogue")
}
