//! `HiringStatistics`: each field computed when it is selected, over what the fields share.

use crate::company::types::{Company, CompanySize, GeoPoint};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::MAX_PAGE;
use crate::graphql::scalars::AcademicYear;
use crate::hiring::filter::Scope;
use crate::hiring::reconcile;
use crate::hiring::statistics::Statistics;
use crate::hiring::store::{counts::count, ranking};
use crate::hiring::types::FigureCheck;
use crate::school::types::Specialty;
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::company_size::CompanySize as Size;
use domain::hiring::statistics::growth;
use domain::hiring::suppression::NOTICE;
use std::sync::Arc;
use strum::VariantArray;
use uuid::Uuid;

/// Entries of a ranking when `first` is not given.
const DEFAULT_FIRST: u32 = 10;

/// What counts as one company in a ranking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::hiring::statistics::CompanyGrouping")]
pub enum CompanyGrouping {
    /// The company meant by the printed name.
    #[default]
    Company,
    /// The corporate group that it belongs to, in the product's own reading.
    Group,
    /// The name as printed, each spelling for itself.
    AsPrinted,
}

/// The hires, or companies, of a year.
#[derive(Clone, Debug, SimpleObject)]
pub struct YearCount {
    /// The year.
    pub academic_year: AcademicYear,
    /// How many; null where it cannot be known.
    pub count: Option<u64>,
}

/// The hires of a specialty.
#[derive(Clone, Debug, SimpleObject)]
pub struct SpecialtyCount {
    /// The specialty.
    pub specialty: Specialty,
    /// How many.
    pub count: u64,
}

/// A specialty's hires in each year.
#[derive(Clone, Debug, SimpleObject)]
pub struct HiringMatrixRow {
    /// The specialty.
    pub specialty: Specialty,
    /// Its hires in every year of the matrix, in time's order, zeros included.
    pub cells: Vec<YearCount>,
    /// Their sum.
    pub total: u64,
}

/// The hires by a company, a group, or under a printed name.
#[derive(Clone, Debug, SimpleObject)]
pub struct CompanyCount {
    /// The name of what was counted.
    pub name: String,
    /// The company; null for a group.
    pub company: Option<Company>,
    /// How many hires.
    pub count: u64,
}

/// The hires by companies of a size.
#[derive(Clone, Debug, SimpleObject)]
pub struct SizeCount {
    /// The size; null is unknown.
    pub size: Option<CompanySize>,
    /// How many hires.
    pub count: u64,
}

/// The hires in a place.
#[derive(Clone, Debug, SimpleObject)]
pub struct PlaceCount {
    /// The commune, else the city cleaned; null is unknown.
    pub place: Option<String>,
    /// Where it lies; null is unknown.
    pub location: Option<GeoPoint>,
    /// How many hires.
    pub count: u64,
}

/// A year's hires against the year before.
#[derive(Clone, Debug, SimpleObject)]
pub struct YearGrowth {
    /// The year.
    pub academic_year: AcademicYear,
    /// Its hires.
    pub count: u64,
    /// Hires more, or fewer, than the year before; null for the first year.
    pub difference: Option<i64>,
    /// The difference as a share of the year before: 0.5 is half as many again. Null also after a year of none.
    pub ratio: Option<f64>,
}

/// What is counted of the hires that a filter chooses.
#[derive(Clone, Debug)]
pub struct HiringStatistics(pub Arc<Statistics>);

impl HiringStatistics {
    /// Of these hires, for whoever asks.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(request: &Request, scope: Scope) -> Result<Self, Error> {
        Ok(Self(Arc::new(Statistics::of(request, scope).await?)))
    }
}

/// What is counted of the hires that a filter chooses. Staff see every hire of their school; the public sees
/// the published ones, and the others in the counts by specialty and year alone, as `notice` says.
#[Object]
impl HiringStatistics {
    /// All hires.
    async fn total(&self, ctx: &Context<'_>) -> Result<u64, Error> {
        Ok(self.0.table(Request::of(ctx)?).await?.matrix.total())
    }

    /// Whether some hires may be hidden from the reader, by who the reader is: it does not say that any are.
    async fn suppressed(&self) -> bool {
        self.0.is_suppressed()
    }

