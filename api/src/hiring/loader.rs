//! Batches of hires, of published figures, and of the counts of a specialty or a company.

use crate::hiring::store::counts::{self, Counted};
use crate::loaders::{Batch, Rows};
use async_graphql::dataloader::Loader;
use entity::{hire, hire_count, published_figure};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A hire by its id, whoever asks: the audience decides after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HireById(pub Uuid);

/// A published figure by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FigureById(pub Uuid);

/// The cells of a specialty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CellsOfSpecialty(pub(super) Uuid);

/// The cells of a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CellsOfCompany(pub(super) Uuid);

impl Loader<HireById> for Rows {
    type Value = Arc<hire::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[HireById]) -> Batch<HireById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = hire::Entity::find().filter(hire::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (HireById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<FigureById> for Rows {
    type Value = Arc<published_figure::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[FigureById]) -> Batch<FigureById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = published_figure::Entity::find().filter(published_figure::Column::Id.is_in(ids));
        let rows = rows.all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (FigureById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<CellsOfSpecialty> for Rows {
    type Value = Arc<Vec<Counted>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[CellsOfSpecialty]) -> Batch<CellsOfSpecialty, Self::Value> {
        let these = hire_count::Column::SpecialtyId.is_in(keys.iter().map(|key| key.0));
        let rows = counts::kept(&self.db, these.into()).await?;
        Ok(grouped(rows.into_iter().map(|row| (CellsOfSpecialty(row.specialty_id), row))))
    }
}

/// A cell of one company.
#[derive(FromQueryResult)]
struct OfCompany {
    company_id: Uuid,
    #[sea_orm(nested)]
    cell: Counted,
}

impl Loader<CellsOfCompany> for Rows {
    type Value = Arc<Vec<Counted>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[CellsOfCompany]) -> Batch<CellsOfCompany, Self::Value> {
        let rows: Vec<OfCompany> = counts::by_cell()
            .column(hire::Column::CompanyId)
            .group_by(hire::Column::CompanyId)
            .filter(hire::Column::CompanyId.is_in(keys.iter().map(|key| key.0)))
            .into_model()
            .all(&self.db)
            .await?;
        Ok(grouped(rows.into_iter().map(|row| (CellsOfCompany(row.company_id), row.cell))))
    }
}

fn grouped<K: std::hash::Hash + Eq>(
    rows: impl Iterator<Item = (K, Counted)>,
) -> HashMap<K, Arc<Vec<Counted>>> {
    let mut groups: HashMap<K, Vec<Counted>> = HashMap::new();
    for (key, row) in rows {
        groups.entry(key).or_default().push(row);
    }
    groups.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect()
}
