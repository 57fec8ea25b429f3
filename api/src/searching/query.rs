//! The four searches, and suggestions.

use crate::company::types::Company;
use crate::context::Request;
use crate::error::Error;
use crate::hiring::filter::HireFilter;
use crate::hiring::types::Hire;
use crate::offer::types::Offer;
use crate::searching::companies::{self, CompanyFilter};
use crate::searching::find::Asked;
use crate::searching::hires;
use crate::searching::offers::{self, OfferFilter, OfferSort};
use crate::searching::students::{self, StudentFilter};
use crate::searching::suggest::{self, Suggestion, SuggestionKind};
use crate::searching::types::SearchConnection;
use crate::student::types::Student;
use async_graphql::{Context, Object};

/// Searches.
#[derive(Debug, Default)]
pub struct SearchQuery;

/// Searches.
#[Object]
impl SearchQuery {
    /// Published offers that match words and a filter. Typing errors, accents and the beginning of the last word are
    /// forgiven.
    async fn search_offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words; every offer when not given.")] query: Option<String>,
        #[graphql(desc = "Which offers; all of them when not given.")] filter: Option<OfferFilter>,
        #[graphql(desc = "In which order.", default)] sort: OfferSort,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<SearchConnection<Offer>, Error> {
        offers::run(ctx, Asked { text: query, first, after }, filter.unwrap_or_default(), sort).await
    }

    /// Companies that match words and a filter: by name, names printed in the hiring history, group, city. Without
    /// words, those that hired most come first.
    async fn search_companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words; every company when not given.")] query: Option<String>,
        #[graphql(desc = "Which companies; all of them when not given.")] filter: Option<CompanyFilter>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<SearchConnection<Company>, Error> {
        companies::run(ctx, Asked { text: query, first, after }, filter.unwrap_or_default()).await
    }

    /// Published hires that match words and a filter: by company, name as printed, specialty, place. Without words,
    /// the latest come first.
    async fn search_hires(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words; every hire when not given.")] query: Option<String>,
        #[graphql(desc = "Which hires; all of them when not given.")] filter: Option<HireFilter>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<SearchConnection<Hire>, Error> {
        hires::run(ctx, Asked { text: query, first, after }, filter.unwrap_or_default()).await
    }

    /// What somebody who types may mean: specialties, cities, skills, companies, titles of offers. Typing errors, accents
    /// and the beginning of the last word are forgiven, as in searches.
    async fn search_suggest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed so far.")] text: String,
        #[graphql(desc = "How many, 1 to 20; 8 by default.")] first: Option<i32>,
        #[graphql(desc = "Of which kinds; of all when not given.")] kinds: Option<Vec<SuggestionKind>>,
    ) -> Result<Vec<Suggestion>, Error> {
        suggest::run(Request::of(ctx)?, text, first, kinds).await
    }

    /// Students who match words and a filter, among those whom you may find: a verified company finds the confirmed
    /// students who let companies see them; staff, those of their school or specialties who are not hidden.
    async fn search_students(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words; every student when not given.")] query: Option<String>,
        #[graphql(desc = "Which students; all of them when not given.")] filter: Option<StudentFilter>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<SearchConnection<Student>>, Error> {
        students::run(ctx, Asked { text: query, first, after }, filter.unwrap_or_default()).await.map(Some)
    }
}
