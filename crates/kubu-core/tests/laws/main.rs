//! The laws of the core, over random catalogues and descriptions.
//!
//! The judge is slow and obviously right: it tries every completion of the open facts and evaluates the condition
//! with two values only.

mod judge;
mod packs;
mod strategies;

use std::cmp::Ordering;

use judge::{completions, holds, verdict_by_trying_all};
use kubu_core::{
    Answer, Answers, Assessment, Cell, Condition, Control, ControlId, ControlRecord, ControlStatus, Description, Fact,
    FactId, FactKind, Factor, Flips, Level, OpenFact, OptionId, Overrule, Range, Reason, RegisterEntry, Report,
    Response, Risk, RiskRecord, Rules, SortedSet, Threat, ThreatFinding, Treatment, Value, Verdict,
};
use proptest::prelude::*;
use strategies::{Case, case, pairs};

/// What a condition that is left out means.
static ALWAYS: Condition = Condition::ALWAYS;

fn report(case: &Case) -> Report {
    rules(case).report(&case.description())
}

fn rules(case: &Case) -> Rules {
    Rules::new(case.catalog.clone()).expect("random catalogues are sound")
}

/// Each threat's finding with its condition.
fn threats<'a>(case: &'a Case, report: &'a Report) -> impl Iterator<Item = (&'a ThreatFinding, &'a Condition)> {
    report.threats.iter().zip(case.catalog.threats.iter().map(|t| &t.applies_when))
}

/// Whether the answers are as the reasons say.
fn agrees(answers: &Answers, reasons: &[Reason]) -> bool {
    reasons.iter().all(|reason| match answers.get(&reason.fact).expect("it is answered") {
        Answer::One(option) => reason.has.contains(option),
        Answer::Many(options) => {
            reason.has.iter().all(|o| options.contains(o)) && reason.lacks.iter().all(|o| !options.contains(o))
        }
        Answer::DontKnow => false,
    })
}

/// Whether every completion that agrees with `reasons` gives the condition the same value.
fn forces(case: &Case, condition: &Condition, reasons: &[Reason], verdict: Verdict) -> bool {
    let expected = verdict == Verdict::Applies;
    completions(&case.catalog, &Default::default())
        .into_iter()
        .filter(|answers| agrees(answers, reasons))
        .all(|answers| holds(condition, &case.catalog, &answers) == expected)
}

/// The reasons with one option taken out, in every possible way.
fn weakened(reasons: &[Reason]) -> Vec<Vec<Reason>> {
    let mut all = Vec::new();
    for (i, reason) in reasons.iter().enumerate() {
        for dropped in 0..reason.has.len() + reason.lacks.len() {
            let mut fewer = reasons.to_vec();
            if dropped < reason.has.len() {
                fewer[i].has.remove(dropped);
            } else {
                fewer[i].lacks.remove(dropped - reason.has.len());
            }
            if fewer[i].has.is_empty() && fewer[i].lacks.is_empty() {
                fewer.remove(i);
            }
            all.push(fewer);
        }
    }
    all
}

/// Baseline, or any of the threats that the control answers.
fn condition_of(control: &Control, case: &Case) -> Condition {
    let answered = |threat: &&Threat| threat.mitigations.iter().any(|mitigation| mitigation.control == control.id);
    let threats = case.catalog.threats.iter().filter(answered).map(|threat| threat.applies_when.clone());
    Condition::Any(threats.chain(control.baseline.is_some().then_some(Condition::ALWAYS)).collect())
}

