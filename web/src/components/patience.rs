//! What takes long to draw waits until the page has said so.

use gloo::render::request_animation_frame;
use gloo::timers::callback::Timeout;
use kubu_core::Description;
use yew::prelude::*;

/// So many components and flows take more than a blink.
const MANY: usize = 300;

/// Whether to draw what follows from a description: if there is much of it, not before [`please_wait`] was on the screen.
#[hook]
pub(crate) fn use_patience(description: &Description) -> bool {
    let waited = use_state_eq(|| description.components.len() + description.flows.len() < MANY);
    use_effect_with((), {
        let waited = waited.clone();
        move |()| {
            // The frame is drawn after this, and before what follows it.
            let frame = (!*waited).then(|| {
                request_animation_frame(move |_| {
                    Timeout::new(0, move || waited.set(true)).forget();
                })
            });
            move || drop(frame)
        }
    });
    *waited
}

/// What stands there until then.
pub(crate) fn please_wait(says: &'static str) -> Html {
    html! { <p class="loading" role="status">{ says }</p> }
}
