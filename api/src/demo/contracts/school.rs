//! What the demo's desks say of academic years: the days that deadlines are counted from, and how many places an option has.
//! What a school has said already stays.

use super::plan::Plan;
use crate::context::Context;
use crate::demo::market::Market;
use crate::error::Error;
use chrono::NaiveDate;
use domain::contract::place::PlaceStatus;
use entity::{Stored, place_capacity, place_reservation, school_anchor};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The day of a year that a procedure calls so, as it usually is.
fn usual(key: &str, year: i32) -> Option<NaiveDate> {
    match key {
        "year_start" => NaiveDate::from_ymd_opt(year, 9, 1),
        "christmas_holidays" => NaiveDate::from_ymd_opt(year, 12, 19),
        "semester_1_end" => NaiveDate::from_ymd_opt(year + 1, 1, 31),
        "final_project_start" => NaiveDate::from_ymd_opt(year + 1, 3, 8),
        _ => None,
    }
}

/// Sets the days of the years that contracts are of.
pub(super) async fn days(market: &Market<'_>, plans: &[Plan]) -> Result<(), Error> {
    let world = market.world;
    let mut there: BTreeSet<(Uuid, i32, &str)> = BTreeSet::new();
    let mut rows = Vec::new();
    for plan in plans {
        let school = plan.specialty.school_id;
        for day in &plan.procedure.calendar {
            let Some(date) = usual(&day.key, plan.year) else { continue };
            if there.insert((school, plan.year, day.key.as_str())) {
                rows.push(school_anchor::ActiveModel {
                    id: Set(world.dice.id(world.beginning())),
                    school_id: Set(school),
                    academic_year: Set(plan.year),
                    name: Set(day.key.clone()),
                    day: Set(date),
                    set_by: Set(Some(market.staff.desk(school)?)),
                    set_at: Set(world.beginning()),
                });
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    use school_anchor::Column;
    let set =
        OnConflict::columns([Column::SchoolId, Column::AcademicYear, Column::Name]).do_nothing().to_owned();
    let insert = school_anchor::Entity::insert_many(rows).on_conflict(set).try_insert();
    insert.exec_without_returning(&world.context.db.write).await?;
    Ok(())
}

/// Lets an option have as many places as are held: whoever comes next waits.
pub(super) async fn full(market: &Market<'_>, context: &Context, plan: &Plan) -> Result<(), Error> {
    let (world, option) = (market.world, &plan.specialty);
    let held = place_reservation::Entity::find()
        .filter(place_reservation::Column::SpecialtyId.eq(option.id))
        .filter(place_reservation::Column::AcademicYear.eq(plan.year))
        .filter(place_reservation::Column::Status.eq(Stored(PlaceStatus::Held)))
        .count(&context.db.read)
        .await?;
    let row = place_capacity::ActiveModel {
        id: Set(world.dice.id(plan.opened)),
        school_id: Set(option.school_id),
        specialty_id: Set(option.id),
        academic_year: Set(plan.year),
        places: Set(i32::try_from(held).map_err(Error::internal)?),
        set_by: Set(market.staff.desk(option.school_id)?),
        set_at: Set(plan.opened),
    };
    use place_capacity::Column;
    let set = OnConflict::columns([Column::SpecialtyId, Column::AcademicYear]).do_nothing().to_owned();
    let insert = place_capacity::Entity::insert(row).on_conflict(set).try_insert();
    insert.exec_without_returning(&context.db.write).await?;
    Ok(())
}
