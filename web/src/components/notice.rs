//! What the user must be told.

use kubu_core::Diagnostic;
use yew::prelude::*;

/// Something that happened to the assessment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Notice {
    message: AttrValue,
    details: Vec<Diagnostic>,
    /// Whether it interrupts.
    urgent: bool,
    /// What can be done about it.
    ways: Vec<(AttrValue, Callback<()>)>,
}

impl Notice {
    /// Something could not be done.
    pub(crate) fn refused(message: &'static str, details: Vec<Diagnostic>) -> Self {
        Self { details, ..Self::warning(String::from(message) + ":") }
    }

    /// Something needs attention.
    pub(crate) fn warning(message: String) -> Self {
        Self { urgent: true, ..Self::told(message, Vec::new()) }
    }

    /// Something was done.
    pub(crate) fn told(message: impl Into<AttrValue>, details: Vec<Diagnostic>) -> Self {
        Self { message: message.into(), details, urgent: false, ways: Vec::new() }
    }

    /// Whether it may go without having been dismissed.
    pub(crate) fn is_passing(&self) -> bool {
        !self.urgent && self.details.is_empty() && self.ways.is_empty()
    }

    /// The same, with something that can be done about it.
    pub(crate) fn with(mut self, label: AttrValue, way: Callback<()>) -> Self {
        self.ways.push((label, way));
        self
    }
}

/// Shows a notice, known by `key`. What can be done about it also dismisses it.
pub(crate) fn view(key: &'static str, notice: &Notice, on_dismiss: Option<&Callback<()>>) -> Html {
    let role = if notice.urgent { "alert" } else { "status" };
    let button = |label: &AttrValue, way: &Callback<()>| {
        let (way, on_dismiss) = (way.clone(), on_dismiss.cloned());
        let onclick = move |_: MouseEvent| {
            if let Some(on_dismiss) = &on_dismiss {
                on_dismiss.emit(());
            }
            way.emit(());
        };
        html! { <button type="button" {onclick}>{ label }</button> }
    };
    html! {
        <div {key} class={if notice.urgent { "notice urgent" } else { "notice" }} {role}>
            <p>{ &notice.message }</p>
            if !notice.details.is_empty() {
                <ul>
                    { for notice.details.iter().map(|detail| html! {
                        <li>
                            { &detail.message }
                            if !detail.at.is_empty() { { " (at " }<code>{ &detail.at }</code>{ ")" } }
                            if !detail.help.is_empty() { { format!(". What to do: {}.", detail.help) } }
                        </li>
                    }) }
                </ul>
            }
            <p class="actions">
                { for notice.ways.iter().map(|(label, way)| button(label, way)) }
                if on_dismiss.is_some() { { button(&"Dismiss".into(), &Callback::noop()) } }
            </p>
        </div>
    }
}
