//! Pictures of the app, for the README and for people to look at. No test compares them.

use anyhow::{Context, Result};

use crate::server::StaticServer;
use crate::{install, layout, process, site};

/// Takes them from a new build.
///
/// # Errors
///
/// If something is missing, or the site cannot be built or shown.
pub fn take() -> Result<()> {
    site::build(&install::for_building()?)?;
    let kit = install::for_browser()?;
    let server = StaticServer::start(&layout::dist(), "/", [0])?;
    let mut node = kit.command("node")?;
    node.arg(layout::tests().join("pictures.mjs"))
        .env("KUBU_URL", server.url())
        .env("CHROMIUM", kit.chromium().context("the kit has no browser")?);
    process::run(&mut node)
}
