//! A document of a contract: a paper that was issued, with its place among those of its kind.

use crate::Stored;
use domain::document::{DocumentKind, DocumentState};
use sea_orm::entity::prelude::*;

/// A document of a contract: a paper that was issued, with its place among those of its kind.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Contract.
    pub contract_id: Uuid,
    /// What it is.
    pub kind: Stored<DocumentKind>,
    /// Its number among those of its kind that hold side by side: 1, but for amendments.
    pub number: i32,
    /// How often it was issued, from 1.
    pub revision: i32,
    /// The revision before, which it voids.
    pub supersedes: Option<Uuid>,
    /// What it prints to be found by, unique.
    pub reference: String,
    /// What it is called, with its people.
    pub title: String,
    /// Its bytes: a stored file. None for what was made elsewhere, until its scan is accepted.
    pub file_id: Option<Uuid>,
    /// The SHA-256 of these bytes, in hexadecimal.
    pub sha256: Option<String>,
    /// What its events make of it, kept beside them.
    pub state: Stored<DocumentState>,
    /// Why it holds no more.
    pub void_reason: Option<String>,
    /// The day that it bears.
    pub issued_on: Date,
    /// The account that issued it; none is the platform.
    pub issued_by: Option<Uuid>,
    /// Made by `tremplin demo`.
    pub demo: bool,
    /// Grows with each change.
    pub version: i64,
    /// When it was issued.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `contract_id`.
    #[sea_orm(
        belongs_to = "super::contract::Entity",
        from = "Column::ContractId",
        to = "super::contract::Column::Id"
    )]
    Contract,
    /// `supersedes`.
    #[sea_orm(
        belongs_to = "super::document::Entity",
        from = "Column::Supersedes",
        to = "super::document::Column::Id"
    )]
    Supersedes,
    /// `issued_by`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::IssuedBy",
        to = "super::account::Column::Id"
    )]
    IssuedBy,
}

impl Related<super::contract::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Contract.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
