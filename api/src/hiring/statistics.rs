//! Statistics of the hires that a filter chooses, as one reader may see them. Nothing is read before it is
//! asked for, and what several fields need is read once.

use crate::context::Request;
use crate::error::Error;
use crate::hiring::audience::Audience;
use crate::hiring::filter::Scope;
use crate::hiring::loader::{CellsOfCompany, CellsOfSpecialty};
use crate::hiring::store;
use crate::hiring::store::counts::{Counted, count, year};
use crate::reference::Schools;
use domain::academic_year::AcademicYear;
use domain::hiring::statistics::{Counts, Matrix, Turnover, matrix, turnover, years_spanned};
use domain::hiring::suppression::{Cell, release_cells};
use sea_orm::{ColumnTrait, Condition, DbErr};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The statistics of a filter for a reader.
#[derive(Debug)]
pub struct Statistics {
    scope: Scope,
    audience: Audience,
    schools: Arc<Schools>,
    table: OnceCell<Table>,
    turnover: OnceCell<Vec<Turnover>>,
    inferred: OnceCell<Counts<Uuid>>,
}

/// What the base statement tells.
#[derive(Debug)]
pub struct Table {
    /// The published hires, which are the same for every reader.
    pub published: Counts<Uuid>,
    /// What the reader may see, zeros included, in the published order.
    pub matrix: Matrix<Uuid>,
}

