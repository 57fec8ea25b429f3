//! The slice's SQL. Every finder takes a condition made here from a checked filter and an audience.

pub(super) mod companies;
pub(super) mod counts;
pub(super) mod figures;
pub(super) mod ranking;
pub(super) mod rows;
pub(super) mod turnover;

use crate::hiring::audience::Audience;
use crate::hiring::filter::Scope;
use entity::{hire, hire_count};
use sea_orm::{ColumnTrait, Condition};

/// The hires of a filter, whoever asks: for counting only what `suppression` then releases.
pub(super) fn chosen(scope: &Scope) -> Condition {
    let mut condition = Condition::all()
        .add_option(scope.school.map(|school| hire::Column::SchoolId.eq(school)))
        .add_option(scope.years.map(|(from, to)| hire::Column::AcademicYear.between(from, to)));
    if let Some(specialties) = &scope.specialties {
        condition = condition.add(hire::Column::SpecialtyId.is_in(specialties.iter().copied()));
    }
    if let Some(companies) = &scope.companies {
        condition = condition.add(hire::Column::CompanyId.is_in(companies.iter().copied()));
    }
    if let Some(city) = &scope.city {
        let printed = hire::Column::CityKey.eq(city.as_str());
        condition =
            condition.add(Condition::any().add(printed).add(hire::Column::PlaceKey.eq(city.as_str())));
    }
    condition
}

/// The kept counts of a filter that says nothing of companies or places.
pub(super) fn whole(scope: &Scope) -> Condition {
    let specialties = scope.specialties.as_ref();
    Condition::all()
        .add_option(scope.school.map(|school| hire_count::Column::SchoolId.eq(school)))
        .add_option(scope.years.map(|(from, to)| hire_count::Column::AcademicYear.between(from, to)))
        .add_option(specialties.map(|ids| hire_count::Column::SpecialtyId.is_in(ids.iter().copied())))
}

/// The hires of a filter that the reader may see one by one.
pub(super) fn visible(scope: &Scope, audience: &Audience) -> Condition {
    chosen(scope).add(audience.visible())
}
