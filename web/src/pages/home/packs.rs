//! The packs of organisations that are added, each with a way to take it away.

use yew::prelude::*;

use crate::packs::adds;
use crate::rules::SharedRules;
use crate::storage::Wish;

/// Nothing while there is none.
pub(super) fn packs(rules: SharedRules, wish: &Callback<Wish>) -> Html {
    let packs = &rules.catalog().packs;
    if packs.is_empty() {
        return Html::default();
    }
    html! {
        <section class="packs" aria-labelledby="packs">
            <h2 id="packs">{ "Packs of organisations" }</h2>
            <p class="soft">{ "What they add is marked with their names. Kubu has not reviewed it." }</p>
            <ul>
                { for packs.iter().map(|(id, pack)| {
                    let drop = id.clone();
                    let remove = ["Remove the pack of ", &pack.name].concat();
                    html! {
                        <li key={id.as_str()}>
                            <strong>{ &pack.name }</strong>
                            <span>{ ["version ", &pack.version, ": ", &adds(&rules, id)].concat() }</span>
                            <button type="button" aria-label={remove} onclick={wish.reform(move |_: MouseEvent| Wish::DropPack(drop.clone()))}>{ "Remove" }</button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
