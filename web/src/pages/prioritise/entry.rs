//! A threat in the list: a row that opens.

use kubu_core::{
    AnswerEffect, Explanation, Flips, Level, Range, Rules, StageId, Strength, Threat, ThreatFinding, Verdict,
};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::overrule;
use super::trial::{TrialView, TrialViewProps};
use crate::components::{level, link, verdict};
use crate::document::use_edit;
use crate::findings::{Findings, use_findings};
use crate::markdown;
use crate::packs::{notes, owner};
use crate::piece::piece;
use crate::route::{Page, Route, use_place};
use crate::rules::use_rules;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct EntryProps {
    /// The position of the threat in the catalogue.
    pub(super) position: usize,
    pub(super) verdict: Verdict,
    /// Before controls, and now.
    pub(super) levels: Option<(Range<Level>, Range<Level>)>,
    pub(super) overruled: bool,
    /// Another number than before, and not 0, where the user is led here: it opens and takes the focus.
    pub(super) visit: u32,
    /// Which of its flips is tried.
    pub(super) trial: Option<usize>,
    /// Tries a flip of a threat, or ends a trial.
    pub(super) try_out: Callback<Option<(usize, usize)>>,
    /// Told when a trial is kept.
    pub(super) kept: Callback<()>,
}

/// The row, and below it, while it is open, everything about the threat.
#[component]
pub(super) fn Entry(props: &EntryProps) -> Html {
    let (rules, go) = (use_rules(), use_place().go);
    let visit = props.visit;
    let open = use_state_eq(|| visit > 0);
    let summary = use_node_ref();
    use_effect_with(visit, {
        let (open, summary) = (open.clone(), summary.clone());
        move |visit| {
            if *visit > 0 {
                open.set(true);
                if let Some(summary) = summary.cast::<HtmlElement>() {
                    let _ = summary.focus();
                }
            }
        }
    });
    let Some(threat) = rules.catalog().threats.get(props.position) else { return Html::default() };
    // The state decides, not the browser, so that the content is there in the frame that shows it.
    let onclick = {
        let (open, address) = (open.clone(), Route::to(Page::Prioritise, &threat.id));
        move |event: MouseEvent| {
            event.prevent_default();
            let opens = !*open;
            open.set(opens);
            if opens {
                go.emit(address.clone());
            } else if visit > 0 {
                go.emit(Page::Prioritise.into());
            }
        }
    };
    html! {
        <details class="threat" open={*open}>
            <summary ref={summary} {onclick}>
                <h3>{ &threat.title }{ " " }{ owner(&rules, threat.id.as_str()) }</h3>
                { verdict::mark(props.verdict) }
                if let Some((inherent, current)) = props.levels {
                    <span class="now">
                        { level::range(current) }
                        if props.overruled { <span class="tag">{ "overruled" }</span> }
                    </span>
                    <span class="before">
                        if inherent == current {
                            { "the same" }
                        } else {
                            { level::range(inherent) }
                        }
                        <span class="unseen">{ " before controls" }</span>
                    </span>
                }
                <span class="harms">{ listed(threat.harms.iter().map(ToString::to_string)) }</span>
            </summary>
            if *open {
                { piece::<Detail>(props.clone()) }
            }
        </details>
    }
}

