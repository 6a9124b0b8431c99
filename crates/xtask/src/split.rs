//! The code of the app in two modules: what it starts with, and the pages that people come to later. The second is
//! fetched once the first is at work, so it delays nothing.
//!
//! The first module stays what wasm-bindgen made of it, with less code. Both share one memory, and one table of
//! functions through which all calls of the first to the second go: until the second is there, its places are empty. So
//! the app must not draw such a page before that. Nothing else can lead there, since no two functions were made one
//! before (see `install::rust::smallest` and `index.html`): what a name says belongs to a page does.

mod part;
mod twins;
mod whole;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasm_encoder::Module;
use wasm_encoder::reencode::Reencode;
use wasmparser::Parser;

use part::Part;
use twins::twins;
use whole::Whole;

/// What the name of the second module ends with, where that of the first ends with `_bg.wasm`.
pub const ENDING: &str = "_later.wasm";

/// Splits a module into itself and another file. For a release both are made small, which takes minutes for any other
/// build: without the names of functions, with each code only once, and what is alike next to each other.
///
/// # Errors
///
/// If a file cannot be read or written, or the module has no names or is of a form that compilers do not give it.
pub fn split(wasm: &Path, later: &Path, small: bool) -> Result<()> {
    let module = fs::read(wasm).context("could not read the WebAssembly")?;
    let (first, rest) = in_two(&module, small)?;
    fs::write(wasm, first).context("could not write the WebAssembly")?;
    fs::write(later, rest).with_context(|| format!("could not write {}", later.display()))
}

fn in_two(wasm: &[u8], small: bool) -> Result<(Vec<u8>, Vec<u8>)> {
    let whole = Whole::read(wasm).context("the built WebAssembly cannot be read")?;
    ensure!(whole.has_names(), "the built WebAssembly has no names of functions: wasm-opt must keep them (-g)");
    let starts = whole.starts_with();
    let twins = if small { twins(&whole, &starts)? } else { whole.all().collect() };
    let [mut first, mut later] = [true, false].map(|is_first| Part::of(&whole, &starts, &twins, is_first, small));
    let seal = seal(wasm, &[&first, &later]);
    (first.seal, later.seal) = (seal.clone(), seal);
    let mut module = Module::new();
    first.parse_core_module(&mut module, Parser::new(0), wasm).context("the built WebAssembly cannot be split")?;
    first.finish(&mut module);
    Ok((module.finish(), later.alone()?))
}

