//! A report as Markdown: what to do next, the risk register, then the control checklist.

use std::fmt::Write;

use kubu_core::{ControlStatus, RegisterEntry, Verdict};
use kubu_verbs::Assessed;

use crate::whose;

/// The whole report.
pub(crate) fn report(assessed: &Assessed<'_>) -> String {
    let catalog = assessed.rules.catalog();
    let mut page = String::new();
    let title = if assessed.assessment.title.is_empty() { "Untitled assessment" } else { &assessed.assessment.title };
    line(&mut page, &format!("# {}\n", escaped(title)));
    line(&mut page, &format!("Made with {} {} (`{}`).\n", escaped(&catalog.title), catalog.version, catalog.hash));
    for pack in whose::packs(catalog) {
        line(&mut page, &format!("{}.\n", escaped(&pack)));
    }
    next(&mut page, assessed);
    register(&mut page, assessed);
    settled(&mut page, assessed);
    controls(&mut page, assessed);
    page.trim_end().to_owned() + "\n"
}

/// The title of an entry, and whose it is.
fn title(assessed: &Assessed<'_>, id: &str, title: &str) -> String {
    escaped(&format!("{title}{}", whose::of(assessed.rules.catalog(), id)))
}

/// Further controls, those first that take most away from the risks.
fn next(page: &mut String, assessed: &Assessed<'_>) {
    if assessed.next.is_empty() {
        return;
    }
    line(page, "## What to do next\n");
    line(
        page,
        "Further controls, those first that take most off all risks together, in points of likelihood × impact.\n",
    );
    line(page, "| Control | Status | Effort | Points | Lowers by itself the level of |");
    line(page, "| --- | --- | --- | ---: | --- |");
    for (control, next) in assessed.next() {
        let (status, effort, points) = (assessed.assessment.status(&control.id), control.effort, next.points());
        let lowers = next.lowers.iter().filter_map(|id| assessed.rules.catalog().threat(id));
        let lowers: Vec<String> = lowers.map(|threat| escaped(&threat.title)).collect();
        let (title, lowers) = (title(assessed, control.id.as_str(), &control.title), lowers.join("; "));
        line(page, &format!("| {title} | {status} | {effort} | {points} | {lowers} |"));
    }
    line(page, "");
}

fn register(page: &mut String, assessed: &Assessed<'_>) {
    line(page, "## Risk register\n");
    line(
        page,
        "| Risk scenario | Identified | Existing measures | Inherent | Current risk | Treatment plan | Progress | Residual risk | Risk owner |",
    );
    line(page, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for entry in &assessed.register.entries {
        let RegisterEntry {
            scenario,
            identified,
            existing_measures,
            inherent,
            current,
            treatment_plan,
            progress,
            residual,
            owner,
            ..
        } = entry;
        let cells = [
            scenario.clone(),
            identified.clone(),
            existing_measures.join("; "),
            inherent.to_string(),
            current.to_string(),
            treatment_plan.join("; "),
            progress.clone(),
            residual.to_string(),
            owner.clone(),
        ];
        let cells: Vec<String> =
            cells.iter().map(|cell| if cell.is_empty() { "–".to_owned() } else { escaped(cell) }).collect();
        line(page, &format!("| {} |", cells.join(" | ")));
    }
    line(page, "");
}

/// Every verdict with its reason.
fn settled(page: &mut String, assessed: &Assessed<'_>) {
    line(page, "## Threats\n");
    for (threat, finding) in assessed.rules.catalog().threats.iter().zip(&assessed.report.threats) {
        line(
            page,
            &format!(
                "- **{}**: {}",
                title(assessed, threat.id.as_str(), &threat.title),
                escaped(&finding.explanation.sentence)
            ),
        );
    }
    line(page, "");
}

fn controls(page: &mut String, assessed: &Assessed<'_>) {
    line(page, "## Controls\n");
    let catalog = assessed.rules.catalog();
    for (control, finding) in catalog.controls.iter().zip(&assessed.report.controls) {
        if finding.verdict == Verdict::DoesNotApply {
            continue;
        }
        let status = assessed.assessment.status(&control.id);
        let mark = if matches!(status, ControlStatus::Implemented | ControlStatus::Alternative) { "x" } else { " " };
        line(
            page,
            &format!(
                "- [{mark}] **{}** (Guidelines {}; {status}). {}",
                title(assessed, control.id.as_str(), &control.title),
                control.item,
                escaped(&finding.explanation.sentence)
            ),
        );
        for practice in finding.practices.iter().filter_map(|practice| control.practices.get(practice.position)) {
            line(page, &format!("  - {}", practice.text.replace('\n', " ")));
        }
    }
}

/// Text that stays text: what a user wrote becomes neither markup nor another cell.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' | '\r' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

fn line(page: &mut String, text: &str) {
    // INVARIANT: writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_users_write_stays_text() {
        assert_eq!(escaped("a|b\n<img> [x](y) `c` *d*"), r"a\|b \<img\> \[x\](y) \`c\` \*d\*");
    }
}
