//! The page that the app is in: Kubu's own site, or a page of somebody else that embeds it.

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};

use crate::findings::Findings;
use crate::route::Page;
use crate::storage::Store;

#[wasm_bindgen]
extern "C" {
    /// What the page's script offers: `boot.mjs` for the site, `embed.mjs` for an element in another page.
    #[derive(Debug, Clone, PartialEq)]
    pub type Script;
    #[wasm_bindgen(method, getter)]
    fn embedded(this: &Script) -> bool;
    #[wasm_bindgen(method, getter)]
    fn mode(this: &Script) -> String;
    #[wasm_bindgen(method, getter)]
    fn steps(this: &Script) -> String;
    #[wasm_bindgen(method, getter)]
    fn keeps(this: &Script) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn store(this: &Script) -> Store;
    /// Where the user is.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn address(this: &Script) -> String;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_address(this: &Script, address: &str);
    /// Tells each change of the address, as the third of four texts.
    #[wasm_bindgen(method)]
    pub(crate) fn follow(this: &Script, listener: &JsValue);
    /// Light, dark, or nothing for that of the system.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn theme(this: &Script) -> String;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_theme(this: &Script, theme: &str);
    /// How many pixels wide the app is.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn width(this: &Script) -> f64;
    /// The app is drawn for the first time.
    #[wasm_bindgen(method)]
    pub(crate) fn ready(this: &Script);
    /// Fetches the code of the pages that come later, and tells as the first of four texts why that failed, if so.
    #[wasm_bindgen(method)]
    pub(crate) fn complete(this: &Script, listener: &JsValue);
    /// The user is on the page of this title; if `anew`, reading begins at its top.
    #[wasm_bindgen(method)]
    pub(crate) fn arrive(this: &Script, title: &str, anew: bool);
    /// Another assessment is in hand.
    #[wasm_bindgen(method)]
    fn hold(this: &Script, text: &str);
    /// The user wants this as a file. Whether to offer it.
    #[wasm_bindgen(method)]
    pub(crate) fn export(this: &Script, text: &str) -> bool;
    /// One of the reasons why something was refused.
    #[wasm_bindgen(method)]
    pub(crate) fn refuse(this: &Script, code: &str, message: &str, at: &str, help: &str);
}

/// The page, and what it wants of the app.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Host {
    pub(crate) script: Script,
    /// What the app is drawn into.
    root: Element,
    /// Whether it is a page of somebody else.
    pub(crate) is_foreign: bool,
    /// Whether the assessment may be changed.
    pub(crate) edits: bool,
    /// Whether assessments are kept on this device.
    pub(crate) keeps: bool,
    /// Which pages of the app are shown, in the order of [`Page::ALL`].
    shown: [bool; Page::ALL.len()],
}

impl Host {
    /// What the script says now.
    pub(crate) fn new(root: Element, script: Script) -> Self {
        let (mode, steps) = (script.mode(), script.steps());
        let (is_foreign, keeps) = (script.embedded(), script.keeps());
        Self { is_foreign, keeps, edits: mode == "edit", shown: shown(&mode, &steps), root, script }
    }

    /// Whether a page of the app is shown.
    pub(crate) fn shows(&self, page: Page) -> bool {
        Page::ALL.iter().zip(self.shown).any(|(other, shown)| shown && *other == page)
    }

    /// The page itself if it is shown, or the first that is.
    pub(crate) fn nearest(&self, page: Page) -> Page {
        if self.shows(page) {
            return page;
        }
        Page::ALL.into_iter().find(|page| self.shows(*page)).unwrap_or_default()
    }

    /// Tells a page of somebody else what is in hand.
    pub(crate) fn hold(&self, findings: impl FnOnce() -> Findings) {
        if self.is_foreign {
            self.script.hold(&findings().stamped().to_json());
        }
    }

    /// Where keys and files arrive that are meant for the app. In a page of somebody else that is around what the app is
    /// drawn into, which Yew never lets go, and which would hold on to what listens there.
    pub(crate) fn ground(&self) -> EventTarget {
        let ground = self.root.parent_element().filter(|_| self.is_foreign);
        ground.map_or_else(|| gloo::utils::document().into(), Into::into)
    }
}

/// Which pages a mode and a choice of steps show. A choice of nothing that there is counts as none.
fn shown(mode: &str, steps: &str) -> [bool; Page::ALL.len()] {
    let allowed = |page: Page| match mode {
        "report" => page == Page::Report,
        // There, one begins and opens others.
        "view" => page != Page::Home,
        _ => true,
    };
    let chosen = Page::ALL.map(|page| allowed(page) && steps.split(' ').any(|step| step == page.name()));
    if chosen.contains(&true) { chosen } else { Page::ALL.map(allowed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(mode: &str, steps: &str) -> Vec<&'static str> {
        Page::ALL.iter().zip(shown(mode, steps)).filter(|(_, shown)| *shown).map(|(page, _)| page.name()).collect()
    }

    #[test]
    fn a_mode_shows_what_can_be_done_in_it() {
        assert_eq!(names("edit", "").len(), Page::ALL.len());
        assert_eq!(names("view", "")[0], "describe");
        assert_eq!(names("report", ""), ["report"]);
    }

    #[test]
    fn steps_are_chosen_within_the_mode() {
        assert_eq!(names("edit", "report describe"), ["describe", "report"]);
        assert_eq!(names("view", "home treat"), ["treat"]);
        assert_eq!(names("report", "treat"), ["report"]);
        assert_eq!(names("view", "threats").len(), 6);
    }
}
