//! What the built site must not hold: ways to send data, and addresses of others.
//!
//! The policy of the page forbids both already. These gates look at the files themselves, so that a dependency that
//! brings such a thing is noticed when it comes, not when somebody relaxes the policy.

use std::fs;

use anyhow::{Context, Result, anyhow, bail};

use crate::{files, layout};

/// Ways to send or fetch that no script of the site needs.
const FORBIDDEN: [&str; 7] =
    ["XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "importScripts", "'env'", "\"env\""];

/// How often each of those fetches that may: wasm-bindgen's own loader the WebAssembly, and [`FETCHING`].
const FETCHES: usize = 1;

/// Scripts of ours that may: the element asks for what its page names, and is held by that page's policy; the other asks
/// for the code of later pages.
const FETCHING: [&str; 2] = ["embed.mjs", "later.mjs"];

/// Addresses that may stand in the site: nothing there asks them for anything.
const ALLOWED: [&str; 2] = [
    // Names of XML namespaces, which elements are created in.
    "http://www.w3.org/",
    // A comment in the loader that wasm-bindgen writes.
    "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Operators/typeof",
];

/// How much is shown on each side of an address.
const CONTEXT: usize = 60;

/// Looks at every file of the built site.
///
/// # Errors
///
/// If there is no built site, or something is found; all of it is printed.
pub fn check() -> Result<()> {
    let files = files::of_site()?;
    let sources = sources()?;
    let mut found = Vec::new();
    for file in &files {
        let content = fs::read(layout::dist().join(file)).with_context(|| format!("could not read dist/{file}"))?;
        let foreign = foreign_addresses(&content, &sources);
        found.extend(foreign.into_iter().map(|context| format!("dist/{file}: address: {context}")));
        // The worker comes from this repository, and to fetch is its purpose.
        let is_script = [".js", ".mjs"].iter().any(|extension| file.ends_with(extension));
        if is_script && file != "service-worker.js" {
            let may_fetch = is_glue(file, &files) || FETCHING.contains(&file.as_str());
            let fetches = if may_fetch { FETCHES } else { 0 };
            let script = String::from_utf8_lossy(&content);
            found.extend(ways_out(&script, fetches).into_iter().map(|way| format!("dist/{file}: {way}")));
        }
    }
    if found.is_empty() {
        println!("{} files hold no way to send data and no foreign address.", files.len());
        return Ok(());
    }
    for line in &found {
        eprintln!("{line}");
    }
    bail!(
        "the built site holds {} things that it must not, listed above: remove what brings them in; \
         if one is harmless, allow it in crates/xtask/src/gates.rs and say there why",
        found.len()
    )
}

/// Where the catalogue's incidents are told: links that a reader may follow, and that nothing loads.
fn sources() -> Result<Vec<String>> {
    let rules = kubu_catalog::rules().map_err(|faults| anyhow!("the pack is not sound: {faults:?}"))?;
    let incidents = rules.catalog().threats.iter().filter_map(|threat| threat.incident.as_ref());
    Ok(incidents.map(|incident| incident.source.clone()).collect())
}

/// Whether a script is the one that wasm-bindgen wrote for a WebAssembly file.
fn is_glue(script: &str, files: &[String]) -> bool {
    let wasm = script.strip_suffix(".js").map(|name| format!("{name}_bg.wasm"));
    wasm.is_some_and(|wasm| files.contains(&wasm))
}

fn ways_out(script: &str, fetches: usize) -> Vec<String> {
    let mut found: Vec<String> =
        FORBIDDEN.iter().filter(|word| script.contains(**word)).map(|word| format!("mentions {word}")).collect();
    let count = script.matches("fetch(").count();
    if count > fetches {
        found.push(format!("calls fetch {count} times, {fetches} are known"));
    }
    found
}

/// The addresses in a file that are not allowed, each with what is around it.
fn foreign_addresses(content: &[u8], sources: &[String]) -> Vec<String> {
    let is_allowed = |rest: &[u8]| {
        let mut allowed = ALLOWED.into_iter().chain(sources.iter().map(String::as_str));
        allowed.any(|address| rest.starts_with(address.as_bytes()))
    };
    let starts = (0..content.len()).filter(|&start| {
        let rest = &content[start..];
        let after_scheme = rest.strip_prefix(b"http://").or_else(|| rest.strip_prefix(b"https://"));
        after_scheme.is_some_and(names_host) && !is_allowed(rest)
    });
    starts.map(|start| around(content, start)).collect()
}

/// Whether a host follows a scheme. A scheme alone is what links are checked against; in WebAssembly the next string
/// follows it without a gap, so a host must look like one: a dot within it, or a name or number of this machine.
fn names_host(text: &[u8]) -> bool {
    let ends = |byte: &u8| !(byte.is_ascii_alphanumeric() || b"-_.@:[]".contains(byte));
    let host = text.split(ends).next().unwrap_or_default();
    let has_inner_dot = host
        .windows(3)
        .any(|part| part[0].is_ascii_alphanumeric() && part[1] == b'.' && part[2].is_ascii_alphanumeric());
    has_inner_dot || host.starts_with(b"localhost") || host.starts_with(b"[")
}

fn around(content: &[u8], start: usize) -> String {
    let part = &content[start.saturating_sub(CONTEXT)..content.len().min(start + CONTEXT)];
    String::from_utf8_lossy(part).chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_addresses_are_found_in_text_and_binary() {
        assert_eq!(foreign_addresses(b"\0\x01https://example.org/a\0", &[]), ["  https://example.org/a "]);
        let sources = ["https://example.org/told".to_owned()];
        assert_eq!(foreign_addresses(b"https://example.org/told", &sources), Vec::<String>::new());
        assert_eq!(foreign_addresses(b"https://example.org/other", &sources).len(), 1);
        assert_eq!(foreign_addresses(b"http://www.w3.org/2000/svg and a//b", &[]), Vec::<String>::new());
        assert_eq!(foreign_addresses(b"http://www.w3.org.example/", &[]).len(), 1);
        assert_eq!(foreign_addresses(b"xhttp://a.org https://localhost:1 http://[::1]/", &[]).len(), 3);
    }

    #[test]
    fn a_scheme_alone_is_no_address() {
        assert_eq!(
            foreign_addresses(b"starts_with(\"https://\") https://relnoopener noreferrer", &[]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_loader_may_fetch_once() {
        let loader = "module_or_path = fetch(module_or_path);";
        assert!(ways_out(loader, 1).is_empty());
        assert_eq!(ways_out(loader, 0), ["calls fetch 1 times, 0 are known"]);
        assert_eq!(ways_out("new WebSocket(url); import * as a from 'env';", 0).len(), 2);
    }

    #[test]
    fn glue_is_what_goes_with_webassembly() {
        let files = ["a.js".to_owned(), "a_bg.wasm".to_owned(), "boot.js".to_owned()];
        assert!(is_glue("a.js", &files));
        assert!(!is_glue("boot.js", &files));
    }
}
