//! A change of an active contract, which holds once its paper is signed by all.

use sea_orm::entity::prelude::*;

/// A change of an active contract, which holds once its paper is signed by all.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_amendment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Contract.
    pub contract_id: Uuid,
    /// Its number, from 1.
    pub number: i32,
    /// Its paper as it was issued first.
    pub document_id: Option<Uuid>,
    /// The day from which it holds.
    pub from_day: Date,
    /// The last day of work, where it changes.
    pub last_day: Option<Date>,
    /// Gross monthly pay in cents, where it changes.
    pub gross_monthly_pay: Option<i64>,
    /// Who follows the student in the company, where that changes, once it holds.
    pub company_tutor_id: Option<Uuid>,
    /// The person that it names, as JSON, until it holds.
    pub company_tutor: Option<String>,
    /// Why.
    pub reason: String,
    /// The account.
    pub requested_by: Uuid,
    /// When it came to hold.
    pub effective_at: Option<DateTimeUtc>,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
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
    /// `document_id`.
    #[sea_orm(
        belongs_to = "super::document::Entity",
        from = "Column::DocumentId",
        to = "super::document::Column::Id"
    )]
    Document,
    /// `company_tutor_id`.
    #[sea_orm(
        belongs_to = "super::company_tutor::Entity",
        from = "Column::CompanyTutorId",
        to = "super::company_tutor::Column::Id"
    )]
    CompanyTutor,
    /// `requested_by`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::RequestedBy",
        to = "super::account::Column::Id"
    )]
    RequestedBy,
}

impl Related<super::contract::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Contract.def()
    }
}

impl Related<super::document::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Document.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
