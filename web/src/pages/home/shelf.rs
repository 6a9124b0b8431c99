//! The assessments on this device.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::focus;
use crate::piece::keyed;
use crate::storage::{Entry, Wish};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ShelfProps {
    pub(super) entries: Rc<[Entry]>,
    /// Whether anything is kept at all.
    pub(super) keeps: bool,
    pub(super) wish: Callback<Wish>,
}

/// The list.
#[component]
pub(super) fn Shelf(ShelfProps { entries, keeps, wish }: &ShelfProps) -> Html {
    let heading = use_node_ref();
    // The row that had the focus is gone then.
    let on_delete = {
        let heading = heading.clone();
        wish.reform(move |entry| {
            focus(&heading);
            Wish::Delete(entry)
        })
    };
    let none = if *keeps {
        "None yet. Begin anew, or with an example below: whatever you change is kept here by itself."
    } else {
        "None, since you keep nothing on this device. Save a file, and open it next time."
    };
    html! {
        <section aria-labelledby="assessments">
            <h2 id="assessments" ref={heading} tabindex="-1">{ "Your assessments" }</h2>
            if entries.is_empty() {
                <p class="soft">{ none }</p>
            } else {
                <ul class="shelf">
                    { for entries.iter().map(|entry| keyed::<Row>(entry.id.clone(), RowProps { entry: entry.clone(), wish: wish.clone(), on_delete: on_delete.clone() })) }
                </ul>
            }
        </section>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RowProps {
    entry: Entry,
    wish: Callback<Wish>,
    on_delete: Callback<Entry>,
}

/// One assessment, and what can be done with it.
#[component]
fn Row(RowProps { entry, wish, on_delete }: &RowProps) -> Html {
    let renaming = use_state_eq(|| false);
    let (field, button) = (use_node_ref(), use_node_ref());
    let was_renaming = use_mut_ref(|| false);
    use_effect_with(*renaming, {
        let (field, button) = (field.clone(), button.clone());
        move |renaming| {
            if *renaming {
                if let Some(field) = field.cast::<HtmlInputElement>() {
                    field.select();
                }
                focus(&field);
            } else if was_renaming.replace(*renaming) {
                focus(&button);
            }
            was_renaming.replace(*renaming);
        }
    });
    let rename = {
        let (field, id, wish, renaming) = (field.clone(), entry.id.clone(), wish.clone(), renaming.clone());
        Callback::from(move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                wish.emit(Wish::Rename(id.clone(), field.value()));
            }
            renaming.set(false);
        })
    };
    let turn = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(!*renaming))
    };
    let onkeydown = {
        let (rename, renaming) = (rename.clone(), renaming.clone());
        move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => {
                // Or it would press the button that has the focus next.
                event.prevent_default();
                rename.emit(());
            }
            "Escape" => renaming.set(false),
            _ => {}
        }
    };
    let name = entry.name();
    let button_for = |label: &'static str, onclick: Callback<MouseEvent>| {
        html! { <button type="button" aria-label={label.to_owned() + " " + name} {onclick}>{ label }</button> }
    };
    html! {
        <li>
            if *renaming {
                <label class="field">
                    <span>{ "New name" }</span>
                    <input ref={field} type="text" value={entry.title.clone()} maxlength="200" {onkeydown} />
                </label>
                <p class="actions">
                    <button type="button" class="primary" onclick={rename.reform(|_| ())}>{ "Rename" }</button>
                    <button type="button" onclick={turn}>{ "Cancel" }</button>
                </p>
            } else {
                <button type="button" class="open" onclick={wish.reform({ let id = entry.id.clone(); move |_| Wish::Open(id.clone()) })}>{ name }</button>
                <span class="progress">{ &entry.progress }</span>
                <span class="changed">{ &entry.changed }</span>
                <p class="actions">
                    <button ref={button} type="button" aria-label={String::from("Rename ") + name} onclick={turn}>{ "Rename" }</button>
                    { button_for("Duplicate", wish.reform({ let id = entry.id.clone(); move |_| Wish::Copy(id.clone()) })) }
                    { button_for("Delete", on_delete.reform({ let entry = entry.clone(); move |_| entry.clone() })) }
                </p>
            }
        </li>
    }
}
