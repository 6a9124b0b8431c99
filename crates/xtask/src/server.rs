//! A plain static server with the headers that production should send.
//!
//! It serves one folder, read-only, on this machine only; `cargo xtask serve` and the end-to-end tests use it, so that
//! what is tested is what a static host does.

mod headers;
mod path;

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, bail};
use tiny_http::{Method, Request, Response, Server, StatusCode};

use path::Target;

/// How many requests are answered at the same time.
const WORKERS: usize = 4;

/// A running server; it stops when dropped.
#[derive(Debug)]
pub struct StaticServer {
    listener: Listener,
    address: SocketAddr,
    prefix: String,
    workers: Vec<JoinHandle<()>>,
}

impl StaticServer {
    /// Serves `folder` under `prefix`, which begins and ends with a slash, on one of `ports`: the first that is free.
    /// Port 0 is any that is free.
    ///
    /// # Errors
    ///
    /// If none of the ports can be had.
    pub fn start(folder: &Path, prefix: &str, ports: impl IntoIterator<Item = u16>) -> Result<Self> {
        let (server, address) = bind(ports)?;
        let server = Arc::new(server);
        let workers = (0..WORKERS)
            .map(|_| {
                let (server, folder, prefix) = (Arc::clone(&server), folder.to_path_buf(), prefix.to_owned());
                thread::spawn(move || {
                    for request in server.incoming_requests() {
                        // The browser may have gone away meanwhile: nothing to do about that.
                        let _gone = answer(request, &folder, &prefix);
                    }
                })
            })
            .collect();
        Ok(Self { listener: Listener(server), address, prefix: prefix.to_owned(), workers })
    }

    /// The address of the folder that is served.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// Serves until the process is ended.
    pub fn wait(mut self) {
        for worker in self.workers.drain(..) {
            // A worker ends only with the process; should one panic, the others go on.
            let _ended = worker.join();
        }
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        for _ in &self.workers {
            self.listener.0.unblock();
        }
        for worker in self.workers.drain(..) {
            let _ended = worker.join();
        }
    }
}

/// The server's socket, which has no `Debug` of its own.
struct Listener(Arc<Server>);

impl std::fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Listener")
    }
}

fn bind(ports: impl IntoIterator<Item = u16>) -> Result<(Server, SocketAddr)> {
    let mut tried = Vec::new();
    for port in ports {
        match Server::http((Ipv4Addr::LOCALHOST, port)) {
            Ok(server) => {
                let address = server.server_addr().to_ip().context("the server has no address")?;
                return Ok((server, address));
            }
            Err(error) => tried.push((port, error.to_string())),
        }
    }
    let (Some((first, _)), Some((last, why))) = (tried.first(), tried.last()) else { bail!("no port to listen on") };
    bail!("could not listen on any port from {first} to {last} ({why}): name a free one with --port")
}

fn answer(request: Request, folder: &Path, prefix: &str) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        let response = Response::from_string("Only GET and HEAD are answered here.\n")
            .with_status_code(StatusCode(405))
            .with_header(headers::header("Allow", "GET, HEAD"));
        return request.respond(with_production_headers(response, "refused.txt"));
    }
    let file = match path::resolve(request.url(), prefix) {
        Target::File(file) => file,
        Target::Folder => {
            let response = Response::from_string("")
                .with_status_code(StatusCode(301))
                .with_header(headers::header("Location", prefix));
            return request.respond(with_production_headers(response, "moved.txt"));
        }
        Target::Nothing => return not_found(request),
    };
    let file = if folder.join(&file).is_dir() { format!("{file}/index.html") } else { file };
    let file = file.trim_start_matches('/');
    match fs::read(folder.join(file)) {
        // One length instead of chunks, as static hosts send it.
        Ok(content) => request
            .respond(with_production_headers(Response::from_data(content), file).with_chunked_threshold(usize::MAX)),
        Err(_) => not_found(request),
    }
}

fn not_found(request: Request) -> io::Result<()> {
    let response = Response::from_string("There is no such file here.\n").with_status_code(StatusCode(404));
    request.respond(with_production_headers(response, "missing.txt"))
}

fn with_production_headers<R: io::Read>(mut response: Response<R>, file: &str) -> Response<R> {
    for header in headers::of(file) {
        response.add_header(header);
    }
    response
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

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
