//! Chromium, which the end-to-end tests drive.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{process, progress};

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

const ADVICE: &str = "the end-to-end tests need Chromium: install it (on Debian, as root, \
    `apt-get install chromium chromium-driver`), or name one that you have in the environment variable CHROMIUM";

/// Where Chromium is, after installing it if need be.
///
/// # Errors
///
/// If there is none and it cannot be installed.
pub fn ensure() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!("CHROMIUM names {}, which is no file: correct or unset it", named.display());
        }
        return Ok(named);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    progress::step("Installing Chromium with apt-get (about 1 minute, once)", install).context(ADVICE)?;
    find().context(ADVICE)
}

/// Chromium's version.
///
/// # Errors
///
/// If it does not start.
pub fn version(program: &Path) -> Result<String> {
    let said = process::output(Command::new(program).arg("--version"))?;
    let version = said.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    Ok(version.unwrap_or(&said).to_owned())
}

fn find() -> Option<PathBuf> {
    let usual = PathBuf::from("/usr/bin/chromium");
    if usual.is_file() { Some(usual) } else { super::on_path(&NAMES) }
}

fn install() -> Result<()> {
    if super::on_path(&["apt-get"]).is_none() {
        bail!("this system has no apt-get");
    }
    let prefix = privilege()?;
    apt_get(prefix, &["update"])?;
    apt_get(prefix, &["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"])
}

/// What goes before a command to run it as root: nothing if we are root, sudo if it asks for no password.
fn privilege() -> Result<&'static [&'static str]> {
    if process::output(Command::new("id").arg("-u"))? == "0" {
        return Ok(&[]);
    }
    let allowed = Command::new("sudo").args(["-n", "true"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if allowed.is_ok_and(|status| status.success()) {
        return Ok(&["sudo", "-n"]);
    }
    bail!("you are not root, and sudo asks for a password or is missing")
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Result<()> {
    // Through `env`, because sudo does not pass variables on.
    let words: Vec<&str> = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"], arguments].concat();
    let mut command = Command::new(words.first().copied().unwrap_or_default());
    process::run(command.args(words.iter().skip(1)))
}
