//! How a command ends: the exit code for scripts, the sentence for people.

use crate::backup::Problem;
use crate::error::Rejection;
use domain::locale::Locale;
use std::fmt::Display;
use std::process::ExitCode;

/// The data given is wrong (`EX_DATAERR` of sysexits.h).
const DATA: u8 = 65;
/// The configuration is wrong (`EX_CONFIG`).
const CONFIG: u8 = 78;

/// Why a command did not do what it was told.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    lines: Vec<String>,
}

impl Failure {
    /// Something went wrong.
    pub(super) fn fault(error: impl Display) -> Self {
        Self { code: 1, lines: vec![format!("{error:#}")] }
    }

    /// The configuration is wrong.
    pub(super) fn config(error: impl Display) -> Self {
        Self { code: CONFIG, lines: vec![error.to_string()] }
    }

    /// The data given is wrong; nothing of it was taken.
    pub(super) fn data(lines: Vec<String>) -> Self {
        Self { code: DATA, lines }
    }

    /// Says why, on standard error, and answers the code.
    #[expect(clippy::print_stderr, reason = "this is the command line's voice")]
    pub(super) fn report(self) -> ExitCode {
        for line in self.lines {
            eprintln!("tremplin: {line}");
        }
        ExitCode::from(self.code)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::fault(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Archive(text) => Self::data(vec![text]),
            other => Self::fault(other),
        }
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::User(errors) => Self::data(
                errors
                    .iter()
                    .map(|error| format!("{}: {}", error.path.join("."), error.message(Locale::En)))
                    .collect(),
            ),
            Rejection::Error(error) => Self::fault(error.into_fault()),
        }
    }
}
