//! How well the catalogue foretells real incidents: `tests/incidents`, one file each.
//!
//! A system is described as its owner would have known it before the attack. The techniques that were then used should
//! be listed by threats that apply, while few threats are flagged: flagging everything would find everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, anyhow, ensure};
use kubu_core::{Answers, Assessment, Rules, ThreatId, Verdict};
use serde::Deserialize;

use crate::layout;

/// The least share of techniques that threats which apply must list, over all incidents together.
const LEAST_RECALL: f64 = 0.95;
/// The largest mean share of the catalogue's threats that may be flagged.
const LARGEST_SHARE: f64 = 0.40;
/// The framework that the techniques are from.
const FRAMEWORK: &str = "atlas";

/// A real incident, as its file tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Incident {
    title: String,
    #[expect(dead_code, reason = "for readers of the file")]
    date: String,
    #[expect(dead_code, reason = "for readers of the file")]
    system: String,
    /// What was used and is in scope.
    techniques: BTreeSet<String>,
    /// Techniques that stay unfound, each with the reason.
    #[serde(default)]
    missed: BTreeMap<String, String>,
    facts: Answers,
}

/// An incident with what the catalogue says of its system.
struct Assessed {
    id: String,
    incident: Incident,
    applies: BTreeSet<ThreatId>,
    undetermined: BTreeSet<ThreatId>,
}

/// Which techniques each threat lists.
type Listed = BTreeMap<ThreatId, BTreeSet<String>>;

/// Prints recall and share for each incident and overall, beside two baselines, and holds them against the aims.
///
/// # Errors
///
/// If a file cannot be read or does not fit the catalogue, or an aim is missed.
pub fn check() -> Result<()> {
    let rules = kubu_catalog::rules().map_err(|faults| anyhow!("the pack is not sound: {faults:?}"))?;
    let listed = listed(&rules);
    let incidents = read(&rules)?;
    println!(
        "recall: techniques listed by a threat that applies, of those in scope; exact, loosely, with undetermined"
    );
    println!("share: threats that apply, of all; frequent: recall of as many threats, those most flagged elsewhere\n");
    println!(
        "{:<11} {:>5} {:>6} {:>6} {:>7} {:>6} {:>9}",
        "incident", "used", "exact", "loose", "undet.", "share", "frequent"
    );
    let mut sums = [0_usize; 5];
    let mut shares = 0.0;
    for assessed in &incidents {
        let Assessed { id, incident, applies, undetermined } = assessed;
        let used = &incident.techniques;
        let exact = found(used, applies, &listed, false);
        let loose = found(used, applies, &listed, true);
        let with_open = found(used, &applies.union(undetermined).cloned().collect(), &listed, false);
        let frequent = found(used, &most_flagged_elsewhere(assessed, &incidents), &listed, false);
        let share = ratio(applies.len(), listed.len());
        shares += share;
        for (sum, count) in sums.iter_mut().zip([used.len(), exact.len(), loose.len(), with_open.len(), frequent.len()])
        {
            *sum += count;
        }
        println!(
            "{id:<11} {:>5} {:>6.2} {:>6.2} {:>7.2} {share:>6.2} {:>9.2}  {}",
            used.len(),
            ratio(exact.len(), used.len()),
            ratio(loose.len(), used.len()),
            ratio(with_open.len(), used.len()),
            ratio(frequent.len(), used.len()),
            incident.title,
        );
        for technique in used.difference(&exact) {
            let cause = if listed.values().any(|ids| ids.contains(technique)) {
                "no condition of a threat that lists it held"
            } else {
                "no threat lists it"
            };
            let reason = incident.missed.get(technique).map_or("", String::as_str);
            println!("{:11} missed {technique}: {cause}. {reason}", "");
        }
    }
    let [used, exact, loose, with_open, frequent] = sums;
    let recall = ratio(exact, used);
    let share = shares / ratio(incidents.len(), 1).max(1.0);
    println!(
        "{:<11} {used:>5} {recall:>6.2} {:>6.2} {:>7.2} {share:>6.2} {:>9.2}",
        "all",
        ratio(loose, used),
        ratio(with_open, used),
        ratio(frequent, used),
    );
    let everything: BTreeSet<ThreatId> = listed.keys().cloned().collect();
    let flag_all: usize =
        incidents.iter().map(|a| found(&a.incident.techniques, &everything, &listed, false).len()).sum();
    println!("{:<11} {used:>5} {:>6.2} {:>6} {:>7} {:>6.2}", "flag all", ratio(flag_all, used), "", "", 1.0);
    ensure!(recall >= LEAST_RECALL, "recall is {recall:.2}, below the aim of {LEAST_RECALL}");
    ensure!(share <= LARGEST_SHARE, "the mean share flagged is {share:.2}, above the aim of {LARGEST_SHARE}");
    Ok(())
}

