//! Building the site and serving it on this machine.

use anyhow::Result;

use crate::server::{PORTAL, StaticServer};
use crate::{install, site};

/// How many ports are tried after the one that was asked for.
const MORE_PORTS: u16 = 20;

/// Builds the site and serves it until the process is ended.
///
/// # Errors
///
/// If the site cannot be built, or no port is free.
pub fn run(port: u16) -> Result<()> {
    site::build(&install::for_building()?)?;
    let server = StaticServer::with_portal(port..=port.saturating_add(MORE_PORTS))?;
    let (site, portal) = (server.url(), PORTAL.trim_start_matches('/'));
    println!("\nKubu is at {site}\nA page that embeds it is at {site}{portal}\nPress Ctrl+C to stop.");
    server.wait();
    Ok(())
}
