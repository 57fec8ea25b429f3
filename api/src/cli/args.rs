//! What can be said on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Tremplin: offers and matching for the work-study contracts of engineering schools.
///
/// Without a command, the server starts: on an empty folder it makes ./var, with a database, a search index, four
/// schools and their hiring history, and listens on http://127.0.0.1:8000. Everything is configured by a file
/// (tremplin.toml) and by the environment (TREMPLIN_SECTION__KEY); tremplin.example.toml explains every key.
///
/// Exit codes: 0 done; 1 it failed, and stderr says why; 2 the command line is wrong; 65 the data given is wrong,
/// and nothing of it was taken; 78 the configuration is wrong.
#[derive(Debug, Parser)]
#[command(name = "tremplin", version, max_term_width = 100)]
pub(super) struct Arguments {
    /// The configuration file; by default $TREMPLIN_CONFIG, else ./tremplin.toml where there is one.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Starts the server, and the worker with it.
    Serve,
    /// Starts a worker alone: indexing, expiry, cleaning. Only with a Meilisearch server: the embedded index belongs
    /// to the serving process.
    Worker,
    /// Brings the database's schema up or down, or says where it stands.
    #[command(subcommand)]
    Migrate(Migrate),
    /// Takes data in.
    #[command(subcommand)]
    Import(Import),
    /// Prints the companies that hired a specialty before, the best lead first, with the working of their scores, as
    /// the public sees them.
    Leads {
        /// The specialty, by code, as AE.
        #[arg(value_name = "SPECIALTY")]
        specialty: String,
        /// Its school, by code, as INSA-TOULOUSE.
        #[arg(long, value_name = "CODE")]
        school: String,
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 10)]
        first: usize,
    },
    /// Builds the search index anew from the database, beside the one in use, and swaps them.
    Reindex,
    /// Looks after the search index, and after what it finds.
    #[command(subcommand)]
    Search(Search),
    /// Looks after the mails.
    #[command(subcommand)]
    Mail(Mail),
    /// Writes everything the database holds at this moment into a file. Servers go on meanwhile.
    ///
    /// The file is the same kind of archive from SQLite and from PostgreSQL, and can be restored into either. It is read
    /// again before it gets its name, and nothing is overwritten. It holds personal data and password hashes: only its
    /// owner may read it, and it is not encrypted. Sessions are left out, and so is the search index, which is built anew
    /// after a restore. Uploaded files are not in it: copy files.folder after it.
    Backup {
        /// The file to make; it must not exist.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Puts a backup into the database: all of it or nothing, read again and compared. Stop servers and workers first.
    ///
    /// A backup of an earlier version is restored as it was and then migrated. Afterwards the search index is built anew
    /// by the next server or worker, and everybody signs in again.
    Restore(Restore),
    /// Copies everything into another database, which must be empty: all of it or nothing, read again and compared.
    /// Prints each table with its rows and their SHA-256, the same in both. Stop servers and workers first: what is
    /// written meanwhile is not copied.
    Copy {
        /// The database to copy to, as database.url would name it: postgres://USER:PASSWORD@HOST/NAME or sqlite://PATH.
        /// Other users of this machine can read a command line: give a password by the variable.
        #[arg(long, value_name = "URL", env = "TREMPLIN_COPY_TO", hide_env_values = true, value_parser = address)]
        to: String,
    },
    /// Prints the GraphQL schema.
    Schema,
    /// Looks after the list of persisted operations.
    #[command(subcommand)]
    Operations(Operations),
    /// Looks after procedures: the files that say what a school asks for before a contract is active, and after. Reads
    /// neither the configuration nor the database.
    #[command(subcommand)]
    Procedure(Procedure),
    /// Manages staff accounts; students and companies sign up by themselves.
    #[command(subcommand)]
    User(User),
    /// Fills the database with invented companies, students, offers, applications and contracts, to see the platform at work.
    ///
    /// Every name says that it is a demo's, every row is marked, and the same seed makes the same demo. Afterwards the
    /// accounts to sign in with are listed, one for each role and school, all with one password. A database holds one
    /// demo at a time: `tremplin demo --clear` removes it, and with it whatever was since made of it by hand. Not for
    /// a database that serves people: whoever knows the password acts as anybody in the demo, its administrator
    /// included. A server that runs meanwhile goes on, and finds the offers once its worker has indexed them.
    Demo(Demo),
}

