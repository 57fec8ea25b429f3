//! What is wrong with the database when it fails, as far as whoever asked can act on it.

use sea_orm::sqlx::{self, error::DatabaseError};
use sea_orm::{DbErr, RuntimeErr};

/// A trouble of the database itself, as opposed to a fault in what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It does not answer, or went away while it was asked: what was asked last may or may not have been done.
    Unanswered,
    /// No connection, no lock or no end of a statement in time: nothing was done.
    Busy,
    /// No room is left to write: nothing was done.
    Full,
    /// It takes no writes, as a standby: nothing was done.
    ReadOnly,
}

impl Trouble {
    /// The trouble behind an error; `None` where the question is to blame.
    #[must_use]
    pub fn of(error: &DbErr) -> Option<Self> {
        match error {
            // What `sea_orm` says when its pool had no connection in time, or was closed.
            DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout) => Some(Self::Busy),
            DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::ConnectionClosed) => Some(Self::Unanswered),
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => Self::behind(error),
            _ => None,
        }
    }

    /// [`Trouble::of`], for an error of the driver.
    #[must_use]
    pub fn behind(error: &sqlx::Error) -> Option<Self> {
        use sqlx::Error as E;
        match error {
            E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolClosed | E::WorkerCrashed | E::BeginFailed => {
                Some(Self::Unanswered)
            }
            E::PoolTimedOut => Some(Self::Busy),
            E::Database(answer) => Self::told(answer.as_ref()),
            _ => None,
        }
    }

    /// The stable code, as in `extensions.code`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unanswered => "DATABASE_UNAVAILABLE",
            Self::Busy => "DATABASE_BUSY",
            Self::Full => "DATABASE_FULL",
            Self::ReadOnly => "DATABASE_READ_ONLY",
        }
    }

    /// What it means for whoever asked.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Unanswered => "The database does not answer; try again in a moment.",
            Self::Busy => "The database has too much to do; nothing was changed, try again in a moment.",
            Self::Full => "The database has no room left; nothing was changed, and reading goes on.",
            Self::ReadOnly => "The database takes no changes now; nothing was changed, and reading goes on.",
        }
    }

    /// Whether the same may succeed in a moment, with nobody's help.
    #[must_use]
    pub fn passes(self) -> bool {
        matches!(self, Self::Unanswered | Self::Busy)
    }

    /// PostgreSQL answers five characters, SQLite a number.
    fn told(answer: &dyn DatabaseError) -> Option<Self> {
        let code = answer.code()?;
        code.parse::<u32>().ok().filter(|_| code.len() < 5).map_or_else(|| postgres(&code), sqlite)
    }
}

/// By SQLSTATE: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn postgres(state: &str) -> Option<Trouble> {
    match state {
        // Connection exceptions; the server shuts down, crashed, or is starting.
        _ if state.starts_with("08") => Some(Trouble::Unanswered),
        "57P01" | "57P02" | "57P03" | "57P05" => Some(Trouble::Unanswered),
        // Too many connections; no lock in time; a deadlock; two that cannot be put in an order; the statement's time.
        "53300" | "55P03" | "40P01" | "40001" | "57014" => Some(Trouble::Busy),
        "53100" => Some(Trouble::Full),
        "25006" => Some(Trouble::ReadOnly),
        _ => None,
    }
}

/// By the result code, whose lowest byte is the primary one: <https://www.sqlite.org/rescode.html>.
fn sqlite(code: u32) -> Option<Trouble> {
    match code & 0xff {
        5 | 6 => Some(Trouble::Busy),
        8 => Some(Trouble::ReadOnly),
        13 => Some(Trouble::Full),
        // An error of the disk; the file cannot be opened.
        10 | 14 => Some(Trouble::Unanswered),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_codes_of_sqlite_are_read_by_their_primary_one() {
        assert_eq!(sqlite(5), Some(Trouble::Busy));
        assert_eq!(sqlite(517), Some(Trouble::Busy), "SQLITE_BUSY_SNAPSHOT");
        assert_eq!(sqlite(1032), Some(Trouble::ReadOnly), "SQLITE_READONLY_DBMOVED");
        assert_eq!(sqlite(13), Some(Trouble::Full));
        assert_eq!(sqlite(2067), None, "a row that exists is no trouble of the database");
    }

    #[test]
    fn a_lost_connection_is_told_from_a_refused_statement() {
        let lost = sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert_eq!(Trouble::behind(&lost), Some(Trouble::Unanswered));
        assert_eq!(Trouble::behind(&sqlx::Error::RowNotFound), None);
        assert_eq!(postgres("57P03"), Some(Trouble::Unanswered));
        assert_eq!(postgres("23505"), None);
    }
}
