//! `searchStudents`: the profiles that the asker may find.

use crate::context::Request;
use crate::db::Reader;
use crate::error::Error;
use crate::graphql::scalars::AcademicYear;
use crate::hiring::filter::{school_of, specialties_of};
use crate::outbox::Indexed;
use crate::reference::Schools;
use crate::searching::asked::{Asked, Search};
use crate::searching::documents;
use crate::searching::fallback;
use crate::searching::find;
use crate::searching::near::{Around, Near};
use crate::searching::paging::{self, Columns, Rows, SortedBy, Unit};
use crate::searching::scope::{codes, named, with_options};
use crate::searching::types::SearchConnection;
use crate::student::types::{ContractType, Student};
use async_graphql::{Context, InputObject};
use domain::policy::{Action, Actor, Subject};
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use domain::text::fold;
use entity::{Stored, search_outbox, skill, student, student_skill};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};
use search::{Field, Filter, Kind, Query, Sort};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is counted.
const FACETS: &[Field] =
    &[Field::School, Field::Specialties, Field::ContractType, Field::City, Field::Skills];

/// Profiles at most that the engine is told to leave out.
const MOST_LEFT_OUT: u64 = 1_000;

/// Which students are meant; every part given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct StudentFilter {
    /// The school, by its code: `INSA-TOULOUSE`.
    pub school: Option<String>,
    /// Of one of these specialties, by their codes. A department's options count for it.
    pub specialties: Option<Vec<String>>,
    /// Looks for this kind of contract, or for either.
    pub contract_type: Option<ContractType>,
    /// City; case and accents do not matter.
    pub city: Option<String>,
    /// Lives near to a city or a point.
    pub near: Option<Near>,
    /// Has one of these skills; case and accents do not matter.
    pub skills: Option<Vec<String>>,
    /// Looks for a contract that begins in this year.
    pub academic_year: Option<AcademicYear>,
}

/// A checked filter.
struct Scope {
    asked: StudentFilter,
    school: Option<(Uuid, String)>,
    specialties: Option<BTreeSet<Uuid>>,
    around: Option<Around>,
}

/// Searches students. Five statements at most, and what the objects' own fields need.
///
/// # Errors
/// The policy's denial; `BAD_USER_INPUT` for a value that does not exist, with those that do; or the database does
/// not answer.
pub(super) async fn run(
    ctx: &Context<'_>,
    asked: Asked,
    filter: StudentFilter,
) -> Result<SearchConnection<Student>, Error> {
    let request = Request::of(ctx)?;
    let actor = request.authorize(Action::SearchStudents, &Subject::Platform)?;
    let schools = request.schools().await?;
    let (within, condition) = narrow(&schools, filter, actor)?;
    let mut search = Search::new(ctx, Kind::Student, asked, within, FACETS, Sort::Relevance)?;
    match not_to_be_found(&request.context.db.read, actor).await? {
        Some(ids) => search.leave_out(ids),
        None => search.ask_sql(),
    }
    let condition = condition.add(found_by(actor));
    let instead = |query| from_sql(request, &schools, condition.clone(), query);
    find::find(
        request,
        search,
        instead,
        async |_| Ok(()),
        async |id| {
            let student = Student::load(request, id).await?;
            Ok(student.filter(|student| student.row.visibility.0 != StudentVisibility::Hidden))
        },
    )
    .await
}

/// What a filter is to the engine and to SQL, once checked; that the asker may find what is found, to the engine alone.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that does not exist, with those that do.
pub(crate) fn narrow(
    schools: &Schools,
    filter: StudentFilter,
    actor: &Actor,
) -> Result<(Filter, Condition), Error> {
    let scope = Scope::of(schools, filter)?;
    Ok((scope.filter(schools, actor), scope.condition(schools)))
}

impl Scope {
    fn of(schools: &Schools, asked: StudentFilter) -> Result<Self, Error> {
        let school = asked
            .school
            .as_deref()
            .map(|code| school_of(schools, &["filter", "school"], code))
            .transpose()?;
        let school = school.map(|school| (school.id, school.code.clone()));
        let of_school = school.as_ref().map(|(id, _)| *id);
        let named = asked.specialties.as_ref();
        let specialties = named.map(|codes| specialties_of(schools, of_school, codes)).transpose()?;
        let around = asked.near.as_ref().map(Around::within).transpose()?;
        Ok(Self { asked, school, specialties, around })
    }

    /// For the engine, with the condition that the asker may find it.
    fn filter(&self, schools: &Schools, actor: &Actor) -> Filter {
        let asked = &self.asked;
        let is = |field, value: Option<String>| value.map(|value| Filter::Is(field, value));
        let skills = asked.skills.as_ref().map(|skills| skills.iter().map(|skill| fold(skill)).collect());
        let contract = asked.contract_type.map(domain::contract_type::ContractType::from);
        let year = asked.academic_year.as_ref().map(|year| i64::from(year.0.first_year()));
        let parts = [
            Some(Filter::In(Field::Audience, documents::tokens(actor, schools))),
            is(Field::School, self.school.as_ref().map(|(_, code)| code.clone())),
            self.specialties.as_ref().map(|ids| Filter::In(Field::Specialties, codes(schools, ids))),
            is(Field::ContractType, contract.map(|kind| kind.to_string())),
            is(Field::City, asked.city.as_deref().map(fold)),
            skills.map(|skills| Filter::In(Field::Skills, skills)),
            year.map(|year| Filter::Between(Field::AcademicYear, Some(year), Some(year))),
            self.around.and_then(Around::filter),
        ];
        Filter::All(parts.into_iter().flatten().collect())
    }