    /// What the reader's counts leave out; null for whoever sees every hire.
    async fn notice(&self, ctx: &Context<'_>) -> Result<Option<&'static str>, Error> {
        let notice = NOTICE.in_locale(Request::of(ctx)?.caller.locale);
        Ok(self.0.is_suppressed().then_some(notice))
    }

    /// By year, in time's order, zeros included.
    async fn by_academic_year(&self, ctx: &Context<'_>) -> Result<Vec<YearCount>, Error> {
        let years = self.0.table(Request::of(ctx)?).await?.matrix.by_year();
        Ok(years.into_iter().map(|(year, hires)| year_count(year, Some(hires))).collect())
    }

    /// By specialty, in the published order, zeros included.
    async fn by_specialty(&self, ctx: &Context<'_>) -> Result<Vec<SpecialtyCount>, Error> {
        let request = Request::of(ctx)?;
        let mut counts = Vec::new();
        for row in &self.0.table(request).await?.matrix.rows {
            counts.push(SpecialtyCount {
                specialty: Specialty::load(request, row.specialty).await?,
                count: row.total,
            });
        }
        Ok(counts)
    }

    /// By specialty and year, in the published order, zeros included.
    async fn matrix(&self, ctx: &Context<'_>) -> Result<Vec<HiringMatrixRow>, Error> {
        let request = Request::of(ctx)?;
        let matrix = &self.0.table(request).await?.matrix;
        let mut rows = Vec::new();
        for row in &matrix.rows {
            let specialty = Specialty::load(request, row.specialty).await?;
            let cells = matrix.years.iter().zip(&row.counts);
            let cells = cells.map(|(year, hires)| year_count(*year, Some(*hires))).collect();
            rows.push(HiringMatrixRow { specialty, cells, total: row.total });
        }
        Ok(rows)
    }

    /// The companies that hired most; of equals, by name. Of hires that the reader may see one by one.
    async fn top_companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 10 when not given.")] first: Option<i32>,
        #[graphql(desc = "What counts as one company.", default)] by: CompanyGrouping,
    ) -> Result<Vec<CompanyCount>, Error> {
        let request = Request::of(ctx)?;
        let first = u64::from(checked(first)?);
        let ranked = ranking::companies(&request.context.db.read, self.0.visible(), by.into(), first).await?;
        let loads = ranked.into_iter().map(async |row| {
            let company = company(request, row.company_id).await?;
            Ok::<_, Error>(CompanyCount { name: row.name, company, count: count(row.hires) })
        });
        futures_util::future::try_join_all(loads).await
    }

    /// By the companies' size, each size and then the unknown one. Of hires that the reader may see one by one.
    async fn by_company_size(&self, ctx: &Context<'_>) -> Result<Vec<SizeCount>, Error> {
        let rows = ranking::sizes(&Request::of(ctx)?.context.db.read, self.0.visible()).await?;
        let of = |size: Option<Size>| {
            let row = rows.iter().find(|(of, _)| of.map(|of| of.0) == size);
            SizeCount { size: size.map(CompanySize::from), count: row.map_or(0, |(_, hires)| count(*hires)) }
        };
        Ok(Size::VARIANTS.iter().map(|size| Some(*size)).chain([None]).map(of).collect())
    }

    /// The places of most hires; of equals, by name. The unknown place comes last, beyond `first`. Of hires that
    /// the reader may see one by one.
    async fn by_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many known places, 1 to 100; 10 when not given.")] first: Option<i32>,
    ) -> Result<Vec<PlaceCount>, Error> {
        let first = checked(first)?;
        let rows =
            ranking::places(&Request::of(ctx)?.context.db.read, self.0.visible(), u64::from(first)).await?;
        let (mut places, unknown): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.place.is_some());
        places.truncate(first as usize);
        let places = places.into_iter().chain(unknown).map(|row| PlaceCount {
            location: GeoPoint::of(row.latitude, row.longitude),
            place: row.place,
            count: count(row.hires),
        });
        Ok(places.collect())
    }

    /// The companies whose first known hire is of the year; null where no earlier year is known, since then it
    /// cannot be observed. Of hires that the reader may see one by one.
    async fn new_companies(&self, ctx: &Context<'_>) -> Result<Vec<YearCount>, Error> {
        let years = self.0.turnover(Request::of(ctx)?).await?;
        Ok(years.iter().map(|of| year_count(of.year, of.new)).collect())
    }

    /// The companies that hired in the year and had hired before; null where no earlier year is known. Of hires
    /// that the reader may see one by one.
    async fn returning_companies(&self, ctx: &Context<'_>) -> Result<Vec<YearCount>, Error> {
        let years = self.0.turnover(Request::of(ctx)?).await?;
        Ok(years.iter().map(|of| year_count(of.year, of.returning)).collect())
    }

    /// Each year against the year before.
    async fn growth(&self, ctx: &Context<'_>) -> Result<Vec<YearGrowth>, Error> {
        let by_year = self.0.table(Request::of(ctx)?).await?.matrix.by_year();
        let grown = growth(&by_year).into_iter().zip(by_year).map(|(grown, (_, count))| YearGrowth {
            academic_year: AcademicYear(grown.year),
            count,
            difference: grown.difference,
            ratio: grown.ratio.map(rounded),
        });
        Ok(grown.collect())
    }

    /// The schools' published figures against those computed from the published hires alone.
    async fn reconciliation(&self, ctx: &Context<'_>) -> Result<Vec<FigureCheck>, Error> {
        reconcile::run(Request::of(ctx)?, &self.0).await
    }
}

fn year_count(year: domain::academic_year::AcademicYear, count: Option<u64>) -> YearCount {
    YearCount { academic_year: AcademicYear(year), count }
}

async fn company(request: &Request, id: Option<Uuid>) -> Result<Option<Company>, Error> {
    match id {
        Some(id) => Company::load(request, id).await.map(Some),
        None => Ok(None),
    }
}

fn checked(first: Option<i32>) -> Result<u32, Error> {
    match first.map_or(Ok(DEFAULT_FIRST), u32::try_from) {
        Ok(first @ 1..=MAX_PAGE) => Ok(first),
        _ => Err(Error::bad_input(&["first"], format!("expected a number from 1 to {MAX_PAGE}"))),
    }
}

/// To six digits: what lies beyond is the floating point's, not the figure's.
fn rounded(ratio: f64) -> f64 {
    const DIGITS: f64 = 1e6;
    (ratio * DIGITS).round() / DIGITS
}
