use super::{company as companies, label, point, school_code, with_department};
use crate::db::Reader;
use crate::reference::Schools;
use chrono::NaiveDate;
use domain::offer::OfferStatus;
use entity::{Stored, company, company_group, offer, offer_skill, offer_specialty, skill, specialty};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait,
};
use search::documents::{OfferDocument, SkillLabel, SpecialtyLabel};
use search::{Document, Field};
use std::collections::HashMap;
use uuid::Uuid;

/// Open offers alone: the others are read by their link.
pub(super) fn visible() -> Condition {
    Condition::all().add(offer::Column::Status.eq(Stored(OfferStatus::Published)))
}

pub(super) fn versions() -> (SelectStatement, Expr) {
    let own = Expr::col((offer::Entity, offer::Column::Version));
    let version = own.add(Expr::col((company::Entity, company::Column::Version)));
    let all = offer::Entity::find().select_only().column(offer::Column::Id).expr(version);
    let all = all.join(JoinType::InnerJoin, offer::Relation::Company.def()).filter(visible());
    (all.into_query(), Expr::col((offer::Entity, offer::Column::Id)))
}

/// Four statements a batch.
pub(super) async fn read(db: &Reader, schools: &Schools, ids: &[Uuid]) -> Result<Vec<Document>, DbErr> {
    let rows = offer::Entity::find()
        .filter(offer::Column::Id.is_in(ids.iter().copied()))
        .filter(visible())
        .find_also_related(company::Entity)
        .all(db)
        .await?;
    let groups =
        companies::groups(db, rows.iter().filter_map(|(_, company)| company.as_ref()?.group_id)).await?;
    let mut specialties = specialties(db, schools, ids).await?;
    let mut skills = skills(db, ids).await?;
    let documents = rows.into_iter().filter_map(|(offer, company)| {
        let company = company?;
        let group = company.group_id.and_then(|group| groups.get(&group));
        let specialties = specialties.remove(&offer.id).unwrap_or_default();
        let skills = skills.remove(&offer.id).unwrap_or_default();
        Some(document(schools, offer, company, group, specialties, skills))
    });
    Ok(documents.collect())
}

fn document(
    schools: &Schools,
    offer: offer::Model,
    company: company::Model,
    group: Option<&company_group::Model>,
    specialties: Vec<SpecialtyLabel>,
    skills: Vec<SkillLabel>,
) -> Document {
    let published_at = offer.published_at.unwrap_or(offer.created_at).timestamp_micros();
    let document = OfferDocument {
        id: offer.id,
        version: offer.version + company.version,
        title: offer.title,
        missions: offer.missions,
        description: offer.description,
        skills,
        company_id: company.id,
        company: company.name,
        group: None,
        company_size: company.size.map(|size| size.0.to_string()),
        city: None,
        point: point(offer.latitude, offer.longitude),
        school: school_code(schools, offer.school_id),
        specialties,
        contract_type: offer.contract_type.0.to_string(),
        remote: offer.remote.0.to_string(),
        start: days(offer.start_on),
        pay: offer.gross_monthly_pay,
        published_at,
        positions: i64::from(offer.positions),
    };
    // Under the keys of SQL, so that both find the same.
    Document::from(document)
        .key(Field::Group, group.map(|group| group.name_key.clone()))
        .key(Field::City, offer.city_key)
        .text(Field::CityName, offer.city)
}

/// The specialties that an offer counts for, each once: those that it is open to, the options of the departments
/// among them, and the departments of the options. So a filter by any of them finds it, and facets count the same.
async fn specialties(
    db: &Reader,
    schools: &Schools,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<SpecialtyLabel>>, DbErr> {
    let these = offer_specialty::Column::OfferId.is_in(ids.iter().copied());
    let rows = offer_specialty::Entity::find()
        .filter(these)
        .order_by_asc(offer_specialty::Column::Id)
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, Vec<SpecialtyLabel>> = HashMap::new();
    for row in rows {
        let labels = found.entry(row.offer_id).or_default();
        let options = schools.specialties.iter().filter(|option| option.parent_id == Some(row.specialty_id));
        let options = options.map(AsRef::as_ref);
        let counted: Vec<&specialty::Model> =
            with_department(schools, row.specialty_id).into_iter().chain(options).collect();
        for specialty in counted {
            let label = label(specialty);
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
    }
    Ok(found)
}

async fn skills(db: &Reader, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<SkillLabel>>, DbErr> {
    let rows = offer_skill::Entity::find()
        .filter(offer_skill::Column::OfferId.is_in(ids.iter().copied()))
        .order_by_asc(offer_skill::Column::Position)
        .find_also_related(skill::Entity)
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, Vec<SkillLabel>> = HashMap::new();
    for (link, skill) in rows {
        let label = skill.map(|skill| SkillLabel { key: skill.name_key, name: skill.name });
        found.entry(link.offer_id).or_default().extend(label);
    }
    Ok(found)
}

/// Days since 1970-01-01.
pub(in crate::searching) fn days(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}
