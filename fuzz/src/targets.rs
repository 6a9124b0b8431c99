//! What is tried, and what must hold of it.

mod conditions;
mod documents;
mod packs;

use std::fs;
use std::path::Path;

pub use conditions::Conditions;
pub use documents::Documents;
pub use packs::Packs;

/// Something that reads what others wrote.
pub trait Target {
    /// Its name, and that of its folder of known inputs.
    fn name(&self) -> &'static str;

    /// Inputs to start from, and those that were findings once.
    fn seeds(&self) -> Vec<String>;

    /// Reads the input and says in a few words what came of it.
    ///
    /// # Errors
    ///
    /// If a promise is broken.
    fn run(&self, input: &str) -> Result<String, String>;
}

/// The files of a folder of the repository, by name.
fn files(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort();
    files.into_iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// Every target.
pub fn all() -> [Box<dyn Target>; 3] {
    let rules = kubu_catalog::rules().unwrap_or_else(|errors| panic!("the catalogue is not sound: {errors:?}"));
    [Box::new(Conditions::new(&rules)), Box::new(Packs::new(&rules)), Box::new(Documents::new(rules))]
}
