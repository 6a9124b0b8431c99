//! A table that reads well on paper, and scrolls where it is too wide for the screen.

use yew::prelude::*;

use crate::tag::{tag, text, told};

/// A table with a caption; the first cell of each row names it.
pub(super) fn view(caption: &str, heads: &[&str], rows: Vec<Vec<Html>>) -> Html {
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().enumerate().map(|(position, cell)| match position {
            0 => html! { <th scope="row">{ cell }</th> },
            _ => tag("td", "", vec![cell]),
        });
        tag("tr", "", cells.collect())
    });
    let heads = heads.iter().map(|head| html! { <th scope="col">{ text(head) }</th> }).collect();
    let table = vec![
        told("caption", "", caption),
        tag("thead", "", vec![tag("tr", "", heads)]),
        tag("tbody", "", rows.collect()),
    ];
    html! { <div class="wide" tabindex="0" role="region" aria-label={caption.to_owned()}>{ tag("table", "", table) }</div> }
}

/// A text, or a dash where there is none.
pub(super) fn or_dash(says: &str) -> Html {
    text(if says.is_empty() { "–" } else { says })
}

/// Texts below one another, or a dash where there are none.
pub(super) fn lines(lines: &[String]) -> Html {
    if lines.is_empty() { or_dash("") } else { lines.iter().map(|line| told("p", "", line)).collect() }
}
