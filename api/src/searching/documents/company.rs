use super::{hire as hires, point, with_department};
use crate::db::Reader;
use crate::reference::Schools;
use domain::company::CompanyStatus;
use entity::{Stored, company, company_alias, company_group, hire};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use search::documents::CompanyDocument;
use search::{Document, Field};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// All but those that a school rejected.
pub(super) fn visible() -> Condition {
    Condition::all().add(company::Column::Status.ne(Stored(CompanyStatus::Rejected)))
}

pub(super) fn versions() -> (SelectStatement, Expr) {
    let all = company::Entity::find().select_only().columns([company::Column::Id, company::Column::Version]);
    (all.filter(visible()).into_query(), Expr::col((company::Entity, company::Column::Id)))
}

/// What a company hired, as far as it was published.
#[derive(Default)]
struct Hired {
    hires: i64,
    specialties: BTreeSet<String>,
}

/// Four statements a batch.
pub(super) async fn read(db: &Reader, schools: &Schools, ids: &[Uuid]) -> Result<Vec<Document>, DbErr> {
    let these = company::Column::Id.is_in(ids.iter().copied());
    let rows = company::Entity::find().filter(these).filter(visible()).all(db).await?;
    let groups = groups(db, rows.iter().filter_map(|row| row.group_id)).await?;
    let mut aliases = aliases(db, ids).await?;
    let mut hired = hired(db, schools, ids).await?;
    let documents = rows.into_iter().map(|row| {
        let group = row.group_id.and_then(|group| groups.get(&group));
        let hired = hired.remove(&row.id).unwrap_or_default();
        let document = CompanyDocument {
            id: row.id,
            version: row.version,
            aliases: aliases.remove(&row.id).unwrap_or_default(),
            name: row.name,
            group: None,
            city: None,
            point: point(row.latitude, row.longitude),
            size: row.size.map(|size| size.0.to_string()),
            verified: row.status.0 == CompanyStatus::Verified,
            hired_specialties: hired.specialties.into_iter().collect(),
            hires: hired.hires,
        };
        Document::from(document)
            .key(Field::Group, group.map(|group| group.name_key.clone()))
            .text(Field::GroupName, group.map(|group| group.name.clone()))
            .key(Field::City, row.city_key)
            .text(Field::CityName, row.city)
    });
    Ok(documents.collect())
}

async fn aliases(db: &Reader, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>, DbErr> {
    let these = company_alias::Column::CompanyId.is_in(ids.iter().copied());
    let rows =
        company_alias::Entity::find().filter(these).order_by_asc(company_alias::Column::Id).all(db).await?;
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in rows {
        found.entry(row.company_id).or_default().push(row.printed);
    }
    Ok(found)
}

async fn hired(db: &Reader, schools: &Schools, ids: &[Uuid]) -> Result<HashMap<Uuid, Hired>, DbErr> {
    let rows: Vec<(Uuid, Uuid, i64)> = hire::Entity::find()
        .select_only()
        .columns([hire::Column::CompanyId, hire::Column::SpecialtyId])
        .column_as(hire::Column::Id.count(), "hires")
        .filter(hires::visible())
        .filter(hire::Column::CompanyId.is_in(ids.iter().copied()))
        .group_by(hire::Column::CompanyId)
        .group_by(hire::Column::SpecialtyId)
        .into_tuple()
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, Hired> = HashMap::new();
    for (company, specialty, hires) in rows {
        let hired = found.entry(company).or_default();
        hired.hires += hires;
        hired.specialties.extend(with_department(schools, specialty).into_iter().map(|row| row.code.clone()));
    }
    Ok(found)
}

/// Groups by their ids.
pub(super) async fn groups(
    db: &Reader,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, company_group::Model>, DbErr> {
    let mut ids: Vec<Uuid> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = company_group::Entity::find().filter(company_group::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
