//! A table that reads well on paper, and scrolls where it is too wide for the screen.

use yew::prelude::*;

/// A table with a caption; the first cell of each row names it.
pub(super) fn view(caption: &str, heads: &[&str], rows: impl IntoIterator<Item = Vec<Html>>) -> Html {
    let row = |cells: Vec<Html>| {
        let cell = |(position, cell): (usize, Html)| {
            if position == 0 {
                html! { <th scope="row">{ cell }</th> }
            } else {
                html! { <td>{ cell }</td> }
            }
        };
        html! { <tr>{ for cells.into_iter().enumerate().map(cell) }</tr> }
    };
    html! {
        <div class="wide" tabindex="0" role="region" aria-label={caption.to_owned()}>
            <table>
                <caption>{ caption.to_owned() }</caption>
                <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ (*head).to_owned() }</th> }) }</tr></thead>
                <tbody>{ for rows.into_iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// A text, or a dash where there is none.
pub(super) fn text(text: &str) -> Html {
    let text = if text.is_empty() { "–" } else { text };
    html! { text }
}

/// Texts below one another, or a dash where there are none.
pub(super) fn lines(lines: &[String]) -> Html {
    if lines.is_empty() { text("") } else { lines.iter().map(|line| html! { <p>{ line }</p> }).collect() }
}
