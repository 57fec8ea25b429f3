//! Batches of applications and of the facts around them.

use crate::loaders::{Batch, Loaders, Rows};
use async_graphql::dataloader::Loader;
use entity::{application, application_event};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// An application by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ApplicationById(pub Uuid);

/// What happened to an application, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HistoryOfApplication(pub Uuid);

/// Whether a student ever applied to a company: applying shows the student to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AppliedTo {
    /// The student.
    pub student: Uuid,
    /// The company.
    pub company: Uuid,
}

/// Forgets what was read of applications: after a change in the same request.
pub(crate) fn forget(loaders: &Loaders) {
    loaders.forget::<ApplicationById>();
    loaders.forget::<HistoryOfApplication>();
    loaders.forget::<AppliedTo>();
}

impl Loader<ApplicationById> for Rows {
    type Value = Arc<application::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ApplicationById]) -> Batch<ApplicationById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows =
            application::Entity::find().filter(application::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (ApplicationById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<HistoryOfApplication> for Rows {
    type Value = Vec<Arc<application_event::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[HistoryOfApplication]) -> Batch<HistoryOfApplication, Self::Value> {
        let rows = application_event::Entity::find()
            .filter(application_event::Column::ApplicationId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(application_event::Column::Id)
            .all(&self.db)
            .await?;
        let mut events: HashMap<_, Vec<Arc<application_event::Model>>> = HashMap::new();
        for row in rows {
            events.entry(HistoryOfApplication(row.application_id)).or_default().push(Arc::new(row));
        }
        Ok(events)
    }
}

impl Loader<AppliedTo> for Rows {
    type Value = bool;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AppliedTo]) -> Batch<AppliedTo, Self::Value> {
        let pairs: Vec<(Uuid, Uuid)> = application::Entity::find()
            .select_only()
            .columns([application::Column::StudentId, application::Column::CompanyId])
            .distinct()
            .filter(application::Column::StudentId.is_in(keys.iter().map(|key| key.student)))
            .filter(application::Column::CompanyId.is_in(keys.iter().map(|key| key.company)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let pairs: HashSet<_> = pairs.into_iter().collect();
        Ok(keys.iter().map(|key| (*key, pairs.contains(&(key.student, key.company)))).collect())
    }
}
