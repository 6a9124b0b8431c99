//! What a command works on: the catalogue, an assessment, changed answers.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use kubu_core::{Addition, Answer, Answers, Assessment, Diagnostic, FactKind, Opened, OptionId, Rules};

use crate::Failure;

/// What is answered with.
#[derive(Debug, Args)]
pub(crate) struct Packs {
    /// Answer with the pack of an organisation (`*.kubu-pack.json`) too; may be repeated
    #[arg(long = "pack", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Packs {
    /// The embedded catalogue with the packs, ready to be asked.
    pub(crate) fn rules(&self) -> Result<Rules, Failure> {
        let mut catalog = kubu_catalog::catalog().map_err(Failure::BadInput)?;
        for file in &self.files {
            let text = pack(file)?;
            let added = Addition::read(&text).and_then(|addition| catalog.with(addition));
            // A pointer alone would not tell whether it is into a pack or into the assessment.
            catalog = added.map_err(|errors| {
                let within = |error: Diagnostic| Diagnostic { at: format!("{}#{}", file.display(), error.at), ..error };
                Failure::BadInput(errors.into_iter().map(within).collect())
            })?;
        }
        Rules::trusted(catalog).map_err(Failure::BadInput)
    }
}

/// The text of a pack in a file, or on standard input for `-`.
pub(crate) fn pack(file: &Path) -> Result<String, Failure> {
    text(file, "name a pack that `kubu pack build` wrote, or `-` for standard input")
}

/// Opens the assessment in a file, or on standard input for `-`, and prints its warnings to standard error.
pub(crate) fn open(file: &Path, rules: &Rules) -> Result<Assessment, Failure> {
    let Opened { assessment, warnings, .. } = opened(file, rules)?;
    warn(&warnings);
    Ok(assessment)
}

/// Opens the assessment in a file, or on standard input for `-`.
pub(crate) fn opened(file: &Path, rules: &Rules) -> Result<Opened, Failure> {
    let text = text(file, "name an assessment, or `-` for standard input")?;
    Assessment::open(&text, rules).map_err(Failure::BadInput)
}

/// Prints warnings to standard error.
pub(crate) fn warn(warnings: &[Diagnostic]) {
    for warning in warnings {
        anstream::eprintln!("{warning}");
    }
}

/// The answers that `settings` give, each `fact=answer`: an option, several joined by commas, `none`, or `unknown`.
pub(crate) fn answers(settings: &[String], rules: &Rules) -> Result<Answers, Failure> {
    let mut answers = Answers::new();
    let mut errors = Vec::new();
    for setting in settings {
        match self::setting(setting, rules) {
            Ok((fact, answer)) => {
                answers.insert(fact, answer);
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(answers) } else { Err(Failure::BadInput(errors)) }
}

fn setting(setting: &str, rules: &Rules) -> Result<(kubu_core::FactId, Answer), Diagnostic> {
    let at = format!("--set {setting}");
    let wrong = |code, message: String, help: String| Diagnostic::error(code, at.as_str(), message, help);
    let Some((name, value)) = setting.split_once('=') else {
        return Err(wrong("bad-setting", "a setting has no `=`".to_owned(), "write `--set fact=answer`".to_owned()));
    };
    let facts = &rules.catalog().facts;
    let Some(fact) = name.parse().ok().and_then(|id| rules.fact(&id)) else {
        let near = kubu_core::nearest(name, facts.iter().map(|fact| fact.id.as_str()));
        let help = near
            .map_or_else(|| "`kubu questions` lists the facts".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(wrong("unknown-fact", format!("this catalogue has no fact `{name}`"), help));
    };
    let known: Vec<OptionId> = (0..fact.option_count()).filter_map(|position| fact.option_id(position)).collect();
    let option = |word: &str| {
        known.iter().find(|option| option.as_str() == word).cloned().ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(OptionId::as_str).collect();
            wrong(
                "unknown-option",
                format!("`{name}` has no option `{word}`"),
                format!("write one of: {}", names.join(", ")),
            )
        })
    };
    let answer = match (value, fact.kind) {
        ("unknown", _) => Answer::DontKnow,
        ("none", FactKind::Choices) => Answer::Many([].into()),
        (_, FactKind::Choices) => Answer::Many(value.split(',').map(option).collect::<Result<_, _>>()?),
        (_, FactKind::Choice | FactKind::YesNo) => Answer::One(option(value)?),
    };
    Ok((fact.id.clone(), answer))
}

fn text(file: &Path, help: &str) -> Result<String, Failure> {
    read(file)
        .map_err(|error| unusable("unreadable-file", &format!("{} cannot be read: {error}", file.display()), help))
}

/// A file that cannot be read or written.
pub(crate) fn unusable(code: &'static str, message: &str, help: &str) -> Failure {
    Failure::BadInput(vec![Diagnostic::error(code, "", message, help)])
}

fn read(file: &Path) -> std::io::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().take(Assessment::MAX_BYTES as u64 + 1).read_to_string(&mut text)?;
        Ok(text)
    } else {
        std::fs::read_to_string(file)
    }
}
