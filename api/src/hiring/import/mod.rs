//! Loading a school's file of hires: all of it or nothing, and twice the same as once.
//!
//! A line's key is school, specialty, academic year and row. A line that is there already, unchanged, is left
//! alone; a changed one is corrected where it came by a file, and refused where the school published it: what
//! was printed does not change. What a file leaves out stays.

mod report;
mod write;

use crate::context::Context;
use crate::hiring::companies;
use domain::hire_source::HireSource;
use domain::hiring::import::{self, Fault, HireLine, LineFault};
use entity::{Stored, hire, school, specialty};
pub use report::{Error, Report};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A school with its specialties by their codes.
struct Desk {
    school: Uuid,
    specialties: HashMap<String, Uuid>,
}

/// What a line's hire is found by within a school.
type Key = (Uuid, i32, i32);

/// What a file changes.
#[derive(Default)]
struct Plan<'a> {
    added: Vec<(Uuid, &'a HireLine)>,
    changed: Vec<(hire::Model, &'a HireLine)>,
    unchanged: usize,
}

/// Loads a CSV file of hires into a school's history, as `IMPORTED`. The columns are those of
/// [`domain::hiring::import::COLUMNS`].
///
/// # Errors
/// There is no such school; some lines are refused, every one of them told; or the database does not answer. In
/// each case nothing is written.
pub async fn run(context: &Context, school_code: &str, file: &[u8]) -> Result<Report, Error> {
    let tx = context.db.begin().await?;
    let desk = desk(&tx, school_code).await?;
    let lines = import::parse(file, &desk.specialties.keys().cloned().collect()).map_err(Error::Rejected)?;
    let plan = plan(&desk, &lines, existing(&tx, &desk, &lines).await?)?;
    let names = plan.added.iter().map(|(_, line)| *line).chain(plan.changed.iter().map(|(_, line)| *line));
    let meant = companies::named(context, &tx, names.map(|line| line.company_as_printed.as_str())).await?;
    write::run(context, &tx, desk.school, &plan, &meant).await?;
    tx.commit().await?;
    let (added, updated) = (plan.added.len(), plan.changed.len());
    Ok(Report { added, updated, unchanged: plan.unchanged, companies: meant.created })
}

/// The school, locked: two files for one school are loaded one after the other.
async fn desk(db: &impl ConnectionTrait, code: &str) -> Result<Desk, Error> {
    let found = school::Entity::find().filter(school::Column::Code.eq(code)).lock_exclusive().one(db).await?;
    let Some(school) = found else {
        let all = school::Entity::find().order_by_asc(school::Column::Position).all(db).await?;
        let known = all.into_iter().map(|school| school.code).collect();
        return Err(Error::UnknownSchool { code: code.to_owned(), known });
    };
    let rows = specialty::Entity::find().filter(specialty::Column::SchoolId.eq(school.id)).all(db).await?;
    let specialties = rows.into_iter().map(|row| (row.code, row.id)).collect();
    Ok(Desk { school: school.id, specialties })
}

/// The hires of the file's years that came by a document or a file.
async fn existing(
    db: &impl ConnectionTrait,
    desk: &Desk,
    lines: &[HireLine],
) -> Result<HashMap<Key, hire::Model>, DbErr> {
    let years: BTreeSet<i32> = lines.iter().map(|line| line.academic_year.first_year()).collect();
    let rows = hire::Entity::find()
        .filter(hire::Column::SchoolId.eq(desk.school))
        .filter(hire::Column::AcademicYear.is_in(years))
        .filter(hire::Column::RowNumber.is_not_null())
        .all(db)
        .await?;
    let keyed = rows
        .into_iter()
        .filter_map(|row| Some(((row.specialty_id, row.academic_year, row.row_number?), row)));
    Ok(keyed.collect())
}

fn plan<'a>(
    desk: &Desk,
    lines: &'a [HireLine],
    mut existing: HashMap<Key, hire::Model>,
) -> Result<Plan<'a>, Error> {
    let mut plan = Plan::default();
    let mut faults = Vec::new();
    for line in lines {
        // The reader let through specialties of the school alone.
        let Some(specialty) = desk.specialties.get(&line.specialty).copied() else { continue };
        let key = (specialty, line.academic_year.first_year(), crate::hiring::printed::row_number(line));
        match existing.remove(&key) {
            None => plan.added.push((specialty, line)),
            Some(row) => {
                let differences = differences(&row, line);
                if differences.is_empty() {
                    plan.unchanged += 1;
                } else if row.source.0 == HireSource::Published {
                    faults.extend(differences);
                } else {
                    plan.changed.push((row, line));
                }
            }
        }
    }
    if faults.is_empty() { Ok(plan) } else { Err(Error::Rejected(faults)) }
}

/// Where a line says something else than the row, as it is told when the row may not change.
fn differences(row: &hire::Model, line: &HireLine) -> Vec<LineFault> {
    let confidence = |stored: Option<Stored<_>>| {
        stored.map(|Stored(sure): Stored<domain::confidence::Confidence>| sure.to_string())
    };
    let columns = [
        ("company_as_printed", row.company_as_printed.clone(), Some(line.company_as_printed.clone())),
        ("postcode", row.postcode.clone(), line.postcode.clone()),
        ("city", row.city.clone(), line.city.clone()),
        ("confidence", confidence(row.confidence), Some(line.confidence.to_string())),
        ("note", row.note.clone(), line.note.clone()),
    ];
    let differing = columns.into_iter().filter(|(_, stored, sent)| stored != sent);
    let fault = |(column, stored, sent): (_, Option<String>, Option<String>)| {
        let printed = stored.unwrap_or_default();
        LineFault::of_value(line.line, Some(column), &sent.unwrap_or_default(), Fault::Published { printed })
    };
    differing.map(fault).collect()
}
