//! What is handed over: a page for who decides, then the register, the checklist and every verdict, for who checks.

mod answers;
mod checklist;
mod file;
mod register;
mod summary;
mod table;
mod verdicts;

use yew::prelude::*;

use crate::components::{please_wait, use_patience};
use crate::dates::today;
use crate::findings::use_findings;
use crate::rules::use_rules;
use crate::tag::{tag, text, told};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ReportProps {
    /// Saves the assessment as a file.
    pub(crate) on_save: Callback<()>,
}

/// The report, and the ways to take it along.
#[component]
pub(crate) fn Report(ReportProps { on_save }: &ReportProps) -> Html {
    let (rules, findings) = (use_rules(), use_findings());
    let article = use_node_ref();
    let written = use_patience(&findings.assessment.description);
    if !written {
        return please_wait("Writing the report …");
    }
    let on_print = |_| drop(gloo::utils::window().print());
    let on_file = {
        let (article, findings) = (article.clone(), findings.clone());
        move |_| file::save(&article, &findings.stamped())
    };
    let title = &findings.assessment.title;
    let catalog = rules.catalog();
    let over = vec![
        told("p", "over", "Security assessment of an AI system"),
        told("h1", "title", if title.is_empty() { "Untitled system" } else { title }),
        told("p", "soft", &["As of ", &today(), ". ", &catalog.title, " ", &catalog.version, "."].concat()),
    ];
    let parts: Html = [
        tag("header", "", over),
        summary::view(&rules, &findings),
        register::view(&rules, &findings),
        checklist::view(&rules, &findings),
        verdicts::view(&rules, &findings),
        answers::view(&rules, &findings),
        about(&rules),
    ]
    .into_iter()
    .collect();
    html! {
        <>
            <div class="intro screen">
                <p>{ "The first page is for who decides. The register, the checklist and every verdict follow, for who checks." }</p>
                <p class="actions">
                    <button type="button" class="primary" onclick={on_print}>{ "Print or save as PDF" }</button>
                    <button type="button" onclick={on_file}>{ "Save as one HTML file" }</button>
                    <button type="button" onclick={on_save.reform(|_| ())}>{ "Save the assessment" }</button>
                </p>
            </div>
            <article ref={article} class="report">{ parts }</article>
        </>
    }
}

/// What the report rests on.
fn about(rules: &kubu_core::Rules) -> Html {
    use kubu_core::Provenance::{Mapped, Organisation, Recalled, Secondary, Verified};
    let catalog = rules.catalog();
    let sources = [Verified, Secondary, Recalled, Mapped, Organisation].into_iter().filter_map(|provenance| {
        let threats = catalog.threats.iter().filter(|threat| threat.provenance == provenance).count();
        let controls = catalog.controls.iter().filter(|control| control.provenance == provenance).count();
        let source = [&provenance.to_string(), ": ", provenance.meaning()].concat();
        let row = || vec![text(&source), text(&threats.to_string()), text(&controls.to_string())];
        (threats + controls > 0).then(row)
    });
    let packs = catalog.packs.values().map(|pack| {
        let says = ["Pack of ", &pack.name, ", version ", &pack.version, ", "].concat();
        tag("p", "soft", vec![text(&says), told("code", "", &pack.hash), text(".")])
    });
    let heads = ["Source", "Threats", "Controls"];
    let made_with = ["Catalogue ", &catalog.id, " ", &catalog.version, ", "].concat();
    let mut holds = vec![
        told("h2", "", "What this report rests on"),
        told(
            "p",
            "",
            "Verdicts follow from the answers alone, by written rules; nobody tested the system. A threat applies if it \
             does however the open questions are answered. Levels are proposed by the 5×5 method of the Cyber Security \
             Agency of Singapore (CSA) and may be overruled with a reason. CSA’s guides are voluntary: this is no proof \
             of conformity. Kubu is neither affiliated with nor endorsed by CSA, and all wording is Kubu’s own.",
        ),
        table::view("Where the entries of the catalogue come from", &heads, sources.collect()),
        tag("p", "soft", vec![text(&made_with), told("code", "", &catalog.hash), text(".")]),
    ];
    holds.extend(packs);
    tag("section", "", holds)
}
