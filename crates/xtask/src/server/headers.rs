//! The headers that a host of Kubu should send.

use crate::files;

/// What a page may do: run its own scripts and WebAssembly, and talk to nobody else. `index.html` states the same in a
/// meta element, for hosts that send no headers.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'self'; form-action 'none'";

/// What only a header can say: nobody may put Kubu into a frame.
const FRAMES: &str = "; frame-ancestors 'none'";

/// All headers of a file, by its name, and by whether it is of the page that shows how to embed the app.
pub fn of(file: &str, is_portal: bool) -> String {
    let frames = match file {
        _ if is_portal => "; frame-src 'self'; frame-ancestors 'none'",
        // It looks by itself who shows it. A host that knows who may should name them here too.
        "frame.html" => "",
        _ => FRAMES,
    };
    let headers = [
        ("Content-Type", media_type(file)),
        ("Cache-Control", caching(file)),
        ("Content-Security-Policy", &format!("{POLICY}{frames}")),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ];
    headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect()
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A name with a hash never means another content; anything else is asked for again.
fn caching(file: &str) -> &'static str {
    if files::is_hashed(file) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_that_browsers_insist_on() {
        assert_eq!(media_type("index.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("boot.mjs"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("a/kubu_bg.wasm"), "application/wasm");
        assert_eq!(media_type("LICENSE"), "application/octet-stream");
    }

    #[test]
    fn only_the_page_for_frames_may_be_in_one() {
        assert!(of("index.html", false).contains("; frame-ancestors 'none'"));
        assert!(of("index.html", true).contains("; frame-src 'self'; frame-ancestors 'none'"));
        assert!(!of("frame.html", false).contains("frame-ancestors"));
    }

    #[test]
    fn only_hashed_names_are_kept() {
        assert_eq!(caching("kubu-web-0123456789abcdef_bg.wasm"), "public, max-age=31536000, immutable");
        assert_eq!(caching("index.html"), "no-cache");
        assert_eq!(caching("service-worker.js"), "no-cache");
    }

    #[test]
    fn the_page_states_the_same_policy() {
        let page = std::fs::read_to_string(crate::layout::root().join("index.html")).expect("index.html is there");
        let meta = page
            .split("<meta")
            .find(|meta| meta.contains("Content-Security-Policy"))
            .expect("index.html has a Content-Security-Policy");
        let (_, content) = meta.split_once("content=\"").expect("the policy is in double quotes");
        let (content, _) = content.split_once('"').expect("the policy is in double quotes");
        assert_eq!(content.split_whitespace().collect::<Vec<_>>().join(" "), POLICY);
    }
}
