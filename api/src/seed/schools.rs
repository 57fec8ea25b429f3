//! Schools and their specialties.

use crate::context::Context;
use crate::error::Error;
use domain::school::{School, Specialty, schools, specialties};
use entity::{school, specialty};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// The ids that the codes were given.
#[derive(Debug, Default)]
pub(super) struct Desks {
    /// Of a school.
    pub(super) schools: HashMap<&'static str, Uuid>,
    /// Of a specialty, by the school's code and its own.
    pub(super) specialties: HashMap<(&'static str, &'static str), Uuid>,
}

/// Loads them in their published order; an option comes after its department.
pub(super) async fn load(context: &Context, db: &impl ConnectionTrait) -> Result<Desks, Error> {
    let mut desks = Desks::default();
    let schools: Vec<_> =
        (1..).zip(schools()).map(|(position, row)| school_row(context, &mut desks, position, row)).collect();
    school::Entity::insert_many(schools).exec_without_returning(db).await?;
    let mut rows = Vec::new();
    for (position, row) in (1..).zip(specialties()) {
        rows.push(specialty_row(context, &mut desks, position, row)?);
    }
    specialty::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(desks)
}

fn school_row(
    context: &Context,
    desks: &mut Desks,
    position: i32,
    row: &'static School,
) -> school::ActiveModel {
    let id = context.new_id();
    desks.schools.insert(&row.code, id);
    school::ActiveModel {
        id: Set(id),
        code: Set(row.code.clone()),
        name: Set(row.name.clone()),
        position: Set(position),
    }
}

fn specialty_row(
    context: &Context,
    desks: &mut Desks,
    position: i32,
    row: &'static Specialty,
) -> Result<specialty::ActiveModel, Error> {
    let id = context.new_id();
    let parent = row.parent.as_deref().map(|code| desks.specialty(&row.school, code)).transpose()?;
    desks.specialties.insert((&row.school, &row.code), id);
    Ok(specialty::ActiveModel {
        id: Set(id),
        school_id: Set(desks.school(&row.school)?),
        parent_id: Set(parent),
        code: Set(row.code.clone()),
        name: Set(row.name.clone()),
        position: Set(position),
    })
}

impl Desks {
    /// The id of a school that was loaded.
    pub(super) fn school(&self, code: &str) -> Result<Uuid, Error> {
        let id = self.schools.get(code).copied();
        id.ok_or_else(|| Error::internal(anyhow::anyhow!("the shipped data name no school {code}")))
    }

    /// The id of a specialty that was loaded.
    pub(super) fn specialty(&self, school: &str, code: &str) -> Result<Uuid, Error> {
        let id = self.specialties.get(&(school, code)).copied();
        id.ok_or_else(|| {
            Error::internal(anyhow::anyhow!("the shipped data name no specialty {code} of {school}"))
        })
    }
}
