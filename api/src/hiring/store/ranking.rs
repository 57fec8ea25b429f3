//! Hires grouped by company, place and size: one statement each, sorted and cut by the database.

use super::counts::count_all;
use domain::company_size::CompanySize;
use domain::hiring::statistics::CompanyGrouping;
use entity::{Stored, company, company_group, hire};
use sea_orm::sea_query::{Expr, Func, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, FromQueryResult, JoinType,
    Order, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};
use uuid::Uuid;

/// A company, group or printed name, with its hires.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(in crate::hiring) struct Ranked {
    pub(in crate::hiring) name: String,
    /// None for a group.
    pub(in crate::hiring) company_id: Option<Uuid>,
    pub(in crate::hiring) hires: i64,
}

/// A place with its hires; without a name it is unknown.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub(in crate::hiring) struct PlaceRow {
    pub(in crate::hiring) place: Option<String>,
    pub(in crate::hiring) latitude: Option<f64>,
    pub(in crate::hiring) longitude: Option<f64>,
    pub(in crate::hiring) hires: i64,
}

/// The `first` that have most of these hires; of equals, by name.
pub(in crate::hiring) async fn companies(
    db: &impl ConnectionTrait,
    hires: Condition,
    by: CompanyGrouping,
    first: u64,
) -> Result<Vec<Ranked>, DbErr> {
    let hires = hire::Entity::find()
        .select_only()
        .column_as(count_all(), "hires")
        .join(JoinType::InnerJoin, hire::Relation::Company.def())
        .filter(hires)
        .order_by(count_all(), Order::Desc);
    let ranked = match by {
        CompanyGrouping::Company => by_company(hires),
        CompanyGrouping::Group => by_group(hires),
        CompanyGrouping::AsPrinted => by_printed_name(hires, db.get_database_backend()),
    };
    ranked.limit(first).into_model().all(db).await
}

fn by_company(hires: Select<hire::Entity>) -> Select<hire::Entity> {
    hires
        .column(company::Column::Name)
        .column(hire::Column::CompanyId)
        .group_by(hire::Column::CompanyId)
        .group_by(company::Column::Name)
        .group_by(company::Column::NameKey)
        .order_by_asc(company::Column::NameKey)
        .order_by_asc(hire::Column::CompanyId)
}

/// A company that belongs to no group is one of its own.
fn by_group(hires: Select<hire::Entity>) -> Select<hire::Entity> {
    let of = |group: company_group::Column, own: company::Column| either(group.into_expr(), own.into_expr());
    let id = of(company_group::Column::Id, company::Column::Id);
    let key = of(company_group::Column::NameKey, company::Column::NameKey);
    let name = of(company_group::Column::Name, company::Column::Name);
    hires
        .join(JoinType::LeftJoin, company::Relation::Group.def())
        .column_as(name.clone(), "name")
        .group_by(id.clone())
        .group_by(key.clone())
        .group_by(name)
        .order_by(key, Order::Asc)
        .order_by(id, Order::Asc)
}

/// A hire that was never printed counts under its company's name.
fn by_printed_name(hires: Select<hire::Entity>, backend: DatabaseBackend) -> Select<hire::Entity> {
    let name = either(hire::Column::CompanyAsPrinted.into_expr(), company::Column::Name.into_expr());
    hires
        .column_as(name.clone(), "name")
        .column(hire::Column::CompanyId)
        .group_by(name.clone())
        .group_by(hire::Column::CompanyId)
        .group_by(company::Column::NameKey)
        .order_by_asc(company::Column::NameKey)
        .order_by(bytewise(name, backend), Order::Asc)
        .order_by_asc(hire::Column::CompanyId)
}

/// The first, else the second.
fn either(one: SimpleExpr, other: SimpleExpr) -> SimpleExpr {
    Func::coalesce([one, other]).into()
}

/// A text that is not a key, compared byte by byte on both databases.
fn bytewise(text: SimpleExpr, backend: DatabaseBackend) -> SimpleExpr {
    let collation =
        if backend == DatabaseBackend::Postgres { "$1 COLLATE \"C\"" } else { "? COLLATE BINARY" };
    Expr::cust_with_exprs(collation, [text])
}

/// The `first` places that have most of these hires, after the unknown one if there is any. Communes of one
/// name stay apart by where they lie.
pub(in crate::hiring) async fn places(
    db: &impl ConnectionTrait,
    hires: Condition,
    first: u64,
) -> Result<Vec<PlaceRow>, DbErr> {
    let columns = [hire::Column::Place, hire::Column::Latitude, hire::Column::Longitude];
    let mut grouped = hire::Entity::find()
        .select_only()
        .columns(columns)
        .column_as(count_all(), "hires")
        .filter(hires)
        .group_by(hire::Column::PlaceKey)
        .order_by(hire::Column::PlaceKey.is_null(), Order::Desc)
        .order_by(count_all(), Order::Desc)
        .order_by_asc(hire::Column::PlaceKey);
    for column in columns {
        grouped = grouped.group_by(column);
    }
    let grouped = grouped.order_by_asc(hire::Column::Latitude).order_by_asc(hire::Column::Longitude);
    grouped.limit(first.saturating_add(1)).into_model().all(db).await
}

/// These hires by their companies' size, as far as known.
pub(in crate::hiring) async fn sizes(
    db: &impl ConnectionTrait,
    hires: Condition,
) -> Result<Vec<(Option<Stored<CompanySize>>, i64)>, DbErr> {
    hire::Entity::find()
        .select_only()
        .column(company::Column::Size)
        .column_as(count_all(), "hires")
        .join(JoinType::InnerJoin, hire::Relation::Company.def())
        .filter(hires)
        .group_by(company::Column::Size)
        .into_tuple()
        .all(db)
        .await
}
