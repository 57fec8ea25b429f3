//! Printing by another program: a sheet goes to its input, the paper comes from its output.

use super::{Printed, Sheet};
use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Prints a sheet by the program at this path.
///
/// # Errors
/// That it cannot be run, failed, or answered something else than a paper.
pub(super) fn print(path: &Path, sheet: &Sheet) -> Result<Printed, String> {
    let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let sheet = serde_json::to_vec(sheet).map_err(|fault| failed(&fault))?;
    let output = run(path, &sheet).map_err(|fault| failed(&fault))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failed(&format_args!("{}: {}", output.status, said.trim())));
    }
    parse(&output.stdout).ok_or_else(|| failed(&"what it printed is no paper"))
}

/// Runs it. It reads its whole input before it writes, so neither waits for the other.
fn run(path: &Path, input: &[u8]) -> std::io::Result<Output> {
    let mut command = Command::new(path);
    // It needs nothing of this process's environment, which may hold passwords.
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(input));
    let output = child.wait_with_output()?;
    // A program that fails may not read to the end; what it said says more than the broken pipe.
    if output.status.success() {
        written.transpose()?;
    }
    Ok(output)
}

fn parse(output: &[u8]) -> Option<Printed> {
    let end = output.iter().position(|byte| *byte == b'\n')?;
    let pages = std::str::from_utf8(output.get(..end)?).ok()?.parse().ok()?;
    let pdf = output.get(end + 1..)?;
    pdf.starts_with(b"%PDF-").then(|| Printed { pages, pdf: pdf.to_vec() })
}
