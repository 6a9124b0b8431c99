//! One of the two modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, FunctionSection,
    ImportSection, Module, NameMap, NameSection, TypeSection,
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, ElementSectionReader, ExportSectionReader, FunctionSectionReader,
};

use super::whole::{Place, Whole};
use crate::alike;

/// What the second module calls all that it imports from.
const FIRST: &str = "first";

/// It writes the sections of the whole as they are in this module. Functions are known by their index in the whole.
pub(super) struct Part<'w, 'a> {
    whole: &'w Whole<'a>,
    /// The function that stands for each of the whole.
    twins: &'w [u32],
    imports: Vec<u32>,
    own: Vec<u32>,
    /// What the other module imports of it.
    exports: BTreeSet<u32>,
    /// The index in this module of each function in it.
    indices: BTreeMap<u32, u32>,
    with_names: bool,
    /// What tells these two modules from others.
    pub(super) seal: String,
}

impl<'w, 'a> Part<'w, 'a> {
    /// The first or the second module, by what the app starts with and what stands for each function.
    pub(super) fn of(whole: &'w Whole<'a>, starts: &[bool], twins: &'w [u32], is_first: bool, small: bool) -> Self {
        let starts = |function: u32| starts[function as usize];
        let twin = |function: u32| twins[function as usize];
        let all = |of_first| whole.own().filter(move |function| starts(*function) == of_first);
        let mut own: Vec<u32> = all(is_first).filter(|function| twin(*function) == *function).collect();
        if small {
            let bodies: Vec<_> = own.iter().map(|function| whole.body(*function)).collect();
            own = alike::chain(&bodies).into_iter().map(|position| own[position]).collect();
        }
        // The first calls what is in the second through the table alone.
        let called = all(false).flat_map(|function| whole.calls(function)).map(|function| twin(*function));
        let shared: BTreeSet<u32> = called.filter(|function| starts(*function)).collect();
        let (imports, exports): (Vec<u32>, _) = if is_first {
            (whole.imported().collect(), shared)
        } else {
            (shared.into_iter().collect(), BTreeSet::new())
        };
        let indices = imports.iter().chain(&own).copied().zip(0..).collect();
        Self { whole, twins, imports, own, exports, indices, with_names: !small, seal: String::new() }
    }

    /// All functions in it, by their index in the whole, in the order of those here.
    pub(super) fn functions(&self) -> impl Iterator<Item = u32> {
        self.imports.iter().chain(&self.own).copied()
    }

    /// What the first module calls something for the second: a letter and a number. The name of a memory says of which
    /// split it is.
    fn name(&self, kind: ExportKind, number: u32) -> String {
        match kind {
            ExportKind::Func => format!("f{number}"),
            ExportKind::Table => format!("t{number}"),
            ExportKind::Memory => format!("m{number}-{}", self.seal),
            ExportKind::Global => format!("g{number}"),
            ExportKind::Tag => format!("e{number}"),
        }
    }

    /// The whole of the second module, which has no sections in common with what was split but the types.
    pub(super) fn alone(&mut self) -> Result<Vec<u8>> {
        let whole = self.whole;
        let (mut types, mut imports, mut code) = (TypeSection::new(), ImportSection::new(), CodeSection::new());
        if let Some(section) = whole.types.clone() {
            self.parse_type_section(&mut types, section)?;
        }
        for (kind, index, of) in &whole.others {
            imports.import(FIRST, &self.name(*kind, *index), *of);
        }
        for (place, function) in (0..).zip(&self.imports) {
            imports.import(FIRST, &self.name(ExportKind::Func, place), EntityType::Function(whole.kind(*function)));
        }
        self.bodies(&mut code)?;
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&self.kinds()).section(&self.elements()).section(&code);
        self.finish(&mut module);
        Ok(module.finish())
    }

    /// What stands at the end of a module.
    pub(super) fn finish(&self, module: &mut Module) {
        let (mut section, mut names) = (NameSection::new(), NameMap::new());
        for (index, function) in (0..).zip(self.functions()) {
            if let Some(name) = self.whole.name(function) {
                names.append(index, name);
            }
        }
        section.functions(&names);
        if self.with_names {
            module.section(&section);
        }
    }

    fn kinds(&self) -> FunctionSection {
        let mut kinds = FunctionSection::new();
        for function in &self.own {
            kinds.function(self.whole.kind(*function));
        }
        kinds
    }

    fn bodies(&mut self, code: &mut CodeSection) -> Result<(), Error<Missing>> {
        for function in self.own.clone() {
            self.parse_function_body(code, self.whole.body(function))?;
        }
        Ok(())
    }

    /// The places of tables where its own functions stand, in runs.
    fn elements(&self) -> ElementSection {
        let own: BTreeSet<u32> = self.own.iter().copied().collect();
        let twin = |place: &Place| self.twins[place.function as usize];
        let places: Vec<&Place> = self.whole.places.iter().filter(|place| own.contains(&twin(place))).collect();
        let mut elements = ElementSection::new();
        for run in places.chunk_by(|a, b| a.table == b.table && a.at + 1 == b.at) {
            let functions: Vec<u32> = run.iter().map(|place| self.indices[&twin(place)]).collect();
            let Place { table, at, .. } = *run[0];
            let start = ConstExpr::i32_const(at.cast_signed());
            elements.active((table > 0).then_some(table), &start, Elements::Functions(functions.into()));
        }
        elements
    }
}

/// A function that one module calls and only the other has.
#[derive(Debug)]
pub(super) struct Missing(u32);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {} is in the other module", self.0)
    }
}

impl std::error::Error for Missing {}

impl Reencode for Part<'_, '_> {
    type Error = Missing;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Missing>> {
        let index = self.indices.get(&self.twins[function as usize]);
        index.copied().ok_or(Error::UserError(Missing(function)))
    }

    fn parse_function_section(
        &mut self,
        kinds: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Missing>> {
        *kinds = self.kinds();
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Missing>> {
        for export in section {
            self.parse_export(exports, export?)?;
        }
        for (kind, index, _) in &self.whole.others {
            exports.export(&self.name(*kind, *index), *kind, *index);
        }
        for (place, function) in (0..).zip(&self.exports) {
            exports.export(&self.name(ExportKind::Func, place), ExportKind::Func, self.indices[function]);
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        _: ElementSectionReader<'_>,
    ) -> Result<(), Error<Missing>> {
        *elements = self.elements();
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: CodeSectionReader<'_>) -> Result<(), Error<Missing>> {
        self.bodies(code)
    }

    /// Names are written anew, and nobody reads the rest.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error<Missing>> {
        Ok(())
    }
}
