//! Light, dark, or as the system has it: the choices with their names. The script of the page puts one in force.

/// The first is that of the system.
pub(crate) const THEMES: [(&str, &str); 3] = [("", "As the system"), ("light", "Light"), ("dark", "Dark")];
