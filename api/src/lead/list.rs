//! A page of a specialty's leads.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{self, Connection, Page, Totals};
use crate::lead::gather::{self, Named};
use crate::lead::loader::OpenOffers;
use crate::lead::types::CompanyLead;
use async_graphql::Context;
use domain::hiring::lead::Lead;
use entity::specialty;
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A position in the ranking, by all that sorts it: pages go on where they ended though ranks move.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Position(Reverse<(u64, u64, i32)>, Named);

impl Position {
    fn of(lead: &Lead<Named>) -> Self {
        let figures = (lead.working.score, lead.working.hires, lead.last_year.first_year());
        Self(Reverse(figures), lead.company.clone())
    }
}

/// The companies that hired a specialty before, the best lead first.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(crate) async fn page(
    ctx: &Context<'_>,
    specialty: &Arc<specialty::Model>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<CompanyLead, Totals>, Error> {
    let page = Page::<Position>::new(first, after)?;
    let request = Request::of(ctx)?;
    let leads = gather::leads(request, specialty).await?;
    let total = u64::try_from(leads.ranked.len()).ok();
    let beyond = |lead: &Lead<Named>| page.after.as_ref().is_none_or(|after| Position::of(lead) > *after);
    let most = usize::try_from(page.first).unwrap_or_default().saturating_add(1);
    let rows: Vec<Lead<Named>> = leads.ranked.into_iter().filter(beyond).take(most).collect();
    let open = if shows_offers(ctx) { open(request, specialty, &rows).await? } else { BTreeMap::new() };
    Ok(pagination::connection(&page, rows, total, Position::of, |lead| CompanyLead {
        cities: leads.cities.get(&lead.company.1).cloned().unwrap_or_default(),
        open: open.get(&lead.company.1).cloned().unwrap_or_default(),
        span: leads.span,
        specialty: Arc::clone(specialty),
        lead,
    }))
}

/// Whether the answer says anything of the offers that are open now.
fn shows_offers(ctx: &Context<'_>) -> bool {
    let node = ctx.look_ahead().field("edges").field("node");
    ["openOffers", "openPositions", "reason"].into_iter().any(|field| node.field(field).exists())
}

/// The offers of these companies that are open to the specialty, each once: an offer may name both a department and its
/// options.
async fn open(
    request: &Request,
    specialty: &specialty::Model,
    leads: &[Lead<Named>],
) -> Result<BTreeMap<Uuid, BTreeMap<Uuid, i32>>, Error> {
    let named = gather::open_to(&*request.schools().await?, specialty);
    let key = |lead: &Lead<Named>, specialty| OpenOffers { company: lead.company.1, specialty };
    let keys = leads.iter().flat_map(|lead| named.iter().map(move |specialty| key(lead, *specialty)));
    let read = keys.map(|key| async move { Ok::<_, Error>((key.company, request.loaders.one(key).await?)) });
    let mut open: BTreeMap<Uuid, BTreeMap<Uuid, i32>> = BTreeMap::new();
    for (company, offers) in try_join_all(read).await? {
        open.entry(company).or_default().extend(offers.iter().flat_map(|offers| offers.iter().copied()));
    }
    Ok(open)
}
