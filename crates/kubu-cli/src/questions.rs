//! `kubu questions`: what to ask next.

use std::path::Path;

use kubu_core::{Answers, Question, Rules};
use kubu_verbs::{questions, to_json};

use crate::page::{ASIDE, NAME, Page};
use crate::{Failure, Format, input};

/// Lists the open questions that can still change a verdict, best first.
pub(crate) fn run(rules: &Rules, file: Option<&Path>, format: Format) -> Result<String, Failure> {
    let assessment = file.map(|file| input::open(file, rules)).transpose()?.unwrap_or_default();
    let questions = questions(&assessment.description, rules);
    Ok(match format {
        Format::Text => text(rules, &assessment.description.answers, &questions.content.questions),
        Format::Json => to_json(&questions),
    })
}

fn text(rules: &Rules, answers: &Answers, questions: &[Question]) -> String {
    let mut page = Page::default();
    let answered = answers.len();
    match questions.len() {
        0 => page.line(0, "Nothing is left to ask: no answer can change a verdict any more."),
        n => page.line(0, &format!("At most {n} more answers settle every threat; {answered} are given.")),
    }
    for question in questions {
        let Some(fact) = rules.fact(&question.fact) else { continue };
        page.blank();
        page.styled(NAME, 2, &format!("{} [{}]", fact.question, fact.id));
        let options: Vec<String> =
            (0..fact.option_count()).filter_map(|i| fact.option_id(i)).map(|o| o.to_string()).collect();
        page.line(4, &options.join(", "));
        let threats =
            if question.threats == 1 { "1 threat".to_owned() } else { format!("{} threats", question.threats) };
        let note = match (question.waits, question.seen) {
            (true, _) => ", if it arises at all",
            (_, true) => ", answered “don't know” so far",
            _ => "",
        };
        page.styled(ASIDE, 4, &format!("Bears on {threats}{note}."));
    }
    page.text()
}
