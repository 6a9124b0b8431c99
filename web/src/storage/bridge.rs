//! The scripts that speak with the browser: one keeps, `files.mjs` brings in and out.

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};

/// Hears what happens: a kind, an id, and up to two texts.
type Hear = dyn Fn(String, String, String, String);

#[wasm_bindgen]
extern "C" {
    /// What keeps assessments for one app: that of `store.mjs` on this device, that of `embed.mjs` nowhere.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) type Store;
    #[wasm_bindgen(method)]
    pub(super) fn start(this: &Store, resume: bool, starter: &JsValue);
    #[wasm_bindgen(method)]
    pub(super) fn listen(this: &Store, listener: &JsValue);
    #[wasm_bindgen(method)]
    pub(super) fn hold(this: &Store, id: &str);
    #[wasm_bindgen(method)]
    pub(super) fn touch(this: &Store);
    #[wasm_bindgen(method)]
    pub(super) fn save(this: &Store, id: &str, text: &str, title: &str, progress: &str);
    #[wasm_bindgen(method)]
    pub(crate) fn exported(this: &Store);
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &Store, kind: &str, id: &str, more: &str);
    #[wasm_bindgen(method)]
    pub(super) fn list(this: &Store);
    #[wasm_bindgen(method)]
    pub(super) fn remove(this: &Store, id: &str);
    #[wasm_bindgen(method)]
    pub(super) fn restore(this: &Store);
    /// Keeps the file of a pack; without a text, no longer.
    #[wasm_bindgen(method)]
    pub(super) fn pack(this: &Store, id: &str, text: &str);
    #[wasm_bindgen(method)]
    pub(super) fn keep(this: &Store, nothing: bool);
    /// An id that no other assessment has.
    #[wasm_bindgen(method, js_name = freshId)]
    pub(super) fn fresh_id(this: &Store) -> String;
}

#[wasm_bindgen(raw_module = "./files.mjs")]
extern "C" {
    pub(super) fn accept(ground: &EventTarget, listener: &JsValue);
    /// Offers a text as a file.
    pub(crate) fn download(name: &str, kind: &str, text: &str);
    /// The rules of style that an element is shown by, as a page of its own needs them.
    pub(crate) fn style(element: &Element) -> String;
}

/// A listener for as long as a script holds it.
pub(crate) fn listener(hear: Box<Hear>) -> JsValue {
    Closure::wrap(hear).into_js_value()
}
