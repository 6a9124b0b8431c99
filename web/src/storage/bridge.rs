//! The two scripts that speak with the browser: `store.mjs` keeps, `files.mjs` brings in and out.

use wasm_bindgen::prelude::*;

/// Hears what happens: a kind, an id, and up to two texts.
type Hear = dyn Fn(String, String, String, String);

#[wasm_bindgen(raw_module = "./store.mjs")]
extern "C" {
    /// What keeps assessments on this device for one app.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) type Store;
    #[wasm_bindgen(constructor)]
    pub(super) fn new() -> Store;
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
    #[wasm_bindgen(method)]
    pub(super) fn keep(this: &Store, nothing: bool);

    /// An id that no other assessment has.
    #[wasm_bindgen(js_name = freshId)]
    pub(super) fn fresh_id() -> String;
}

#[wasm_bindgen(raw_module = "./files.mjs")]
extern "C" {
    pub(super) fn accept(listener: &JsValue);
    /// Offers a text as a file.
    pub(crate) fn download(name: &str, kind: &str, text: &str);
}

/// A listener for as long as the page is there.
pub(super) fn listener(hear: Box<Hear>) -> JsValue {
    Closure::wrap(hear).into_js_value()
}
