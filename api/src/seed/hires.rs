//! The published history: companies with their groups and printed names, hires, and figures.

use super::CHUNK;
use super::schools::Desks;
use crate::context::Context;
use crate::error::Error;
use crate::hiring::companies;
use crate::hiring::printed::{self, Origin};
use crate::outbox::{self, Indexed};
use domain::hire_source::HireSource;
use domain::hiring::history::{self, DOCUMENT, PublishedFigure, SCHOOL};
use domain::text::fold;
use entity::{company, company_alias, company_group, hire, published_figure};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// How many rows were loaded.
pub(super) struct Loaded {
    pub(super) companies: usize,
    pub(super) hires: usize,
    pub(super) figures: usize,
}

/// Companies to be inserted, and who is meant by a printed name.
#[derive(Default)]
struct Companies {
    groups: Vec<company_group::ActiveModel>,
    companies: Vec<company::ActiveModel>,
    aliases: Vec<company_alias::ActiveModel>,
    group_ids: HashMap<&'static str, Uuid>,
    company_ids: HashMap<&'static str, Uuid>,
    meant: HashMap<&'static str, Uuid>,
}

/// Loads them in the document's order, which their ids keep.
pub(super) async fn load(
    context: &Context,
    db: &impl ConnectionTrait,
    desks: &Desks,
) -> Result<Loaded, Error> {
    let companies = Companies::read(context);
    let company_ids: Vec<Uuid> = companies.company_ids.values().copied().collect();
    company_group::Entity::insert_many(companies.groups).exec_without_returning(db).await?;
    company::Entity::insert_many(companies.companies).exec_without_returning(db).await?;
    company_alias::Entity::insert_many(companies.aliases).exec_without_returning(db).await?;
    let hires = load_hires(context, db, desks, &companies.meant).await?;
    let figures = load_figures(context, db, desks).await?;
    outbox::changed(context, db, Indexed::Company, company_ids.iter().map(|id| (*id, 1))).await?;
    outbox::changed(context, db, Indexed::Hire, hires.iter().map(|id| (*id, 1))).await?;
    Ok(Loaded { companies: company_ids.len(), hires: hires.len(), figures })
}

impl Companies {
    fn read(context: &Context) -> Self {
        let mut read = Self::default();
        for row in history::companies() {
            let group = *read.group_ids.entry(&row.group).or_insert_with(|| {
                let id = context.new_id();
                let (name, name_key) = (Set(row.group.clone()), Set(fold(&row.group)));
                read.groups.push(company_group::ActiveModel { id: Set(id), name, name_key });
                id
            });
            let company = *read.company_ids.entry(&row.company).or_insert_with(|| {
                let row = companies::row(context, &row.company, Some(group));
                let id = row.id.clone().unwrap();
                read.companies.push(row);
                id
            });
            read.meant.insert(&row.company_as_printed, company);
            read.aliases.push(company_alias::ActiveModel {
                id: Set(context.new_id()),
                company_id: Set(company),
                printed: Set(row.company_as_printed.clone()),
                printed_key: Set(fold(&row.company_as_printed)),
            });
        }
        read
    }
}

async fn load_hires(
    context: &Context,
    db: &impl ConnectionTrait,
    desks: &Desks,
    meant: &HashMap<&str, Uuid>,
) -> Result<Vec<Uuid>, Error> {
    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    for line in history::hires() {
        let unmapped =
            || Error::internal(anyhow::anyhow!("no company is meant by {:?}", line.company_as_printed));
        let company = meant.get(line.company_as_printed.as_str()).copied().ok_or_else(unmapped)?;
        let (school, specialty) = (desks.school(SCHOOL)?, desks.specialty(SCHOOL, &line.specialty)?);
        let origin =
            Origin { school, specialty, company, source: HireSource::Published, document: Some(DOCUMENT) };
        let row = printed::row(context, line, origin);
        ids.push(row.id.clone().unwrap());
        rows.push(row);
    }
    for rows in rows.chunks(CHUNK) {
        hire::Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
    }
    Ok(ids)
}

async fn load_figures(context: &Context, db: &impl ConnectionTrait, desks: &Desks) -> Result<usize, Error> {
    let mut rows = Vec::new();
    for (position, figure) in (1..).zip(history::published_figures()) {
        rows.push(figure_row(context, desks, position, figure)?);
    }
    let figures = rows.len();
    published_figure::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(figures)
}

fn figure_row(
    context: &Context,
    desks: &Desks,
    position: i32,
    figure: &PublishedFigure,
) -> Result<published_figure::ActiveModel, Error> {
    let specialty = figure.specialty.as_deref().map(|code| desks.specialty(SCHOOL, code)).transpose()?;
    Ok(published_figure::ActiveModel {
        id: Set(context.new_id()),
        school_id: Set(desks.school(SCHOOL)?),
        position: Set(position),
        key: Set(figure.key.clone()),
        value: Set(figure.value),
        unit: Set(figure.unit.clone()),
        population: Set(figure.population.clone()),
        legible: Set(figure.is_legible()),
        source: Set(figure.source.clone()),
        academic_year: Set(figure.academic_year.map(domain::academic_year::AcademicYear::first_year)),
        specialty_id: Set(specialty),
    })
}
