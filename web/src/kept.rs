//! What a page is narrowed to, kept while the user is on other pages.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

/// Where a page finds it again.
pub(crate) type Kept<T> = Rc<RefCell<T>>;

/// A state that begins as it was kept, and is kept.
#[hook]
pub(crate) fn use_kept<T: Clone + PartialEq + 'static>(kept: &Kept<T>) -> UseStateHandle<T> {
    let state = use_state_eq(|| kept.borrow().clone());
    use_effect_with((*state).clone(), {
        let kept = kept.clone();
        move |now| drop(kept.replace(now.clone()))
    });
    state
}
