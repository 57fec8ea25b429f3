//! `CompanyLead`.

use crate::company::types::Company;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::scalars::AcademicYear;
use crate::hiring::types::YearCount;
use crate::lead::gather::Named;
use async_graphql::{Context, Object};
use domain::hiring::lead::{self, Lead, Span, UNIT};
use entity::specialty;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A company that hired a specialty before: somebody to write to without waiting for an offer.
#[derive(Clone, Debug)]
pub struct CompanyLead {
    pub(super) lead: Lead<Named>,
    pub(super) cities: Vec<String>,
    pub(super) span: Option<Span>,
    pub(super) specialty: Arc<specialty::Model>,
    /// The offers open to the specialty now, each with the positions that it announces; read where they are asked for.
    pub(super) open: BTreeMap<Uuid, i32>,
}

impl CompanyLead {
    fn offers(&self) -> u64 {
        u64::try_from(self.open.len()).unwrap_or_default()
    }
}

/// A company that hired a specialty before: somebody to write to without waiting for an offer. Made of the hires that
/// you may see: the public, of those that the school published.
#[Object]
impl CompanyLead {
    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Result<Company, Error> {
        Company::load(Request::of(ctx)?, self.lead.company.1).await
    }

    /// How many of the specialty it hired; a department's include its options'.
    async fn hires(&self) -> u64 {
        self.lead.working.hires
    }

    /// The last academic year in which it did.
    async fn last_year(&self) -> AcademicYear {
        AcademicYear(self.lead.last_year)
    }

    /// Its hires in every academic year of the school's history, in time's order, zeros included.
    async fn trend(&self) -> Vec<YearCount> {
        let hires = |year| self.lead.by_year.get(&year).copied().unwrap_or_default();
        let years = self.span.into_iter().flat_map(Span::years);
        years.map(|year| YearCount { academic_year: AcademicYear(year), count: Some(hires(year)) }).collect()
    }

    /// The cities of these hires, the most frequent first; empty where none was printed.
    async fn places(&self) -> &[String] {
        &self.cities
    }

    /// How many of its offers are open to the specialty now.
    async fn open_offers(&self) -> u64 {
        self.offers()
    }

    /// How many positions these offers announce.
    async fn open_positions(&self) -> u64 {
        self.open.values().filter_map(|positions| u64::try_from(*positions).ok()).sum()
    }

    /// What the list is sorted by: contracts a year, the recent years counting more, held down while there are few.
    /// docs/company-leads.md shows the working.
    async fn score(&self) -> f64 {
        as_rate(self.lead.working.score)
    }

    /// Why to write to it, in the reader's language.
    async fn reason(&self, ctx: &Context<'_>) -> Result<String, Error> {
        let locale = Request::of(ctx)?.caller.locale;
        Ok(lead::reason(&self.lead, &self.specialty.code, &self.cities, self.offers(), locale))
    }
}

/// From millionths.
#[expect(clippy::cast_precision_loss, reason = "millionths of a few contracts a year are far below 2^52")]
fn as_rate(millionths: u64) -> f64 {
    millionths as f64 / UNIT as f64
}