impl Statistics {
    /// Of these hires, for whoever asks.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(request: &Request, scope: Scope) -> Result<Self, Error> {
        let (audience, schools) = (Audience::of(request).await?, request.schools().await?);
        let (table, turnover, inferred) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Ok(Self { scope, audience, schools, table, turnover, inferred })
    }

    /// Which hires.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The hires that the reader may see one by one.
    pub(super) fn visible(&self) -> Condition {
        store::visible(&self.scope, &self.audience)
    }

    /// Whether the reader is somebody from whom hires may be hidden. It says nothing of whether any are.
    #[must_use]
    pub fn is_suppressed(&self) -> bool {
        let mut specialties = self.scope.specialties(&self.schools);
        !specialties.all(|specialty| self.audience.sees_all_of(specialty.id))
    }

    /// The hires by specialty and year.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn table(&self, request: &Request) -> Result<&Table, Error> {
        self.table.get_or_try_init(|| async { Ok(self.tabulate(&self.cells(request).await?)?) }).await
    }

    /// A single specialty's or company's are read in a batch, for they are asked for in lists.
    async fn cells(&self, request: &Request) -> Result<Arc<Vec<Counted>>, Error> {
        let batch = match (&self.scope.specialties, &self.scope.companies) {
            (Some(specialties), None) if self.scope.city.is_none() => {
                only(specialties).map(|specialty| Batch::Specialty(CellsOfSpecialty(specialty)))
            }
            (None, Some(companies)) if self.scope.city.is_none() && self.scope.school.is_none() => {
                only(companies).map(|company| Batch::Company(CellsOfCompany(company)))
            }
            _ => None,
        };
        let cells = match batch {
            Some(Batch::Specialty(key)) => request.loaders.one(key).await?,
            Some(Batch::Company(key)) => request.loaders.one(key).await?,
            None if !self.scope.is_fine() => {
                let whole = store::whole(&self.scope);
                Some(Arc::new(store::counts::kept(&request.context.db.read, whole).await?))
            }
            None => {
                let chosen = store::chosen(&self.scope);
                Some(Arc::new(store::counts::cells(&request.context.db.read, chosen).await?))
            }
        };
        Ok(cells.unwrap_or_default())
    }

    fn tabulate(&self, rows: &[Counted]) -> Result<Table, DbErr> {
        let mut cells: BTreeMap<(Uuid, AcademicYear), Cell> = BTreeMap::new();
        for row in rows.iter().filter(|row| self.scope.has_year(row.academic_year)) {
            let cell = cells.entry((row.specialty_id, year(row.academic_year)?)).or_default();
            let side = if row.source.0.is_public() { &mut cell.published } else { &mut cell.unpublished };
            *side += count(row.hires);
        }
        let published =
            cells.iter().map(|(key, cell)| (*key, cell.published)).filter(|(_, hires)| *hires > 0);
        let published: Counts<Uuid> = published.collect();
        let shown = self.shown(cells);
        let years = years_spanned(shown.keys().map(|(_, year)| *year));
        Ok(Table { published, matrix: matrix(&self.rows(&shown), &years, &shown) })
    }

    /// What the reader sees of each cell.
    fn shown(&self, cells: BTreeMap<(Uuid, AcademicYear), Cell>) -> Counts<Uuid> {
        let (exact, public): (BTreeMap<_, _>, BTreeMap<_, _>) =
            cells.into_iter().partition(|((specialty, _), _)| self.audience.sees_all_of(*specialty));
        // By company, group or city the public sees published hires alone: such cells would always be small.
        let fine = self.scope.is_fine();
        let coarse = |cell: Cell| Cell { unpublished: if fine { 0 } else { cell.unpublished }, ..cell };
        let mut shown = release_cells(public.into_iter().map(|(key, cell)| (key, coarse(cell))));
        shown.extend(exact.into_iter().map(|(key, cell)| (key, cell.exact())));
        shown
    }

    /// The specialties to show: those asked for, zeros included. Where no school is asked for, only schools
    /// of which something is known: a column of zeros would say that the others never hired.
    fn rows(&self, shown: &Counts<Uuid>) -> Vec<Uuid> {
        let asked = self.scope.school.is_some() || self.scope.specialties.is_some();
        let school_of = |specialty: &Uuid| self.schools.specialty(*specialty).map(|row| row.school_id);
        let known: BTreeSet<Uuid> = shown.keys().filter_map(|(specialty, _)| school_of(specialty)).collect();
        let specialties = self.scope.specialties(&self.schools);
        specialties.filter(|row| asked || known.contains(&row.school_id)).map(|row| row.id).collect()
    }

    /// The schools that can hold such hires, in order.
    #[must_use]
    pub fn schools(&self) -> Vec<Uuid> {
        let mut schools: Vec<Uuid> = self.scope.specialties(&self.schools).map(|row| row.school_id).collect();
        schools.dedup();
        schools
    }

    /// Whether the filter lets through every hire of a school in a year, or of one specialty of it.
    #[must_use]
    pub fn covers(&self, school: Uuid, specialty: Option<Uuid>, year: AcademicYear) -> bool {
        let scope = &self.scope;
        let named = |row: Uuid| scope.specialties.as_ref().is_none_or(|named| named.contains(&row));
        let mut concerned = self.concerned(school, specialty);
        !scope.is_fine()
            && scope.has_year(year.first_year())
            && scope.school.is_none_or(|chosen| chosen == school)
            && concerned.all(named)
    }

    /// The hires of a school in a year, or of one specialty of it.
    #[must_use]
    pub fn sum(
        &self,
        counts: &Counts<Uuid>,
        school: Uuid,
        specialty: Option<Uuid>,
        year: AcademicYear,
    ) -> u64 {
        self.concerned(school, specialty).filter_map(|row| counts.get(&(row, year))).sum()
    }

    fn concerned(&self, school: Uuid, specialty: Option<Uuid>) -> impl Iterator<Item = Uuid> {
        let rows = self.schools.of_school(school).map(|row| row.id);
        rows.filter(move |row| specialty.is_none_or(|one| one == *row))
    }

    /// First-time and returning companies by year, of the hires that the reader may see one by one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn turnover(&self, request: &Request) -> Result<&[Turnover], Error> {
        self.turnover.get_or_try_init(|| self.read_turnover(request)).await.map(Vec::as_slice)
    }

    async fn read_turnover(&self, request: &Request) -> Result<Vec<Turnover>, Error> {
        let db = &request.context.db.read;
        let years = &self.table(request).await?.matrix.years;
        let companies = store::turnover::companies_by_year(db, self.visible()).await?;
        // Whoever hired before the range of years is not new in it.
        let whole = Scope { years: None, ..self.scope.clone() };
        let firsts = store::turnover::first_hires_by_year(db, store::visible(&whole, &self.audience)).await?;
        let history = store::visible(&Scope::default(), &self.audience);
        let history = history.add(entity::hire::Column::SchoolId.is_in(self.schools()));
        let known = store::turnover::first_years(db, history).await?.into_iter().max();
        let Some(first_known) = known.or(years.last().copied()) else { return Ok(Vec::new()) };
        Ok(turnover(years, &companies, &firsts, first_known))
    }

    /// How many published hires of each cell have a year that was inferred from the published counts.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn inferred(&self, request: &Request) -> Result<&Counts<Uuid>, Error> {
        let read = || async {
            let chosen = store::chosen(&self.scope);
            Ok(store::counts::inferred(&request.context.db.read, chosen).await?)
        };
        self.inferred.get_or_try_init(read).await
    }
}

enum Batch {
    Specialty(CellsOfSpecialty),
    Company(CellsOfCompany),
}

fn only(ids: &BTreeSet<Uuid>) -> Option<Uuid> {
    ids.first().copied().filter(|_| ids.len() == 1)
}
