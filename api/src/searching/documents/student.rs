use super::{label, point, school_code, with_department};
use crate::db::Reader;
use crate::reference::Schools;
use domain::contract_type::ContractType;
use domain::policy::Actor;
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use entity::{Stored, skill, student, student_skill};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use search::documents::{SkillLabel, StudentDocument};
use search::{Document, Field};
use std::collections::HashMap;
use strum::VariantArray;
use uuid::Uuid;

/// The token of verified companies.
const COMPANIES: &str = "companies";

/// Those whom somebody else may find: not the hidden ones, and not those whom the school refused.
pub(super) fn visible() -> Condition {
    Condition::all()
        .add(student::Column::Visibility.ne(Stored(StudentVisibility::Hidden)))
        .add(student::Column::Status.ne(Stored(StudentStatus::Rejected)))
}

pub(super) fn versions() -> (SelectStatement, Expr) {
    let all = student::Entity::find().select_only().columns([student::Column::Id, student::Column::Version]);
    (all.filter(visible()).into_query(), Expr::col((student::Entity, student::Column::Id)))
}

/// The tokens of one who searches students: a profile is found when it bears one of them. They say of a whole
/// search what the policy says of each profile.
#[must_use]
pub fn tokens(actor: &Actor, schools: &Schools) -> Vec<String> {
    let of_specialties = || actor.specialties.iter().map(|id| specialty_token(*id)).collect();
    match actor.role {
        Role::Admin => schools.schools.iter().map(|school| school_token(school.id)).collect(),
        Role::CareerServices if actor.specialties.is_empty() => {
            actor.school.map(school_token).into_iter().collect()
        }
        Role::CareerServices | Role::DepartmentHead => of_specialties(),
        Role::CompanyMember => vec![COMPANIES.to_owned()],
        Role::Student | Role::SchoolTutor | Role::TrainingCentre => Vec::new(),
    }
}

/// The tokens of those who may find a profile.
fn audience(row: &student::Model) -> Vec<String> {
    let open = row.visibility.0 == StudentVisibility::Companies && row.status.0 == StudentStatus::Confirmed;
    let companies = open.then(|| COMPANIES.to_owned());
    [school_token(row.school_id), specialty_token(row.specialty_id)].into_iter().chain(companies).collect()
}

fn school_token(school: Uuid) -> String {
    format!("school:{school}")
}

fn specialty_token(specialty: Uuid) -> String {
    format!("specialty:{specialty}")
}

/// Two statements a batch.
pub(super) async fn read(db: &Reader, schools: &Schools, ids: &[Uuid]) -> Result<Vec<Document>, DbErr> {
    let these = student::Column::Id.is_in(ids.iter().copied());
    let rows = student::Entity::find().filter(these).filter(visible()).all(db).await?;
    let mut skills = skills(db, ids).await?;
    let documents = rows.into_iter().filter_map(|row| {
        let audience = audience(&row);
        let sought = row.contract_type.map_or(ContractType::VARIANTS.to_vec(), |kind| vec![kind.0]);
        let about: Vec<String> = [row.headline, row.about].into_iter().flatten().collect();
        let document = StudentDocument {
            id: row.id,
            version: row.version,
            name: row.name,
            about: Some(about.join("\n")),
            skills: skills.remove(&row.id).unwrap_or_default(),
            specialty: label(schools.specialty(row.specialty_id)?),
            school: school_code(schools, row.school_id),
            city: None,
            point: point(row.latitude, row.longitude),
            academic_year: i64::from(row.academic_year),
            contract_types: sought.into_iter().map(|kind| kind.to_string()).collect(),
            audience,
            published_at: row.created_at.timestamp_micros(),
        };
        let department = with_department(schools, row.specialty_id).into_iter().skip(1);
        let (codes, names): (Vec<_>, Vec<_>) =
            department.map(|row| (row.code.clone(), row.name.clone())).unzip();
        let document = Document::from(document)
            .key(Field::Specialties, codes.clone())
            .text(Field::SpecialtyCodes, codes)
            .text(Field::SpecialtyNames, names)
            .key(Field::City, row.city_key)
            .text(Field::CityName, row.city);
        Some(document)
    });
    Ok(documents.collect())
}

async fn skills(db: &Reader, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<SkillLabel>>, DbErr> {
    let rows = student_skill::Entity::find()
        .filter(student_skill::Column::StudentId.is_in(ids.iter().copied()))
        .order_by_asc(student_skill::Column::Position)
        .find_also_related(skill::Entity)
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, Vec<SkillLabel>> = HashMap::new();
    for (link, skill) in rows {
        let label = skill.map(|skill| SkillLabel { key: skill.name_key, name: skill.name });
        found.entry(link.student_id).or_default().extend(label);
    }
    Ok(found)
}
