//! The pages of what SQL finds: in the engine's order, going on where the engine would.

use crate::db::Reader;
use crate::error::Error;
use crate::searching::documents;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait, Select,
};
use search::{After, Direction, Field, Key, Point, Query, mark};
use std::cmp::Ordering;
use std::collections::HashSet;
use uuid::Uuid;

/// What SQL found.
pub(super) struct Rows {
    /// The ids of the page, each with what it was sorted by.
    pub(super) rows: Vec<(Uuid, Keys)>,
    /// How many there are in all.
    pub(super) total: u64,
}

/// What a row was sorted by, as [`Query::order`] names it.
pub(super) type Keys = Vec<Option<i64>>;

/// The ids of a page of what matches, and how many there are in all: in the engine's order, from where the engine would
/// go on.
pub(super) async fn page<E>(
    db: &Reader,
    matching: Select<E>,
    columns: &Columns<E::Column>,
    query: &Query,
) -> Result<Rows, Error>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sized + Send + Sync,
{
    let order = query.order();
    if let Some((Key::Distance(point), _)) = order.first() {
        return nearest(db, matching, columns, query, *point).await;
    }
    let sorted = columns.sorted(&order);
    let seen = match &query.after {
        Some(After::Seen(seen)) => Some(seen),
        _ => None,
    };
    let mut page = matching.clone();
    if let Some(After::Place { keys, id }) = &query.after {
        page = page.filter(beyond(&sorted, keys, columns.id, *id));
    }
    let mut page = page.select_only().column(columns.id);
    for (by, direction) in &sorted {
        page = page.expr(by.expr.clone());
        page = match by.known {
            true => page.order_by(by.expr.clone(), ordered(*direction)),
            false => page.order_by_with_nulls(by.expr.clone(), ordered(*direction), NullOrdering::Last),
        };
    }
    let limit = query.limit.saturating_add(seen.map_or(0, HashSet::len));
    let page = page.order_by_asc(columns.id).limit(u64::try_from(limit).unwrap_or(u64::MAX)).into_query();
    let (rows, total) = futures_util::future::try_join(db.query_all(&page), matching.count(db)).await?;
    let rows = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, keys(row, 1, &sorted)?)));
    let rows = rows.collect::<Result<Vec<(Uuid, Keys)>, DbErr>>()?;
    let unseen = rows.into_iter().filter(|(id, _)| seen.is_none_or(|seen| !seen.contains(&mark(*id))));
    Ok(Rows { rows: unseen.take(query.limit).collect(), total })
}

/// The nearest first: SQLite cannot tell how near, so that every place is read, and sorted here.
async fn nearest<E>(
    db: &Reader,
    matching: Select<E>,
    columns: &Columns<E::Column>,
    query: &Query,
    point: Point,
) -> Result<Rows, Error>
where
    E: EntityTrait,
{
    let order = query.order();
    let ties = columns.sorted(order.get(1..).unwrap_or_default());
    let mut places = matching.select_only().columns([columns.id, columns.latitude, columns.longitude]);
    for (by, _) in &ties {
        places = places.expr(by.expr.clone());
    }
    let mut rows: Vec<(Uuid, Keys)> = Vec::new();
    for row in db.query_all(&places.into_query()).await? {
        let (latitude, longitude) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let metres = documents::point(latitude, longitude).map(|place| point.metres_to(place));
        let keys = [metres].into_iter().chain(keys(&row, 3, &ties)?).collect();
        rows.push((row.try_get_by_index(0)?, keys));
    }
    let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    rows.sort_by(|one, other| compare(&order, one, other));
    if let Some(After::Place { keys, id }) = &query.after {
        let last = (*id, keys.clone());
        rows.retain(|row| compare(&order, row, &last) == Ordering::Greater);
    }
    rows.truncate(query.limit);
    Ok(Rows { rows, total })
}

fn compare(order: &[(Key, Direction)], one: &(Uuid, Keys), other: &(Uuid, Keys)) -> Ordering {
    let keys = order.iter().zip(one.1.iter().zip(&other.1)).map(|((_, direction), (one, other))| {
        match (one, other, direction) {
            (Some(one), Some(other), Direction::Ascending) => one.cmp(other),
            (Some(one), Some(other), Direction::Descending) => other.cmp(one),
            // What is unknown comes last either way.
            _ => other.is_some().cmp(&one.is_some()),
        }
    });
    keys.fold(Ordering::Equal, Ordering::then).then(one.0.cmp(&other.0))
}

