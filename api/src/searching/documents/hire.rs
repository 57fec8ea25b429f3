use super::{company as companies, label, school_code};
use crate::db::Reader;
use crate::reference::Schools;
use domain::hire_source::HireSource;
use entity::{Stored, company, hire};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};
use search::documents::HireDocument;
use search::{Document, Field};
use uuid::Uuid;

/// What schools published alone: the index is public, and of other hires the public sees only counts.
pub(super) fn visible() -> Condition {
    Condition::all().add(hire::Column::Source.eq(Stored(HireSource::Published)))
}

pub(super) fn versions() -> (SelectStatement, Expr) {
    let own = Expr::col((hire::Entity, hire::Column::Version));
    let version = own.add(Expr::col((company::Entity, company::Column::Version)));
    let all = hire::Entity::find().select_only().column(hire::Column::Id).expr(version);
    let all = all.join(JoinType::InnerJoin, hire::Relation::Company.def()).filter(visible());
    (all.into_query(), Expr::col((hire::Entity, hire::Column::Id)))
}

/// Two statements a batch.
pub(super) async fn read(db: &Reader, schools: &Schools, ids: &[Uuid]) -> Result<Vec<Document>, DbErr> {
    let rows = hire::Entity::find()
        .filter(hire::Column::Id.is_in(ids.iter().copied()))
        .filter(visible())
        .find_also_related(company::Entity)
        .all(db)
        .await?;
    let groups =
        companies::groups(db, rows.iter().filter_map(|(_, company)| company.as_ref()?.group_id)).await?;
    let documents = rows.into_iter().filter_map(|(hire, company)| {
        let company = company?;
        let group = company.group_id.and_then(|group| groups.get(&group));
        let document = HireDocument {
            id: hire.id,
            version: hire.version + company.version,
            company_id: company.id,
            company: company.name,
            as_printed: hire.company_as_printed,
            group: None,
            school: school_code(schools, hire.school_id),
            specialty: label(schools.specialty(hire.specialty_id)?),
            city: None,
            academic_year: i64::from(hire.academic_year),
        };
        // A place is found by its commune and as it was printed, where the two differ.
        let printed = hire.city_key.filter(|city| hire.place_key.as_ref() != Some(city));
        let document = Document::from(document)
            .key(Field::Group, group.map(|group| group.name_key.clone()))
            .key(Field::City, hire.place_key.into_iter().chain(printed))
            .text(Field::CityName, hire.place.into_iter().chain(hire.city));
        Some(document)
    });
    Ok(documents.collect())
}
