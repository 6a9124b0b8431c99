//! What follows from the answers, as they are given.

use std::cmp::Reverse;
use std::rc::Rc;

use kubu_core::{
    Assessment, Difference, Level, Range, Report, Rules, ThreatFinding, ThreatId, Verdict, VerdictChange, sort_by,
};
use yew::prelude::*;

use crate::components::{disclosure, level, link, verdict};
use crate::counted::counted;
use crate::findings::use_findings;
use crate::piece::keyed;
use crate::route::{Page, Route};
use crate::rules::{SharedRules, use_rules};

/// So many threats that began to apply are told with their reasons.
const TOLD: usize = 3;

/// What was last seen, and what changed then.
struct Seen {
    assessment: Rc<Assessment>,
    report: Rc<Report>,
    change: Option<Rc<Difference>>,
}

/// Counts, what the last answer changed, and the threats that apply.
#[component]
pub(crate) fn Live() -> Html {
    let (rules, findings) = (use_rules(), use_findings());
    let open = use_state_eq(|| false);
    let seen = use_mut_ref(|| Seen {
        assessment: findings.assessment.clone(),
        report: findings.report().clone(),
        change: None,
    });
    let report = findings.report();
    let change = {
        let mut seen = seen.borrow_mut();
        if !Rc::ptr_eq(&seen.assessment, &findings.assessment) {
            // Another name of the system changes nothing.
            if seen.assessment.description != findings.assessment.description {
                seen.change = Some(Rc::new(seen.report.difference(report)));
            }
            seen.assessment = findings.assessment.clone();
            seen.report = report.clone();
        }
        seen.change.clone()
    };
    let change = change.as_deref();
    let of = |wanted: Verdict| {
        let mut threats: Vec<(usize, &ThreatFinding)> =
            report.threats.iter().enumerate().filter(|(_, finding)| finding.verdict == wanted).collect();
        sort_by(&mut threats, |(_, a), (_, b)| worst(a).cmp(&worst(b)));
        let levels = threats.into_iter().map(|(position, finding)| (position, finding.risk.as_ref().map(|r| r.level)));
        levels.collect::<Vec<_>>()
    };
    let (applies, undetermined) = (of(Verdict::Applies), of(Verdict::Undetermined));
    let settled = report.threats.len() - applies.len() - undetermined.len();
    let controls = report.controls.iter().filter(|control| control.verdict == Verdict::Applies).count();
    let count = |wanted: Verdict, count: usize, words: &'static str| {
        html! {
            <span class={classes!("verdict", verdict::class(wanted))}><span class="mark" aria-hidden="true"></span>{ count }{ " " }{ words }</span>
        }
    };
    let tally = html! {
        <span class="tally">
            { count(Verdict::Applies, applies.len(), if applies.len() == 1 { "applies" } else { "apply" }) }
            { count(Verdict::Undetermined, undetermined.len(), "undetermined") }
            { count(Verdict::DoesNotApply, settled, "ruled out") }
        </span>
    };
    let news = change.map(|change| Told::new(change, report));
    let first = news.as_ref().and_then(|news| news.began.first());
    let onclick = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let rest = Callback::from(move |()| rows(&undetermined));
    let undetermined = report.threats.len() - applies.len() - settled;
    let so_far = if undetermined > 0 { " so far." } else { "." };
    html! {
        <div class={if *open { "live open" } else { "live" }}>
            <p class="unseen" role="status">{ news.as_ref().map(Told::spoken) }</p>
            <button type="button" class="bar" {onclick} aria-expanded={if *open { "true" } else { "false" }}>
                { tally.clone() }
                if let Some(change) = first.filter(|_| !*open) {
                    <span class="news"><strong>{ title(&rules, &change.id) }</strong>{ " " }{ &change.sentence }</span>
                }
            </button>
            <section class="results" aria-labelledby="live">
                <h2 id="live">{ "What follows" }</h2>
                <p>{ tally }</p>
                <p class="counts">{ [counted(controls, "control").as_str(), if controls == 1 { " applies" } else { " apply" }, so_far].concat() }</p>
                if let Some(news) = &news { { told(&rules, news) } }
                if applies.is_empty() {
                    <p class="empty">{ "No threat applies yet. A few answers are enough for the first ones to show, each with its reason." }</p>
                } else {
                    <h3>{ "Threats that apply" }</h3>
                    { rows(&applies) }
                }
                if undetermined > 0 {
                    { disclosure(["Undetermined (", &undetermined.to_string(), ")"].concat(), rest) }
                }
            </section>
        </div>
    }
}

/// The worst come first.
fn worst(finding: &ThreatFinding) -> Reverse<Option<(Level, Level)>> {
    Reverse(finding.risk.as_ref().map(|risk| (risk.level.most, risk.level.least)))
}

fn title<'a>(rules: &'a Rules, id: &ThreatId) -> &'a str {
    rules.catalog().threat(id).map_or("", |threat| &threat.title)
}

