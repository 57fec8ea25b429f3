//! Skills by their names, made when new.

use crate::context::Context;
use crate::error::Error;
use entity::skill;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

/// Skills a profile or an offer names at most.
pub const MOST: usize = 30;
/// Characters in a skill's name at most.
pub const LONGEST: usize = 60;

/// The ids of these skills, in the order given and each once; those not known yet are made. Blank names are
/// passed over.
///
/// # Errors
/// The database does not answer.
pub async fn ids_of(
    context: &Context,
    db: &impl ConnectionTrait,
    names: &[String],
) -> Result<Vec<Uuid>, Error> {
    let mut keys: Vec<(String, String)> = Vec::new();
    for name in names {
        let key = domain::text::fold(name);
        if !key.is_empty() && keys.iter().all(|(known, _)| *known != key) {
            keys.push((key, name.trim().to_owned()));
        }
    }
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = keys.iter().map(|(key, name)| skill::ActiveModel {
        id: Set(context.new_id()),
        name: Set(name.clone()),
        name_key: Set(key.clone()),
    });
    let known = OnConflict::column(skill::Column::NameKey).do_nothing().to_owned();
    skill::Entity::insert_many(rows).on_conflict(known).exec_without_returning(db).await?;
    let found = skill::Entity::find()
        .filter(skill::Column::NameKey.is_in(keys.iter().map(|(key, _)| key.as_str())))
        .all(db)
        .await?;
    let by_key: HashMap<String, Uuid> = found.into_iter().map(|row| (row.name_key, row.id)).collect();
    Ok(keys.iter().filter_map(|(key, _)| by_key.get(key).copied()).collect())
}
