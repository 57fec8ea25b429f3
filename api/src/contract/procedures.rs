//! The procedures that contracts run: texts that never change, read once and kept in memory; those that came with the program
//! are written into the database at its start.

use crate::context::Context;
use crate::error::Error;
use domain::academic_year::AcademicYear;
use domain::contract_type::ContractType;
use domain::procedure::{Problem, Procedure, built_in, shipped};
use entity::{Stored, procedure_version};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// A procedure, and the row that it was read from.
#[derive(Debug)]
pub struct Written {
    /// The row.
    pub row: procedure_version::Model,
    /// What it says.
    pub procedure: Procedure,
}

/// Procedures by the ids of their rows, as far as they were read. There are a few a year.
#[derive(Debug, Default)]
pub struct Procedures(RwLock<HashMap<Uuid, Arc<Written>>>);

impl Procedures {
    fn known(&self, ids: &[Uuid]) -> HashMap<Uuid, Arc<Written>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        ids.iter().filter_map(|id| Some((*id, Arc::clone(known.get(id)?)))).collect()
    }

    fn keep(&self, written: &Arc<Written>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(written.row.id, Arc::clone(written));
    }

    /// A row as a procedure, kept.
    fn take(&self, row: procedure_version::Model) -> Result<Arc<Written>, Error> {
        let name = format!("{}-{}-{}.toml", row.school_id, row.contract_type.0, row.academic_year);
        let procedure =
            Procedure::parse(&name, &row.text).map_err(|problems| unreadable(row.id, &problems))?;
        let written = Arc::new(Written { row, procedure });
        self.keep(&written);
        Ok(written)
    }
}

fn unreadable(id: Uuid, problems: &[Problem]) -> Error {
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Error::internal(anyhow::anyhow!(
        "procedure {id}, which was kept, cannot be read: {}",
        problems.join("; ")
    ))
}

/// The procedures of these ids.
///
/// # Errors
/// The database does not answer; or a text that was kept is no procedure.
pub async fn by_ids(
    context: &Context,
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Arc<Written>>, Error> {
    let mut known = context.procedures.known(ids);
    let lacking: Vec<Uuid> = ids.iter().copied().filter(|id| !known.contains_key(id)).collect();
    if lacking.is_empty() {
        return Ok(known);
    }
    let rows = procedure_version::Entity::find().filter(procedure_version::Column::Id.is_in(lacking));
    for row in rows.all(db).await? {
        known.insert(row.id, context.procedures.take(row)?);
    }
    Ok(known)
}

/// The procedure of this id.
///
/// # Errors
/// There is none; the database does not answer; or the text that was kept is no procedure.
pub async fn by_id(context: &Context, db: &impl ConnectionTrait, id: Uuid) -> Result<Arc<Written>, Error> {
    let found = by_ids(context, db, &[id]).await?.remove(&id);
    found.ok_or_else(|| Error::internal(anyhow::anyhow!("no procedure {id}")))
}

/// The procedure that a contract opened now runs: the school's latest that is not of a later year, and of one year the one
/// that came last. A school whose only procedure is of a later year runs that.
///
/// # Errors
/// The database does not answer; or the text that was kept is no procedure.
pub async fn in_force(
    context: &Context,
    db: &impl ConnectionTrait,
    school: Uuid,
    contract_type: ContractType,
    year: AcademicYear,
) -> Result<Option<Arc<Written>>, Error> {
    let all = of_school(context, db, school).await?;
    let all: Vec<_> = all.into_iter().filter(|one| one.row.contract_type.0 == contract_type).collect();
    let fits = all.iter().find(|one| one.row.academic_year <= year.first_year());
    Ok(fits.or(all.last()).cloned())
}

/// A school's procedures, the latest first: of one year those that staff put in force, the last of them first, then what
/// came with the program.
///
/// # Errors
/// The database does not answer; or a text that was kept is no procedure.
pub(super) async fn of_school(
    context: &Context,
    db: &impl ConnectionTrait,
    school: Uuid,
) -> Result<Vec<Arc<Written>>, Error> {
    let rows = procedure_version::Entity::find().filter(procedure_version::Column::SchoolId.eq(school));
    let mut all: Vec<Arc<Written>> = Vec::new();
    for row in rows.all(db).await? {
        let known = context.procedures.known(&[row.id]).remove(&row.id);
        all.push(match known {
            // It may have been put in force again.
            Some(known) if known.row == row => known,
            _ => context.procedures.take(row)?,
        });
    }
    all.sort_by_key(|one| {
        let row = &one.row;
        std::cmp::Reverse((row.academic_year, row.uploaded_by.is_some(), row.created_at, row.id))
    });
    Ok(all)
}

/// Writes the procedures that came with the program and are not there yet: each start, so that a new release brings its own.
/// What staff wrote for a year comes after what was shipped for it, and stays in force.
///
/// # Errors
/// The database does not answer.
pub async fn ship(context: &Context) -> Result<(), Error> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let there = procedure_version::Entity::find().all(&context.db.read).await?;
    let mut new = Vec::new();
    for (procedure, (_, text)) in shipped().iter().zip(built_in()) {
        let Some(school) = schools.school_by_code(&procedure.school) else { continue };
        let row = New { school: school.id, procedure, text, by: None };
        if there.iter().all(|other| !row.is(other)) {
            new.push(row.active(context));
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    // Of two processes that start together, the second finds what the first wrote.
    procedure_version::Entity::insert_many(new)
        .on_conflict(OnConflict::columns(KEY).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(&context.db.write)
        .await?;
    Ok(())
}

/// What tells one version from another.
pub(super) const KEY: [procedure_version::Column; 4] = [
    procedure_version::Column::SchoolId,
    procedure_version::Column::ContractType,
    procedure_version::Column::AcademicYear,
    procedure_version::Column::Digest,
];

/// A version to be written.
#[derive(Debug)]
pub(super) struct New<'a> {
    /// The school.
    pub(super) school: Uuid,
    /// What it says.
    pub(super) procedure: &'a Procedure,
    /// As it was written.
    pub(super) text: &'a str,
    /// Who puts it in force; none came with the program.
    pub(super) by: Option<Uuid>,
}

impl New<'_> {
    /// Whether a row is this version.
    pub(super) fn is(&self, row: &procedure_version::Model) -> bool {
        row.school_id == self.school
            && row.contract_type.0 == self.procedure.contract_type
            && row.academic_year == self.procedure.year.first_year()
            && row.digest == self.procedure.digest
    }

    /// The row.
    pub(super) fn active(&self, context: &Context) -> procedure_version::ActiveModel {
        procedure_version::ActiveModel {
            id: Set(context.new_id()),
            school_id: Set(self.school),
            contract_type: Set(Stored(self.procedure.contract_type)),
            academic_year: Set(self.procedure.year.first_year()),
            digest: Set(self.procedure.digest.clone()),
            text: Set(self.text.to_owned()),
            uploaded_by: Set(self.by),
            created_at: Set(context.now()),
        }
    }
}
