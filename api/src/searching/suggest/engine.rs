//! What the engine suggests: values that are counted among the offers with the words typed, the titles of the best of
//! them, and companies. What was closed or rejected meanwhile is left out, as SQL knows it.

use super::{Candidate, SuggestionKind, city, company, title};
use crate::context::Request;
use crate::error::Error;
use crate::outbox::Indexed;
use crate::searching::{documents, find, labels};
use entity::{company as companies, offer};
use futures_util::future::join;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use search::{FacetCounts, Field, Kind, Query};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Offers whose titles are looked at, and companies.
const LOOKED_AT: usize = 40;

/// What may be suggested; none: the engine does not answer.
pub(super) async fn candidates(
    request: &Request,
    text: &str,
    kinds: &BTreeSet<SuggestionKind>,
) -> Result<Option<Vec<Candidate>>, Error> {
    let wants = |kind| kinds.contains(&kind);
    let counted = [(SuggestionKind::City, Field::City), (SuggestionKind::Skill, Field::Skills)];
    let facets: Vec<Field> =
        counted.into_iter().filter(|(kind, _)| wants(*kind)).map(|(_, field)| field).collect();
    let asked = |kind, wanted, facets: Vec<Field>| {
        let limit = if wanted { LOOKED_AT } else { 0 };
        let query = Query { text: text.to_owned(), facets, limit, ..Query::new(kind) };
        async move {
            let idle = query.limit == 0 && query.facets.is_empty();
            if idle { Some(None) } else { find::ask(&request.context, &query).await.map(Some) }
        }
    };
    let offers = asked(Kind::Offer, wants(SuggestionKind::Title), facets);
    let companies = asked(Kind::Company, wants(SuggestionKind::Company), Vec::new());
    let (Some(offers), Some(companies)) = join(offers, companies).await else { return Ok(None) };
    let mut found = Vec::new();
    if let Some(companies) = companies {
        found.extend(named(request, companies.hits.iter().map(|hit| hit.id).collect()).await?);
    }
    if let Some(offers) = offers {
        found.extend(titled(request, offers.hits.iter().map(|hit| hit.id).collect()).await?);
        for counts in offers.facets {
            found.extend(valued(request, counts).await?);
        }
    }
    Ok(Some(found))
}

async fn named(request: &Request, ids: Vec<Uuid>) -> Result<Vec<Candidate>, Error> {
    let columns = [companies::Column::Id, companies::Column::Name];
    let rows = companies::Entity::find().select_only().columns(columns);
    let rows = rows.filter(companies::Column::Id.is_in(ids.iter().copied()));
    let rows = rows.filter(documents::visible(Indexed::Company)).into_tuple::<(Uuid, String)>();
    let names: HashMap<Uuid, String> = rows.all(&request.context.db.read).await?.into_iter().collect();
    let name = |id| names.get(&id).map(|name| company(id, name.clone()));
    Ok(ids.into_iter().filter_map(name).collect())
}

async fn titled(request: &Request, ids: Vec<Uuid>) -> Result<Vec<Candidate>, Error> {
    let rows = offer::Entity::find().select_only().columns([offer::Column::Id, offer::Column::Title]);
    let rows = rows.filter(offer::Column::Id.is_in(ids.iter().copied()));
    let rows = rows.filter(documents::visible(Indexed::Offer)).into_tuple::<(Uuid, String)>();
    let titles: HashMap<Uuid, String> = rows.all(&request.context.db.read).await?.into_iter().collect();
    Ok(ids.into_iter().filter_map(|id| titles.get(&id).cloned().map(title)).collect())
}

async fn valued(request: &Request, counts: FacetCounts) -> Result<Vec<Candidate>, Error> {
    if counts.field == Field::City {
        return Ok(counts.counts.into_iter().map(|(key, count)| city(key, count)).collect());
    }
    let names = labels::names(request, Field::Skills, &counts.counts).await?;
    let skill = |(key, count): (String, u64)| Candidate {
        kind: SuggestionKind::Skill,
        text: names.get(&key).cloned().unwrap_or_else(|| key.clone()),
        value: Some(key),
        count: Some(count),
    };
    Ok(counts.counts.into_iter().map(skill).collect())
}
