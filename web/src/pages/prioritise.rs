//! The threats, those that apply first, each with its reason.

use std::cmp::Reverse;
use std::rc::Rc;

use kubu_core::{
    Assessment, Contribution, Flips, Level, ProposedFactor, Report, Risk, Rules, Strength, Threat, ThreatFinding,
    Verdict, sort_by,
};
use yew::prelude::*;

use crate::components::{Disclosure, VerdictMark};
use crate::findings::use_findings;
use crate::markdown::Markdown;
use crate::rules::{SharedRules, use_rules};

/// The list of threats.
#[component]
pub(crate) fn Prioritise() -> Html {
    let (rules, findings) = (use_rules(), use_findings());
    let report = findings.report();
    let assessment = &findings.assessment;
    let mut findings: Vec<(&Threat, &ThreatFinding)> = rules.catalog().threats.iter().zip(&report.threats).collect();
    let rank = |finding: &ThreatFinding| {
        (finding.verdict, Reverse(finding.risk.as_ref().map(|risk| (risk.level.most, risk.level.least))))
    };
    sort_by(&mut findings, |(_, a), (_, b)| rank(a).cmp(&rank(b)));
    html! {
        <section aria-labelledby="threats-heading">
            <h1 id="threats-heading" tabindex="-1">{ "Threats" }</h1>
            <p class="counts" role="status">{ counts(report) }</p>
            <ul class="cards">
                { for findings.into_iter().map(|(threat, finding)| html! {
                    <li key={threat.id.as_str()}>{ view(&rules, threat, finding, assessment) }</li>
                }) }
            </ul>
        </section>
    }
}

/// How many threats have which verdict.
pub(crate) fn counts(report: &Report) -> String {
    let count = |verdict| report.threats.iter().filter(|finding| finding.verdict == verdict).count();
    let (applies, undetermined) = (count(Verdict::Applies), count(Verdict::Undetermined));
    format!("{applies} apply, {undetermined} undetermined, {} do not apply", count(Verdict::DoesNotApply))
}

fn view(rules: &SharedRules, threat: &Threat, finding: &ThreatFinding, assessment: &Rc<Assessment>) -> Html {
    let flips = {
        let (rules, id, assessment) = (*rules, threat.id.clone(), assessment.clone());
        move |()| would_change_it(rules.flips_of_threat(&id, &assessment.description))
    };
    let about = {
        let (rules, id) = (*rules, threat.id.clone());
        move |()| {
            rules.catalog().threats.iter().find(|threat| threat.id == id).map(|t| about(&rules, t)).unwrap_or_default()
        }
    };
    html! {
        <article class="card" id={format!("threat-{}", threat.id)}>
            <h3>{ &threat.title }</h3>
            <VerdictMark verdict={finding.verdict} />
            <p class="why">{ &finding.explanation.sentence }</p>
            if let Some(risk) = &finding.risk {
                { risk_view(risk) }
            }
            if finding.verdict == Verdict::Undetermined {
                { effects(rules, finding) }
            } else {
                <Disclosure summary="What would change it" content={flips} />
            }
            <Disclosure summary="What happens, and what answers it" content={about} />
        </article>
    }
}

