//! Queries on the hiring history: public, with what each reader may see.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{self, Connection, Page, Totals};
use crate::hiring::audience::Audience;
use crate::hiring::filter::{self, HireFilter, Scope};
use crate::hiring::store::{self, rows::ByYear};
use crate::hiring::types::{Hire, HiringStatistics, PublishedFigure};
use async_graphql::{Context, Enum, Object};
use sea_orm::Order;
use std::sync::Arc;

/// Queries on the hiring history.
#[derive(Debug, Default)]
pub struct HiringQuery;

/// The order of a list of hires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum HireSort {
    /// The latest year first.
    #[default]
    YearDesc,
    /// The earliest year first, each year in the order of its document.
    YearAsc,
}

/// Queries on the hiring history.
#[Object]
impl HiringQuery {
    /// Hires one by one: published ones, and for staff every one of their school.
    async fn hires(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which hires; all of them when not given.")] filter: Option<HireFilter>,
        #[graphql(desc = "In which order.", default)] sort: HireSort,
        #[graphql(desc = "How many, 1 to 100; 20 when not given.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Connection<Hire, Totals>, Error> {
        let request = Request::of(ctx)?;
        let page = Page::<ByYear>::new(first, after)?;
        let scope = Scope::of(request, filter.unwrap_or_default()).await?;
        let hires = store::visible(&scope, &Audience::of(request).await?);
        let db = &request.context.db.read;
        let total = if pagination::wants_total(ctx) {
            Some(store::rows::total(db, hires.clone()).await?)
        } else {
            None
        };
        let order = if sort == HireSort::YearAsc { Order::Asc } else { Order::Desc };
        let rows = store::rows::page(db, hires, order, &page).await?;
        let position = |row: &entity::hire::Model| ByYear(row.academic_year, row.id);
        Ok(pagination::connection(&page, rows, total, position, |row| Hire(Arc::new(row))))
    }

    /// What is counted of the hires that a filter chooses.
    async fn hiring_statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which hires; all of them when not given.")] filter: Option<HireFilter>,
    ) -> Result<HiringStatistics, Error> {
        let request = Request::of(ctx)?;
        let scope = Scope::of(request, filter.unwrap_or_default()).await?;
        HiringStatistics::of(request, scope).await
    }

    /// The figures that a school published, in the order of its document.
    async fn published_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school, by its code: `INSA-TOULOUSE`.")] school: String,
    ) -> Result<Vec<PublishedFigure>, Error> {
        let request = Request::of(ctx)?;
        let schools = request.schools().await?;
        let school = filter::school_of(&schools, &["school"], &school)?.id;
        let rows = store::figures::of_schools(&request.context.db.read, [school]).await?;
        Ok(rows.into_iter().map(|row| PublishedFigure(Arc::new(row))).collect())
    }
}
