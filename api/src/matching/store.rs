//! What is read to be compared. Each finder takes its scope.

use super::facts::{Named, OfferFacts, StudentFacts};
use crate::db::Reader;
use crate::reference::Schools;
use chrono::{DateTime, NaiveDate, Utc};
use domain::academic_year::AcademicYear;
use domain::contract_type::ContractType;
use domain::hire_source::HireSource;
use domain::hiring::lead::Span;
use domain::matching::Weights;
use domain::offer::{OfferStatus, RemotePolicy};
use entity::{
    Stored, hire, hire_count, matching_weight, offer, offer_change, offer_skill, offer_specialty, skill,
    student, student_skill,
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Ids that one statement is given at most.
pub(super) const CHUNK: usize = 1_000;

/// The sum of a school's changes of offers.
pub(super) async fn changes_of(db: &Reader, school: Uuid) -> Result<i64, DbErr> {
    let sum = Expr::col(offer_change::Column::Changes).sum().cast_as(Alias::new("bigint"));
    let sum: Option<Option<i64>> = offer_change::Entity::find()
        .select_only()
        .column_as(sum, "changes")
        .filter(offer_change::Column::SchoolId.eq(school))
        .into_tuple()
        .one(db)
        .await?;
    Ok(sum.flatten().unwrap_or(0))
}

/// A school's changes of offers.
pub(super) async fn changes(db: &Reader, school: Uuid) -> Result<Vec<offer_change::Model>, DbErr> {
    offer_change::Entity::find().filter(offer_change::Column::SchoolId.eq(school)).all(db).await
}

/// The versions of a school's published offers.
pub(super) async fn published(db: &Reader, school: Uuid) -> Result<HashMap<Uuid, i64>, DbErr> {
    let rows: Vec<(Uuid, i64)> = offer::Entity::find()
        .select_only()
        .columns([offer::Column::Id, offer::Column::Version])
        .filter(offer::Column::SchoolId.eq(school))
        .filter(offer::Column::Status.eq(Stored(OfferStatus::Published)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Those of these offers that are published.
pub(super) async fn published_among(db: &Reader, ids: &[Uuid]) -> Result<Vec<OfferFacts>, DbErr> {
    let published = offer::Column::Status.eq(Stored(OfferStatus::Published));
    offers_where(db, ids, Condition::all().add(published)).await
}

/// These offers, whatever their state.
pub(super) async fn offers(db: &Reader, ids: &[Uuid]) -> Result<Vec<OfferFacts>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        found.extend(offers_where(db, ids, Condition::all()).await?);
    }
    Ok(found)
}

/// The columns of an offer that are compared.
#[derive(FromQueryResult)]
struct OfferRow {
    id: Uuid,
    version: i64,
    school_id: Uuid,
    company_id: Uuid,
    contract_type: Stored<ContractType>,
    start_on: NaiveDate,
    end_on: Option<NaiveDate>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    remote: Stored<RemotePolicy>,
    gross_monthly_pay: Option<i64>,
    expires_at: Option<DateTime<Utc>>,
    search_key: String,
}

/// Three statements.
async fn offers_where(db: &Reader, ids: &[Uuid], these: Condition) -> Result<Vec<OfferFacts>, DbErr> {
    use offer::Column as Of;
    let columns = [
        Of::Id,
        Of::Version,
        Of::SchoolId,
        Of::CompanyId,
        Of::ContractType,
        Of::StartOn,
        Of::EndOn,
        Of::Latitude,
        Of::Longitude,
        Of::Remote,
        Of::GrossMonthlyPay,
        Of::ExpiresAt,
        Of::SearchKey,
    ];
    let rows = offer::Entity::find().select_only().columns(columns);
    let rows = rows.filter(Of::Id.is_in(ids.iter().copied())).filter(these);
    let rows: Vec<OfferRow> = rows.into_model().all(db).await?;
    let mut specialties = specialties(db, ids).await?;
    let mut skills = skills_of_offers(db, ids).await?;
    let facts = rows.into_iter().map(|row| {
        let specialties = specialties.remove(&row.id).unwrap_or_default();
        let skills = skills.remove(&row.id).unwrap_or_default();
        row.facts(specialties, skills)
    });
    Ok(facts.collect())
}

impl OfferRow {
    fn facts(self, specialties: Vec<Uuid>, skills: Vec<Named>) -> OfferFacts {
        OfferFacts {
            id: self.id,
            version: self.version,
            school: self.school_id,
            company: self.company_id,
            contract_type: self.contract_type.0,
            start: self.start_on,
            end: self.end_on,
            latitude: self.latitude,
            longitude: self.longitude,
            remote: self.remote.0,
            pay: self.gross_monthly_pay,
            expires_at: self.expires_at,
            words: self.search_key,
            specialties,
            skills,
        }
    }
}

async fn specialties(db: &Reader, offers: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>, DbErr> {
    let rows: Vec<(Uuid, Uuid)> = offer_specialty::Entity::find()
        .select_only()
        .columns([offer_specialty::Column::OfferId, offer_specialty::Column::SpecialtyId])
        .filter(offer_specialty::Column::OfferId.is_in(offers.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(grouped(rows))
}

async fn skills_of_offers(db: &Reader, offers: &[Uuid]) -> Result<HashMap<Uuid, Vec<Named>>, DbErr> {
    let rows: Vec<(Uuid, Uuid, String)> = offer_skill::Entity::find()
        .select_only()
        .columns([offer_skill::Column::OfferId, offer_skill::Column::SkillId])
        .column(skill::Column::Name)
        .join(JoinType::InnerJoin, offer_skill::Relation::Skill.def())
        .filter(offer_skill::Column::OfferId.is_in(offers.iter().copied()))
        .order_by_asc(offer_skill::Column::Position)
        .into_tuple()
        .all(db)
        .await?;
    Ok(grouped(rows.into_iter().map(|(offer, id, name)| (offer, (id, name)))))
}

/// These students, by their ids.
pub(super) async fn students_among(
    db: &Reader,
    schools: &Schools,
    ids: &[Uuid],
) -> Result<Vec<StudentFacts>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let these = student::Column::Id.is_in(ids.iter().copied());
        found.extend(students(db, schools, Condition::all().add(these)).await?);
    }
    Ok(found)
}

/// Students, with their skills. Two statements.
pub(super) async fn students(
    db: &Reader,
    schools: &Schools,
    these: Condition,
) -> Result<Vec<StudentFacts>, DbErr> {
    let rows = student::Entity::find().filter(these.clone()).all(db).await?;
    let ids = student::Entity::find().select_only().column(student::Column::Id).filter(these);
    let skills: Vec<(Uuid, Uuid, String)> = student_skill::Entity::find()
        .select_only()
        .columns([student_skill::Column::StudentId, student_skill::Column::SkillId])
        .column(skill::Column::Name)
        .join(JoinType::InnerJoin, student_skill::Relation::Skill.def())
        .filter(student_skill::Column::StudentId.in_subquery(ids.into_query()))
        .into_tuple()
        .all(db)
        .await?;
    let mut skills = grouped(skills.into_iter().map(|(student, id, name)| (student, (id, name))));
    let facts = rows.into_iter().map(|row| StudentFacts {
        department: schools.specialty(row.specialty_id).and_then(|specialty| specialty.parent_id),
        skills: skills.remove(&row.id).unwrap_or_default(),
        row: Arc::new(row),
    });
    Ok(facts.collect())
}

/// A school's weights; the default where it set none.
pub(crate) async fn weights(db: &impl ConnectionTrait, school: Uuid) -> Result<Weights, DbErr> {
    let row = matching_weight::Entity::find_by_id(school).one(db).await?;
    Ok(row.map_or_else(Weights::default, |row| of_row(&row)))
}

fn of_row(row: &matching_weight::Model) -> Weights {
    let weight = |stored: i32| u16::try_from(stored).unwrap_or(0);
    Weights {
        skills: weight(row.skills),
        distance: weight(row.distance),
        start: weight(row.start),
        pay: weight(row.pay),
        hires: weight(row.hires),
        text: weight(row.text),
    }
}

/// A specialty's hires by a company in an academic year.
pub(super) type Hired = ((Uuid, Uuid), AcademicYear, u32);

/// How many of these specialties each company has hired, by year. Published hires alone: others are for staff, and
/// what is told of a company here is told to students and to other companies.
pub(super) async fn hires(
    db: &Reader,
    specialties: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Hired>, DbErr> {
    let rows: Vec<(Uuid, Uuid, i32, i64)> = hire::Entity::find()
        .select_only()
        .columns([hire::Column::SpecialtyId, hire::Column::CompanyId, hire::Column::AcademicYear])
        .column_as(hire::Column::Id.count(), "hires")
        .filter(hire::Column::SpecialtyId.is_in(specialties))
        .filter(hire::Column::Source.eq(Stored(HireSource::Published)))
        .group_by(hire::Column::SpecialtyId)
        .group_by(hire::Column::CompanyId)
        .group_by(hire::Column::AcademicYear)
        .into_tuple()
        .all(db)
        .await?;
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    rows.into_iter().map(|(of, by, first, hires)| Ok(((of, by), year(first)?, count(hires)))).collect()
}

/// The academic years of which a school has published hires, as leads count them.
pub(super) async fn span(db: &Reader, school: Uuid) -> Result<Option<Span>, DbErr> {
    let ends: Option<(Option<i32>, Option<i32>)> = hire_count::Entity::find()
        .select_only()
        .column_as(hire_count::Column::AcademicYear.min(), "first")
        .column_as(hire_count::Column::AcademicYear.max(), "last")
        .filter(hire_count::Column::SchoolId.eq(school))
        .filter(hire_count::Column::Source.eq(Stored(HireSource::Published)))
        .filter(hire_count::Column::Hires.gt(0))
        .into_tuple()
        .one(db)
        .await?;
    let Some((Some(first), Some(last))) = ends else { return Ok(None) };
    Ok(Some(Span { first: year(first)?, last: year(last)? }))
}

fn year(first: i32) -> Result<AcademicYear, DbErr> {
    AcademicYear::starting_in(first).map_err(|error| DbErr::Type(format!("year {first}: {error}")))
}

fn grouped<V>(rows: impl IntoIterator<Item = (Uuid, V)>) -> HashMap<Uuid, Vec<V>> {
    let mut groups: HashMap<Uuid, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}
