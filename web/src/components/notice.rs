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
}

impl Notice {
    /// Something could not be done.
    pub(crate) fn refused(message: &'static str, details: Vec<Diagnostic>) -> Self {
        Self { message: format!("{message}:").into(), details, urgent: true }
    }

    /// Something needs attention.
    pub(crate) fn warning(message: String) -> Self {
        Self { message: message.into(), details: Vec::new(), urgent: true }
    }

    /// Something was done.
    pub(crate) fn told(message: &'static str, details: Vec<Diagnostic>) -> Self {
        Self { message: message.into(), details, urgent: false }
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NoticeProps {
    pub(crate) notice: Notice,
    #[prop_or_default]
    pub(crate) on_dismiss: Option<Callback<()>>,
}

/// Shows a notice.
#[component]
pub(crate) fn NoticeView(NoticeProps { notice, on_dismiss }: &NoticeProps) -> Html {
    let role = if notice.urgent { "alert" } else { "status" };
    html! {
        <div class={classes!("notice", notice.urgent.then_some("urgent"))} {role}>
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
                if let Some(on_dismiss) = on_dismiss {
                    <button type="button" onclick={on_dismiss.reform(|_| ())}>{ "Dismiss" }</button>
                }
            </p>
        </div>
    }
}
