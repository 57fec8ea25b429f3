//! Batches of contracts, and of what is read around them.

use crate::contract::procedures::{self, Written};
use crate::contract::{absent, state};
use crate::error::Error;
use crate::loaders::{Batch, Loaders, Rows};
use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use domain::procedure::{Actor, Run};
use entity::{
    company_tutor, contract, contract_event, contract_fact, place_reservation, procedure_confirmation,
    school_anchor,
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use uuid::Uuid;

/// A contract by its id, with its company tutor and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContractById(pub Uuid);

/// A contract's row, and those around it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The contract.
    pub row: Arc<contract::Model>,
    /// The company's tutor.
    pub tutor: Option<Arc<company_tutor::Model>>,
    /// What it has of a place.
    pub place: Option<Arc<place_reservation::Model>>,
}

/// A contract's row, and those that are read with it.
pub(super) type Joined = (contract::Model, Option<company_tutor::Model>, Option<place_reservation::Model>);

impl Found {
    /// What one statement read.
    pub(super) fn of((row, tutor, place): Joined) -> Self {
        Self { row: Arc::new(row), tutor: tutor.map(Arc::new), place: place.map(Arc::new) }
    }
}

/// Where a contract stands in its procedure; asked with its row, which is read already.
#[derive(Clone, Debug)]
pub struct StandingOf(pub Arc<contract::Model>);

impl PartialEq for StandingOf {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for StandingOf {}

impl Hash for StandingOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

/// Where a contract stands.
#[derive(Debug)]
pub struct Reading {
    /// The procedure that it runs.
    pub written: Arc<Written>,
    /// Where it stands in it.
    pub run: Run,
    /// What happened, oldest first.
    pub events: Vec<contract_event::Model>,
}

/// Who of a contract's actors has no account, so that the desk stands in.
#[derive(Clone, Debug)]
pub struct AbsentOf(pub Arc<contract::Model>);

impl PartialEq for AbsentOf {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for AbsentOf {}

impl Hash for AbsentOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl Loader<AbsentOf> for Rows {
    type Value = BTreeSet<Actor>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AbsentOf]) -> Batch<AbsentOf, Self::Value> {
        let present = absent::Present::read(&self.db, keys.iter().map(|key| &*key.0)).await?;
        let schools =
            self.context.reference.get(&self.context.db, self.context.now()).await.map_err(damaged)?;
        let absent = |key: &AbsentOf| {
            let department = schools.specialty(key.0.specialty_id).and_then(|option| option.parent_id);
            (key.clone(), present.absent(&key.0, department))
        };
        Ok(keys.iter().map(absent).collect())
    }
}

/// What is known of a contract beside its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FactsOf(pub Uuid);

/// For which years staff confirmed a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConfirmationsOf(pub Uuid);

/// The days of a school's academic year, as far as it has set them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AnchorsOf {
    /// The school.
    pub school: Uuid,
    /// First year of the academic year.
    pub year: i32,
}

/// Forgets what was read of contracts: after a change in the same request.
pub(crate) fn forget(loaders: &Loaders) {
    loaders.forget::<ContractById>();
    loaders.forget::<StandingOf>();
    loaders.forget::<AbsentOf>();
    loaders.forget::<FactsOf>();
    loaders.forget::<ConfirmationsOf>();
}

impl Loader<ContractById> for Rows {
    type Value = Found;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ContractById]) -> Batch<ContractById, Self::Value> {
        let rows = contract::Entity::find()
            .find_also_related(company_tutor::Entity)
            .find_also_related(place_reservation::Entity)
            .filter(contract::Column::Id.is_in(keys.iter().map(|key| key.0)))
            .all(&self.db)
            .await?;
        let rows = rows.into_iter().map(Found::of);
        Ok(rows.map(|found| (ContractById(found.row.id), found)).collect())
    }
}

impl Loader<StandingOf> for Rows {
    type Value = Arc<Reading>;
    type Error = Arc<DbErr>;