fn listed(rules: &Rules) -> Listed {
    let techniques = |threat: &kubu_core::Threat| {
        threat.references.iter().filter(|r| r.framework == FRAMEWORK).map(|r| r.id.clone()).collect()
    };
    rules.catalog().threats.iter().map(|threat| (threat.id.clone(), techniques(threat))).collect()
}

fn read(rules: &Rules) -> Result<Vec<Assessed>> {
    let folder = layout::root().join("tests/incidents");
    let mut paths: Vec<_> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let mut incidents = Vec::new();
    for path in paths {
        let shown = layout::shown(&path);
        let incident: Incident = toml::from_str(&fs::read_to_string(&path)?).with_context(|| shown.clone())?;
        // An answer that the catalogue has no place for would silently decide nothing.
        let document = Assessment { description: incident.facts.clone().into(), ..Assessment::default() };
        let opened = Assessment::open(&document.to_json(), rules).map_err(|faults| anyhow!("{shown}: {faults:?}"))?;
        if let Some(misfit) = opened.warnings.first() {
            return Err(anyhow!("{shown}: {misfit}"));
        }
        let verdicts = rules.catalog().threats.iter().zip(rules.verdicts(&document.description));
        let mut assessed = Assessed {
            id: path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned(),
            incident,
            applies: BTreeSet::new(),
            undetermined: BTreeSet::new(),
        };
        for (threat, verdict) in verdicts {
            match verdict {
                Verdict::Applies => assessed.applies.insert(threat.id.clone()),
                Verdict::Undetermined => assessed.undetermined.insert(threat.id.clone()),
                Verdict::DoesNotApply => false,
            };
        }
        incidents.push(assessed);
    }
    Ok(incidents)
}

/// Which of the techniques used the threats list: exactly, or loosely by parent or sub-technique.
fn found(used: &BTreeSet<String>, threats: &BTreeSet<ThreatId>, listed: &Listed, loosely: bool) -> BTreeSet<String> {
    let named: BTreeSet<&String> = threats.iter().filter_map(|threat| listed.get(threat)).flatten().collect();
    let parent = |id: &str| id.get(..9).unwrap_or(id).to_owned();
    let family: BTreeSet<String> = named.iter().map(|id| parent(id)).collect();
    used.iter().filter(|id| named.contains(id) || (loosely && family.contains(&parent(id)))).cloned().collect()
}

/// As many threats as this incident has, those that the other incidents have most often.
fn most_flagged_elsewhere(one: &Assessed, all: &[Assessed]) -> BTreeSet<ThreatId> {
    let mut counts: BTreeMap<&ThreatId, usize> = BTreeMap::new();
    for threat in all.iter().filter(|other| other.id != one.id).flat_map(|other| &other.applies) {
        *counts.entry(threat).or_default() += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    ranked.into_iter().take(one.applies.len()).map(|(threat, _)| threat.clone()).collect()
}

/// A share; of nothing, all is found.
fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 1.0 } else { number(part) / number(whole) }
}
