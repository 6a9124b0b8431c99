//! The core is a pure function: what it is built from holds no clock, file, randomness, network or browser.
//!
//! Calls into the standard library are held by `clippy.toml`; this holds the crates.

#![expect(clippy::disallowed_methods, reason = "this test asks cargo; the core itself starts nothing")]

use std::process::Command;

#[test]
fn the_core_is_built_from_serde_alone() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--package",
            "kubu-core",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--color",
            "never",
        ])
        .args(["--format", "{lib}", "--target", "wasm32-unknown-unknown"])
        .output()
        .expect("cargo tree runs");
    let mut crates: Vec<&str> = std::str::from_utf8(&output.stdout).expect("UTF-8").split_whitespace().collect();
    crates.retain(|name| *name != "(*)" && *name != "(proc-macro)");
    crates.sort_unstable();
    crates.dedup();
    // What serde's derive needs runs in the compiler; `memchr`, `itoa` and `zmij` (numbers as text) are pure; so is `kubu_pack`, our own.
    let allowed = [
        "itoa",
        "kubu_core",
        "kubu_pack",
        "memchr",
        "proc_macro2",
        "quote",
        "serde",
        "serde_core",
        "serde_derive",
        "serde_json",
        "syn",
        "unicode_ident",
        "zmij",
    ];
    assert_eq!(crates, allowed, "{}", String::from_utf8_lossy(&output.stderr));
}
