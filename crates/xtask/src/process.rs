//! Running other programs: what they say is passed on, and a failure names the command.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitStatus};

use anstream::adapter::strip_str;
use anyhow::{Context, Result, bail};

use crate::layout;

/// Runs a command and passes its output on.
///
/// # Errors
///
/// If it cannot be started or does not succeed.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    succeeded(command, status)
}

/// Runs a command and returns what it prints.
///
/// # Errors
///
/// If it cannot be started or does not succeed; what it had to say about it is part of the error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}: {}", shown(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command, passes its output on and shows each line of it, without its colours, to `read`.
///
/// # Errors
///
/// If it cannot be started or does not succeed.
pub fn stream(mut command: Command, mut read: impl FnMut(&str)) -> Result<()> {
    let (reader, writer) = io::pipe().context("could not open a pipe")?;
    command.stdout(writer.try_clone().context("could not open a pipe")?).stderr(writer);
    let mut child = command.spawn().with_context(|| cannot_start(&command))?;
    // The command holds the writing end: as long as it does, the reading end would wait for more.
    command.stdout(io::stdout()).stderr(io::stderr());
    let mut lines = BufReader::new(reader);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        io::stdout().write_all(&line)?;
        io::stdout().flush()?;
        // Test runners colour even a pipe if `CARGO_TERM_COLOR` or `FORCE_COLOR` asks for it.
        read(strip_str(&String::from_utf8_lossy(&line)).to_string().trim_end());
        line.clear();
    }
    let status = child.wait()?;
    succeeded(&command, status)
}

/// A command as one would type it at the root of the repository.
pub fn shown(command: &Command) -> String {
    let environment = command
        .get_envs()
        .filter(|(name, _)| *name == "RUSTDOCFLAGS")
        .filter_map(|(name, value)| Some(format!("{}='{}'", name.to_string_lossy(), value?.to_string_lossy())));
    let program = layout::shown(Path::new(command.get_program()));
    let arguments = command.get_args().map(|argument| {
        let argument = layout::shown(Path::new(argument));
        if argument.contains(' ') { format!("'{argument}'") } else { argument }
    });
    environment.chain([program]).chain(arguments).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command) -> String {
    let program = layout::shown(Path::new(command.get_program()));
    format!("could not start `{program}`: is it installed and on PATH?")
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { bail!("`{}` ended with {status}", shown(command)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_outputs_are_read_to_their_end() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2"]);
        let mut lines = Vec::new();
        stream(command, |line| lines.push(line.to_owned())).expect("sh succeeds");
        lines.sort();
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    fn colours_are_not_read() {
        let mut command = Command::new("sh");
        command.args(["-c", r"printf '\033[32;1m Summary\033[0m [ 1s] \033[1m2\033[0m run\n'"]);
        let mut lines = Vec::new();
        stream(command, |line| lines.push(line.to_owned())).expect("sh succeeds");
        assert_eq!(lines, [" Summary [ 1s] 2 run"]);
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).expect_err("it fails");
        assert_eq!(error.to_string(), "`sh -c 'exit 3'` ended with exit status: 3");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program")).expect_err("there is none");
        assert_eq!(error.to_string(), "could not start `no-such-program`: is it installed and on PATH?");
    }
}
