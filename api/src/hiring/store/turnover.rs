//! First-time and returning companies: three grouped statements, whatever the number of hires.

use super::counts::{count, year};
use domain::academic_year::AcademicYear;
use entity::hire;
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The distinct companies of these hires in each year.
pub(in crate::hiring) async fn companies_by_year(
    db: &impl ConnectionTrait,
    hires: Condition,
) -> Result<BTreeMap<AcademicYear, u64>, DbErr> {
    let rows: Vec<(i32, i64)> = hire::Entity::find()
        .select_only()
        .column(hire::Column::AcademicYear)
        .column_as(hire::Column::CompanyId.into_expr().count_distinct(), "companies")
        .filter(hires)
        .group_by(hire::Column::AcademicYear)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(first_year, companies)| Ok((year(first_year)?, count(companies)))).collect()
}

/// The companies of these hires by the year of their first one.
pub(in crate::hiring) async fn first_hires_by_year(
    db: &impl ConnectionTrait,
    hires: Condition,
) -> Result<BTreeMap<AcademicYear, u64>, DbErr> {
    let (first, by_company) = (Alias::new("first_year"), Alias::new("by_company"));
    let firsts = hire::Entity::find()
        .select_only()
        .column_as(hire::Column::AcademicYear.min(), "first_year")
        .filter(hires)
        .group_by(hire::Column::CompanyId)
        .into_query();
    let counted = Query::select()
        .column(first.clone())
        .expr_as(Expr::col(Asterisk).count(), Alias::new("companies"))
        .from_subquery(firsts, by_company)
        .group_by_col(first)
        .to_owned();
    let rows = db.query_all(&counted).await?;
    let read = |row: &sea_orm::QueryResult| -> Result<(AcademicYear, u64), DbErr> {
        Ok((year(row.try_get("", "first_year")?)?, count(row.try_get("", "companies")?)))
    };
    rows.iter().map(read).collect()
}

/// The first year of each school's history, as far as these hires tell.
pub(in crate::hiring) async fn first_years(
    db: &impl ConnectionTrait,
    hires: Condition,
) -> Result<Vec<AcademicYear>, DbErr> {
    let rows: Vec<(Uuid, i32)> = hire::Entity::find()
        .select_only()
        .column(hire::Column::SchoolId)
        .column_as(hire::Column::AcademicYear.min(), "first_year")
        .filter(hires)
        .group_by(hire::Column::SchoolId)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(_, first_year)| year(first_year)).collect()
}