/// Names, separated by commas.
fn listed(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[component]
fn Detail(props: &EntryProps) -> Html {
    let (rules, findings, edit) = (use_rules(), use_findings(), use_edit());
    let found = rules.catalog().threats.get(props.position).zip(findings.report().threats.get(props.position));
    let Some((threat, finding)) = found else { return Html::default() };
    let entry = findings.risk(&threat.id);
    let change = if finding.verdict == Verdict::Undetermined {
        open_facts(&rules, &finding.explanation)
    } else {
        flips(rules.flips_of_threat(&threat.id, &findings.assessment.description), props)
    };
    html! {
        <div class="detail">
            <div>
                <p class="why">{ &finding.explanation.sentence }</p>
                <p>{ threat.scenario.to_string() }</p>
                { markdown::render(&threat.summary) }
                { notes(&rules, threat.id.as_str()) }
                { change }
                if let Some((risk, entry)) = finding.risk.as_ref().zip(entry) {
                    <h4>{ "Its risk, and how it is proposed" }</h4>
                    { overrule::view(&threat.id, risk, entry, &findings.assessment, &edit) }
                }
            </div>
            <div>
                { mitigations(&rules, threat, finding, &findings) }
                { about(&rules, threat, &findings) }
            </div>
        </div>
    }
}

/// The smallest changes that would flip a settled verdict, each to be tried.
fn flips(flips: Option<Flips>, props: &EntryProps) -> Html {
    let Some(Flips { flips, more, .. }) = flips else { return Html::default() };
    html! {
        <>
            <h4>{ "What would change it" }</h4>
            if flips.is_empty() { <p>{ "No change of answers." }</p> }
            <ul class="flips">
                { for flips.into_iter().enumerate().map(|(position, flip)| {
                    let tried = props.trial == Some(position);
                    let onclick = {
                        let wish = (!tried).then_some((props.position, position));
                        props.try_out.reform(move |_: MouseEvent| wish)
                    };
                    html! {
                        <li key={position}>
                            <p>{ &flip.sentence }</p>
                            <button type="button" {onclick} aria-label={if tried { "Drop the trial".to_owned() } else { "Try it: ".to_owned() + &flip.sentence }}>
                                { if tried { "Drop" } else { "Try it" } }
                            </button>
                            if tried { { piece::<TrialView>(TrialViewProps { flip, kept: props.kept.clone() }) } }
                        </li>
                    }
                }) }
            </ul>
            if more { <p class="perhaps">{ "There are more changes of this size." }</p> }
        </>
    }
}

/// What each answer to an open question would do.
fn open_facts(rules: &Rules, explanation: &Explanation) -> Html {
    let facts = explanation.open.iter().filter_map(|open| Some((rules.fact(&open.fact)?, open)));
    html! {
        <>
            <h4>{ "What is open" }</h4>
            <dl class="open">
                { for facts.map(|(fact, open)| {
                    let answers = |verdict| {
                        let answers = open.answers.iter().filter(move |effect| effect.verdict == verdict);
                        listed(answers.map(|AnswerEffect { option, .. }| {
                            option.as_ref().map_or("None of these", |option| fact.option_label(option)).to_owned()
                        }))
                    };
                    let effects = [Verdict::Applies, Verdict::DoesNotApply, Verdict::Undetermined];
                    let effects = effects.map(|verdict| (verdict, answers(verdict)));
                    html! {
                        <>
                            <dt>{ link(Route::to(Page::Describe, &fact.id), &fact.question) }</dt>
                            { for effects.into_iter().filter(|(_, answers)| !answers.is_empty()).map(|(verdict, answers)| html! {
                                <dd>{ verdict::mark(verdict) }{ " if: " }{ answers }</dd>
                            }) }
                        </>
                    }
                }) }
            </dl>
        </>
    }
}

/// The controls that answer the threat, and how far each is.
fn mitigations(rules: &Rules, threat: &Threat, finding: &ThreatFinding, findings: &Findings) -> Html {
    let title = if finding.verdict == Verdict::DoesNotApply { "What would answer it" } else { "What answers it" };
    html! {
        <>
            <h4>{ title }</h4>
            <ul class="answers">
                { for threat.mitigations.iter().map(|mitigation| {
                    let control = rules.catalog().control(&mitigation.control);
                    let strength = match mitigation.strength {
                        Strength::Primary => "answers the cause",
                        Strength::Supporting => "helps",
                    };
                    html! {
                        <li>
                            { link(Route::to(Page::Treat, &mitigation.control), control.map_or("", |control| &control.title)) }
                            <span>{ strength }{ "; " }{ findings.assessment.status(&mitigation.control).to_string() }</span>
                            <p>{ &*mitigation.why }</p>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}

/// Where it sits, when it comes in and strikes, where it happened, what others call it, and where all this comes from.
fn about(rules: &Rules, threat: &Threat, findings: &Findings) -> Html {
    let catalog = rules.catalog();
    let stages = |ids: &[StageId]| {
        let stages = catalog.stages.iter().filter(|stage| ids.contains(&stage.id));
        html! { listed(stages.map(|stage| stage.title.clone())) }
    };
    let kinds = catalog.component_kinds.iter().filter(|kind| threat.found_at.contains(&kind.id));
    let here = findings.assessment.description.components.iter();
    let here = here.filter(|(_, component)| threat.found_at.contains(&component.kind));
    let here: Vec<Html> =
        here.map(|(id, component)| html! { <li>{ link(Route::to(Page::Map, id), &component.name) }</li> }).collect();
    let facts = [
        ("Comes in during", stages(&threat.introduced)),
        ("Strikes during", stages(&threat.strikes)),
        ("Sits in", html! { listed(kinds.map(|kind| kind.title.clone())) }),
        (
            "On the map",
            if here.is_empty() {
                Html::default()
            } else {
                html! { <ul>{ for here }</ul> }
            },
        ),
        ("Source", html! { <>{ threat.provenance.to_string() }{ ": " }{ threat.provenance.meaning() }</> }),
    ];
    let references = catalog.frameworks.iter().filter_map(|framework| {
        let cited = threat.references.iter().filter(|reference| reference.framework == framework.id);
        let cited: Vec<Html> = cited
            .map(|reference| html! { <li>{ &reference.id }{ " " }{ framework.entries.get(&reference.id).cloned() }</li> })
            .collect();
        (!cited.is_empty()).then(|| html! {
            <>
                <dt>{ &framework.title }{ ", edition " }{ &framework.edition }</dt>
                <dd><ul>{ for cited }</ul></dd>
            </>
        })
    });
    html! {
        <>
            <h4>{ "Where and when" }</h4>
            <dl class="facts">
                { for facts.into_iter().filter(|(_, value)| *value != Html::default()).map(|(name, value)| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }) }
            </dl>
            if let Some(incident) = &threat.incident {
                <h4>{ "Where it happened" }</h4>
                <p>{ &incident.what }{ " " }{ source(&incident.source) }</p>
            }
            <h4>{ "In other lists" }</h4>
            <dl class="references">{ for references }</dl>
        </>
    }
}

/// Where an incident is told: a link, or the id of a case study.
fn source(source: &str) -> Html {
    match source.strip_prefix("https://") {
        Some(address) => {
            let host = address.split('/').next().unwrap_or(address).to_owned();
            html! { <a href={source.to_owned()} rel="noopener noreferrer" target="_blank">{ host }</a> }
        }
        None => html! { <>{ "(MITRE ATLAS case study " }{ source.to_owned() }{ ")" }</> },
    }
}