/// What tells the two modules of one split from those of any other: a file may be kept somewhere longer than its
/// counterpart, and functions of another build must never be called.
fn seal(wasm: &[u8], parts: &[&Part<'_, '_>]) -> String {
    let mut digest = Sha256::new_with_prefix(wasm);
    for function in parts.iter().flat_map(|part| part.functions()) {
        digest.update(function.to_le_bytes());
    }
    digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wasmparser::{ElementItems, ElementKind, KnownCustom, Name, Operator, Payload, TypeRef};

    use super::*;

    /// It draws its pages through the table.
    const APP: &str = r#"(module
        (type $page (func (param i32) (result i32)))
        (import "script" "tell" (func $tell (param i32)))
        (table 6 6 funcref)
        (memory 1)
        (global $stack (mut i32) (i32.const 1024))
        (export "memory" (memory 0))
        (export "start" (func $start))
        (elem (i32.const 1) $"a::pages::map::Map::draw" $"a::pages::home::draw" $"a::pages::map::drop" $"a::pages::home::drop")
        (func $start (param i32) (result i32) (call_indirect (type $page) (local.get 0) (local.get 0)))
        (func $"a::pages::home::draw" (param i32) (result i32) (call $shared (i32.const 2)))
        (func $"a::pages::home::drop" (param i32) (result i32) (i32.const 9))
        (func $"a::pages::map::Map::draw" (param i32) (result i32)
            (call $tell (global.get $stack))
            (i32.add (call $of_the_map) (call $shared (i32.load (i32.const 8)))))
        (func $"a::pages::map::drop" (param i32) (result i32) (i32.const 9))
        (func $of_the_map (result i32) (call $"a::pages::map::size"))
        (func $shared (param i32) (result i32) (i32.mul (call $"a::pages::map::scale") (local.get 0)))
        (func $"a::pages::map::scale" (result i32) (i32.const 3))
        (func $"a::pages::map::size" (result i32) (i32.const 4)))"#;

    /// What matters here of a module.
    #[derive(Debug, Default)]
    struct Held {
        /// Modules and names.
        imports: Vec<(String, String)>,
        exports: Vec<String>,
        /// How many functions are imported, and how many are not.
        counts: (u32, u32),
        /// What stands in each place of the table that is filled.
        places: BTreeMap<usize, u32>,
        names: BTreeMap<u32, String>,
    }

    impl Held {
        fn of(wasm: &[u8]) -> Self {
            wasmparser::validate(wasm).expect("it is sound");
            let mut held = Self::default();
            for payload in Parser::new(0).parse_all(wasm) {
                held.add(payload.expect("it is sound")).expect("it is sound");
            }
            held
        }

        fn add(&mut self, payload: Payload<'_>) -> Result<()> {
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        self.imports.push((import.module.to_owned(), import.name.to_owned()));
                        self.counts.0 += u32::from(matches!(import.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(functions) => self.counts.1 = functions.count(),
                Payload::ExportSection(exports) => {
                    for export in exports {
                        self.exports.push(export?.name.to_owned());
                    }
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        let element = element?;
                        let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
                            (element.kind, element.items)
                        else {
                            panic!("only places of a table are filled");
                        };
                        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                            panic!("a place is a number");
                        };
                        for (place, function) in (usize::try_from(value)?..).zip(functions) {
                            self.places.insert(place, function?);
                        }
                    }
                }
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(sections) = section.as_known() else { panic!("there are only names") };
                    for names in sections {
                        let Name::Function(names) = names? else { continue };
                        for name in names {
                            let name = name?;
                            self.names.insert(name.index, name.name.to_owned());
                        }
                    }
                }
                _ => {}
            }
            Ok(())
        }

        /// The names of the functions that it does not import.
        fn own(&self) -> Vec<&str> {
            self.names.range(self.counts.0..).map(|(_, name)| name.as_str()).collect()
        }

        fn at(&self, place: usize) -> Option<&str> {
            self.names.get(self.places.get(&place)?).map(String::as_str)
        }
    }

    fn halves(small: bool) -> [Held; 2] {
        let (first, later) = in_two(&wat::parse_str(APP).expect("a module"), small).expect("it can be split");
        [Held::of(&first), Held::of(&later)]
    }

    #[test]
    fn what_only_a_later_page_needs_is_in_the_second_module() {
        let [first, later] = halves(false);
        let shared = ["shared", "a::pages::map::scale"];
        assert_eq!(first.own(), [&["start", "a::pages::home::draw", "a::pages::home::drop"][..], &shared].concat());
        assert_eq!(
            later.own(),
            ["a::pages::map::Map::draw", "a::pages::map::drop", "of_the_map", "a::pages::map::size"]
        );
    }

    #[test]
    fn each_function_stands_in_its_place_of_the_table() {
        let [first, later] = halves(false);
        assert_eq!(
            [1, 2, 3, 4].map(|place| first.at(place)),
            [None, Some("a::pages::home::draw"), None, Some("a::pages::home::drop")]
        );
        assert_eq!(
            [1, 2, 3, 4].map(|place| later.at(place)),
            [Some("a::pages::map::Map::draw"), None, Some("a::pages::map::drop"), None]
        );
    }

    #[test]
    fn the_second_module_finds_all_that_it_imports_in_the_first() {
        for small in [false, true] {
            let [first, later] = halves(small);
            assert_eq!(first.imports, [("script".to_owned(), "tell".to_owned())]);
            assert!(first.exports.starts_with(&["memory".to_owned(), "start".to_owned()]), "{:?}", first.exports);
            // The table, the memory, where the stack is, what tells, and what both call.
            assert_eq!(later.imports.len(), 5);
            for (module, name) in later.imports {
                assert!(module == "first" && first.exports.contains(&name), "{module} {name}");
            }
            assert!(later.exports.is_empty());
        }
    }

    #[test]
    fn modules_of_different_splits_do_not_fit_together() {
        let [first, _] = halves(false);
        let [_, later] = halves(true);
        assert!(later.imports.iter().any(|(_, name)| !first.exports.contains(name)));
    }

    #[test]
    fn a_small_build_has_each_code_once_and_no_names() {
        let [first, later] = halves(true);
        assert!(first.names.is_empty() && later.names.is_empty());
        // One `drop` stands for both, in the module that is there first.
        assert_eq!((first.counts.1, later.counts.1), (5, 3));
        assert_eq!(first.places[&3], first.places[&4]);
        assert_eq!(later.places.keys().collect::<Vec<_>>(), [&1]);
    }

    #[test]
    fn without_names_nobody_knows_what_comes_later() {
        let unnamed = wat::parse_str("(module (func))").expect("a module");
        assert!(in_two(&unnamed, true).is_err());
    }
}
