//! A level of risk as a word with a mark: so many of five bars, told apart without colour.

use kubu_core::{Level, Range};
use yew::prelude::*;

/// The five levels, lowest first.
pub(crate) const LEVELS: [Level; 5] = [Level::Low, Level::Medium, Level::MediumHigh, Level::High, Level::VeryHigh];

/// The style of a level.
pub(crate) fn class(level: Level) -> &'static str {
    match level {
        Level::Low => "low",
        Level::Medium => "medium",
        Level::MediumHigh => "medium-high",
        Level::High => "high",
        Level::VeryHigh => "very-high",
    }
}

/// A level.
pub(crate) fn mark(level: Level) -> Html {
    range(Range { least: level, most: level })
}

/// A level, or the least and the most that it can be.
pub(crate) fn range(Range { least, most }: Range<Level>) -> Html {
    let words = if least == most { most.to_string() } else { format!("{least} to {most}") };
    html! {
        <span class={classes!("level", class(most))}>
            <svg class="bars" viewBox="0 0 23 12" aria-hidden="true">
                { for LEVELS.into_iter().zip(["0", "5", "10", "15", "20"]).map(|(level, x)| {
                    let class = if level <= least { "full" } else if level <= most { "half" } else { "empty" };
                    html! { <rect {class} {x} y="1" width="3" height="10" /> }
                }) }
            </svg>
            { words }
        </span>
    }
}
