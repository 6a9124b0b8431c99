//! Building the site and serving it on this machine.

use anyhow::Result;

use crate::server::StaticServer;
use crate::{install, layout, site};

/// How many ports are tried after the one that was asked for.
const MORE_PORTS: u16 = 20;

/// Builds the site and serves it until the process is ended.
///
/// # Errors
///
/// If the site cannot be built, or no port is free.
pub fn run(port: u16) -> Result<()> {
    site::build(&install::for_building()?)?;
    let server = StaticServer::start(&layout::dist(), "/", port..=port.saturating_add(MORE_PORTS))?;
    println!("\nKubu is at {}\nPress Ctrl+C to stop.", server.url());
    server.wait();
    Ok(())
}
