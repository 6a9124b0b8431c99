//! An organisation's pack: what it adds to a catalogue. Data only, in a namespace of its own.
//!
//! Every entry of a pack has an id that starts with the pack's own and a colon, such as `bank:model-owner`, which no
//! entry of the catalogue has. So a pack adds questions, threats, controls and mitigations, and can neither change nor
//! take away what was there.

mod add;
mod read;
mod source;

use serde::{Deserialize, Serialize};

use crate::id::pack_of;
use crate::{
    Catalog, CatalogRef, Control, ControlId, Fact, Framework, Group, PackId, SortedMap, Strength, Threat, ThreatId,
    Value,
};

/// What an organisation adds to a catalogue: the content of a `*.kubu-pack.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Addition {
    /// Always [`Addition::FORMAT`].
    pub format: String,
    /// The version of this format.
    pub format_version: u32,
    /// The pack's id: what the ids of its entries start with.
    pub id: PackId,
    /// The version of its content.
    pub version: String,
    /// `sha256:` and 64 hexadecimal digits, over the bytes of the file with this member empty.
    pub hash: String,
    /// The name of the organisation.
    pub name: String,
    /// The catalogue that it was made for. It adds to any version of it that has what it refers to.
    pub catalog: CatalogRef,
    /// Groups of questions, after those of the catalogue.
    pub groups: Vec<Group>,
    /// Lists that its entries cite, such as the organisation's own rules.
    pub frameworks: Vec<Framework>,
    /// Facts, after those of the catalogue.
    pub facts: Vec<Fact>,
    /// Threats.
    pub threats: Vec<Threat>,
    /// Controls.
    pub controls: Vec<Control>,
    /// Mitigations from threats of others to controls of this pack.
    pub mitigations: Vec<AddedMitigation>,
    /// What the organisation says of entries of others.
    pub notes: Vec<Note>,
}

impl Addition {
    /// The value of `format` in every pack of an organisation.
    pub const FORMAT: &'static str = "kubu-organisation-pack";
    /// The version of the format that this crate reads.
    pub const FORMAT_VERSION: u32 = 0;
    /// The most entries of one list that are read.
    pub const MAX_ENTRIES: usize = 500;
    /// The longest text that is read, in characters.
    pub const MAX_TEXT: usize = 10_000;
    /// The longest id of an entry, in characters.
    pub const MAX_ID: usize = 100;
}

/// The edge from a threat of somebody else to a control of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedMitigation {
    /// The threat.
    pub threat: ThreatId,
    /// The control of the pack.
    pub control: ControlId,
    /// How much it takes away.
    pub strength: Strength,
    /// Why it answers this threat.
    pub why: String,
}

/// What an organisation says of an entry that is not its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The id of a fact, a threat or a control.
    pub on: String,
    /// What it says, in Markdown.
    pub text: String,
}

/// Which pack of an organisation something was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackRef {
    /// The name of the organisation.
    pub name: String,
    /// The version of the pack's content.
    pub version: String,
    /// The content hash of the pack.
    pub hash: String,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: SortedMap<String, Value>,
}

impl Catalog {
    /// The pack that the entry `id` came with; none if it is an entry of the catalogue itself.
    pub fn owner(&self, id: &str) -> Option<&PackRef> {
        self.packs.get(pack_of(id)?.0)
    }

    /// What organisations say of an entry, each with the pack that says it.
    pub fn notes_on<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a PackRef, &'a str)> {
        let notes = self.notes.iter().filter(move |(_, note)| note.on == id);
        notes.filter_map(|(pack, note)| Some((self.packs.get(pack)?, note.text.as_str())))
    }
}
