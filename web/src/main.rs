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
mod later;
mod markdown;
mod packs;
mod pages;
mod piece;
mod route;
mod rules;
mod storage;
mod tag;
mod theme;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use app::{App, AppProps};
use gloo::timers::callback::Timeout;
use host::{Host, Script};
use rules::SharedRules;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The standard allocator is larger, and for programs with threads.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The script of the page calls [`mount`].
fn main() {
    // In a task of its own, as the drawing below: the page can answer in between.
    Timeout::new(0, rules::read_ahead).forget();
}

/// Draws the app into an element, in the page that the script speaks for. The function that it gives takes the app away.
#[wasm_bindgen]
pub fn mount(root: Element, script: Script) -> JsValue {
    let host = Host::new(root.clone(), script);
    let app = Rc::new(RefCell::new(None));
    let gone = Rc::new(Cell::new(false));
    // Until what is kept is there, what the page shows stays.
    storage::start(host, {
        let (app, gone) = (app.clone(), gone.clone());
        move |first| {
            // What is wrong with it, the app says.
            let _ = SharedRules::load();
            let (root, app, gone) = (root.clone(), app.clone(), gone.clone());
            let draw = move || {
                if !gone.get() {
                    let renderer = yew::Renderer::<App>::with_root_and_props(root, AppProps { first });
                    app.replace(Some(renderer.render()));
                }
            };
            Timeout::new(0, draw).forget();
        }
    });
    Closure::once_into_js(move || {
        gone.set(true);
        if let Some(app) = app.take() {
            app.destroy();
        }
    })
}