    /// For SQL: the same, but for the asker.
    fn condition(&self, schools: &Schools) -> Condition {
        let asked = &self.asked;
        let specialties = self.specialties.as_ref();
        let contract = asked.contract_type.map(domain::contract_type::ContractType::from).map(|kind| {
            let either = student::Column::ContractType.is_null();
            Condition::any().add(student::Column::ContractType.eq(Stored(kind))).add(either)
        });
        let year = asked.academic_year.as_ref().map(|year| year.0.first_year());
        let skilled = asked
            .skills
            .as_ref()
            .map(|skills| has_skill(skill::Column::NameKey.is_in(skills.iter().map(|skill| fold(skill)))));
        documents::visible(Indexed::Student)
            .add_option(self.school.as_ref().map(|(id, _)| student::Column::SchoolId.eq(*id)))
            .add_option(specialties.map(|ids| student::Column::SpecialtyId.is_in(with_options(schools, ids))))
            .add_option(contract)
            .add_option(asked.city.as_deref().map(|city| student::Column::CityKey.eq(fold(city))))
            .add_option(skilled)
            .add_option(year.map(|year| student::Column::AcademicYear.eq(year)))
            .add_option(
                self.around.and_then(|around| {
                    around.condition(student::Column::Latitude, student::Column::Longitude)
                }),
            )
    }
}

/// The profiles of which the engine has still to learn something, and which the asker may not find, or not any more: the
/// engine may take them for what they were, and must neither count them nor name a value that only they have. None: too
/// many to tell it.
async fn not_to_be_found(db: &Reader, actor: &Actor) -> Result<Option<Vec<Uuid>>, Error> {
    let found = student::Entity::find().select_only().column(student::Column::Id);
    let found = found.filter(documents::visible(Indexed::Student)).filter(found_by(actor));
    let ids: Vec<Uuid> = search_outbox::Entity::find()
        .select_only()
        .column(search_outbox::Column::EntityId)
        .distinct()
        .filter(search_outbox::Column::Kind.eq(Indexed::Student.to_string()))
        .filter(search_outbox::Column::EntityId.not_in_subquery(found.into_query()))
        .limit(MOST_LEFT_OUT + 1)
        .into_tuple()
        .all(db)
        .await?;
    Ok(u64::try_from(ids.len()).is_ok_and(|count| count <= MOST_LEFT_OUT).then_some(ids))
}

/// The profiles that one finds: for SQL, what the tokens of the audience are for the engine.
fn found_by(actor: &Actor) -> Condition {
    let of_specialties = || student::Column::SpecialtyId.is_in(actor.specialties.iter().copied());
    match actor.role {
        Role::Admin => Condition::all(),
        Role::CareerServices if actor.specialties.is_empty() => {
            Condition::any().add_option(actor.school.map(|school| student::Column::SchoolId.eq(school)))
        }
        Role::CareerServices | Role::DepartmentHead => Condition::all().add(of_specialties()),
        Role::CompanyMember => Condition::all()
            .add(student::Column::Visibility.eq(Stored(StudentVisibility::Companies)))
            .add(student::Column::Status.eq(Stored(StudentStatus::Confirmed))),
        Role::Student | Role::SchoolTutor | Role::TrainingCentre => Condition::all().add(Expr::value(false)),
    }
}

fn has_skill(which: Expr) -> Expr {
    let links = student_skill::Entity::find()
        .select_only()
        .column(student_skill::Column::StudentId)
        .join(JoinType::InnerJoin, student_skill::Relation::Skill.def())
        .filter(which);
    student::Column::Id.in_subquery(links.into_query())
}

async fn from_sql(
    request: &Request,
    schools: &Schools,
    mut condition: Condition,
    query: Query,
) -> Result<Rows, Error> {
    for word in fallback::words(&query.text) {
        let found = Condition::any()
            .add(fallback::has(student::Column::NameKey, &word))
            .add(fallback::has_in_text(student::Column::Headline, &word))
            .add(fallback::has(student::Column::CityKey, &word))
            .add(student::Column::SpecialtyId.is_in(named(schools, &word)))
            .add(has_skill(fallback::has(skill::Column::NameKey, &word)));
        condition = condition.add(found);
    }
    let matching = student::Entity::find().filter(condition);
    paging::page(&request.context.db.read, matching, &columns(), &query).await
}

/// What students are sorted by.
fn columns() -> Columns<student::Column> {
    let made = Expr::col((student::Entity, student::Column::CreatedAt));
    Columns {
        id: student::Column::Id,
        latitude: student::Column::Latitude,
        longitude: student::Column::Longitude,
        sorted: vec![(Field::PublishedAt, SortedBy::known(made, Unit::Moment))],
    }
}
