//! What is kept where, in words, and the switch to keep nothing.

use yew::prelude::*;

use crate::app::focus;
use crate::storage::Wish;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct KeepingProps {
    /// How many assessments there are to lose.
    pub(super) count: usize,
    pub(super) keeps: bool,
    pub(super) wish: Callback<Wish>,
}

/// Words and switch.
#[component]
pub(super) fn Keeping(KeepingProps { count, keeps, wish }: &KeepingProps) -> Html {
    let asking = use_state_eq(|| false);
    let (switch, question) = (use_node_ref(), use_node_ref());
    use_effect_with(*asking, {
        let question = question.clone();
        move |asking| {
            if *asking {
                focus(&question);
            }
        }
    });
    let decide = |nothing: bool, asks: bool| {
        let (wish, asking, switch) = (wish.clone(), asking.clone(), switch.clone());
        Callback::from(move |event: MouseEvent| {
            asking.set(asks);
            if asks {
                // It is ticked once the user has confirmed.
                event.prevent_default();
            } else {
                focus(&switch);
                wish.emit(Wish::KeepNothing(nothing));
            }
        })
    };
    let cancel = {
        let (asking, switch) = (asking.clone(), switch.clone());
        move |_: MouseEvent| {
            focus(&switch);
            asking.set(false);
        }
    };
    let words = if *keeps {
        "Your assessments are kept in this browser’s storage on this device, and nowhere else: \
         no other device has them. They go when the site’s data is cleared, and a browser may clear it by itself when room \
         runs short. What matters is safest in a file that you save."
    } else {
        "Nothing is kept on this device but this choice. What you enter is on this page only, and gone when you close it, \
         unless you save a file."
    };
    html! {
        <section class="keeping" aria-labelledby="keeping">
            <h2 id="keeping">{ "What is kept where" }</h2>
            <p>{ words }</p>
            <p>{ "The app itself is kept too, so that it works offline. It holds nothing of yours." }</p>
            <label>
                <input ref={switch.clone()} type="checkbox" checked={!keeps} onclick={decide(false, *keeps)} />
                { "Keep nothing on this device" }
            </label>
            if *asking {
                <div class="question" role="group" aria-label="Keep nothing on this device?" ref={question} tabindex="-1">
                    <p>
                        { "This deletes everything that Kubu keeps on this device: " }
                        { *count }
                        { if *count == 1 { " assessment" } else { " assessments" } }
                        { ". It cannot be undone. What is in hand stays on this page." }
                    </p>
                    <p class="actions">
                        <button type="button" class="primary" onclick={decide(true, false)}>{ "Delete, and keep nothing" }</button>
                        <button type="button" onclick={cancel}>{ "Cancel" }</button>
                    </p>
                </div>
            }
        </section>
    }
}
