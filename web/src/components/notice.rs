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
    /// Whether what was there before can be brought back.
    restorable: bool,
}

impl Notice {
    /// Something could not be done.
    pub(crate) fn refused(message: &'static str, details: Vec<Diagnostic>) -> Self {
        Self { message: format!("{message}:").into(), details, urgent: true, restorable: false }
    }

    /// Something needs attention.
    pub(crate) fn warning(message: String) -> Self {
        Self { message: message.into(), details: Vec::new(), urgent: true, restorable: false }
    }

    /// Another assessment is in place of the one before.
    pub(crate) fn replaced(message: &'static str, details: Vec<Diagnostic>) -> Self {
        Self { message: message.into(), details, urgent: false, restorable: true }
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NoticeProps {
    pub(crate) notice: Notice,
    #[prop_or_default]
    pub(crate) on_dismiss: Option<Callback<()>>,
    #[prop_or_default]
    pub(crate) on_restore: Option<Callback<()>>,
}

/// Shows a notice.
#[component]
pub(crate) fn NoticeView(NoticeProps { notice, on_dismiss, on_restore }: &NoticeProps) -> Html {
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
                if let (true, Some(on_restore)) = (notice.restorable, on_restore) {
                    <button type="button" onclick={on_restore.reform(|_| ())}>{ "Undo" }</button>
                }
                if let Some(on_dismiss) = on_dismiss {
                    <button type="button" onclick={on_dismiss.reform(|_| ())}>{ "Dismiss" }</button>
                }
            </p>
        </div>
    }
}
