//! What people read of the values of facets. Three statements at most: skills, groups, companies.

use crate::company::loader::CompanyById;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::reference::Schools;
use crate::searching::types::{Facet, FacetField, FacetValue};
use async_graphql::{InputType, Value};
use domain::company_size::CompanySize;
use domain::contract_type::ContractType;
use domain::locale::Text;
use domain::offer::RemotePolicy;
use entity::{company_group, skill};
use futures_util::future::try_join_all;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use search::{FacetCounts, Field};
use std::collections::HashMap;
use uuid::Uuid;

/// Values of one facet at most.
const MOST: usize = 100;

/// Names the values that were counted.
///
/// # Errors
/// The database does not answer.
pub(super) async fn facets(request: &Request, counted: Vec<FacetCounts>) -> Result<Vec<Facet>, Error> {
    let schools = request.schools().await?;
    let mut facets = Vec::with_capacity(counted.len());
    for FacetCounts { field, mut counts } in counted {
        let Some(facet) = FacetField::of(field) else { continue };
        counts.truncate(MOST);
        let names = names(request, field, &counts).await?;
        let values = counts.into_iter().map(|(value, count)| {
            let own = names.get(&value).cloned();
            let label =
                own.or_else(|| label(request, &schools, field, &value)).unwrap_or_else(|| value.clone());
            FacetValue { value: told(field, value), label, count }
        });
        facets.push(Facet { field: facet, values: values.collect() });
    }
    Ok(facets)
}

/// The value as the filter takes it: companies by their opaque ids.
fn told(field: Field, value: String) -> String {
    match (field, value.parse()) {
        (Field::CompanyId, Ok(uuid)) => match Id::new(IdKind::Company, uuid).to_value() {
            Value::String(id) => id,
            _ => value,
        },
        _ => value,
    }
}

/// Names that are in rows: of skills, groups and companies.
///
/// # Errors
/// The database does not answer.
pub(super) async fn names(
    request: &Request,
    field: Field,
    counts: &[(String, u64)],
) -> Result<HashMap<String, String>, Error> {
    let db = &request.context.db.read;
    let keys = || counts.iter().map(|(value, _)| value.as_str());
    if counts.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(match field {
        Field::Skills => {
            let rows = skill::Entity::find().filter(skill::Column::NameKey.is_in(keys())).all(db).await?;
            rows.into_iter().map(|row| (row.name_key, row.name)).collect()
        }
        Field::Group => {
            let these = company_group::Column::NameKey.is_in(keys());
            let rows = company_group::Entity::find().filter(these).all(db).await?;
            rows.into_iter().map(|row| (row.name_key, row.name)).collect()
        }
        Field::CompanyId => {
            let ids = keys().filter_map(|id| id.parse::<Uuid>().ok());
            let rows = try_join_all(ids.map(|id| request.loaders.one(CompanyById(id)))).await?;
            rows.into_iter().flatten().map(|row| (row.id.to_string(), row.name.clone())).collect()
        }
        _ => HashMap::new(),
    })
}

/// Names that are known without asking.
fn label(request: &Request, schools: &Schools, field: Field, value: &str) -> Option<String> {
    let text: Text = match field {
        Field::School => return schools.school_by_code(value).map(|school| school.name.clone()),
        Field::Specialties | Field::HiredSpecialties => return specialty(schools, value),
        Field::City => return domain::place::label("", value),
        Field::ContractType => value.parse::<ContractType>().ok()?.label(),
        Field::CompanySize => value.parse::<CompanySize>().ok()?.label(),
        Field::Remote => remote(value.parse().ok()?),
        Field::Verified if value == "true" => Text { fr: "vérifiée", en: "verified" },
        Field::Verified => Text { fr: "non vérifiée", en: "not verified" },
        _ => return None,
    };
    Some(text.in_locale(request.caller.locale).to_owned())
}

/// A specialty's name; two schools that share a code share no name, and then the code stands.
fn specialty(schools: &Schools, code: &str) -> Option<String> {
    let mut named = schools.specialties_by_code(None, code).into_iter();
    let name = named.next()?.name.clone();
    named.all(|other| other.name == name).then_some(name)
}

fn remote(policy: RemotePolicy) -> Text {
    match policy {
        RemotePolicy::None => Text { fr: "sur site", en: "on site" },
        RemotePolicy::Partial => Text { fr: "télétravail partiel", en: "partly remote" },
        RemotePolicy::Full => Text { fr: "télétravail complet", en: "fully remote" },
    }
}
