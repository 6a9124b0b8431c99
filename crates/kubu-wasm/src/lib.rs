//! Kubu as a library for JavaScript: the npm package `kubu`.
//!
//! Each function is a verb of [`kubu_verbs`], plain data in and out. What a user can get wrong comes back as a value;
//! only misuse by the program, such as a number for a document, is an exception. `kubu.d.ts` has the types.

mod input;
mod output;

use std::sync::OnceLock;

use kubu_core::{Opened, Rules};
use kubu_verbs::Assessed;
use wasm_bindgen::prelude::*;

use output::{Answer, Failure, answered};

/// The standard allocator is larger, and for programs with threads.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The catalogue, once it is loaded.
static RULES: OnceLock<Rules> = OnceLock::new();

fn rules() -> Result<&'static Rules, Failure> {
    RULES.get().ok_or_else(|| Failure::Misuse("there is no catalogue yet: wait for `init`".to_owned()))
}

/// Loads the catalogue from the bytes of its file. To load it again changes nothing.
///
/// # Errors
///
/// A `TypeError` if these are other bytes.
#[wasm_bindgen]
pub fn load(catalog: &[u8]) -> Result<(), JsValue> {
    if RULES.get().is_none() {
        let rules = kubu_catalog::given(catalog).and_then(Rules::trusted);
        let rules = rules.map_err(|errors| output::misuse(errors.first()))?;
        // INVARIANT: there is one thread, and it found none.
        let _ = RULES.set(rules);
    }
    Ok(())
}

/// Everything that follows from an assessment; with `options.target`, also what brings every risk to that level.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen]
pub fn assess(assessment: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let rules = rules()?;
        let target = input::target(options)?;
        let Opened { assessment, warnings, .. } = input::opened(assessment, rules)?;
        Ok(Answer::of(&Assessed::of(&assessment, target, rules).document(), &warnings))
    })
}

/// Why a threat or a control applies or not, and what would change it.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen]
pub fn explain(assessment: &JsValue, id: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let rules = rules()?;
        let id = input::id(id)?;
        let Opened { assessment, warnings, .. } = input::opened(assessment, rules)?;
        let explained = kubu_verbs::explain(&assessment, &id, rules).map_err(Failure::BadInput)?;
        Ok(Answer::of(&explained, &warnings))
    })
}

/// The questions that can still change a verdict, best first; without an assessment nothing is answered yet.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen]
pub fn questions(assessment: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let rules = rules()?;
        if assessment.is_undefined() {
            return Ok(Answer::of(&kubu_verbs::questions(&kubu_core::Description::default(), rules), &[]));
        }
        let Opened { assessment, warnings, .. } = input::opened(assessment, rules)?;
        Ok(Answer::of(&kubu_verbs::questions(&assessment.description, rules), &warnings))
    })
}

/// Which verdicts would change if some answers were others.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen(js_name = whatIf)]
pub fn what_if(assessment: &JsValue, answers: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let rules = rules()?;
        let answers = input::answers(answers, rules)?;
        let Opened { assessment, warnings, .. } = input::opened(assessment, rules)?;
        Ok(Answer::of(&kubu_verbs::what_if(&assessment.description, answers, rules), &warnings))
    })
}

/// Which verdicts differ between two assessments.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen]
pub fn diff(before: &JsValue, after: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let rules = rules()?;
        let (before, after) = (input::opened(before, rules)?, input::opened(after, rules)?);
        let (from, to) = (&before.assessment.description, &after.assessment.description);
        let warnings = [before.warnings.as_slice(), after.warnings.as_slice()].concat();
        Ok(Answer::of(&kubu_verbs::difference(from, to, rules), &warnings))
    })
}

/// Whether an assessment is sound, and what it holds.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen]
pub fn validate(assessment: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let opened = input::opened(assessment, rules()?)?;
        Ok(Answer::of(&kubu_verbs::validate(&opened), &opened.warnings))
    })
}

/// An assessment brought up to date, as Kubu saves it.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen]
pub fn migrate(assessment: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let mut opened = input::opened(assessment, rules()?)?;
        let warnings = std::mem::take(&mut opened.warnings);
        Ok(Answer::of(&kubu_verbs::migrate(opened), &warnings))
    })
}

/// What the catalogue holds: a list, or one threat, control or fact.
///
/// # Errors
///
/// A `TypeError` on misuse.
#[wasm_bindgen]
pub fn catalog(id: &JsValue) -> Result<JsValue, JsValue> {
    answered(|| {
        let rules = rules()?;
        if id.is_undefined() {
            return Ok(Answer::of(&kubu_verbs::list(rules), &[]));
        }
        let found = kubu_verbs::find(&input::id(id)?, rules).map_err(Failure::BadInput)?;
        Ok(Answer::of(&found, &[]))
    })
}

/// Which Kubu this is, and with which catalogue it answers.
///
/// # Errors
///
/// Never.
#[wasm_bindgen]
pub fn version() -> Result<JsValue, JsValue> {
    answered(|| Ok(Answer::of(&kubu_verbs::version(rules()?), &[])))
}
