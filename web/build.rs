//! Makes the examples small: what the app embeds of them is the same JSON without spaces.

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

const EXAMPLES: &str = "../examples";

fn main() {
    println!("cargo::rerun-if-changed={EXAMPLES}");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    for entry in fs::read_dir(EXAMPLES).expect("the examples are there") {
        let path = entry.expect("the folder can be read").path();
        if !path.to_string_lossy().ends_with(".kubu.json") {
            continue;
        }
        let name = path.file_name().expect("a file has a name");
        let text = fs::read_to_string(&path).expect("an example can be read");
        let value: Value = serde_json::from_str(&text).expect("an example is JSON");
        fs::write(Path::new(&out).join(name), value.to_string()).expect("the folder of the build can be written to");
    }
}
