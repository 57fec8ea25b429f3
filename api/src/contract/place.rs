//! Places of an option: reserved by the step that asks for one, waited for when none is left, and given to whoever waits
//! longest when one is freed.
//!
//! Whoever counts them holds the lock of the option's row, and takes it before any contract's: so two never get the last one,
//! and moving somebody up never waits for whoever waits for the option.

use crate::context::Context;
use crate::contract::notify;
use crate::contract::procedures::Written;
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use chrono::NaiveDate;
use domain::contract::place::{PlaceStatus, asked, promoted};
use domain::contract::{ContractAction, ContractStatus};
use domain::notification::NotificationKind;
use domain::procedure::Place;
use entity::{Stored, place_capacity, place_reservation, specialty};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An option in an academic year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Class {
    /// The option.
    pub(crate) specialty: Uuid,
    /// First year of the academic year.
    pub(crate) year: i32,
}

/// Whether contracts of this procedure take places.
pub(super) fn counts(written: &Written) -> bool {
    written.procedure.steps.iter().any(|step| step.reserves_place)
}

/// Locks an option until the transaction ends, before its places are counted.
///
/// # Errors
/// The database does not answer.
pub(super) async fn lock(tx: &Transaction, option: Uuid) -> Result<(), Error> {
    let row = specialty::Entity::find_by_id(option).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.map(|_| ()).ok_or(Error::NotFound)
}

/// What a contract has of a place.
///
/// # Errors
/// The database does not answer.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    contract: Uuid,
) -> Result<Option<place_reservation::Model>, Error> {
    let rows = place_reservation::Entity::find().filter(place_reservation::Column::ContractId.eq(contract));
    Ok(rows.one(db).await?)
}

/// Follows what the steps say: asks for a place, keeps it while something refused is done again, gives it back.
///
/// # Errors
/// The database does not answer.
pub(super) async fn follow(context: &Context, tx: &Transaction, state: &mut State) -> Result<(), Rejection> {
    if !counts(&state.written) {
        return Ok(());
    }
    let there = of(tx, state.row.id).await?;
    let status = there.as_ref().map(|row| row.status.0);
    let place = state.run.place.filter(|place| is_kept(context, state.status, *place));
    let place = place.map(|place| lasting(state.status, place));
    match (place, there) {
        (Some(place), Some(row)) if status != Some(PlaceStatus::Released) => {
            keep_until(context, tx, row, place).await
        }
        (Some(_), there) => ask(context, tx, state, there).await,
        (None, Some(row)) if status != Some(PlaceStatus::Released) => release(context, tx, state, row).await,
        (None, _) => Ok(()),
    }
}

/// Whether a place that the steps reserved is still theirs: an active contract keeps it, whatever is refused later.
fn is_kept(context: &Context, status: ContractStatus, place: Place) -> bool {
    let today = context.now().date_naive();
    match status {
        ContractStatus::Preparing | ContractStatus::ToSign => {
            place.held_until.is_none_or(|last| today <= last)
        }
        ContractStatus::Active | ContractStatus::Completed => true,
        ContractStatus::Withdrawn | ContractStatus::Terminated => false,
    }
}

/// An active contract's place is kept without end, also while something of it is done again.
fn lasting(status: ContractStatus, place: Place) -> Place {
    let is_active = matches!(status, ContractStatus::Active | ContractStatus::Completed);
    Place { held_until: place.held_until.filter(|_| !is_active), ..place }
}

async fn keep_until(
    context: &Context,
    tx: &Transaction,
    row: place_reservation::Model,
    place: Place,
) -> Result<(), Rejection> {
    if row.held_until != place.held_until {
        let mut row = row.into_active_model();
        row.held_until = Set(place.held_until);
        row.updated_at = Set(context.now());
        row.update(tx).await?;
    }
    Ok(())
}

