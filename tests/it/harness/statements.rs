//! Every SQL statement that an application runs, in and out of transactions.

use api::db::Db;
use std::sync::{Arc, Mutex, PoisonError};

/// The statements of one application, as they come.
#[derive(Clone, Default)]
pub(crate) struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    /// Listens to a database; before the application clones it.
    pub(crate) fn of(db: &mut Db) -> Self {
        let statements = Self::default();
        let kept = statements.clone();
        db.observe(move |info| kept.locked().push(info.statement.sql.clone()));
        statements
    }

    /// What is run while the future runs, with its answer.
    pub(crate) async fn during<T>(&self, future: impl Future<Output = T>) -> (T, Vec<String>) {
        self.locked().clear();
        let answer = future.await;
        (answer, std::mem::take(&mut *self.locked()))
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