/// What happens, where it happened, what answers it, and where it comes from.
fn about(rules: &Rules, threat: &Threat) -> Html {
    html! {
        <>
            <Markdown text={threat.summary.clone()} />
            <p>{ "Harms " }{ threat.harms.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ") }{ "." }</p>
            if let Some(incident) = &threat.incident {
                <h4>{ "Where it happened" }</h4>
                <p>{ &incident.what }{ " " }{ source(&incident.source) }</p>
            }
            <h4>{ "Answered by" }</h4>
            <ul>
                { for threat.mitigations.iter().map(|mitigation| {
                    let title = rules.catalog().controls.iter().find(|c| c.id == mitigation.control).map(|c| c.title.clone());
                    let strength = match mitigation.strength {
                        Strength::Primary => "answers the cause",
                        Strength::Supporting => "helps",
                    };
                    html! { <li><strong>{ title }</strong>{ format!(" ({strength}): {}", mitigation.why) }</li> }
                }) }
            </ul>
            <h4>{ "In other lists" }</h4>
            <ul class="references">{ for references(rules, threat) }</ul>
            <p class="provenance">{ format!("Source: {} ({}).", threat.provenance, threat.provenance.meaning()) }</p>
        </>
    }
}

/// The level, and on request how it was proposed.
fn risk_view(risk: &Risk) -> Html {
    let factors = risk.factors.clone();
    let content = move |()| {
        html! {
            <dl>
                { for factors.iter().map(|ProposedFactor { factor, value, because, perhaps, cap }| html! {
                    <div key={factor.to_string()}>
                        <dt>{ format!("{factor} {value}") }</dt>
                        <dd>
                            <ul>
                                { for because.iter().map(|Contribution { by, why }| html! { <li>{ format!("{by}: {why}") }</li> }) }
                                { for perhaps.iter().map(|Contribution { by, why }| html! { <li>{ format!("perhaps {by}: {why}") }</li> }) }
                                { for cap.iter().map(|cap| html! { <li>{ format!("at most {}: {}", cap.at_most, cap.why) }</li> }) }
                            </ul>
                        </dd>
                    </div>
                }) }
            </dl>
        }
    };
    html! { <Disclosure class={classes!("risk", level_class(risk.level.most))} summary={risk.to_string()} {content} /> }
}

fn level_class(level: Level) -> &'static str {
    match level {
        Level::Low => "low",
        Level::Medium => "medium",
        Level::MediumHigh => "medium-high",
        Level::High => "high",
        Level::VeryHigh => "very-high",
    }
}

/// The smallest changes that would flip a settled verdict.
fn would_change_it(flips: Option<Flips>) -> Html {
    match flips {
        Some(Flips { flips, more, .. }) if !flips.is_empty() => html! {
            <>
                <ul>{ for flips.iter().map(|flip| html! { <li>{ &flip.sentence }</li> }) }</ul>
                if more { <p class="perhaps">{ "There are more changes of this size." }</p> }
            </>
        },
        _ => html! { <p>{ "No change of answers." }</p> },
    }
}

/// What each answer to an open question would do.
fn effects(rules: &Rules, finding: &ThreatFinding) -> Html {
    finding
        .explanation
        .open
        .iter()
        .filter_map(|open| rules.fact(&open.fact).map(|fact| (fact, open)))
        .map(|(fact, open)| {
            let answers: Vec<(String, Verdict)> = (open.answers.iter())
                .map(|effect| {
                    let answer = effect.option.as_ref().map_or("None of these", |option| fact.option_label(option));
                    (format!("{answer}: "), effect.verdict)
                })
                .collect();
            let content = move |()| {
                let rows = answers.iter().map(|(answer, verdict)| {
                    html! { <li>{ answer }<strong>{ verdict.to_string() }</strong></li> }
                });
                html! { <ul>{ for rows }</ul> }
            };
            let summary = format!("If you answer “{}”", fact.question);
            html! { <Disclosure key={fact.id.as_str()} {summary} {content} /> }
        })
        .collect()
}

/// Where an incident is told: a link, or the id of a case study.
fn source(source: &str) -> Html {
    if source.starts_with("https://") {
        html! { <a href={source.to_owned()} rel="noopener noreferrer">{ source }</a> }
    } else {
        html! { format!("(MITRE ATLAS case study {source})") }
    }
}

fn references<'a>(rules: &'a Rules, threat: &'a Threat) -> impl Iterator<Item = Html> + 'a {
    threat.references.iter().filter_map(|reference| {
        let framework = rules.catalog().frameworks.iter().find(|framework| framework.id == reference.framework)?;
        let title = framework.entries.get(&reference.id)?;
        Some(html! { <li>{ format!("{} {}: {} {title}", framework.title, framework.edition, reference.id) }</li> })
    })
}
