//! The base statement of all statistics: hires by specialty, year and source.

use domain::academic_year::AcademicYear;
use domain::hire_source::HireSource;
use domain::hiring::history::YEAR_INFERRED;
use domain::hiring::statistics::Counts;
use entity::{Stored, hire, hire_count};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    Select,
};
use uuid::Uuid;

/// The hires of one source in one cell.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(in crate::hiring) struct Counted {
    pub(in crate::hiring) specialty_id: Uuid,
    pub(in crate::hiring) academic_year: i32,
    pub(in crate::hiring) source: Stored<HireSource>,
    pub(in crate::hiring) hires: i64,
}

/// `COUNT(*)`, which an index alone can answer.
pub(super) fn count_all() -> sea_orm::sea_query::SimpleExpr {
    Expr::col(Asterisk).count()
}

/// Hires grouped by specialty, year and source; further columns may be added to both lists.
pub(in crate::hiring) fn by_cell() -> Select<hire::Entity> {
    hire::Entity::find()
        .select_only()
        .columns([hire::Column::SpecialtyId, hire::Column::AcademicYear, hire::Column::Source])
        .column_as(count_all(), "hires")
        .group_by(hire::Column::SpecialtyId)
        .group_by(hire::Column::AcademicYear)
        .group_by(hire::Column::Source)
}

/// The cells of these hires.
pub(in crate::hiring) async fn cells(
    db: &impl ConnectionTrait,
    hires: Condition,
) -> Result<Vec<Counted>, DbErr> {
    by_cell().filter(hires).into_model().all(db).await
}

/// The cells of whole specialties, from the counts that the database keeps: of a million hires, as quickly as of a
/// hundred.
pub(in crate::hiring) async fn kept(
    db: &impl ConnectionTrait,
    cells: Condition,
) -> Result<Vec<Counted>, DbErr> {
    let columns = [hire_count::Column::SpecialtyId, hire_count::Column::AcademicYear];
    hire_count::Entity::find()
        .select_only()
        .columns(columns)
        .columns([hire_count::Column::Source, hire_count::Column::Hires])
        .filter(cells)
        // A cell that was emptied.
        .filter(hire_count::Column::Hires.ne(0))
        .into_model()
        .all(db)
        .await
}

/// Of the published hires among these, how many in each cell have a year that was inferred from the
/// published counts: for them the agreement of lines and table is partly by construction.
pub(in crate::hiring) async fn inferred(
    db: &impl ConnectionTrait,
    hires: Condition,
) -> Result<Counts<Uuid>, DbErr> {
    let inferred = hires
        .add(hire::Column::Source.eq(Stored(HireSource::Published)))
        .add(hire::Column::Note.starts_with(YEAR_INFERRED));
    let rows = cells(db, inferred).await?;
    rows.iter().map(|row| Ok(((row.specialty_id, year(row.academic_year)?), count(row.hires)))).collect()
}

/// A stored academic year.
///
/// # Errors
/// It is outside the years that the product knows: a fault of ours, for all writers check it.
pub(in crate::hiring) fn year(first_year: i32) -> Result<AcademicYear, DbErr> {
    AcademicYear::starting_in(first_year)
        .map_err(|error| DbErr::Type(format!("stored year {first_year}: {error}")))
}

/// A count as SQL gives it, which is never negative.
pub(in crate::hiring) fn count(hires: i64) -> u64 {
    u64::try_from(hires).unwrap_or_default()
}
