//! The tables of docs/company-leads.md are what the program prints.

use crate::harness::Database;
use crate::program::running::{Server, complained, printed, run};

trials![the_documented_leads_are_those_printed, what_is_not_known_is_named];

const PAGE: &str = include_str!("../../../docs/company-leads.md");

async fn the_documented_leads_are_those_printed(database: Database) {
    drop(Server::start(&database));
    for specialty in ["AE", "IR"] {
        let output = run(&database, &["leads", specialty, "--school", "INSA-TOULOUSE"], "");
        assert!(output.status.success(), "{}", complained(&output));
        assert_eq!(printed(&output), table(specialty), "{specialty}");
    }
}

async fn what_is_not_known_is_named(database: Database) {
    drop(Server::start(&database));
    let output = run(&database, &["leads", "XX", "--school", "INSA-TOULOUSE"], "");
    assert_eq!(output.status.code(), Some(65));
    let complaint = complained(&output);
    assert!(complaint.contains("\"XX\"") && complaint.contains("MSIAI"), "{complaint}");
}

/// The table under a specialty's mark.
fn table(specialty: &str) -> String {
    let (_, rest) = PAGE.split_once(&format!("<!-- leads: {specialty} -->\n\n")).expect("the mark");
    rest.lines().take_while(|line| line.starts_with('|')).map(|line| format!("{line}\n")).collect()
}
