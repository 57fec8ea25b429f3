//! How many connections there are, for whoever watches.

use sea_orm::{DatabaseBackend, DatabaseConnection};

/// The connections of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connections {
    /// At work.
    pub used: usize,
    /// At rest.
    pub idle: usize,
    /// Allowed.
    pub most: usize,
}

impl Connections {
    /// Those of a pool of the driver.
    pub(super) fn of(pool: &DatabaseConnection) -> Self {
        let (open, idle, most) = match pool.get_database_backend() {
            DatabaseBackend::Postgres => {
                let pool = pool.get_postgres_connection_pool();
                (pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
            DatabaseBackend::Sqlite => {
                let pool = pool.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
            _ => return Self::default(),
        };
        let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        // The two numbers are read one after the other.
        Self { used: number(open).saturating_sub(idle), idle, most: number(most) }
    }
}
