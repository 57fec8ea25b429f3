//! Writing what a file changes.

use super::Plan;
use crate::context::Context;
use crate::error::Error;
use crate::hiring::companies::{self, Meant};
use crate::hiring::printed::{self, Origin};
use crate::location::Location;
use crate::outbox::{self, Indexed};
use domain::hire_source::HireSource;
use domain::hiring::import::HireLine;
use entity::{Stored, hire};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows of one insert: 21 values each, of at most 32,766 on SQLite.
const CHUNK: usize = 1_000;

pub(super) async fn run(
    context: &Context,
    db: &impl ConnectionTrait,
    school: Uuid,
    plan: &Plan<'_>,
    meant: &Meant,
) -> Result<(), Error> {
    let (mut hires, mut touched) = (Vec::new(), BTreeSet::new());
    let mut rows = Vec::with_capacity(plan.added.len());
    for (specialty, line) in &plan.added {
        let company = meant.company(&line.company_as_printed)?;
        let origin =
            Origin { school, specialty: *specialty, company, source: HireSource::Imported, document: None };
        let row = printed::row(context, line, origin);
        hires.push((row.id.clone().unwrap(), 1));
        touched.insert(company);
        rows.push(row);
    }
    for rows in rows.chunks(CHUNK) {
        hire::Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
    }
    for (row, line) in &plan.changed {
        let company = meant.company(&line.company_as_printed)?;
        touched.extend([row.company_id, company]);
        hires.push((row.id, row.version + 1));
        corrected(row.clone(), line, company).update(db).await?;
    }
    outbox::changed(context, db, Indexed::Hire, hires).await?;
    companies::touch(context, db, &touched).await
}

fn corrected(row: hire::Model, line: &HireLine, company: Uuid) -> hire::ActiveModel {
    let location = Location::of(line.postcode.as_deref(), line.city.as_deref());
    let version = row.version + 1;
    hire::ActiveModel {
        company_id: Set(company),
        company_as_printed: Set(Some(line.company_as_printed.clone())),
        postcode: Set(line.postcode.clone()),
        city: Set(line.city.clone()),
        city_key: Set(location.city_key),
        place: Set(location.place),
        place_key: Set(location.place_key),
        latitude: Set(location.latitude),
        longitude: Set(location.longitude),
        confidence: Set(Some(Stored(line.confidence))),
        note: Set(line.note.clone()),
        version: Set(version),
        ..row.into_active_model()
    }
}
