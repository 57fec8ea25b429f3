//! Hires one by one.

use crate::graphql::pagination::Page;
use entity::hire;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The position of a hire in a list by year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::hiring) struct ByYear(pub(in crate::hiring) i32, pub(in crate::hiring) Uuid);

/// A page of these hires by year, with one row more than the page holds.
pub(in crate::hiring) async fn page(
    db: &impl ConnectionTrait,
    hires: Condition,
    order: Order,
    page: &Page<ByYear>,
) -> Result<Vec<hire::Model>, DbErr> {
    let after = page.after.map(|position| after(position, &order));
    hire::Entity::find()
        .filter(hires.add_option(after))
        .order_by(hire::Column::AcademicYear, order.clone())
        .order_by(hire::Column::Id, order)
        .limit(u64::from(page.first) + 1)
        .all(db)
        .await
}

fn after(ByYear(year, id): ByYear, order: &Order) -> Condition {
    let (by_year, by_id) = if *order == Order::Desc {
        (hire::Column::AcademicYear.lt(year), hire::Column::Id.lt(id))
    } else {
        (hire::Column::AcademicYear.gt(year), hire::Column::Id.gt(id))
    };
    let same_year = Condition::all().add(hire::Column::AcademicYear.eq(year)).add(by_id);
    Condition::any().add(by_year).add(same_year)
}

/// How many these are.
pub(in crate::hiring) async fn total(db: &impl ConnectionTrait, hires: Condition) -> Result<u64, DbErr> {
    hire::Entity::find().filter(hires).count(db).await
}