/// Asks for a place, behind those who wait already.
async fn ask(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    before: Option<place_reservation::Model>,
) -> Result<(), Rejection> {
    let class = Class { specialty: state.row.specialty_id, year: state.row.academic_year };
    if let Some(before) = before {
        place_reservation::Entity::delete_by_id(before.id).exec(tx).await?;
    }
    let capacity = capacity(tx, class).await?;
    let (held, waiting) =
        (count(tx, class, PlaceStatus::Held).await?, count(tx, class, PlaceStatus::Waiting).await?);
    let status = asked(capacity, held, waiting);
    let now = context.now();
    let row = place_reservation::ActiveModel {
        id: Set(context.new_id()),
        contract_id: Set(state.row.id),
        specialty_id: Set(class.specialty),
        academic_year: Set(class.year),
        status: Set(Stored(status)),
        held_until: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    row.insert(tx).await?;
    let (action, kind) = if status == PlaceStatus::Held {
        (ContractAction::ReservePlace, NotificationKind::ContractPlaceReserved)
    } else {
        (ContractAction::WaitForPlace, NotificationKind::ContractWaiting)
    };
    state.happen(context, tx, Happening::by_platform(context, action)).await?;
    notify::sides(context, tx, &state.row, kind, None).await?;
    Ok(())
}

async fn release(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    row: place_reservation::Model,
) -> Result<(), Rejection> {
    let class = Class { specialty: row.specialty_id, year: row.academic_year };
    set(context, tx, row, PlaceStatus::Released, None).await?;
    state.happen(context, tx, Happening::by_platform(context, ContractAction::ReleasePlace)).await?;
    promote(context, tx, class).await
}

/// Gives the free places of a locked option to those who wait, the longest first, and tells them.
///
/// # Errors
/// The database does not answer.
pub(super) async fn promote(context: &Context, tx: &Transaction, class: Class) -> Result<(), Rejection> {
    let capacity = capacity(tx, class).await?;
    let (held, waiting) =
        (count(tx, class, PlaceStatus::Held).await?, count(tx, class, PlaceStatus::Waiting).await?);
    let next = rows(class, PlaceStatus::Waiting)
        .order_by_asc(place_reservation::Column::Id)
        .limit(promoted(capacity, held, waiting))
        .all(tx)
        .await?;
    for row in next {
        let locked = store::lock(tx, row.contract_id).await?;
        let mut other = State::of(context, tx, locked).await?;
        let until = other.run.place.and_then(|place| lasting(other.status, place).held_until);
        set(context, tx, row, PlaceStatus::Held, until).await?;
        other.happen(context, tx, Happening::by_platform(context, ContractAction::ReservePlace)).await?;
        let told = store::save(context, tx, other.row, |_| {}).await?;
        notify::sides(context, tx, &told, NotificationKind::ContractPlaceReserved, None).await?;
    }
    Ok(())
}

/// Refuses to go on to what commits the school while no place is reserved.
///
/// # Errors
/// `NO_PLACE`; or the database does not answer.
pub(super) async fn require(tx: &Transaction, state: &State) -> Result<(), Rejection> {
    let held = !counts(&state.written)
        || of(tx, state.row.id).await?.is_some_and(|row| row.status.0 == PlaceStatus::Held);
    if held {
        return Ok(());
    }
    let fr = "Le contrat attend une place dans l'option : cette étape viendra ensuite.";
    let en = "The contract waits for a place of the option: this step comes after.";
    Err(UserError::new(ErrorCode::NoPlace, fr, en).into())
}

async fn set(
    context: &Context,
    tx: &Transaction,
    row: place_reservation::Model,
    status: PlaceStatus,
    held_until: Option<NaiveDate>,
) -> Result<(), Error> {
    let mut row = row.into_active_model();
    row.status = Set(Stored(status));
    row.held_until = Set(held_until);
    row.updated_at = Set(context.now());
    row.update(tx).await?;
    Ok(())
}

async fn capacity(db: &impl ConnectionTrait, class: Class) -> Result<Option<u32>, Error> {
    let row = place_capacity::Entity::find()
        .filter(place_capacity::Column::SpecialtyId.eq(class.specialty))
        .filter(place_capacity::Column::AcademicYear.eq(class.year))
        .one(db)
        .await?;
    Ok(row.map(|row| u32::try_from(row.places).unwrap_or(0)))
}

fn rows(class: Class, status: PlaceStatus) -> sea_orm::Select<place_reservation::Entity> {
    place_reservation::Entity::find()
        .filter(place_reservation::Column::SpecialtyId.eq(class.specialty))
        .filter(place_reservation::Column::AcademicYear.eq(class.year))
        .filter(place_reservation::Column::Status.eq(Stored(status)))
}

async fn count(db: &impl ConnectionTrait, class: Class, status: PlaceStatus) -> Result<u64, Error> {
    Ok(rows(class, status).count(db).await?)
}

/// The places of an option, counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// The option.
    pub(super) specialty: Uuid,
    /// How many there are; none is without end.
    pub(super) capacity: Option<i32>,
    /// How many are held.
    pub(super) held: u64,
    /// How many wait.
    pub(super) waiting: u64,
}

/// The places of a school's year, by option. Two statements.
///
/// # Errors
/// The database does not answer.
pub(super) async fn of_year(
    db: &impl ConnectionTrait,
    school: Uuid,
    year: i32,
) -> Result<Vec<Counted>, Error> {
    let capacities = place_capacity::Entity::find()
        .filter(place_capacity::Column::SchoolId.eq(school))
        .filter(place_capacity::Column::AcademicYear.eq(year))
        .all(db)
        .await?;
    let options = specialty::Entity::find()
        .select_only()
        .column(specialty::Column::Id)
        .filter(specialty::Column::SchoolId.eq(school))
        .into_query();
    let asked: Vec<(Uuid, Stored<PlaceStatus>, i64)> = place_reservation::Entity::find()
        .select_only()
        .columns([place_reservation::Column::SpecialtyId, place_reservation::Column::Status])
        .column_as(place_reservation::Column::Id.count(), "contracts")
        .filter(place_reservation::Column::AcademicYear.eq(year))
        .filter(place_reservation::Column::SpecialtyId.in_subquery(options))
        .group_by(place_reservation::Column::SpecialtyId)
        .group_by(place_reservation::Column::Status)
        .into_tuple()
        .all(db)
        .await?;
    let mut all: BTreeMap<Uuid, Counted> = BTreeMap::new();
    let none = |specialty| Counted { specialty, capacity: None, held: 0, waiting: 0 };
    for row in capacities {
        all.entry(row.specialty_id).or_insert_with(|| none(row.specialty_id)).capacity = Some(row.places);
    }
    for (option, status, contracts) in asked {
        let counted = all.entry(option).or_insert_with(|| none(option));
        let contracts = u64::try_from(contracts).unwrap_or(0);
        match status.0 {
            PlaceStatus::Held => counted.held = contracts,
            PlaceStatus::Waiting => counted.waiting = contracts,
            PlaceStatus::Released => {}
        }
    }
    Ok(all.into_values().collect())
}
