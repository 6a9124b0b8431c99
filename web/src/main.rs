//! The Kubu app: a thin face of the rules core, entirely in the browser.

mod app;
mod components;
mod counted;
mod dates;
mod document;
mod examples;
mod files;
mod findings;
mod host;
mod kept;
mod keys;
mod markdown;
mod packs;
mod pages;
mod piece;
mod route;
mod rules;
mod storage;
mod tag;
mod theme;

use std::cell::RefCell;
use std::rc::Rc;

use app::{App, AppProps};
use host::{Host, Script};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The standard allocator is larger, and for programs with threads.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The script of the page calls [`mount`].
fn main() {}

/// Draws the app into an element, in the page that the script speaks for. The function that it gives takes the app away.
#[wasm_bindgen]
pub fn mount(root: Element, script: Script) -> JsValue {
    let host = Host::new(root.clone(), script);
    let app = Rc::new(RefCell::new(None));
    // Until what is kept is there, what the page shows stays.
    storage::start(host, {
        let app = app.clone();
        move |first| {
            let renderer = yew::Renderer::<App>::with_root_and_props(root.clone(), AppProps { first });
            app.replace(Some(renderer.render()));
        }
    });
    Closure::once_into_js(move || {
        if let Some(app) = app.take() {
            app.destroy();
        }
    })
}
