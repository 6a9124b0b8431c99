//! Joining the parts of the style sheet: one file for each part of the page to edit, one for the browser to load.

use std::fs;

use anyhow::{Context, Result};

use crate::{files, layout, lean};

/// Writes `web/style.css` from `web/style/*.css`, in the order of their names.
///
/// # Errors
///
/// If a part cannot be read, or the whole cannot be written.
pub fn join() -> Result<()> {
    let folder = layout::web().join("style");
    let mut whole = String::new();
    for name in files::list(&folder)? {
        let part = fs::read_to_string(folder.join(&name)).with_context(|| format!("could not read {name}"))?;
        whole += &lean::without_comments(&part);
    }
    let place = layout::web().join("style.css");
    // Written only if it changed, or `trunk serve` would build for ever.
    if fs::read_to_string(&place).is_ok_and(|before| before == whole) {
        return Ok(());
    }
    fs::write(&place, whole).context("could not write web/style.css")
}
