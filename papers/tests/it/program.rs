//! The program `tremplin-papers`, as a server without a press uses it.

use crate::{printed_now, sample};
use papers::{Failure, Issued, Kind, Press};
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tremplin-papers");

fn issued_by(program: &str) -> Result<Issued, Failure> {
    let press = Press::Program(PathBuf::from(program));
    papers::issue(&press, Kind::Quote, "IMT-ALES", &sample::facts("IMT-ALES"), sample::day(2026, 9, 10))
}

#[test]
fn it_prints_what_the_press_inside_prints() {
    assert_eq!(issued_by(PROGRAM).expect("issued"), printed_now(Kind::Quote, "IMT-ALES"));
}

#[test]
fn it_is_looked_for_in_the_folder_that_is_named() {
    let folder = Path::new(PROGRAM).parent().expect("a folder");
    assert_eq!(Press::beside(folder), Press::Program(PathBuf::from(PROGRAM)));
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let failure = issued_by("/nowhere/tremplin-papers").expect_err("a failure");
    assert!(matches!(&failure, Failure::Press(why) if why.contains("/nowhere/tremplin-papers")), "{failure}");
}

#[test]
#[cfg(unix)]
fn a_program_that_prints_no_paper_is_told() {
    for program in ["/bin/true", "/bin/cat", "/bin/false"] {
        let failure = issued_by(program).expect_err("a failure");
        assert!(matches!(&failure, Failure::Press(why) if why.contains(program)), "{failure}");
    }
}

#[test]
fn what_is_no_sheet_is_refused_and_nothing_is_printed() {
    let unknown = r#"{"template": "none.typ", "data": "{}", "ident": "x", "on": "2026-09-10"}"#;
    for input in [
        "",
        "{}",
        "[1",
        unknown,
        r#"{"template": "../quote.typ", "data": "", "ident": "", "on": "2026-02-30"}"#,
    ] {
        let output = run(input);
        assert!(!output.status.success(), "{input}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{input}");
    }
}

fn run(input: &str) -> Output {
    let mut command = Command::new(PROGRAM);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("its output")
}
