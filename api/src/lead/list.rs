//! A page of a specialty's leads.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{self, Connection, Page, Totals};
use crate::lead::gather::{self, Named};
use crate::lead::types::CompanyLead;
use async_graphql::Context;
use domain::hiring::lead::Lead;
use entity::specialty;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::sync::Arc;

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
    let open_to: Arc<[_]> = gather::open_to(&*request.schools().await?, specialty).into();
    let total = u64::try_from(leads.ranked.len()).ok();
    let beyond = |lead: &Lead<Named>| page.after.as_ref().is_none_or(|after| Position::of(lead) > *after);
    let most = usize::try_from(page.first).unwrap_or_default().saturating_add(1);
    let rows: Vec<Lead<Named>> = leads.ranked.into_iter().filter(beyond).take(most).collect();
    Ok(pagination::connection(&page, rows, total, Position::of, |lead| CompanyLead {
        cities: leads.cities.get(&lead.company.1).cloned().unwrap_or_default(),
        span: leads.span,
        specialty: Arc::clone(specialty),
        open_to: Arc::clone(&open_to),
        lead,
    }))
}
