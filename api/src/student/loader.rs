//! Batches of students and their skills.

use crate::loaders::{Batch, Rows};
use async_graphql::dataloader::Loader;
use entity::{skill, student, student_skill};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A student by the profile's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StudentById(pub Uuid);

/// The skills of a student, in the profile's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SkillsOfStudent(pub Uuid);

impl Loader<StudentById> for Rows {
    type Value = Arc<student::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[StudentById]) -> Batch<StudentById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = student::Entity::find().filter(student::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (StudentById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<SkillsOfStudent> for Rows {
    type Value = Vec<Arc<skill::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[SkillsOfStudent]) -> Batch<SkillsOfStudent, Self::Value> {
        let rows = student_skill::Entity::find()
            .filter(student_skill::Column::StudentId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(student_skill::Column::Position)
            .find_also_related(skill::Entity)
            .all(&self.db)
            .await?;
        let mut skills: HashMap<SkillsOfStudent, Vec<Arc<skill::Model>>> = HashMap::new();
        for (link, skill) in rows {
            let student = skills.entry(SkillsOfStudent(link.student_id)).or_default();
            student.extend(skill.map(Arc::new));
        }
        Ok(skills)
    }
}
