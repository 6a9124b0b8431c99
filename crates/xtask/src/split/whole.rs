//! A module before it is split.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{EntityType, ExportKind};
use wasmparser::{
    ElementItems, ElementKind, ElementSectionReader, ExternalKind, FunctionBody, KnownCustom, Name, Operator, Parser,
    Payload, TypeRef, TypeSectionReader,
};

/// The modules of the app whose functions come later, unless code that does not calls them by name.
const LATER: [&str; 5] =
    ["::pages::map::", "::pages::prioritise::", "::pages::treat::", "::pages::residual::", "::pages::report::"];

/// What there is to know of it. Functions have one index: those that are imported stand before the others.
#[derive(Default)]
pub(super) struct Whole<'a> {
    pub(super) types: Option<TypeSectionReader<'a>>,
    /// What is not a function: its kind, its index in that kind and its type.
    pub(super) others: Vec<(ExportKind, u32, EntityType)>,
    /// The type of each function.
    kinds: Vec<u32>,
    /// How many functions are imported.
    imported: usize,
    /// The code of the others.
    bodies: Vec<FunctionBody<'a>>,
    /// Which functions that code calls by name.
    calls: Vec<Vec<u32>>,
    /// The functions that scripts can call.
    exported: Vec<u32>,
    /// What stands in tables.
    pub(super) places: Vec<Place>,
    names: BTreeMap<u32, &'a str>,
}

/// A place in a table, and the function that stands there.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) table: u32,
    pub(super) at: u32,
    pub(super) function: u32,
}

impl<'a> Whole<'a> {
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut whole = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(types) => whole.types = Some(types),
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let TypeRef::Func(kind) = import?.ty else { bail!("it imports more than functions") };
                        whole.kinds.push(kind);
                    }
                    whole.imported = whole.kinds.len();
                }
                Payload::FunctionSection(kinds) => {
                    for kind in kinds {
                        whole.kinds.push(kind?);
                    }
                }
                Payload::TableSection(tables) => {
                    for (index, table) in (0..).zip(tables) {
                        whole.other(ExportKind::Table, index, TypeRef::Table(table?.ty))?;
                    }
                }
                Payload::MemorySection(memories) => {
                    for (index, memory) in (0..).zip(memories) {
                        whole.other(ExportKind::Memory, index, TypeRef::Memory(memory?))?;
                    }
                }
                Payload::GlobalSection(globals) => {
                    for (index, global) in (0..).zip(globals) {
                        whole.other(ExportKind::Global, index, TypeRef::Global(global?.ty))?;
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        whole.exported.extend((export.kind == ExternalKind::Func).then_some(export.index));
                    }
                }
                Payload::StartSection { func, .. } => whole.exported.push(func),
                Payload::ElementSection(elements) => whole.places = places(elements)?,
                Payload::CodeSectionEntry(body) => {
                    whole.calls.push(calls(&body)?);
                    whole.bodies.push(body);
                }
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(sections) = section.as_known() else { continue };
                    for names in sections {
                        let Name::Function(names) = names? else { continue };
                        for name in names {
                            let name = name?;
                            whole.names.insert(name.index, name.name);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(whole)
    }

    fn other(&mut self, kind: ExportKind, index: u32, of: TypeRef) -> Result<()> {
        self.others.push((kind, index, RoundtripReencoder.entity_type(of)?));
        Ok(())
    }

    /// All functions.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> {
        (0..).take(self.kinds.len())
    }

    /// The functions that are imported.
    pub(super) fn imported(&self) -> impl Iterator<Item = u32> {
        self.all().take(self.imported)
    }

    /// The functions that are not.
    pub(super) fn own(&self) -> impl Iterator<Item = u32> {
        self.all().skip(self.imported)
    }

    /// The type of a function.
    pub(super) fn kind(&self, function: u32) -> u32 {
        self.kinds[function as usize]
    }

    /// The code of a function that is not imported.
    pub(super) fn body(&self, function: u32) -> FunctionBody<'a> {
        self.bodies[function as usize - self.imported].clone()
    }

    /// Which functions that code calls by name.
    pub(super) fn calls(&self, function: u32) -> &[u32] {
        &self.calls[function as usize - self.imported]
    }

    /// What people call a function.
    pub(super) fn name(&self, function: u32) -> Option<&'a str> {
        self.names.get(&function).copied()
    }

    pub(super) fn has_names(&self) -> bool {
        !self.names.is_empty()
    }

    /// Which functions the app starts with: all that scripts can call, all that stand in a table but are not of a later
    /// page by their names, and all that these call by name.
    pub(super) fn starts_with(&self) -> Vec<bool> {
        let is_later = |function| self.name(function).is_some_and(|name| LATER.iter().any(|page| name.contains(page)));
        let held = self.places.iter().map(|place| place.function).filter(|function| !is_later(*function));
        let mut next: Vec<u32> = self.exported.iter().copied().chain(held).collect();
        let mut starts: Vec<bool> = self.all().map(|function| (function as usize) < self.imported).collect();
        while let Some(function) = next.pop() {
            if !std::mem::replace(&mut starts[function as usize], true) {
                next.extend(self.calls(function));
            }
        }
        starts
    }
}

/// Which functions code calls by name.
fn calls(body: &FunctionBody<'_>) -> Result<Vec<u32>> {
    let mut calls = Vec::new();
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::Call { function_index } | Operator::ReturnCall { function_index } => calls.push(function_index),
            Operator::RefFunc { .. } => bail!("it takes a function as a value"),
            _ => {}
        }
    }
    Ok(calls)
}

fn places(elements: ElementSectionReader<'_>) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for element in elements {
        let element = element?;
        let (ElementKind::Active { table_index, offset_expr }, ElementItems::Functions(functions)) =
            (element.kind, element.items)
        else {
            bail!("it fills a table in another way than with functions from the start");
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            bail!("a place in a table is not a number");
        };
        for (at, function) in (u32::try_from(value)?..).zip(functions) {
            places.push(Place { table: table_index.unwrap_or(0), at, function: function? });
        }
    }
    Ok(places)
}
