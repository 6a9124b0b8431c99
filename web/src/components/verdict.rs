//! A verdict as a word with a mark; the mark's shape tells verdicts apart without colour.

use kubu_core::Verdict;
use yew::prelude::*;

/// The verdict.
pub(crate) fn mark(verdict: Verdict) -> Html {
    let class = ["verdict ", class(verdict)].concat();
    html! { <span {class}><span class="mark" aria-hidden="true"></span>{ verdict.to_string() }</span> }
}

/// The style of a verdict.
pub(crate) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Applies => "applies",
        Verdict::Undetermined => "undetermined",
        Verdict::DoesNotApply => "does-not-apply",
    }
}
