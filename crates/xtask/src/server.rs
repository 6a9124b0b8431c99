//! A plain static server with the headers that production should send.
//!
//! It serves folders, read-only, on this machine only; `cargo xtask serve` and the end-to-end tests use it, so that
//! what is tested is what a static host does. It is written by hand because it needs a thread for each connection:
//! `tiny_http` hands connections to a pool, which leaves some waiting when a browser opens six of them at once.

mod headers;
mod path;

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use anyhow::{Result, bail};

use crate::layout;
use path::Target;

/// Where the page is that shows how to embed the app.
pub const PORTAL: &str = "/portal/";

/// No browser's request is longer.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// A running server; it stops when dropped.
#[derive(Debug)]
pub struct StaticServer {
    address: SocketAddr,
    prefix: String,
    stopping: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl StaticServer {
    /// Serves `folder` under `prefix`, which begins and ends with a slash, on one of `ports`: the first that is free.
    /// Port 0 is any that is free.
    ///
    /// # Errors
    ///
    /// If none of the ports can be had.
    pub fn start(folder: &Path, prefix: &str, ports: impl IntoIterator<Item = u16>) -> Result<Self> {
        Self::serve(vec![(folder.to_path_buf(), prefix.to_owned())], ports)
    }

    /// Serves the built site, and the demonstration of a page that embeds it under [`PORTAL`].
    ///
    /// # Errors
    ///
    /// If none of the ports can be had.
    pub fn with_portal(ports: impl IntoIterator<Item = u16>) -> Result<Self> {
        let portal = layout::root().join("examples/portal");
        Self::serve(vec![(layout::dist(), "/".to_owned()), (portal, PORTAL.to_owned())], ports)
    }

    /// The last place is looked into first.
    fn serve(places: Vec<(PathBuf, String)>, ports: impl IntoIterator<Item = u16>) -> Result<Self> {
        let listener = bind(ports)?;
        let address = listener.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let prefix = places.first().map(|(_, prefix)| prefix.clone()).unwrap_or_default();
        let places = Arc::new(places);
        let stop = Arc::clone(&stopping);
        let listening = thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let (Ok(stream), places) = (stream, Arc::clone(&places)) else { continue };
                // The browser may go away meanwhile: nothing to do about that.
                thread::spawn(move || _ = answer(&stream, &places));
            }
        });
        Ok(Self { address, prefix, stopping, listening: Some(listening) })
    }

    /// The address of the folder that is served.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// Serves until the process is ended.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            let _ended = listening.join();
        }
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        // It looks up only when somebody comes.
        let _woken = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ended = listening.join();
        }
    }
}

fn bind(ports: impl IntoIterator<Item = u16>) -> Result<TcpListener> {
    let mut tried = Vec::new();
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => tried.push((port, error.to_string())),
        }
    }
    let (Some((first, _)), Some((last, why))) = (tried.first(), tried.last()) else { bail!("no port to listen on") };
    bail!("could not listen on any port from {first} to {last} ({why}): name a free one with --port")
}

/// Reads one request, answers it, and closes the connection.
fn answer(stream: &TcpStream, places: &[(PathBuf, String)]) -> io::Result<()> {
    let mut lines = BufReader::new(stream.take(LONGEST_REQUEST)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // What is left unread when the connection closes would reset it.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let with_content = method != "HEAD";
    let found = places.iter().rev().map(|place| (place, path::resolve(target, &place.1)));
    let found = found.into_iter().find(|(_, target)| *target != Target::Nothing);
    let send = |status: &str, more: &str, content: &[u8], name: &str| {
        let is_portal = found.as_ref().is_some_and(|((_, prefix), _)| prefix == PORTAL);
        let (headers, length) = (headers::of(name, is_portal), content.len());
        let head = format!("HTTP/1.1 {status}\r\n{headers}{more}Content-Length: {length}\r\nConnection: close\r\n\r\n");
        let mut stream = stream;
        stream.write_all(head.as_bytes())?;
        if with_content { stream.write_all(content) } else { Ok(()) }
    };
    if !matches!(method, "GET" | "HEAD") {
        return send(
            "405 Method Not Allowed",
            "Allow: GET, HEAD\r\n",
            b"Only GET and HEAD are answered here.\n",
            "no.txt",
        );
    }
    let nothing = || send("404 Not Found", "", b"There is no such file here.\n", "no.txt");
    let (folder, file) = match &found {
        Some(((folder, _), Target::File(file))) => (folder, file.clone()),
        Some(((_, prefix), Target::Folder)) => {
            return send("301 Moved Permanently", &format!("Location: {prefix}\r\n"), b"", "moved.txt");
        }
        Some((_, Target::Nothing)) | None => return nothing(),
    };
    let file = if folder.join(&file).is_dir() { format!("{file}/index.html") } else { file };
    let file = file.trim_start_matches('/');
    match fs::read(folder.join(file)) {
        Ok(content) => send("200 OK", "", &content, file),
        Err(_) => nothing(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(server: &StaticServer, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).expect("it listens");
        write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers in UTF-8");
        answer
    }

    fn start(prefix: &str) -> StaticServer {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        StaticServer::start(&folder, prefix, [0]).expect("some port is free")
    }

    #[test]
    fn a_file_comes_with_its_headers() {
        let server = start("/");
        let answer = ask(&server, "GET /server/path.rs?x=1");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"));
        assert!(answer.contains("\r\nContent-Security-Policy: default-src 'none'; "));
        assert!(answer.contains("\r\nContent-Length: "));
        assert!(answer.ends_with(&fs::read_to_string("src/server/path.rs").expect("this repository")));
    }

    #[test]
    fn only_what_is_under_the_prefix_is_there() {
        let server = start("/portal/kubu/");
        assert!(ask(&server, "GET /portal/kubu/main.rs").starts_with("HTTP/1.1 200"));
        assert!(ask(&server, "GET /main.rs").starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "GET /portal/kubu/no.rs").starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "GET /portal/kubu/../../Cargo.toml").starts_with("HTTP/1.1 404"));
        let moved = ask(&server, "GET /portal/kubu");
        assert!(moved.starts_with("HTTP/1.1 301") && moved.contains("\r\nLocation: /portal/kubu/\r\n"), "{moved}");
    }

    #[test]
    fn nothing_can_be_sent_to_it() {
        let server = start("/");
        assert!(ask(&server, "POST /main.rs").starts_with("HTTP/1.1 405"));
        let head = ask(&server, "HEAD /main.rs");
        assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    }
}
