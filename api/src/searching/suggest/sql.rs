//! What SQL suggests while the engine does not answer: what has the words typed as a part, without typos.

use super::{Candidate, SuggestionKind, city, company, title};
use crate::context::Request;
use crate::error::Error;
use crate::outbox::Indexed;
use crate::searching::{documents, fallback};
use entity::{company as companies, offer, offer_skill, skill};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows that are looked at of each kind.
const LOOKED_AT: u64 = 40;

/// What may be suggested.
pub(super) async fn candidates(
    request: &Request,
    text: &str,
    kinds: &BTreeSet<SuggestionKind>,
) -> Result<Vec<Candidate>, Error> {
    let words = fallback::words(text);
    let mut found = Vec::new();
    for kind in kinds {
        found.extend(match kind {
            SuggestionKind::Specialty => Vec::new(),
            SuggestionKind::City => cities(request, &words).await?,
            SuggestionKind::Skill => skills(request, &words).await?,
            SuggestionKind::Company => named(request, &words).await?,
            SuggestionKind::Title => titles(request, &words).await?,
        });
    }
    Ok(found)
}

fn has_all<C: ColumnTrait>(column: C, words: &[String]) -> Condition {
    words.iter().fold(Condition::all(), |all, word| all.add(fallback::has(column, word)))
}

async fn cities(request: &Request, words: &[String]) -> Result<Vec<Candidate>, Error> {
    let rows: Vec<(String, i64)> = offer::Entity::find()
        .select_only()
        .column(offer::Column::CityKey)
        .expr_as(offer::Column::Id.count(), "offers")
        .filter(documents::visible(Indexed::Offer))
        .filter(has_all(offer::Column::CityKey, words))
        .group_by(offer::Column::CityKey)
        .order_by(Expr::col("offers"), Order::Desc)
        .order_by_asc(offer::Column::CityKey)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(&request.context.db.read)
        .await?;
    Ok(rows.into_iter().map(|(key, count)| city(key, u64::try_from(count).unwrap_or_default())).collect())
}

async fn skills(request: &Request, words: &[String]) -> Result<Vec<Candidate>, Error> {
    let published = offer::Entity::find().select_only().column(offer::Column::Id);
    let published = published.filter(documents::visible(Indexed::Offer)).into_query();
    let rows: Vec<(String, String, i64)> = offer_skill::Entity::find()
        .select_only()
        .column(skill::Column::NameKey)
        .column(skill::Column::Name)
        .expr_as(offer_skill::Column::OfferId.count(), "offers")
        .join(JoinType::InnerJoin, offer_skill::Relation::Skill.def())
        .filter(offer_skill::Column::OfferId.in_subquery(published))
        .filter(has_all(skill::Column::NameKey, words))
        .group_by(skill::Column::NameKey)
        .group_by(skill::Column::Name)
        .order_by(Expr::col("offers"), Order::Desc)
        .order_by_asc(skill::Column::NameKey)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(&request.context.db.read)
        .await?;
    let candidate = |(key, text, count): (String, String, i64)| Candidate {
        kind: SuggestionKind::Skill,
        text,
        value: Some(key),
        count: u64::try_from(count).ok(),
    };
    Ok(rows.into_iter().map(candidate).collect())
}

async fn named(request: &Request, words: &[String]) -> Result<Vec<Candidate>, Error> {
    let rows: Vec<(Uuid, String)> = companies::Entity::find()
        .select_only()
        .columns([companies::Column::Id, companies::Column::Name])
        .filter(documents::visible(Indexed::Company))
        .filter(has_all(companies::Column::NameKey, words))
        .order_by_asc(companies::Column::NameKey)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(&request.context.db.read)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| company(id, name)).collect())
}

async fn titles(request: &Request, words: &[String]) -> Result<Vec<Candidate>, Error> {
    let rows: Vec<String> = offer::Entity::find()
        .select_only()
        .column(offer::Column::Title)
        .filter(documents::visible(Indexed::Offer))
        .filter(has_all(offer::Column::TitleKey, words))
        .order_by_desc(offer::Column::PublishedAt)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(&request.context.db.read)
        .await?;
    Ok(rows.into_iter().map(title).collect())
}