    /// Events and days of the years, in one statement each for all of them; procedures are in memory.
    async fn load(&self, keys: &[StandingOf]) -> Batch<StandingOf, Self::Value> {
        let mut events = events(self, keys).await?;
        let mut anchors = anchors(self, keys).await?;
        let versions: Vec<Uuid> = keys.iter().map(|key| key.0.procedure_version_id).collect();
        let written = procedures::by_ids(&self.context, &self.db, &versions).await.map_err(damaged)?;
        let mut read = HashMap::new();
        for key in keys {
            let row = &key.0;
            let events = events.remove(&row.id).unwrap_or_default();
            let calendar = anchors.entry((row.school_id, row.academic_year)).or_default().clone();
            let Some(written) = written.get(&row.procedure_version_id) else { continue };
            let facts = state::facts(row, calendar, BTreeSet::new()).map_err(damaged)?;
            let run = state::fold(written, &facts, &events).map_err(damaged)?;
            let reading = Reading { written: Arc::clone(written), run, events };
            read.insert(key.clone(), Arc::new(reading));
        }
        Ok(read)
    }
}

/// A loader answers the database's errors alone; a history that cannot be folded is one of what the database holds.
fn damaged(error: Error) -> Arc<DbErr> {
    Arc::new(DbErr::Custom(format!("{:#}", error.into_fault())))
}

async fn events(
    rows: &Rows,
    keys: &[StandingOf],
) -> Result<HashMap<Uuid, Vec<contract_event::Model>>, Arc<DbErr>> {
    let all = contract_event::Entity::find()
        .filter(contract_event::Column::ContractId.is_in(keys.iter().map(|key| key.0.id)))
        .order_by_asc(contract_event::Column::ContractId)
        .order_by_asc(contract_event::Column::Sequence)
        .all(&rows.db)
        .await?;
    let mut by_contract: HashMap<Uuid, Vec<contract_event::Model>> = HashMap::new();
    for row in all {
        by_contract.entry(row.contract_id).or_default().push(row);
    }
    Ok(by_contract)
}

/// Days, by their keys.
type Calendar = BTreeMap<String, NaiveDate>;

async fn anchors(rows: &Rows, keys: &[StandingOf]) -> Result<HashMap<(Uuid, i32), Calendar>, Arc<DbErr>> {
    of_years(rows, keys.iter().map(|key| (key.0.school_id, key.0.academic_year)).collect()).await
}

async fn of_years(
    rows: &Rows,
    years: HashSet<(Uuid, i32)>,
) -> Result<HashMap<(Uuid, i32), Calendar>, Arc<DbErr>> {
    let mut any = Condition::any();
    for (school, year) in years {
        any = any.add(
            Condition::all()
                .add(school_anchor::Column::SchoolId.eq(school))
                .add(school_anchor::Column::AcademicYear.eq(year)),
        );
    }
    let mut calendars: HashMap<(Uuid, i32), Calendar> = HashMap::new();
    for row in school_anchor::Entity::find().filter(any).all(&rows.db).await? {
        calendars.entry((row.school_id, row.academic_year)).or_default().insert(row.name, row.day);
    }
    Ok(calendars)
}

impl Loader<AnchorsOf> for Rows {
    type Value = Calendar;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AnchorsOf]) -> Batch<AnchorsOf, Self::Value> {
        let years = keys.iter().map(|key| (key.school, key.year)).collect();
        let read = of_years(self, years).await?;
        Ok(read.into_iter().map(|((school, year), days)| (AnchorsOf { school, year }, days)).collect())
    }
}

impl Loader<FactsOf> for Rows {
    type Value = Arc<Vec<contract_fact::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[FactsOf]) -> Batch<FactsOf, Self::Value> {
        let rows = contract_fact::Entity::find()
            .filter(contract_fact::Column::ContractId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(contract_fact::Column::Name)
            .all(&self.db)
            .await?;
        let mut facts: HashMap<FactsOf, Vec<contract_fact::Model>> = HashMap::new();
        for row in rows {
            facts.entry(FactsOf(row.contract_id)).or_default().push(row);
        }
        Ok(facts.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect())
    }
}

impl Loader<ConfirmationsOf> for Rows {
    type Value = Vec<i32>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ConfirmationsOf]) -> Batch<ConfirmationsOf, Self::Value> {
        let rows = procedure_confirmation::Entity::find()
            .filter(procedure_confirmation::Column::ProcedureVersionId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(procedure_confirmation::Column::AcademicYear)
            .all(&self.db)
            .await?;
        let mut years: HashMap<ConfirmationsOf, Vec<i32>> = HashMap::new();
        for row in rows {
            years.entry(ConfirmationsOf(row.procedure_version_id)).or_default().push(row.academic_year);
        }
        Ok(years)
    }
}
