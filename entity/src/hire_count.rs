//! How many hires a specialty has in an academic year, by source. Kept by the database itself: never written here.

use crate::Stored;
use domain::hire_source::HireSource;
use sea_orm::entity::prelude::*;

/// How many hires a specialty has in an academic year, by source.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "hire_count")]
pub struct Model {
    /// School.
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: Uuid,
    /// Specialty.
    #[sea_orm(primary_key, auto_increment = false)]
    pub specialty_id: Uuid,
    /// First year of the academic year: 2019 for 2019-2020.
    #[sea_orm(primary_key, auto_increment = false)]
    pub academic_year: i32,
    /// Where the hires are known from.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: Stored<HireSource>,
    /// How many; zero where there were some and are none.
    pub hires: i64,
}

/// It leads nowhere that is followed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
