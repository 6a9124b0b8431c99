//! The 5×5 matrix: likelihood across, impact upwards, and how many risks lie in each cell.

use kubu_core::Cell;
use yew::prelude::*;

use super::level;

/// What CSA calls the likelihoods, 1 to 5.
const LIKELIHOODS: [&str; 5] = ["Rare", "Unlikely", "Possible", "Likely", "Highly likely"];
/// What CSA calls the impacts, 1 to 5.
const IMPACTS: [&str; 5] = ["Negligible", "Minor", "Moderate", "Severe", "Very severe"];

/// A table with headers and a caption, its cells marked by level in colour, in bars and in words.
///
/// - `caption`: what is counted, such as “Before controls”.
/// - `risks`: for each risk its cell, such as one of [`on_matrix`](kubu_core::RegisterEntry::on_matrix), and whether
///   its level is still a range. Such a risk counts at its most; its cell bears a `+`, and a note says what that means.
/// - `choice`: absent for a picture that only shows. Else cells with risks are buttons that are pressed or not: the
///   chosen cell, and what is told of a press: the cell, or nothing where the chosen one is pressed again.
pub(crate) fn matrix(
    caption: &str,
    risks: &[(Cell, bool)],
    choice: Option<(Option<Cell>, &Callback<Option<Cell>>)>,
) -> Html {
    let head = |scope: &'static str, number: u8, name: &'static str| {
        html! { <th {scope}>{ number }<span class="unseen">{ " " }{ name }</span></th> }
    };
    let cell = |likelihood: u8, impact: u8| {
        let this = Cell { likelihood, impact };
        let here = risks.iter().filter(|(cell, _)| *cell == this);
        let (count, ranges) =
            here.fold((0, 0), |(count, ranges), (_, range)| (count + 1, ranges + usize::from(*range)));
        let number = html! {
            <>
                if count > 0 { { count } }
                if ranges > 0 { <small>{ "+" }</small> }
            </>
        };
        let content = match choice {
            Some((chosen, choose)) if count > 0 || chosen == Some(this) => {
                let pressed = chosen == Some(this);
                let onclick = choose.reform(move |_: MouseEvent| (!pressed).then_some(this));
                let mut label = count.to_string();
                label.push_str(if count == 1 { " risk, " } else { " risks, " });
                label.push_str(&this.level().to_string());
                html! { <button type="button" {onclick} aria-pressed={pressed.to_string()} aria-label={label}>{ number }</button> }
            }
            _ => html! { <b>{ number }</b> },
        };
        html! { <td class={level::class(this.level())}>{ content }{ level::mark(this.level()) }</td> }
    };
    html! {
        <div class="matrix">
            <table>
                <caption>{ caption.to_owned() }</caption>
                <thead>
                    <tr><td></td><th colspan="5" scope="colgroup">{ "Likelihood →" }</th></tr>
                    <tr>
                        <th scope="col">{ "Impact ↑" }</th>
                        { for (1..=5).zip(LIKELIHOODS).map(|(number, name)| head("col", number, name)) }
                    </tr>
                </thead>
                <tbody>
                    { for (1..=5).zip(IMPACTS).rev().map(|(impact, name)| html! {
                        <tr>
                            { head("row", impact, name) }
                            { for (1..=5).map(|likelihood| cell(likelihood, impact)) }
                        </tr>
                    }) }
                </tbody>
            </table>
            if risks.iter().any(|(_, range)| *range) {
                <p>{ "+ Some depend on open questions: they count at the most that they can be." }</p>
            }
        </div>
    }
}
