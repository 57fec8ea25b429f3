//! `PublishedFigure`, and its comparison with what is computed.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::AcademicYear;
use crate::hiring::loader::FigureById;
use crate::hiring::statistics::Statistics;
use crate::hiring::store::counts::year;
use crate::school::types::{School, Specialty};
use async_graphql::{Context, Enum, Object};
use domain::hiring::reconciliation::Check;
use entity::published_figure;
use std::sync::Arc;
use uuid::Uuid;

/// A figure as a school published it: stored as it stands, never computed.
#[derive(Clone, Debug)]
pub struct PublishedFigure(pub Arc<published_figure::Model>);

impl PublishedFigure {
    /// The figure of this id, in a batch; published figures are public.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn find(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        Ok(request.loaders.one(FigureById(id)).await?.map(Self))
    }
}

/// A figure as a school published it: stored as it stands, never computed.
#[Object]
impl PublishedFigure {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::PublishedFigure, self.0.id)
    }

    /// Its key: `contracts/AE/2015-2016`, `contracts/TOTAL/2015-2016`, `survey/received_job_offer_at_end`.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// The value as printed; null where it is not legible, and then it has no number.
    async fn value(&self) -> Option<f64> {
        self.0.value.filter(|_| self.0.legible)
    }

    /// What is counted: `contracts` or `percent`.
    async fn unit(&self) -> &str {
        &self.0.unit
    }

    /// Whom the figure is about, as printed.
    async fn population(&self) -> Option<&str> {
        self.0.population.as_deref()
    }

    /// Whether the value can be read in the document.
    async fn legible(&self) -> bool {
        self.0.legible
    }

    /// The document, and the part of it.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// The year it speaks of; null for a figure of the survey.
    async fn academic_year(&self) -> Result<Option<AcademicYear>, Error> {
        self.0.academic_year.map(AcademicYear::stored).transpose()
    }

    /// The school that published it.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.0.school_id).await
    }

    /// The specialty it speaks of; null for a total or a figure of the survey.
    async fn specialty(&self, ctx: &Context<'_>) -> Result<Option<Specialty>, Error> {
        let Some(specialty) = self.0.specialty_id else { return Ok(None) };
        Specialty::load(Request::of(ctx)?, specialty).await.map(Some)
    }
}

/// What comparing a published figure with the computed one says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FigureStatus {
    /// Both are the same number.
    Agrees,
    /// They are two numbers.
    Differs,
    /// There are no two numbers to compare; the reason says why.
    NotComputable,
}

/// A published figure beside the same figure, computed from the published hires alone.
#[derive(Clone, Debug)]
pub struct FigureCheck {
    pub(in crate::hiring) figure: PublishedFigure,
    pub(in crate::hiring) computed: Option<u64>,
    pub(in crate::hiring) check: Check,
    pub(in crate::hiring) statistics: Arc<Statistics>,
}

/// A published figure beside the same figure, computed from the published hires alone.
#[Object]
impl FigureCheck {
    /// The figure as published.
    async fn figure(&self) -> &PublishedFigure {
        &self.figure
    }

    /// The figure as computed; null where it cannot be.
    async fn computed(&self) -> Option<u64> {
        self.computed
    }

    /// Whether the two agree.
    async fn status(&self) -> FigureStatus {
        match self.check {
            Check::Agrees => FigureStatus::Agrees,
            Check::Differs => FigureStatus::Differs,
            Check::NotComputable(_) => FigureStatus::NotComputable,
        }
    }

    /// Why they cannot be compared.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<&'static str>, Error> {
        let Check::NotComputable(reason) = self.check else { return Ok(None) };
        Ok(Some(reason.text().in_locale(Request::of(ctx)?.caller.locale)))
    }

    /// How many of the hires counted have a year that was inferred from the published counts, the columns of
    /// the printed table being lost: for these the agreement is partly by construction. Null where nothing
    /// is computed.
    async fn years_inferred(&self, ctx: &Context<'_>) -> Result<Option<u64>, Error> {
        let figure = &self.figure.0;
        let Some(first_year) = figure.academic_year.filter(|_| self.computed.is_some()) else {
            return Ok(None);
        };
        let inferred = self.statistics.inferred(Request::of(ctx)?).await?;
        let hires = self.statistics.sum(inferred, figure.school_id, figure.specialty_id, year(first_year)?);
        Ok(Some(hires))
    }
}
