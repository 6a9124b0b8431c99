//! From the path of a request to a file, with no way out of the folder that is served.

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A file or folder, relative to the folder that is served; empty for that folder itself.
    File(String),
    /// The folder that is served, without its last slash: relative links would go wrong there.
    Folder,
    /// Nothing that could be here.
    Nothing,
}

/// What the path of a request asks for, below a prefix that begins and ends with a slash.
pub fn resolve(url: &str, prefix: &str) -> Target {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    if prefix.strip_suffix('/') == Some(path) && !path.is_empty() {
        return Target::Folder;
    }
    let Some(relative) = path.strip_prefix(prefix) else { return Target::Nothing };
    let relative = relative.strip_suffix('/').unwrap_or(relative);
    if relative.is_empty() {
        // A second slash after the prefix is another path, not another spelling of this one.
        return if path == prefix { Target::File(String::new()) } else { Target::Nothing };
    }
    let segments: Option<Vec<String>> = relative.split('/').map(segment).collect();
    segments.map_or(Target::Nothing, |segments| Target::File(segments.join("/")))
}

/// One decoded part of a path, if it is a plain name.
fn segment(encoded: &str) -> Option<String> {
    let name = decode(encoded)?;
    let plain = !name.is_empty()
        && name != "."
        && name != ".."
        // A colon may name a drive, and a backslash separates names, on some systems.
        && !name.contains(['/', '\\', ':', '\0']);
    plain.then_some(name)
}

/// Percent-decoding; nothing if that is malformed or not UTF-8.
fn decode(encoded: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let (high, low) = (hexadecimal(bytes.next()?)?, hexadecimal(bytes.next()?)?);
            decoded.push(high * 16 + low);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> Target {
        Target::File(path.to_owned())
    }

    #[test]
    fn names_below_the_prefix_are_files() {
        assert_eq!(resolve("/", "/"), file(""));
        assert_eq!(resolve("/index.html", "/"), file("index.html"));
        assert_eq!(resolve("/a/b.js?version=1#top", "/"), file("a/b.js"));
        assert_eq!(resolve("/a/", "/"), file("a"));
        assert_eq!(resolve("/portal/kubu/", "/portal/kubu/"), file(""));
        assert_eq!(resolve("/portal/kubu/a.css", "/portal/kubu/"), file("a.css"));
        assert_eq!(resolve("/with%20space..txt", "/"), file("with space..txt"));
    }

    #[test]
    fn the_prefix_without_its_slash_is_the_folder() {
        assert_eq!(resolve("/portal/kubu", "/portal/kubu/"), Target::Folder);
        assert_eq!(resolve("/portal", "/portal/kubu/"), Target::Nothing);
        assert_eq!(resolve("/portal/kubus/", "/portal/kubu/"), Target::Nothing);
    }

    #[test]
    fn there_is_no_way_out() {
        let attacks = [
            "",
            "..",
            "/..",
            "/../secret",
            "/a/../../secret",
            "/%2e%2e/secret",
            "/.%2E/secret",
            "/%2e%2e%2fsecret",
            "/..%5csecret",
            "/..\\secret",
            "/a\\..\\..\\secret",
            "//etc/passwd",
            "//",
            "/%2fetc/passwd",
            "/a//b",
            "/./a",
            "/c:/secret",
            "/a%00.html",
            "/%",
            "/%2",
            "/%zz",
            "/%ff",
            "http://localhost/a",
            "*",
        ];
        for attack in attacks {
            assert_eq!(resolve(attack, "/"), Target::Nothing, "{attack}");
        }
    }

    #[test]
    fn decoding_happens_once() {
        assert_eq!(resolve("/%252e%252e/a", "/"), file("%2e%2e/a"));
    }
}
