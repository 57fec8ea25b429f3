//! `searchStudents`: the profiles that the asker may find.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::scalars::AcademicYear;
use crate::hiring::filter::{school_of, specialties_of};
use crate::outbox::Indexed;
use crate::reference::Schools;
use crate::searching::documents;
use crate::searching::fallback;
use crate::searching::find::{self, Asked};
use crate::searching::scope::{codes, named, with_options};
use crate::searching::types::SearchConnection;
use crate::student::types::{ContractType, Student};
use async_graphql::{Context, InputObject};
use domain::policy::{Action, Actor, Subject};
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use domain::text::fold;
use entity::{Stored, skill, student, student_skill};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait,
};
use search::{Field, Filter, Kind, Query, Sort};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is counted.
const FACETS: &[Field] =
    &[Field::School, Field::Specialties, Field::ContractType, Field::City, Field::Skills];

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
}

/// Searches students. Four statements at most, and what the objects' own fields need.
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
    let scope = Scope::of(&schools, filter)?;
    let query =
        find::query(ctx, Kind::Student, asked, scope.filter(&schools, actor), FACETS, Sort::Relevance)?;
    let instead = from_sql(request, &schools, scope.condition(&schools).add(found_by(actor)), query.clone());
    find::find(
        request,
        query,
        instead,
        async |_| Ok(()),
        async |id| {
            let student = Student::load(request, id).await?;
            Ok(student.filter(|student| student.row.visibility.0 != StudentVisibility::Hidden))
        },
    )
    .await
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
        Ok(Self { asked, school, specialties })
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
    }
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
) -> Result<(Vec<Uuid>, u64), Error> {
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
    let ordered =
        matching.clone().order_by_desc(student::Column::CreatedAt).order_by_asc(student::Column::Id);
    fallback::page(&request.context.db.read, matching, ordered, student::Column::Id, &query).await
}