/// What comes after a place in an order: what the engine would find after it.
fn beyond<C: ColumnTrait>(
    sorted: &[(SortedBy, Direction)],
    keys: &[Option<i64>],
    id: C,
    last: Uuid,
) -> Condition {
    let after = Condition::all().add(id.gt(last));
    sorted.iter().zip(keys).rev().fold(after, |rest, ((by, direction), key)| {
        let value = key.and_then(|key| by.unit.value(key));
        let (further, same) = match (value, direction) {
            (None, _) => (None, by.expr.clone().is_null()),
            (Some(value), Direction::Ascending) => {
                (Some(by.expr.clone().gt(value.clone())), by.expr.clone().eq(value))
            }
            (Some(value), Direction::Descending) => {
                (Some(by.expr.clone().lt(value.clone())), by.expr.clone().eq(value))
            }
        };
        let unknown = (further.is_some() && !by.known).then(|| by.expr.clone().is_null());
        Condition::any().add_option(further).add_option(unknown).add(Condition::all().add(rest).add(same))
    })
}

fn ordered(direction: Direction) -> Order {
    match direction {
        Direction::Ascending => Order::Asc,
        Direction::Descending => Order::Desc,
    }
}

/// The values of a row from a column on, as the engine counts them.
fn keys(row: &QueryResult, from: usize, sorted: &[(SortedBy, Direction)]) -> Result<Keys, DbErr> {
    (from..).zip(sorted).map(|(place, (by, _))| by.unit.read(row, place)).collect()
}

/// Where a kind's rows have what results are sorted by.
pub(super) struct Columns<C> {
    /// The ids.
    pub(super) id: C,
    /// Degrees north.
    pub(super) latitude: C,
    /// Degrees east.
    pub(super) longitude: C,
    /// The others.
    pub(super) sorted: Vec<(Field, SortedBy)>,
}

/// A column that results are sorted by.
#[derive(Clone)]
pub(super) struct SortedBy {
    expr: Expr,
    unit: Unit,
    /// Whether every row has a value.
    known: bool,
}

/// How a column holds what the engine counts.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    /// As it is.
    Number,
    /// As it is, in 32 bits.
    Short,
    /// Days since 1970-01-01, as a date.
    Day,
    /// Microseconds since 1970-01-01 UTC, as a moment.
    Moment,
}

impl<C: ColumnTrait> Columns<C> {
    fn sorted(&self, order: &[(Key, Direction)]) -> Vec<(SortedBy, Direction)> {
        let by = |(key, direction): &(Key, Direction)| {
            let mut columns = self.sorted.iter();
            let column = columns.find(|(field, _)| *key == Key::Field(*field))?;
            Some((column.1.clone(), *direction))
        };
        order.iter().filter_map(by).collect()
    }
}

impl SortedBy {
    /// What every row has.
    pub(super) fn known(expr: Expr, unit: Unit) -> Self {
        Self { expr, unit, known: true }
    }

    /// What some rows lack.
    pub(super) fn some(expr: Expr, unit: Unit) -> Self {
        Self { known: false, ..Self::known(expr, unit) }
    }
}

impl Unit {
    /// A value, to compare the column with; none for what it cannot hold.
    fn value(self, key: i64) -> Option<Expr> {
        Some(match self {
            Self::Number => Expr::value(key),
            Self::Short => Expr::value(i32::try_from(key).ok()?),
            Self::Day => Expr::value(NaiveDate::default().checked_add_signed(TimeDelta::try_days(key)?)?),
            Self::Moment => Expr::value(DateTime::from_timestamp_micros(key)?),
        })
    }

    fn read(self, row: &QueryResult, place: usize) -> Result<Option<i64>, DbErr> {
        Ok(match self {
            Self::Number => row.try_get_by_index(place)?,
            Self::Short => row.try_get_by_index::<Option<i32>>(place)?.map(i64::from),
            Self::Day => row.try_get_by_index::<Option<NaiveDate>>(place)?.map(documents::days),
            Self::Moment => {
                row.try_get_by_index::<Option<DateTime<Utc>>>(place)?.map(|time| time.timestamp_micros())
            }
        })
    }
}
