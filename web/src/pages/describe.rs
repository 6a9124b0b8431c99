//! Step 1: describe the system, and see the threats appear.

mod questions;

use yew::prelude::*;

use crate::components::{Link, VerdictMark};
use crate::document::use_edit;
use crate::findings::use_findings;
use crate::route::{Page, Route};
use crate::rules::use_rules;
use questions::Questions;

/// Questions, and beside them what their answers say.
#[component]
pub(crate) fn Describe() -> Html {
    let (rules, findings, edit) = (use_rules(), use_findings(), use_edit());
    let report = findings.report();
    let threats = rules.catalog().threats.iter().zip(&report.threats);
    html! {
        <>
            <h1>{ "Describe the system" }</h1>
            <p><Link to={Page::Map}>{ "Draw the system map" }</Link></p>
            <div class="columns">
                <Questions assessment={findings.assessment.clone()} report={report.clone()} {edit} />
                <section class="results" aria-labelledby="live">
                    <h2 id="live">{ "Threats" }</h2>
                    <ul>
                        { for threats.map(|(threat, finding)| html! {
                            <li key={threat.id.as_str()}>
                                <Link to={Route::to(Page::Prioritise, &threat.id)}>{ &threat.title }</Link>
                                <VerdictMark verdict={finding.verdict} />
                            </li>
                        }) }
                    </ul>
                </section>
            </div>
        </>
    }
}
