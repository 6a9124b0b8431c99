//! Short names for what WebAssembly imports from its script.
//!
//! wasm-bindgen ends each name in a hash, which no compression makes smaller, and both files hold it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::lean;

/// What the names of such imports begin with, in both files.
const OURS: &str = "__wb";

/// Gives the imports of a module short names, in it and in the script, which is made lean too.
///
/// # Errors
///
/// If a file cannot be read or written, or the two do not belong together.
pub fn shorten(script: &Path, wasm: &Path) -> Result<()> {
    let text = lean::without_comments(&fs::read_to_string(script).context("could not read the script")?);
    let module = fs::read(wasm).context("could not read the WebAssembly")?;
    let (module, text) = shortened(&module, &text)?;
    let text = found(&text, &wasm.file_name().unwrap_or_default().to_string_lossy());
    fs::write(wasm, module).context("could not write the WebAssembly")?;
    fs::write(script, text).context("could not write the script")
}

/// The script with the name of its WebAssembly as it is now, where wasm-bindgen wrote that without the digest.
fn found(script: &str, name: &str) -> String {
    let Some((before, rest)) = script.split_once("new URL('") else { return script.to_owned() };
    let Some((_, after)) = rest.split_once('\'') else { return script.to_owned() };
    [before, "new URL('", name, "'", after].concat()
}

/// Both with names of a letter and a number: `wasm`, and `script`, which gives it its imports.
fn shortened(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let (mut module, mut script) = (Module::new(), script.to_owned());
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.context("the built WebAssembly cannot be read")?;
        if let Payload::ImportSection(reader) = &payload {
            let mut imports = ImportSection::new();
            for (position, import) in reader.clone().into_imports().enumerate() {
                let import = import?;
                let kind = RoundtripReencoder.entity_type(import.ty)?;
                if import.name.starts_with(OURS) {
                    let short = format!("i{position}");
                    let (before, after) = (format!("\n{}:", import.name), format!("\n{short}:"));
                    anyhow::ensure!(script.matches(&before).count() == 1, "the script must give {} once", import.name);
                    script = script.replace(&before, &after);
                    imports.import(import.module, &short, kind);
                } else {
                    imports.import(import.module, import.name, kind);
                }
            }
            module.section(&imports);
        } else if let Some((id, range)) = payload.as_section() {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            module.section(&RawSection { id, data: wasm.get(range).unwrap_or_default() });
        }
    }
    Ok((module.finish(), script))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, TypeSection};

    fn importing(name: &str) -> Vec<u8> {
        let (mut module, mut types, mut imports) = (Module::new(), TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("./a_bg.js", "memory", EntityType::Function(0)).import(
            "./a_bg.js",
            name,
            EntityType::Function(0),
        );
        module.section(&types).section(&imports);
        module.finish()
    }

    #[test]
    fn both_files_get_the_same_short_name() {
        let script = "const import0 = {\n__wbg_click_0123: function() {},\n};";
        let (wasm, script) = shortened(&importing("__wbg_click_0123"), script).expect("sound");
        assert_eq!(script, "const import0 = {\ni1: function() {},\n};");
        assert_eq!(wasm, importing("i1"));
    }

    #[test]
    fn a_script_finds_its_wasm() {
        let script = "path = new URL('a_bg.wasm', import.meta.url);";
        assert_eq!(found(script, "a-0123_bg.wasm"), "path = new URL('a-0123_bg.wasm', import.meta.url);");
        assert_eq!(found("fetch(path)", "a_bg.wasm"), "fetch(path)");
    }

    #[test]
    fn a_script_that_lacks_an_import_is_refused() {
        assert!(shortened(&importing("__wbg_click_0123"), "{\n__wbg_clock_0123: 1\n}").is_err());
    }
}
