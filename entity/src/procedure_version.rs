//! A procedure of a school, as it was written for a year. What it says never changes: contracts run it to their end.

use crate::Stored;
use domain::contract_type::ContractType;
use sea_orm::entity::prelude::*;

/// A procedure of a school, as it was written for a year. What it says never changes: contracts run it to their end.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "procedure_version")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// School.
    pub school_id: Uuid,
    /// For which kind of contract.
    pub contract_type: Stored<ContractType>,
    /// First year of the academic year that it was written for.
    pub academic_year: i32,
    /// SHA-256 of the text, in hexadecimal.
    pub digest: String,
    /// The procedure, in TOML.
    pub text: String,
    /// The account that put it in force last; none for what came with the program.
    pub uploaded_by: Option<Uuid>,
    /// When it was put in force last.
    pub created_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `school_id`.
    #[sea_orm(
        belongs_to = "super::school::Entity",
        from = "Column::SchoolId",
        to = "super::school::Column::Id"
    )]
    School,
}

impl Related<super::school::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::School.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