fn rows(threats: &[(usize, Option<Range<Level>>)]) -> Html {
    let row = |(position, level): &(usize, Option<Range<Level>>)| {
        keyed::<Row>(*position, RowProps { position: *position, level: *level })
    };
    html! { <ul class="rows">{ for threats.iter().map(row) }</ul> }
}

#[derive(Debug, Clone, Copy, PartialEq, Properties)]
struct RowProps {
    /// Which threat of the catalogue.
    position: usize,
    level: Option<Range<Level>>,
}

/// A threat with its level. Most stay as they are when an answer is given.
#[component]
fn Row(RowProps { position, level }: &RowProps) -> Html {
    let rules = use_rules();
    let Some(threat) = rules.catalog().threats.get(*position) else { return Html::default() };
    html! {
        <li>
            { link(Route::to(Page::Prioritise, &threat.id), &threat.title) }
            { level.map(level::range) }
        </li>
    }
}

/// What an answer changed, sorted by what it means.
struct Told<'a> {
    difference: &'a Difference,
    /// What applies now, worst first.
    began: Vec<&'a VerdictChange<ThreatId>>,
    /// What can no longer apply.
    ended: Vec<&'a VerdictChange<ThreatId>>,
    /// What is undetermined again.
    opened: Vec<&'a VerdictChange<ThreatId>>,
    report: &'a Report,
}

impl<'a> Told<'a> {
    fn new(difference: &'a Difference, report: &'a Report) -> Self {
        let to = |verdict| difference.threats.iter().filter(move |change| change.to == verdict).collect::<Vec<_>>();
        let mut began = to(Verdict::Applies);
        let finding = |change: &VerdictChange<ThreatId>| report.threats.iter().find(|finding| finding.id == change.id);
        sort_by(&mut began, |a, b| finding(a).map(worst).cmp(&finding(b).map(worst)));
        Self { difference, began, ended: to(Verdict::DoesNotApply), opened: to(Verdict::Undetermined), report }
    }

    /// In one sentence, for those who hear it.
    fn spoken(&self) -> String {
        let parts = [
            (self.began.len(), if self.began.len() == 1 { " now applies" } else { " now apply" }),
            (self.ended.len(), " ruled out"),
            (self.opened.len(), " undetermined again"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        parts.map(|(count, words)| [&counted(count, "threat"), words].concat()).collect::<Vec<_>>().join(", ")
    }
}

/// What the last answer changed.
fn told(rules: &SharedRules, news: &Told<'_>) -> Html {
    let names = |words: &str, changes: &[&VerdictChange<ThreatId>]| {
        if changes.is_empty() {
            return Html::default();
        }
        let titles = changes.iter().map(|change| title(rules, &change.id));
        html! { <p>{ listed(&[&changes.len().to_string(), words].concat(), titles, 4) }</p> }
    };
    let catalog = rules.catalog();
    let controls = news.difference.controls.iter().filter(|change| change.to == Verdict::Applies);
    let controls: Vec<&str> =
        controls.filter_map(|change| catalog.control(&change.id)).map(|control| control.title.as_str()).collect();
    html! {
        <section class="change" aria-labelledby="change">
            <h3 id="change">{ "What the last answer changed" }</h3>
            if news.difference.threats.is_empty() {
                <p>{ "No verdict by itself. It counts together with other answers." }</p>
            }
            <ul>
                { for news.began.iter().take(TOLD).map(|change| html! {
                    <li>
                        { link(Route::to(Page::Prioritise, &change.id), title(rules, &change.id)) }
                        { news.report.threats.iter().find(|finding| finding.id == change.id).and_then(|finding| finding.risk.as_ref()).map(|risk| level::range(risk.level)) }
                        <p>{ &change.sentence }</p>
                    </li>
                }) }
            </ul>
            { names(" more apply now: ", news.began.get(TOLD..).unwrap_or_default()) }
            { names(" ruled out: ", &news.ended) }
            { names(" undetermined again: ", &news.opened) }
            if !controls.is_empty() {
                <p>{ listed(if news.began.is_empty() { "Controls that apply now: " } else { "Controls that came with them: " }, controls.iter().copied(), 4) }</p>
            }
        </section>
    }
}

/// The first few of a list in words.
fn listed<'a>(words: &str, titles: impl ExactSizeIterator<Item = &'a str>, most: usize) -> String {
    let more = titles.len().saturating_sub(most);
    let mut text = [words, &titles.take(most).collect::<Vec<_>>().join(", ")].concat();
    if more > 0 {
        text.push_str(&[" and ", &more.to_string(), " more"].concat());
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed("Now: ", ["a", "b"].into_iter(), 2), "Now: a, b.");
        assert_eq!(listed("Now: ", ["a", "b", "c"].into_iter(), 2), "Now: a, b and 1 more.");
    }
}
