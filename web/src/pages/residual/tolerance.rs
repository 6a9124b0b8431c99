//! The user's appetite: for each level, whether a risk may remain there, and what must be done.

use kubu_core::{Level, SortedMap, Tolerance};
use yew::prelude::*;

use crate::components::level::{self, LEVELS};
use crate::components::{focus, form};
use crate::document::{Edit, use_edit};
use crate::findings::use_findings;

/// A start, for those who have no rule of their own.
const PROPOSED: [(bool, &str); 5] = [
    (true, "No action needed."),
    (true, "Treat where it is easy and cheap."),
    (false, "Treat within six months."),
    (false, "Treat within three months."),
    (false, "Stop until it is treated."),
];

fn proposed() -> SortedMap<Level, Tolerance> {
    let of =
        |(acceptable, rule): (bool, &str)| Tolerance { acceptable, rule: rule.to_owned(), other: Default::default() };
    LEVELS.into_iter().zip(PROPOSED.map(of)).collect()
}

/// Five levels, to be decided on.
#[component]
pub(super) fn Table() -> Html {
    let (findings, edit) = (use_findings(), use_edit());
    let heading = use_node_ref();
    let tolerance = &findings.assessment.tolerance;
    let put = |level: Level, change: fn(&mut Tolerance, bool, String)| {
        let (before, edit) = (tolerance.get(&level).cloned(), edit.clone());
        move |acceptable: bool, text: String| {
            let fresh = || Tolerance { acceptable: false, rule: String::new(), other: Default::default() };
            let mut next = before.clone().unwrap_or_else(fresh);
            change(&mut next, acceptable, text);
            edit.emit(Edit::Tolerance(level, next));
        }
    };
    let on_propose = {
        let (edit, heading) = (edit.clone(), heading.clone());
        move |_: MouseEvent| {
            focus(&heading);
            edit.emit(Edit::Appetite(proposed()));
        }
    };
    let rows = LEVELS.into_iter().rev().map(|level| {
        let stated = tolerance.get(&level);
        let acceptable = stated.map(|stated| stated.acceptable);
        let mut options = vec![("may remain", acceptable == Some(true)), ("must be treated", acceptable == Some(false))];
        if stated.is_none() {
            options.insert(0, ("not decided", true));
        }
        let shift = options.len() - 2;
        let choose = put(level, |tolerance, acceptable, _| tolerance.acceptable = acceptable);
        let choose = Callback::from(move |position| {
            if position >= shift {
                choose(position == shift, String::new());
            }
        });
        let write = put(level, |tolerance, _, rule| tolerance.rule = rule);
        let name = level.to_string();
        html! {
            <tr key={name.clone()}>
                <th scope="row">{ level::mark(level) }</th>
                <td>{ form::select(&["A risk at ", &name].concat(), &options, &choose) }</td>
                <td>
                    if let Some(stated) = stated {
                        { form::line("text", &["Rule for ", &name].concat(), &stated.rule, &Callback::from(move |text| write(false, text))) }
                    }
                </td>
            </tr>
        }
    });
    html! {
        <section class="tolerance" aria-labelledby="tolerance">
            <h2 id="tolerance" ref={heading} tabindex="-1">{ "What may remain" }</h2>
            if tolerance.len() < LEVELS.len() {
                <p>{ "Say for each level whether a risk may stay there. Only you can know." }</p>
                <p><button type="button" onclick={on_propose}>{ "Start from a proposal" }</button></p>
            }
            <table>
                <thead><tr><th scope="col">{ "Level" }</th><th scope="col">{ "A risk there" }</th><th scope="col">{ "What must be done, by when" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}