/// The condition of every threat and control, with what flips its verdict.
fn flips(case: &Case, description: &Description, rules: &Rules) -> Vec<(Condition, Flips)> {
    let threats = case.catalog.threats.iter();
    let threats = threats.map(|threat| (threat.applies_when.clone(), rules.flips_of_threat(&threat.id, description)));
    let controls = case.catalog.controls.iter();
    let controls =
        controls.map(|control| (condition_of(control, case), rules.flips_of_control(&control.id, description)));
    threats.chain(controls).map(|(condition, flips)| (condition, flips.expect("of the catalogue"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Verdicts are exact: they agree with trying every completion.
    #[test]
    fn verdicts_are_exact(case in case()) {
        let report = report(&case);
        for (finding, condition) in threats(&case, &report) {
            prop_assert_eq!(finding.verdict, verdict_by_trying_all(condition, &case.catalog, &case.answers));
        }
    }

    /// A control applies exactly when it is baseline or one of its threats applies, also where no single threat is settled.
    #[test]
    fn controls_follow_their_threats_exactly(case in case()) {
        let report = report(&case);
        for (finding, control) in report.controls.iter().zip(&case.catalog.controls) {
            let either = condition_of(control, &case);
            prop_assert_eq!(finding.verdict, verdict_by_trying_all(&either, &case.catalog, &case.answers));
        }
    }

    /// A practice is for exactly the systems that it names, and for all if it names none.
    #[test]
    fn practices_are_for_the_systems_that_they_name(case in case()) {
        let report = report(&case);
        for (finding, control) in report.controls.iter().zip(&case.catalog.controls) {
            let verdict = |when: &Option<Condition>| {
                verdict_by_trying_all(when.as_ref().unwrap_or(&ALWAYS), &case.catalog, &case.answers)
            };
            let verdicts = control.practices.iter().map(|practice| verdict(&practice.applies_when)).enumerate();
            let expected: Vec<_> = verdicts.filter(|(_, verdict)| *verdict != Verdict::DoesNotApply).collect();
            let told: Vec<_> = finding.practices.iter().map(|practice| (practice.position, practice.verdict)).collect();
            prop_assert_eq!(told, expected);
        }
    }

    /// Answering an open fact never flips a settled verdict.
    #[test]
    fn settled_verdicts_stay(case in case(), pick in any::<prop::sample::Index>()) {
        let before = report(&case);
        let all = completions(&case.catalog, &case.answers);
        let later = Case { answers: all[pick.index(all.len())].clone(), ..case.clone() };
        for (earlier, later) in before.threats.iter().zip(report(&later).threats) {
            prop_assert_ne!(later.verdict, Verdict::Undetermined);
            prop_assert!(earlier.verdict == Verdict::Undetermined || earlier.verdict == later.verdict);
        }
    }

    /// An explanation alone forces its verdict, and no proper part of it does.
    #[test]
    fn explanations_are_sufficient_and_minimal(case in case()) {
        let report = report(&case);
        for (finding, condition) in threats(&case, &report) {
            let reasons = &finding.explanation.because;
            if finding.verdict == Verdict::Undetermined {
                prop_assert!(reasons.is_empty());
                continue;
            }
            prop_assert!(forces(&case, condition, reasons, finding.verdict));
            for fewer in weakened(reasons) {
                // Without an option, `has` of a choice no longer says anything at all.
                prop_assert!(!forces(&case, condition, &fewer, finding.verdict), "{:?} is enough", fewer);
            }
        }
    }

    /// The open facts are exactly those whose answer can change a verdict, and each listed effect is true.
    #[test]
    fn open_facts_are_those_that_matter(case in case()) {
        let rules = rules(&case);
        let report = rules.report(&case.description());
        for (finding, condition) in threats(&case, &report) {
            let open: Vec<_> = finding.explanation.open.iter().map(|open| open.fact.clone()).collect();
            prop_assert_eq!(&open, &judge::facts_that_matter(condition, &case.catalog, &case.answers));
            for open in &finding.explanation.open {
                let listed: SortedSet<_> = open.answers.iter().filter_map(|effect| effect.option.clone()).collect();
                for effect in &open.answers {
                    let agrees = |answers: &Answers| match (answers.get(&open.fact).expect("complete"), &effect.option) {
                        (Answer::One(answer), Some(option)) => answer == option,
                        (Answer::Many(answers), Some(option)) => answers.contains(option),
                        (Answer::Many(answers), None) => answers.is_disjoint(&listed),
                        (Answer::One(_), None) | (Answer::DontKnow, _) => false,
                    };
                    let expected = judge::verdict_where(condition, &case.catalog, &case.answers, agrees);
                    prop_assert_eq!(effect.verdict, expected, "{:?}", effect);
                }
            }
        }
        let undetermined = report.threats.iter().any(|t| t.verdict == Verdict::Undetermined);
        prop_assert_eq!(undetermined, !report.open.is_empty());
    }

    /// A large condition is decided, explained, asked about and flipped as exactly as a small one.
    #[test]
    fn large_conditions_are_as_exact_as_small_ones((case, pairs) in pairs()) {
        let rules = rules(&case);
        let description = case.description();
        let finding = &rules.report(&description).threats[0];
        let count = |pair: &[Fact; 2], wanted: Option<&str>| {
            let known = |fact: &Fact| match case.answers.get(&fact.id) {
                Some(Answer::One(option)) => Some(option.as_str()),
                _ => None,
            };
            pair.iter().filter(|fact| known(fact) == wanted).count()
        };
        let held_off = |pair: &[Fact; 2]| count(pair, Some("no")) > 0;
        let verdict = match (pairs.iter().any(|pair| count(pair, Some("yes")) == 2), pairs.iter().all(held_off)) {
            (true, _) => Verdict::Applies,
            (false, true) => Verdict::DoesNotApply,
            (false, false) => Verdict::Undetermined,
        };
        prop_assert_eq!(finding.verdict, verdict);
        let in_pair = |pair: &[Fact; 2], id: &FactId| pair.iter().any(|fact| fact.id == *id);
        let because: Vec<&FactId> = finding.explanation.because.iter().map(|reason| &reason.fact).collect();
        prop_assert!(because.is_sorted_by_key(|id| case.catalog.facts.iter().position(|fact| fact.id == **id)));
        let in_pairs = |pair: &[Fact; 2]| because.iter().filter(|id| in_pair(pair, id)).count();
        match verdict {
            Verdict::Applies => prop_assert!(because.len() == 2 && pairs.iter().any(|pair| in_pairs(pair) == 2)),
            Verdict::DoesNotApply => prop_assert!(pairs.iter().all(|pair| in_pairs(pair) == 1)),
            Verdict::Undetermined => prop_assert!(because.is_empty()),
        }
        let open = |fact: &&Fact| {
            let mut own = pairs.iter().filter(|pair| in_pair(pair, &fact.id));
            verdict == Verdict::Undetermined && !case.answers.contains_key(&fact.id) && own.all(|pair| !held_off(pair))
        };
        let open: SortedSet<&FactId> = case.catalog.facts.iter().filter(open).map(|fact| &fact.id).collect();
        let told: SortedSet<&FactId> = finding.explanation.open.iter().map(|open| &open.fact).collect();
        prop_assert_eq!(&told, &open);
        let questions = rules.questions(&description);
        prop_assert_eq!(questions.iter().map(|question| &question.fact).collect::<SortedSet<_>>(), open);
        // To hold, one pair must get every yes that it lacks; to be held off, each pair that has none must get a no.
        let flips = rules.flips_of_threat(&finding.id, &description).expect("known threat").flips;
        prop_assert_eq!(flips.is_empty(), verdict == Verdict::Undetermined);
        let fewest = pairs.iter().map(|pair| count(pair, Some("no"))).min();
        for flip in flips {
            let in_pairs = pairs.iter().map(|pair| flip.changes.iter().filter(|change| in_pair(pair, &change.fact)).count());
            let mut in_pairs = pairs.iter().zip(in_pairs);
            if verdict == Verdict::Applies {
                prop_assert!(in_pairs.all(|(pair, changes)| changes == usize::from(!held_off(pair))));
            } else {
                let changed: Vec<_> = in_pairs.filter(|(_, changes)| *changes > 0).collect();
                prop_assert!(changed.iter().all(|(pair, changes)| 2 - count(pair, Some("yes")) == *changes));
                prop_assert!(changed.iter().all(|(pair, _)| Some(count(pair, Some("no"))) == fewest));
                prop_assert_eq!(changed.len(), 1);
            }
        }
    }

    /// Reasons as data are those of the report, and their positions are those of the options.
    #[test]
    fn reasons_are_those_of_the_report(case in case()) {
        let rules = rules(&case);
        let reasons = rules.reasons(&case.description());
        let named: Vec<(Verdict, Vec<Reason>)> = reasons
            .iter()
            .map(|(verdict, facts)| (verdict, facts.iter().map(|fact| rules.named(fact).expect("known fact")).collect()))
            .collect();
        for (deciding, reason) in reasons.iter().flat_map(|(_, facts)| facts).zip(named.iter().flat_map(|(_, named)| named)) {
            let fact = &case.catalog.facts[deciding.fact];
            let ids = |positions: Vec<usize>| -> Vec<OptionId> {
                positions.into_iter().map(|position| fact.option_id(position).expect("an option")).collect()
            };
            prop_assert_eq!(&reason.fact, &fact.id);
            prop_assert_eq!(&reason.has, &ids(deciding.has().collect()));
            prop_assert_eq!(&reason.lacks, &ids(deciding.lacks().collect()));
        }
        let report = rules.report(&case.description());
        let told: Vec<_> = report.threats.into_iter().map(|t| (t.verdict, t.explanation.because)).collect();
        prop_assert_eq!(named, told);
        let verdicts: Vec<_> = reasons.iter().map(|(verdict, _)| verdict).collect();
        prop_assert_eq!(verdicts, rules.verdicts(&case.description()));
    }

    /// Every listed flip flips its verdict, and no change of fewer answers can; none is listed only if nothing can.
    #[test]
    fn flips_flip_and_none_is_smaller(case in case()) {
        let rules = rules(&case);
        let every_answer = completions(&case.catalog, &Default::default());
        for (condition, flips) in flips(&case, &case.description(), &rules) {
            if verdict_by_trying_all(&condition, &case.catalog, &case.answers) == Verdict::Undetermined {
                prop_assert!(flips.flips.is_empty());
                continue;
            }
            let answered = |fact: &FactId| case.answers.get(fact).is_some_and(|answer| *answer != Answer::DontKnow);
            let least = every_answer
                .iter()
                .filter(|answers| holds(&condition, &case.catalog, answers) == (flips.to == Verdict::Applies))
                .map(|answers| answers.iter().filter(|(fact, answer)| answered(fact) && case.answers.get(*fact) != Some(*answer)).count())
                .min();
            prop_assert_eq!(flips.flips.is_empty(), least.is_none());
            for flip in &flips.flips {
                let after = flip.apply(&case.description(), &rules).answers;
                prop_assert_eq!(verdict_by_trying_all(&condition, &case.catalog, &after), flips.to, "{:?}", flip);
                let changed = flip.changes.iter().filter(|change| answered(&change.fact)).count();
                prop_assert_eq!(Some(changed), least, "{:?}", flip);
            }
        }
    }

    /// Where every fact is answered, all the smallest changes are listed, each once, or it says that there are more.
    #[test]
    fn all_smallest_flips_are_listed(case in case(), pick in any::<prop::sample::Index>()) {
        let rules = rules(&case);
        let every_answer = completions(&case.catalog, &Default::default());
        let now = &every_answer[pick.index(every_answer.len())];
        for (condition, Flips { to, flips, more }) in flips(&case, &now.clone().into(), &rules) {
            let changed = |answers: &Answers| answers.iter().filter(|(fact, answer)| now.get(*fact) != Some(*answer)).count();
            let flipped = every_answer.iter().filter(|answers| holds(&condition, &case.catalog, answers) == (to == Verdict::Applies));
            let least = flipped.clone().map(&changed).min();
            let smallest: Vec<&Answers> = flipped.filter(|answers| Some(changed(answers)) == least).collect();
            prop_assert!(flips.iter().enumerate().all(|(i, flip)| !flips[..i].contains(flip)), "{:?}", flips);
            prop_assert!(flips.len() <= Rules::MOST_FLIPS);
            if more {
                prop_assert!(smallest.len() > Rules::MOST_FLIPS);
            } else {
                for answers in smallest {
                    prop_assert!(flips.iter().any(|flip| agrees(answers, &flip.changes)), "{:?} is not listed", answers);
                }
            }
        }
    }

    /// With open facts a risk is the exact range over all completions in which the threat applies.
    #[test]
    fn risks_are_exact_ranges(case in case()) {
        let report = report(&case);
        let completions = completions(&case.catalog, &case.answers);
        for (finding, threat) in report.threats.iter().zip(&case.catalog.threats) {
            let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
            let risks: Vec<(u8, u8)> =
                applying.clone().map(|answers| judge::likelihood_and_impact(threat, &case.catalog, answers)).collect();
            let range = |values: Vec<u8>| values.iter().min().copied().zip(values.iter().max().copied());
            let found = |range: Range<u8>| (range.least, range.most);
            prop_assert_eq!(finding.risk.as_ref().map(|risk| found(risk.likelihood)), range(risks.iter().map(|r| r.0).collect()));
            prop_assert_eq!(finding.risk.as_ref().map(|risk| found(risk.impact)), range(risks.iter().map(|r| r.1).collect()));
            let levels: Vec<Level> = risks.iter().map(|(likelihood, impact)| Level::of(*likelihood, *impact)).collect();
            let level = levels.iter().min().copied().zip(levels.iter().max().copied());
            prop_assert_eq!(finding.risk.as_ref().map(|risk| (risk.level.least, risk.level.most)), level);
            let harmed = |factor: &Factor| threat.harms.iter().any(|harm| harm.factor() == *factor);
            let factors = [Factor::Discoverability, Factor::Exploitability, Factor::Reproducibility].into_iter();
            let impact = [Factor::Confidentiality, Factor::Integrity, Factor::Availability].into_iter().filter(harmed);
            let factors: Vec<Factor> = factors.chain(impact).collect();
            let told = |risk: &Risk| risk.factors.iter().map(|proposed| proposed.factor).collect::<Vec<_>>();
            prop_assert!(finding.risk.as_ref().is_none_or(|risk| told(risk) == factors));
            for proposed in finding.risk.iter().flat_map(|risk| &risk.factors) {
                let rule = judge::rule(proposed.factor, threat, &case.catalog);
                let most = judge::most(proposed.factor, threat);
                let alone: Vec<u8> =
                    applying.clone().map(|answers| judge::value(rule, &case.catalog, answers)).collect();
                let values = alone.iter().map(|value| *value.min(&most)).collect();
                prop_assert_eq!(Some(found(proposed.value)), range(values), "{:?}", proposed);
                prop_assert_eq!(proposed.cap.is_some(), alone.iter().any(|value| *value > most), "{:?}", proposed);
                let verdicts: Vec<Verdict> = (rule.raise.iter())
                    .map(|raise| verdict_by_trying_all(&raise.when, &case.catalog, &case.answers))
                    .collect();
                let count = |wanted| verdicts.iter().filter(|verdict| **verdict == wanted).count();
                prop_assert_eq!(proposed.because.len(), 1 + count(Verdict::Applies));
                prop_assert_eq!(proposed.perhaps.len(), count(Verdict::Undetermined));
            }
        }
    }

    /// More exposure never lowers a risk: whatever raises the one description and also the other, the other is no lower.
    #[test]
    fn more_exposure_never_lowers_a_risk(case in case(), one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let rules = rules(&case);
        let all = completions(&case.catalog, &Default::default());
        let (less, more) = (&all[one.index(all.len())], &all[other.index(all.len())]);
        let (before, after) = (rules.report(&less.clone().into()), rules.report(&more.clone().into()));
        for ((before, after), threat) in before.threats.iter().zip(&after.threats).zip(&case.catalog.threats) {
            let exposed = |answers| judge::raises(threat, &case.catalog, answers);
            if let (Some(before), Some(after)) = (&before.risk, &after.risk)
                && exposed(less).into_iter().zip(exposed(more)).all(|(less, more)| more || !less)
            {
                prop_assert!(before.level.most <= after.level.least);
            }
        }
    }

    /// More control never raises a risk: with every status at least as far, no level is higher; and the plan lowers
    /// what is in place, which lowers what there is without any.
    #[test]
    fn more_control_never_raises_a_risk(case in case(), further in any::<[bool; 2]>()) {
        let rules = rules(&case);
        let before = case.assessment();
        let mut after = before.clone();
        for (control, further) in case.catalog.controls.iter().zip(further) {
            if further {
                let record = ControlRecord { status: ControlStatus::Implemented, ..ControlRecord::default() };
                after.controls.insert(control.id.clone(), record);
            }
        }
        let before = rules.register(&before).entries;
        let after = rules.register(&after).entries;
        prop_assert_eq!(before.len(), after.len());
        for before in &before {
            let after = after.iter().find(|after| after.threat == before.threat).expect("the same threats");
            prop_assert_eq!(before.inherent, after.inherent);
            for (before, after) in [(before.current, after.current), (before.residual, after.residual)] {
                prop_assert!(after.most <= before.most && after.least <= before.least);
            }
            prop_assert!(before.current.most <= before.inherent.most && before.residual.most <= before.current.most);
            let RegisterEntry { inherent, current, residual, on_matrix, .. } = before;
            prop_assert_eq!(on_matrix.map(Cell::level), [inherent.most, current.most, residual.most]);
        }
    }

    /// A control that answers the cause lowers the likelihood by one, one that helps by a half, in part half as much.
    #[test]
    fn the_register_follows_the_written_rules(case in case()) {
        let rules = rules(&case);
        let assessment = case.assessment();
        let completions = completions(&case.catalog, &case.answers);
        let entries = rules.register(&assessment).entries;
        let in_order = entries.is_sorted_by(|a, b| match (a.current.most, a.inherent.most).cmp(&(b.current.most, b.inherent.most)) {
            Ordering::Equal => a.threat < b.threat,
            order => order.is_gt(),
        });
        prop_assert!(in_order);
        for threat in &case.catalog.threats {
            let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
            let risks: Vec<(u8, u8)> = applying.map(|answers| judge::likelihood_and_impact(threat, &case.catalog, answers)).collect();
            let Some(entry) = entries.iter().find(|entry| entry.threat == threat.id) else {
                prop_assert!(risks.is_empty());
                continue;
            };
            let quarters = [0, judge::taken_off(threat, &assessment, false), judge::taken_off(threat, &assessment, true)];
            let found = [entry.inherent, entry.current, entry.residual].into_iter().zip(entry.on_matrix);
            for (quarters, (level, worst)) in quarters.into_iter().zip(found) {
                let after = risks.iter().map(|(likelihood, impact)| (judge::lowered(*likelihood, quarters), *impact));
                let levels: Vec<Level> = after.clone().map(|(likelihood, impact)| Level::of(likelihood, impact)).collect();
                prop_assert_eq!(Some(level.least), levels.iter().min().copied());
                prop_assert_eq!(Some(level.most), levels.iter().max().copied());
                let product = after.clone().map(|(likelihood, impact)| likelihood * impact).max();
                prop_assert_eq!(Some(worst.likelihood * worst.impact), product);
                prop_assert!(after.into_iter().any(|cell| cell == (worst.likelihood, worst.impact)));
            }
        }
    }

    /// The plan of a risk is the response, what will be done, and the controls that are planned.
    #[test]
    fn the_register_tells_what_is_in_place_and_what_is_planned(case in case(), planned in any::<bool>()) {
        let mut assessment = case.assessment();
        let plan = if planned { "Ask the vendor." } else { "" };
        let treatment = Treatment {
            response: Response::Accept,
            reason: "It is small.".to_owned(),
            owner: "The head".to_owned(),
            plan: plan.to_owned(),
            progress: "Half way.".to_owned(),
            review: String::new(),
            other: Default::default(),
        };
        for threat in &case.catalog.threats {
            let record = RiskRecord { treatment: Some(treatment.clone()), ..RiskRecord::default() };
            assessment.risks.insert(threat.id.clone(), record);
        }
        for entry in rules(&case).register(&assessment).entries {
            let threat = case.catalog.threats.iter().find(|threat| threat.id == entry.threat).expect("known");
            let titles = |wanted: &[ControlStatus]| -> Vec<String> {
                let controls = threat.mitigations.iter().map(|mitigation| &mitigation.control);
                let controls = controls.filter(|id| wanted.contains(&assessment.status(id)));
                controls.map(|id| id.as_str().replace("control-", "Control ")).collect()
            };
            let in_place = [ControlStatus::Implemented, ControlStatus::Alternative, ControlStatus::Partly];
            prop_assert_eq!(&entry.existing_measures, &titles(&in_place));
            let mut parts = vec!["Accept: It is small".to_owned()];
            parts.extend(planned.then(|| "Ask the vendor".to_owned()));
            parts.extend(titles(&[ControlStatus::Planned]));
            prop_assert_eq!(&entry.treatment_plan, &parts);
            prop_assert_eq!((&*entry.owner, &*entry.progress), ("The head", "Half way."));
        }
    }

    /// A factor that the user sets counts as set, in every completion and whatever caps it.
    #[test]
    fn overruled_factors_count(case in case(), value in 1..=5_u8, of_impact in any::<bool>()) {
        let rules = rules(&case);
        let mut assessment = case.assessment();
        let all = if of_impact {
            [Factor::Confidentiality, Factor::Integrity, Factor::Availability]
        } else {
            [Factor::Discoverability, Factor::Exploitability, Factor::Reproducibility]
        };
        for threat in &case.catalog.threats {
            let overruled = all.map(|factor| (factor, Overrule { value, reason: "We know.".to_owned() })).into();
            assessment.risks.insert(threat.id.clone(), RiskRecord { overruled, ..RiskRecord::default() });
        }
        let completions = completions(&case.catalog, &case.answers);
        for entry in rules.register(&assessment).entries {
            let threat = case.catalog.threats.iter().find(|threat| threat.id == entry.threat).expect("known");
            let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
            let levels: Vec<Level> = applying
                .map(|answers| judge::likelihood_and_impact(threat, &case.catalog, answers))
                .map(|(likelihood, impact)| if of_impact { Level::of(likelihood, value) } else { Level::of(value, impact) })
                .collect();
            prop_assert_eq!(Some(entry.inherent.least), levels.iter().min().copied());
            prop_assert_eq!(Some(entry.inherent.most), levels.iter().max().copied());
        }
    }

    /// The set of controls reaches the level wherever it can be reached, and no smaller set does.
    #[test]
    fn the_smallest_set_suffices_and_none_is_smaller(case in case(), level in prop::sample::select(vec![Level::Low, Level::Medium, Level::High])) {
        let rules = rules(&case);
        let assessment = case.assessment();
        let found = rules.smallest_set(&assessment, level);
        prop_assert!(found.smallest);
        let reaches = |chosen: &[&ControlId]| {
            let mut after = assessment.clone();
            for control in chosen {
                let record = ControlRecord { status: ControlStatus::Implemented, ..ControlRecord::default() };
                after.controls.insert((*control).clone(), record);
            }
            let entries = rules.register(&after).entries;
            entries.iter().all(|entry| entry.current.most <= level || found.out_of_reach.contains(&entry.threat))
        };
        prop_assert!(reaches(&found.controls.iter().collect::<Vec<_>>()));
        let free = |id: &ControlId| {
            assessment.controls.get(id).is_none_or(|record| record.status != ControlStatus::NotApplicable)
        };
        let ids: Vec<_> = case.catalog.controls.iter().map(|control| &control.id).filter(|id| free(id)).collect();
        for chosen in 0..1_u32 << ids.len() {
            let chosen: Vec<_> = ids.iter().enumerate().filter(|(i, _)| chosen & (1 << i) != 0).map(|(_, id)| *id).collect();
            prop_assert!(chosen.len() >= found.controls.len() || !reaches(&chosen), "{:?}", chosen);
        }
    }

    /// Further controls come in the order of what the risks lose by each, and the levels it is said to lower are lower.
    #[test]
    fn next_controls_are_in_the_order_of_what_they_take_away(case in case()) {
        let rules = rules(&case);
        let assessment = case.assessment();
        let next = rules.next_controls(&assessment);
        prop_assert!(next.is_sorted_by_key(|next| (std::cmp::Reverse(next.takes_away), next.control.clone())));
        let before = rules.register(&assessment).entries;
        let completions = completions(&case.catalog, &case.answers);
        // In quarters of a point, all risks at their most.
        let points = |assessment: &Assessment| -> u32 {
            let most = |threat: &Threat| {
                let applying = completions.iter().filter(|answers| holds(&threat.applies_when, &case.catalog, answers));
                let quarters = judge::taken_off(threat, assessment, false);
                let points = applying.map(|answers| {
                    let (likelihood, impact) = judge::likelihood_and_impact(threat, &case.catalog, answers);
                    u32::from((4 * likelihood).saturating_sub(quarters).max(4)) * u32::from(impact)
                });
                points.max().unwrap_or(0)
            };
            case.catalog.threats.iter().map(most).sum()
        };
        for control in &case.catalog.controls {
            let mut after = assessment.clone();
            let record = ControlRecord { status: ControlStatus::Implemented, ..ControlRecord::default() };
            after.controls.insert(control.id.clone(), record);
            let lower = |entry: &&RegisterEntry| {
                let after = rules.register(&after).entries;
                after.iter().any(|after| after.threat == entry.threat && after.current.most < entry.current.most)
            };
            let mut lowered: Vec<_> = before.iter().filter(lower).map(|entry| entry.threat.clone()).collect();
            lowered.sort();
            let status = assessment.status(&control.id);
            match next.iter().find(|next| next.control == control.id) {
                Some(next) => {
                    prop_assert!(next.takes_away > 0);
                    prop_assert_eq!(next.takes_away, points(&assessment) - points(&after));
                    prop_assert!((next.points() * 4.0 - f64::from(next.takes_away)).abs() < 1e-9);
                    prop_assert_eq!(&next.lowers, &lowered);
                    prop_assert!(status != ControlStatus::Implemented && status != ControlStatus::NotApplicable);
                }
                // What makes no sense here is not proposed.
                None => prop_assert!(lowered.is_empty() || status == ControlStatus::NotApplicable),
            }
        }
    }

    /// The questions are the open facts that matter, each once; one that waits for another comes after all that do not.
    #[test]
    fn questions_are_the_open_facts_that_matter(case in case()) {
        let rules = rules(&case);
        let questions = rules.questions(&case.description());
        let mut facts: Vec<_> = questions.iter().map(|question| question.fact.clone()).collect();
        facts.sort();
        let mut open = rules.report(&case.description()).open;
        open.sort();
        prop_assert_eq!(facts, open);
        // Best first; those that wait, and those that the user could not answer, last.
        let in_order = questions.is_sorted_by(|a, b| match (a.waits, a.seen).cmp(&(b.waits, b.seen)) {
            Ordering::Equal => a.worth >= b.worth,
            order => order.is_lt(),
        });
        prop_assert!(in_order, "{:?}", questions);
    }

    /// What a question says of itself is what counting all completions says.
    #[test]
    fn questions_are_worth_what_they_settle(case in case()) {
        let report = report(&case);
        let completions = completions(&case.catalog, &case.answers);
        let undetermined: Vec<(&[OpenFact], Vec<bool>)> = (case.catalog.threats.iter().zip(&report.threats))
            .filter(|(_, finding)| finding.verdict == Verdict::Undetermined)
            .map(|(threat, finding)| {
                let applies = completions.iter().map(|answers| holds(&threat.applies_when, &case.catalog, answers));
                (finding.explanation.open.as_slice(), applies.collect())
            })
            .collect();
        for question in rules(&case).questions(&case.description()) {
            let fact = case.catalog.facts.iter().find(|fact| fact.id == question.fact).expect("known");
            let bears_on = |open: &[OpenFact]| open.iter().any(|open| open.fact == fact.id);
            prop_assert_eq!(question.threats, undetermined.iter().filter(|(open, _)| bears_on(open)).count());
            prop_assert_eq!(question.seen, case.answers.get(&fact.id) == Some(&Answer::DontKnow));
            let asked = |answers| fact.asked_when.as_ref().is_none_or(|when| holds(when, &case.catalog, answers));
            let arises = completions.iter().filter(|answers| asked(answers)).count();
            prop_assert_eq!(question.waits, arises > 0 && arises < completions.len());
            // Each option of a *choices* fact holds or does not; of other facts one option holds.
            let options: Vec<_> = (0..fact.option_count()).filter_map(|position| fact.option_id(position)).collect();
            let has = |answers: &Answers, option: &OptionId| match answers.get(&fact.id) {
                Some(Answer::Many(options)) => options.contains(option),
                answer => answer == Some(&Answer::One(option.clone())),
            };
            let mut worth = 0.0;
            for (_, applies) in &undetermined {
                let left = |keep: &dyn Fn(&Answers) -> bool| {
                    let kept = completions.iter().zip(applies).filter(|(answers, _)| keep(answers)).map(|(_, applies)| applies);
                    let share = kept.clone().filter(|applies| **applies).count() as f64 / kept.count() as f64;
                    share * (1.0 - share)
                };
                let before = left(&|_| true);
                let with = options.iter().map(|option| left(&|answers| has(answers, option)));
                worth += if fact.kind == FactKind::Choices {
                    let without = options.iter().map(|option| left(&|answers| !has(answers, option)));
                    with.zip(without).map(|(with, without)| before - f64::midpoint(with, without)).sum::<f64>()
                } else {
                    before - with.sum::<f64>() / options.len() as f64
                };
            }
            prop_assert!((question.worth - worth).abs() < 1e-9, "{:?} is worth {}", question, worth);
        }
    }

    /// What a question waits for is what decides whether it arises.
    #[test]
    fn questions_wait_for_the_open_facts_that_decide_whether_they_arise(case in case()) {
        let rules = rules(&case);
        for fact in &case.catalog.facts {
            let asked_when = fact.asked_when.as_ref().unwrap_or(&ALWAYS);
            let decide = judge::facts_that_matter(asked_when, &case.catalog, &case.answers);
            prop_assert_eq!(rules.waits_for(&fact.id, &case.description()), decide);
        }
    }

    /// Threats are twins exactly if their conditions never differ, however they are written.
    #[test]
    fn equivalent_threats_never_differ(case in case()) {
        let systems = completions(&case.catalog, &Default::default());
        let threats = &case.catalog.threats;
        let alike = |one: &Threat, other: &Threat| {
            let holds = |threat: &Threat, answers| holds(&threat.applies_when, &case.catalog, answers);
            systems.iter().all(|answers| holds(one, answers) == holds(other, answers))
        };
        let mut twins = Vec::new();
        for (position, one) in threats.iter().enumerate() {
            twins.extend(threats[position + 1..].iter().filter(|other| alike(one, other)).map(|other| (one, other)));
        }
        let rules = rules(&case);
        prop_assert_eq!(rules.equivalent_threats(), twins);
    }

    /// A control has nothing to do where it applies and none of its practices does.
    #[test]
    fn controls_have_nothing_to_do_where_no_practice_applies(case in case()) {
        let systems = completions(&case.catalog, &Default::default());
        let idle = |control: &&Control| {
            let applies = condition_of(control, &case);
            let practices = || control.practices.iter().map(|practice| practice.applies_when.as_ref().unwrap_or(&ALWAYS));
            systems.iter().any(|answers| {
                holds(&applies, &case.catalog, answers) && !practices().any(|when| holds(when, &case.catalog, answers))
            })
        };
        let expected: Vec<&Control> = case.catalog.controls.iter().filter(idle).collect();
        let rules = rules(&case);
        prop_assert_eq!(rules.controls_with_nothing_to_do(), expected);
    }

    /// Who sees every question that arises, meets every one that matters.
    #[test]
    fn no_question_that_matters_fails_to_arise(case in case()) {
        let rules = rules(&case);
        let mut description = case.description();
        let facts = &case.catalog.facts;
        let arising = |description: &_| -> Vec<_> {
            facts.iter().zip(rules.arising(description)).filter(|(_, arises)| *arises).map(|(fact, _)| fact.id.clone()).collect()
        };
        while let Some(unseen) = arising(&description).into_iter().find(|id| !description.answers.contains_key(id)) {
            description.answers.insert(unseen, Answer::DontKnow);
        }
        let seen = arising(&description);
        prop_assert!(rules.questions(&description).iter().all(|question| seen.contains(&question.fact)));
    }

    /// Facts refine exactly while a risk or a practice is open, and only open ones do.
    #[test]
    fn facts_refine_until_no_risk_and_no_practice_is_open(case in case()) {
        let rules = rules(&case);
        let description = case.description();
        let refining = rules.refining(&description);
        let report = rules.report(&description);
        let mut risks = report.threats.iter().filter_map(|threat| threat.risk.as_ref());
        let risk = risks
            .any(|risk| risk.likelihood.least < risk.likelihood.most || risk.impact.least < risk.impact.most);
        let controls = report.controls.iter().filter(|control| control.verdict != Verdict::DoesNotApply);
        let practice = controls.flat_map(|control| &control.practices).any(|p| p.verdict == Verdict::Undetermined);
        prop_assert_eq!(refining.contains(&true), risk || practice);
        for (fact, refines) in case.catalog.facts.iter().zip(refining) {
            let answered = !matches!(description.answers.get(&fact.id), None | Some(Answer::DontKnow));
            prop_assert!(!refines || !answered, "{} is answered", fact.id);
        }
    }

    /// A difference lists exactly the verdicts that change.
    #[test]
    fn differences_are_the_verdicts_that_change(case in case(), other in case()) {
        let before = report(&case);
        let after = rules(&case).report(&other.description());
        let difference = before.difference(&after);
        let changed = before.threats.iter().zip(&after.threats).filter(|(a, b)| a.verdict != b.verdict).count();
        prop_assert_eq!(difference.threats.len(), changed);
        prop_assert!(difference.threats.iter().all(|change| change.from != change.to));
        prop_assert_eq!(before.difference(&before), kubu_core::Difference::default());
    }

    /// Every verdict has a sentence, and no sentence shows an id or an unfilled place.
    #[test]
    fn every_verdict_has_a_sentence(case in case()) {
        let report = report(&case);
        let sentences = report.threats.iter().map(|t| &t.explanation.sentence).chain(report.controls.iter().map(|c| &c.explanation.sentence));
        for sentence in sentences {
            prop_assert!(sentence.ends_with('.') && !sentence.contains("{}") && !sentence.contains("  "), "{}", sentence);
        }
    }

    /// Export, import, export gives the same bytes, and unknown members survive.
    #[test]
    fn documents_survive_a_round_trip(case in case(), title in ".{0,20}", name in "[a-z]{1,3}_x", value in "\\PC{0,8}") {
        let rules = rules(&case);
        let kept = serde_json::json!({ "kept": [value, 1.5, -3, null, true] }).to_string();
        let other = [(name, Value::parse(&kept)?)].into();
        let document = Assessment { title, catalog: Some((&case.catalog).into()), other, ..case.assessment() };
        let text = document.to_json();
        let opened = Assessment::open(&text, &rules).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        prop_assert_eq!(&opened.assessment, &document);
        prop_assert_eq!(opened.assessment.to_json(), text);
        prop_assert!(opened.warnings.is_empty());
    }

    /// No text makes the reader of documents panic, and a refusal always says something.
    #[test]
    fn no_document_panics(text in r#"(\{|\}|\[|\]|"format"|"kubu-assessment"|"schema_version"|"answers"|"a\.b"|:|,|0|1|null|"\PC{0,4}"| ){0,32}"#) {
        let rules = rules(&Case::empty());
        if let Err(errors) = Assessment::open(&text, &rules) {
            prop_assert!(!errors.is_empty());
        }
    }
}
