//! Published figures beside the computed ones: the PUBLISHED hires alone are compared, whoever asks, so that
//! what a school records later does not make its document look wrong.

use crate::context::Request;
use crate::error::Error;
use crate::hiring::statistics::Statistics;
use crate::hiring::store::{self, counts::year};
use crate::hiring::types::{FigureCheck, PublishedFigure};
use domain::hiring::history;
use domain::hiring::reconciliation::{Check, check};
use entity::published_figure;
use sea_orm::DbErr;
use std::sync::Arc;

/// Compares each figure that the schools concerned have published.
///
/// # Errors
/// The database does not answer.
pub(super) async fn run(request: &Request, statistics: &Arc<Statistics>) -> Result<Vec<FigureCheck>, Error> {
    let figures = store::figures::of_schools(&request.context.db.read, statistics.schools()).await?;
    let mut checks = Vec::with_capacity(figures.len());
    for row in figures {
        let figure = as_published(&row)?;
        let computed = computed(request, statistics, &row, &figure).await?;
        let check = check(&figure, computed);
        let computed = computed.filter(|_| !matches!(check, Check::NotComputable(_)));
        let figure = PublishedFigure(Arc::new(row));
        checks.push(FigureCheck { figure, computed, check, statistics: Arc::clone(statistics) });
    }
    Ok(checks)
}

/// The count that a figure is of; none for a figure of the survey, or when the filter leaves hires out.
async fn computed(
    request: &Request,
    statistics: &Statistics,
    row: &published_figure::Model,
    figure: &history::PublishedFigure,
) -> Result<Option<u64>, Error> {
    let covered = |year: &_| statistics.covers(row.school_id, row.specialty_id, *year);
    let Some(year) = figure.academic_year.filter(covered) else { return Ok(None) };
    let published = &statistics.table(request).await?.published;
    Ok(Some(statistics.sum(published, row.school_id, row.specialty_id, year)))
}

fn as_published(row: &published_figure::Model) -> Result<history::PublishedFigure, DbErr> {
    Ok(history::PublishedFigure {
        key: row.key.clone(),
        value: row.value.filter(|_| row.legible),
        unit: row.unit.clone(),
        population: row.population.clone(),
        source: row.source.clone(),
        academic_year: row.academic_year.map(year).transpose()?,
        // The comparison asks for the year alone; which specialty is meant is told by the row's id.
        specialty: None,
    })
}
