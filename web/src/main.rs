//! The Kubu app: a thin face of the rules core, entirely in the browser.

mod app;
mod components;
mod dates;
mod document;
mod examples;
mod files;
mod findings;
mod keys;
mod markdown;
mod pages;
mod piece;
mod route;
mod rules;
mod storage;
mod tag;
mod theme;

use app::{App, AppProps};

/// The standard allocator is larger, and for programs with threads.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    // Until what is kept is there, the page that the server sent stays.
    storage::start(|first| {
        let root = gloo::utils::document().get_element_by_id("kubu");
        let root = root.unwrap_or_else(|| gloo::utils::body().into());
        yew::Renderer::<App>::with_root_and_props(root, AppProps { first }).render();
    });
}
