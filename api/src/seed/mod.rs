//! The first start: schools, specialties, companies and INSA Toulouse's published history, loaded once. A
//! later start finds the mark of the first and changes nothing.

mod hires;
mod schools;

#[cfg(test)]
mod tests;

use crate::context::Context;
use crate::error::Error;
use crate::events::Event;
use entity::{school, setting};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, TryInsertResult};
use std::fmt;

/// The name of the setting that says which history was loaded, and its value.
const MARK: (&str, &str) = ("seed", "1");
/// Rows of one insert: 21 values each at most, of at most 32,766 on SQLite.
const CHUNK: usize = 1_000;

/// What the first start loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeded {
    /// The schools and the published history, with how many of each.
    Loaded {
        /// Schools.
        schools: usize,
        /// Companies.
        companies: usize,
        /// Hires.
        hires: usize,
        /// Published figures.
        figures: usize,
    },
    /// Nothing: the database has its schools.
    Already,
}

impl fmt::Display for Seeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Already => write!(f, "the reference data is there"),
            Self::Loaded { schools, companies, hires, figures } => {
                write!(
                    f,
                    "loaded {schools} schools, {companies} companies, {hires} hires, {figures} published figures"
                )
            }
        }
    }
}

/// Loads the history into a database without schools, in one transaction.
///
/// Of two processes that start together, the second waits for the first and then finds its mark.
///
/// # Errors
/// The database does not answer; then nothing was loaded.
pub async fn run(context: &Context) -> Result<Seeded, Error> {
    let tx = context.db.begin().await?;
    if !mark(context, &tx).await? || school::Entity::find().count(&tx).await? > 0 {
        tx.rollback().await?;
        return Ok(Seeded::Already);
    }
    let desks = schools::load(context, &tx).await?;
    let history = hires::load(context, &tx, &desks).await?;
    tx.announce([Event::ReferenceChanged]);
    tx.commit().await?;
    context.reference.forget();
    Ok(Seeded::Loaded {
        schools: desks.schools.len(),
        companies: history.companies,
        hires: history.hires,
        figures: history.figures,
    })
}

/// Leaves the mark; false when it is there.
async fn mark(context: &Context, db: &impl ConnectionTrait) -> Result<bool, Error> {
    let row = setting::ActiveModel {
        id: Set(context.new_id()),
        name: Set(MARK.0.to_owned()),
        value: Set(MARK.1.to_owned()),
    };
    let taken = OnConflict::column(setting::Column::Name).do_nothing().to_owned();
    let insert =
        setting::Entity::insert(row).on_conflict(taken).try_insert().exec_without_returning(db).await?;
    Ok(matches!(insert, TryInsertResult::Inserted(rows) if rows > 0))
}
