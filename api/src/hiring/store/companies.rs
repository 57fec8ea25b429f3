//! Companies by their group and by their names.

use entity::{company, company_alias, company_group};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};
use uuid::Uuid;

/// Groups told to whoever names an unknown one, at most.
const MOST_TOLD: u64 = 200;
/// Names looked up by one statement, which binds 32,766 values at most on SQLite.
const CHUNK: usize = 10_000;

/// The companies of a group, by its folded name; a company that belongs to none is one of its own.
pub(in crate::hiring) async fn of_group(db: &impl ConnectionTrait, key: &str) -> Result<Vec<Uuid>, DbErr> {
    let alone =
        Condition::all().add(company::Column::GroupId.is_null()).add(company::Column::NameKey.eq(key));
    company::Entity::find()
        .select_only()
        .column(company::Column::Id)
        .join(JoinType::LeftJoin, company::Relation::Group.def())
        .filter(Condition::any().add(company_group::Column::NameKey.eq(key)).add(alone))
        .into_tuple()
        .all(db)
        .await
}

/// The groups' names, by name.
pub(in crate::hiring) async fn groups(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    company_group::Entity::find()
        .select_only()
        .column(company_group::Column::Name)
        .order_by_asc(company_group::Column::NameKey)
        .limit(MOST_TOLD)
        .into_tuple()
        .all(db)
        .await
}

/// Companies with a printed name whose folded form is one of these: `(printed, folded, company)`, the oldest
/// company first.
pub(in crate::hiring) async fn with_aliases(
    db: &impl ConnectionTrait,
    keys: &[String],
) -> Result<Vec<(String, String, Uuid)>, DbErr> {
    let mut found = Vec::new();
    for keys in keys.chunks(CHUNK) {
        let rows: Vec<(String, String, Uuid)> = company_alias::Entity::find()
            .select_only()
            .columns([
                company_alias::Column::Printed,
                company_alias::Column::PrintedKey,
                company_alias::Column::CompanyId,
            ])
            .filter(company_alias::Column::PrintedKey.is_in(keys.iter().map(String::as_str)))
            .order_by_asc(company_alias::Column::CompanyId)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Companies whose folded name is one of these, the oldest first. Companies made by `tremplin demo` are not
/// those that a real hire means.
pub(in crate::hiring) async fn with_names(
    db: &impl ConnectionTrait,
    keys: &[String],
) -> Result<Vec<(String, Uuid)>, DbErr> {
    let mut found = Vec::new();
    for keys in keys.chunks(CHUNK) {
        let rows: Vec<(String, Uuid)> = company::Entity::find()
            .select_only()
            .columns([company::Column::NameKey, company::Column::Id])
            .filter(company::Column::NameKey.is_in(keys.iter().map(String::as_str)))
            .filter(company::Column::Demo.eq(false))
            .order_by_asc(company::Column::Id)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}
