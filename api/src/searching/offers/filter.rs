//! What a filter of offers is to the engine, and to SQL: the same.

use super::OfferFilter;
use crate::error::Error;
use crate::graphql::id::IdKind;
use crate::graphql::scalars::{Date, Euro};
use crate::hiring::filter::{school_of, specialties_of};
use crate::outbox::Indexed;
use crate::reference::Schools;
use crate::searching::documents::{self, days};
use crate::searching::near::Around;
use crate::searching::scope::{codes, either_way};
use domain::text::fold;
use entity::{Stored, company, company_group, offer, offer_skill, offer_specialty, skill};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};
use search::{Field, Filter, Point};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A checked filter.
pub(super) struct Scope {
    asked: OfferFilter,
    school: Option<(Uuid, String)>,
    specialties: Option<BTreeSet<Uuid>>,
    company: Option<Uuid>,
    around: Option<Around>,
}

impl Scope {
    /// Checks a filter.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a value that does not exist, with those that do.
    pub(super) fn of(schools: &Schools, asked: OfferFilter) -> Result<Self, Error> {
        let school = asked
            .school
            .as_deref()
            .map(|code| school_of(schools, &["filter", "school"], code))
            .transpose()?;
        let school = school.map(|school| (school.id, school.code.clone()));
        let of_school = school.as_ref().map(|(id, _)| *id);
        let named = asked.specialties.as_ref();
        let specialties = named.map(|codes| specialties_of(schools, of_school, codes)).transpose()?;
        let company = asked.company.map(|id| id.of(IdKind::Company, &["filter", "company"])).transpose()?;
        if let (Some(from), Some(to)) = (&asked.start_from, &asked.start_to)
            && from > to
        {
            return Err(Error::bad_input(
                &["filter", "startFrom"],
                "expected a day that is not after `startTo`",
            ));
        }
        if let (Some(least), Some(most)) = (&asked.pay_at_least, &asked.pay_at_most)
            && least.0.0 > most.0.0
        {
            return Err(Error::bad_input(&["filter", "payAtLeast"], "expected no more than `payAtMost`"));
        }
        let around = asked.near.as_ref().map(Around::of).transpose()?;
        Ok(Self { asked, school, specialties, company, around })
    }

    /// The place to be near to, if there is one.
    pub(super) fn point(&self) -> Option<Point> {
        self.around.map(|around| around.point)
    }

    /// For the engine. Its specialties are indexed with departments and options, so that they are asked for as given.
    pub(super) fn filter(&self, schools: &Schools) -> Filter {
        let asked = &self.asked;
        let is = |field, value: Option<String>| value.map(|value| Filter::Is(field, value));
        let between = |field, from: Option<i64>, to: Option<i64>| {
            (from.is_some() || to.is_some()).then_some(Filter::Between(field, from, to))
        };
        let skills = asked.skills.as_ref().map(|skills| skills.iter().map(|skill| fold(skill)).collect());
        let specialties = self.specialties.as_ref().map(|ids| codes(schools, ids));
        let contract = asked.contract_type.map(domain::contract_type::ContractType::from);
        let remote = asked.remote.map(domain::offer::RemotePolicy::from);
        let size = asked.company_size.map(domain::company_size::CompanySize::from);
        let start = |day: &Option<Date>| day.as_ref().map(|day| days(day.0));
        let pay = |pay: &Option<Euro>| pay.as_ref().map(|pay| pay.0.0);
        let parts = [
            is(Field::School, self.school.as_ref().map(|(_, code)| code.clone())),
            specialties.map(|codes| Filter::In(Field::Specialties, codes)),
            is(Field::ContractType, contract.map(|kind| kind.to_string())),
            is(Field::City, asked.city.as_deref().map(fold)),
            is(Field::Remote, remote.map(|remote| remote.to_string())),
            skills.map(|skills| Filter::In(Field::Skills, skills)),
            is(Field::CompanyId, self.company.map(|id| id.to_string())),
            is(Field::Group, asked.group.as_deref().map(fold)),
            is(Field::CompanySize, size.map(|size| size.to_string())),
            between(Field::Start, start(&asked.start_from), start(&asked.start_to)),
            between(Field::Pay, pay(&asked.pay_at_least), pay(&asked.pay_at_most)),
            between(Field::PublishedAt, asked.published_since.map(|time| time.0.timestamp_micros()), None),
            self.around.and_then(Around::filter),
        ];
        Filter::All(parts.into_iter().flatten().collect())
    }

