//! What a first visit downloads, and its budget.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{embed, files, layout, package, split};

/// The most bytes, compressed with brotli, that a browser may load before the app can be used. Every file of the site
/// counts, but those of [`FOLLOWS`] and those that only pages of others load.
const FIRST_LOAD_BUDGET: u64 = 300 * 1000;

/// What the names of those files end with that follow by themselves, once the app is at work.
const FOLLOWS: [&str; 3] = [split::ENDING, "later.mjs", "service-worker.js"];

/// The most bytes, compressed with brotli, that a first visit may load in all. It only ever goes down.
const FIRST_VISIT_BUDGET: u64 = 375 * 1000;

/// What a browser loads of the package where the page's own program loads the catalogue.
const CORE: [&str; 3] = ["core.js", "kubu_wasm.js", "kubu_wasm_bg.wasm"];

/// The most bytes, compressed with brotli, that this may be. It only ever goes down.
const CORE_BUDGET: u64 = 90 * 1000;

/// What else it loads of the package with its catalogue.
const WITH_CATALOGUE: [&str; 2] = ["kubu.js", "kubu.pack"];

/// The most bytes, compressed with brotli, that both may be together. It only ever goes down.
const LIBRARY_BUDGET: u64 = 160 * 1000;

/// The row that says how much the catalogue takes by itself; its bytes are among those of the wasm.
const CATALOGUE: &str = "of it the catalogue";

/// The sizes of a file, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Size {
    fn of(content: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(content)?;
        let gzip = gzip.finish()?;
        let mut brotli = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut &*content, &mut brotli, &parameters)?;
        Ok(Self { raw: length(content), gzip: length(&gzip), brotli: length(&brotli) })
    }

    fn row(self, name: &str, width: usize) -> String {
        let Self { raw, gzip, brotli } = self;
        format!("{name:width$}  {:>11}  {:>11}  {:>11}", grouped(raw), grouped(gzip), grouped(brotli))
    }
}

/// Prints the sizes of the built site and holds them against the budget.
///
/// # Errors
///
/// If there is no built site, or it is above the budget.
pub fn check() -> Result<()> {
    let files = files::of_site()?;
    let width = files.iter().map(String::len).max().unwrap_or(0).max(CATALOGUE.len());
    let (parts, own): (Vec<String>, Vec<String>) = files.into_iter().partition(|file| embed::is_part(file));
    let (rest, first): (Vec<String>, Vec<String>) =
        own.into_iter().partition(|file| FOLLOWS.iter().any(|ending| file.ends_with(ending)));
    println!("Before the app can be used:");
    let before = table(&layout::dist(), &first, width)?;
    println!("{}", Size::of(kubu_catalog::EMBEDDED)?.row(CATALOGUE, width));
    println!("Once it is at work:");
    let after = table(&layout::dist(), &rest, width)?;
    within(before.brotli, FIRST_LOAD_BUDGET, "The app at its start", "FIRST_LOAD_BUDGET")?;
    within(before.brotli + after.brotli, FIRST_VISIT_BUDGET, "A first visit in all", "FIRST_VISIT_BUDGET")?;
    println!("Only pages that embed Kubu load, in place of some of these:");
    table(&layout::dist(), &parts, width)?;
    match package::content() {
        content if content.is_dir() => library(&content),
        _ => {
            println!("There is no built npm package to measure: `cargo xtask package` builds it.");
            Ok(())
        }
    }
}

/// Prints the sizes of what a browser loads of the npm package and holds them against the budget.
///
/// # Errors
///
/// If a file cannot be read, or they are above it.
pub fn library(content: &Path) -> Result<()> {
    let width = CORE.iter().map(|name| name.len()).max().unwrap_or(0);
    let core = table(content, &CORE.map(str::to_owned), width)?;
    let rest = table(content, &WITH_CATALOGUE.map(str::to_owned), width)?;
    within(core.brotli, CORE_BUDGET, "The library without its catalogue", "CORE_BUDGET")?;
    within(core.brotli + rest.brotli, LIBRARY_BUDGET, "The library with its catalogue", "LIBRARY_BUDGET")
}

/// Prints the sizes of files in a folder and returns them together.
fn table(folder: &Path, files: &[String], width: usize) -> Result<Size> {
    println!("{:width$}  {:>11}  {:>11}  {:>11}", "bytes", "raw", "gzip -9", "brotli 11");
    let mut total = Size::default();
    for file in files {
        let path = folder.join(file);
        let content = fs::read(&path).with_context(|| format!("could not read {}", layout::shown(&path)))?;
        let size = Size::of(&content)?;
        println!("{}", size.row(file, width));
        total.raw += size.raw;
        total.gzip += size.gzip;
        total.brotli += size.brotli;
    }
    println!("{}", total.row("total", width));
    Ok(total)
}

/// Holds what is loaded against a budget: what it is, and where the budget stands.
fn within(bytes: u64, budget: u64, what: &str, place: &str) -> Result<()> {
    let (loaded, most) = (grouped(bytes), grouped(budget));
    if bytes > budget {
        bail!(
            "{what} loads {loaded} bytes (brotli), above the budget of {most}: make it smaller; the budget is {place} \
             in crates/xtask/src/size.rs"
        );
    }
    println!("{what} loads {loaded} of {most} bytes (brotli).");
    Ok(())
}

fn length(bytes: &[u8]) -> u64 {
    // INVARIANT: no machine that runs this holds more than 64 bits of length in memory.
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// A number with its thousands set apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1 000");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }

    #[test]
    fn repetition_is_compressed_by_both() {
        let size = Size::of(&[b'a'; 5000]).expect("it compresses");
        assert_eq!(size.raw, 5000);
        assert!(size.gzip < 100 && size.brotli < 50, "{size:?}");
    }

    #[test]
    fn the_budget_itself_is_still_within_it() {
        assert!(within(1_000, 1_000, "It", "BUDGET").is_ok());
        let error = within(1_001, 1_000, "It", "BUDGET").expect_err("one byte too many");
        assert!(error.to_string().contains("It loads 1 001 bytes"), "{error}");
    }
}
