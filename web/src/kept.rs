//! What a page is narrowed to, kept while the user is on other pages.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

/// Where a page finds it again. What it is, only the page knows: its code may not be there yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Rc<RefCell<Option<Rc<dyn Any>>>>);

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A state that begins as it was kept, and is kept.
#[hook]
pub(crate) fn use_kept<T: Clone + Default + PartialEq + 'static>(kept: &Kept) -> UseStateHandle<T> {
    let state = use_state_eq(|| {
        let before = kept.0.borrow();
        before.as_ref().and_then(|before| before.downcast_ref::<T>()).cloned().unwrap_or_default()
    });
    use_effect_with((*state).clone(), {
        let kept = kept.clone();
        move |now: &T| drop(kept.0.replace(Some(Rc::new(now.clone()))))
    });
    state
}