fn address(text: &str) -> Result<String, String> {
    let known = ["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
    if known { Ok(text.to_owned()) } else { Err("expected sqlite:// or postgres://".into()) }
}

#[derive(Debug, Subcommand)]
pub(super) enum Search {
    /// Measures how well the search answers a judged set of queries, on offers written for it: docs/search.md tells how.
    ///
    /// Uses throw-away indexes, in memory or on the Meilisearch server given, and neither the database nor the indexes in
    /// use.
    Evaluate(Evaluate),
    /// Says what waits to be indexed and what cannot be, and compares each index with the database. Changes nothing.
    Status,
    /// Has what cannot be indexed tried again: after the engine or the program was put right.
    Retry,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum Mail {
    /// Says what waits to be sent, and lists what was tried in vain with the server's answers. Changes nothing.
    Status,
    /// Has what was tried in vain tried again: after the server or its configuration was put right.
    Retry {
        /// One mail only, by its id as `status` prints it.
        #[arg(value_name = "ID")]
        id: Option<uuid::Uuid>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Evaluate {
    /// The engine to measure. By default the embedded one, and Meilisearch beside it where a server is given.
    #[arg(long, value_enum)]
    pub(super) engine: Option<Engine>,
    /// The Meilisearch server; by default that of search.url. Its key is search.api_key.
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// Prints each query with its measures and its first results, the worst first.
    #[arg(long)]
    pub(super) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Engine {
    /// Inside the program.
    Embedded,
    /// On a server.
    Meilisearch,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The archive.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Reads the archive to its end, and compares its sums; touches no database.
    #[arg(long, conflicts_with_all = ["replace", "yes"])]
    pub(super) check: bool,
    /// Removes what the database holds. Asks first.
    #[arg(long)]
    pub(super) replace: bool,
    /// Does not ask.
    #[arg(long, requires = "replace")]
    pub(super) yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// How many companies. Some are not verified yet, rejected, or known by name alone.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) companies: u32,
    /// How many offers, in every state from draft to filled.
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(super) offers: u32,
    /// How many students.
    #[arg(long, value_name = "N", default_value_t = 80)]
    pub(super) students: u32,
    /// How many applications, in every state; fewer where there are too few students and open offers for as many.
    #[arg(long, value_name = "N", default_value_t = 150)]
    pub(super) applications: u32,
    /// How many contracts, in every state of the schools' procedures; each has a student, an offer and an application of
    /// its own.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(super) contracts: u32,
    /// What everything is drawn from.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// A school, by code, as INSA-TOULOUSE; may be given several times. By default every school.
    #[arg(long = "school", value_name = "CODE")]
    pub(super) schools: Vec<String>,
    /// The password of every demo account. By default one is drawn, and shown once. Other users of this machine can
    /// read a command line: take none that is used elsewhere.
    #[arg(long, value_name = "PASSWORD")]
    pub(super) password: Option<String>,
    /// Removes the demo instead: all of it or nothing.
    #[arg(long, conflicts_with_all = ["companies", "offers", "students", "applications", "contracts", "seed", "schools", "password"])]
    pub(super) clear: bool,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum Migrate {
    /// Applies the migrations that are not applied yet.
    Up,
    /// Reverts the last migrations. The data of the tables that they made is lost.
    Down {
        /// How many.
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// Lists the migrations, applied or not. Changes nothing.
    Status,
}

#[derive(Debug, Subcommand)]
pub(super) enum Operations {
    /// Prints a list made of documents: each operation under the SHA-256 of its text.
    Hash {
        /// The documents, one named operation each.
        #[arg(value_name = "FILE.graphql", required = true)]
        files: Vec<PathBuf>,
    },
    /// Validates a list against the schema and its limits, and prints the hash and name of each operation.
    Check {
        /// The list; by default the one that the server is configured with.
        #[arg(value_name = "FILE.json")]
        list: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Procedure {
    /// Says whether a file is sound, else everything that is wrong with it, each by file:line:column.
    /// docs/writing-a-procedure.md tells how to write one.
    Check {
        /// The file.
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
        /// Language of what is said of the file.
        #[arg(long, value_enum, default_value = "en")]
        locale: Language,
    },
    /// Draws a procedure, as a Mermaid flowchart on standard output: steps, actors, gates, conditions and deadlines.
    Show {
        /// A school, by code, as IMT-ALES: its procedures that come with the program. Or a file.
        #[arg(value_name = "SCHOOL|FILE.toml")]
        what: String,
        /// Language of the drawing.
        #[arg(long, value_enum, default_value = "en")]
        locale: Language,
    },
    /// Lists the procedures that come with the program: file, school, contract type, year, steps, start of the digest.
    List,
}

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Takes hires from a CSV file: all of its lines or none. The columns are specialty, academic_year, row,
    /// company_as_printed, postcode, city, confidence, note. A line is known by school, specialty, year and row:
    /// the same file taken twice changes nothing.
    Hires {
        /// The school, by code, as INSA-TOULOUSE.
        #[arg(long, value_name = "CODE")]
        school: String,
        /// The file.
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Makes a staff account. The password is asked for, or read from standard input when that is no terminal.
    Create {
        /// E-mail address: one account each.
        #[arg(long)]
        email: String,
        /// First and last name.
        #[arg(long)]
        name: String,
        /// The role.
        #[arg(long, value_enum)]
        role: StaffRole,
        /// The school, by code; for every role but admin.
        #[arg(long, value_name = "CODE")]
        school: Option<String>,
        /// A specialty to which the account is scoped, by code; may be given several times.
        #[arg(long = "specialty", value_name = "CODE")]
        specialties: Vec<String>,
        /// Language of texts.
        #[arg(long, value_enum, default_value = "fr")]
        locale: Language,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StaffRole {
    /// A school's desk for these contracts: moderates, verifies, records.
    CareerServices,
    /// Head of a department or option: sees what concerns its specialties.
    DepartmentHead,
    /// Follows apprentices and students under contract.
    SchoolTutor,
    /// Runs apprenticeship contracts for a school.
    TrainingCentre,
    /// Runs the platform.
    Admin,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Language {
    Fr,
    En,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn no_command_is_serve() {
        assert!(Arguments::try_parse_from(["tremplin"]).unwrap().command.is_none());
    }
}
