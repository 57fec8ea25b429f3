//! What a trial may want that is not there, and whether that is accepted.

use super::{Kind, cluster, meilisearch, postgres};
use std::sync::LazyLock;
use strum::Display;

/// A server that is not there.
#[derive(Clone, Copy, Debug, Display, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    /// Neither `TREMPLIN_TEST_POSTGRES` nor PostgreSQL's programs.
    #[strum(serialize = "PostgreSQL")]
    Postgres,
    /// No programs of PostgreSQL, to make a server with.
    #[strum(serialize = "PostgreSQL's programs")]
    PostgresPrograms,
    /// Neither `TREMPLIN_TEST_MEILISEARCH` nor the program.
    Meilisearch,
}

static POSTGRES: LazyLock<bool> = LazyLock::new(|| postgres::find().is_some());
static MEILISEARCH: LazyLock<bool> = LazyLock::new(meilisearch::is_there);

impl Want {
    /// What a database of this kind wants, on this machine.
    pub(crate) fn of(kind: Kind) -> Option<Self> {
        (kind == Kind::Postgres && !*POSTGRES).then_some(Self::Postgres)
    }

    /// What a case wants that stops and starts its server.
    pub(crate) fn of_own_postgres() -> Option<Self> {
        cluster::programs().is_none().then_some(Self::PostgresPrograms)
    }

    /// What a case on Meilisearch wants beside its database.
    pub(crate) fn of_meilisearch() -> Option<Self> {
        (!*MEILISEARCH).then_some(Self::Meilisearch)
    }

    /// Whether `TREMPLIN_TEST_REQUIRE` names it, with others, separated by commas: then it must not be wanting.
    pub(crate) fn is_required(self) -> bool {
        let required = std::env::var("TREMPLIN_TEST_REQUIRE").unwrap_or_default();
        required.split(',').any(|name| name.trim().eq_ignore_ascii_case(self.name()))
    }

    /// Why the trial fails.
    pub(crate) fn demanded(self) -> String {
        format!("there is no {self}, and TREMPLIN_TEST_REQUIRE demands it")
    }

    fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::PostgresPrograms => "postgres-programs",
            Self::Meilisearch => "meilisearch",
        }
    }
}
