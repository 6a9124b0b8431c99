//! A verdict as a word with a mark; the mark's shape tells verdicts apart without colour.

use kubu_core::Verdict;
use yew::prelude::*;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct VerdictMarkProps {
    pub(crate) verdict: Verdict,
}

/// The verdict.
#[component]
pub(crate) fn VerdictMark(VerdictMarkProps { verdict }: &VerdictMarkProps) -> Html {
    let class = class(*verdict);
    html! { <span class={classes!("verdict", class)}><span class="mark" aria-hidden="true"></span>{ verdict.to_string() }</span> }
}

/// The style of a verdict.
pub(crate) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Applies => "applies",
        Verdict::Undetermined => "undetermined",
        Verdict::DoesNotApply => "does-not-apply",
    }
}