    /// For SQL: the same.
    pub(super) fn condition(&self, schools: &Schools) -> Condition {
        let asked = &self.asked;
        let contract = asked.contract_type.map(domain::contract_type::ContractType::from);
        let remote = asked.remote.map(domain::offer::RemotePolicy::from);
        let published = asked.published_since.map(|time| offer::Column::PublishedAt.gte(time.0));
        documents::visible(Indexed::Offer)
            .add_option(self.school.as_ref().map(|(id, _)| offer::Column::SchoolId.eq(*id)))
            .add_option(contract.map(|kind| offer::Column::ContractType.eq(Stored(kind))))
            .add_option(asked.city.as_deref().map(|city| offer::Column::CityKey.eq(fold(city))))
            .add_option(remote.map(|remote| offer::Column::Remote.eq(Stored(remote))))
            .add_option(self.company.map(|id| offer::Column::CompanyId.eq(id)))
            .add_option(asked.start_from.as_ref().map(|day| offer::Column::StartOn.gte(day.0)))
            .add_option(asked.start_to.as_ref().map(|day| offer::Column::StartOn.lte(day.0)))
            .add_option(asked.pay_at_least.as_ref().map(|pay| offer::Column::GrossMonthlyPay.gte(pay.0.0)))
            .add_option(asked.pay_at_most.as_ref().map(|pay| offer::Column::GrossMonthlyPay.lte(pay.0.0)))
            .add_option(published)
            .add_option(
                self.around
                    .and_then(|around| around.condition(offer::Column::Latitude, offer::Column::Longitude)),
            )
            .add_option(self.specialties.as_ref().map(|ids| open_to(schools, ids)))
            .add_option(asked.skills.as_ref().map(|skills| asks_for(skills)))
            .add_option(self.of_company())
    }

    /// What is asked of the company.
    fn of_company(&self) -> Option<Expr> {
        let size = self.asked.company_size.map(domain::company_size::CompanySize::from);
        let group = self.asked.group.as_deref().map(fold);
        if size.is_none() && group.is_none() {
            return None;
        }
        let companies = company::Entity::find()
            .select_only()
            .column(company::Column::Id)
            .join(JoinType::LeftJoin, company::Relation::Group.def())
            .filter(
                Condition::all()
                    .add_option(size.map(|size| company::Column::Size.eq(Stored(size))))
                    .add_option(group.map(|group| company_group::Column::NameKey.eq(group))),
            );
        Some(offer::Column::CompanyId.in_subquery(companies.into_query()))
    }
}

fn open_to(schools: &Schools, specialties: &BTreeSet<Uuid>) -> Expr {
    let links = offer_specialty::Entity::find()
        .select_only()
        .column(offer_specialty::Column::OfferId)
        .filter(offer_specialty::Column::SpecialtyId.is_in(either_way(schools, specialties)));
    offer::Column::Id.in_subquery(links.into_query())
}

fn asks_for(skills: &[String]) -> Expr {
    let links = offer_skill::Entity::find()
        .select_only()
        .column(offer_skill::Column::OfferId)
        .join(JoinType::InnerJoin, offer_skill::Relation::Skill.def())
        .filter(skill::Column::NameKey.is_in(skills.iter().map(|skill| fold(skill))));
    offer::Column::Id.in_subquery(links.into_query())
}
