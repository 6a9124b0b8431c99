//! The compiled catalogue, shared by all components.

use std::cell::{Cell, OnceCell};
use std::ops::Deref;

use kubu_core::{Catalog, Diagnostic, Rules};
use yew::prelude::*;

/// A handle on the one compiled catalogue.
///
/// It is there for as long as the page is, so nothing of it is ever given back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SharedRules(&'static Rules);

impl SharedRules {
    /// Keeps the catalogue for as long as the page is there.
    pub(crate) fn new(rules: Rules) -> Self {
        Self(Box::leak(Box::new(rules)))
    }

    /// The embedded catalogue, compiled once for all apps of a page.
    pub(crate) fn load() -> Result<Self, Vec<Diagnostic>> {
        let read = || READ.take().unwrap_or_else(kubu_catalog::catalog);
        LOADED.with(|loaded| loaded.get_or_init(|| read().and_then(Rules::trusted).map(Self::new)).clone())
    }
}

thread_local! {
    static READ: Cell<Option<Result<Catalog, Vec<Diagnostic>>>> = const { Cell::new(None) };
    static LOADED: OnceCell<Result<SharedRules, Vec<Diagnostic>>> = const { OnceCell::new() };
}

/// Reads the embedded catalogue, unless it was asked for already, so that the page can answer between this and the rest
/// of the start.
pub(crate) fn read_ahead() {
    if LOADED.with(|loaded| loaded.get().is_none()) {
        READ.set(Some(kubu_catalog::catalog()));
    }
}

impl PartialEq for SharedRules {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Deref for SharedRules {
    type Target = Rules;

    fn deref(&self) -> &Rules {
        self.0
    }
}

/// The catalogue, in any component below the app.
#[hook]
pub(crate) fn use_rules() -> SharedRules {
    // INVARIANT: the app provides it before it renders anything that asks for it.
    use_context::<SharedRules>().expect("the app provides the catalogue")
}
