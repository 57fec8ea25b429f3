//! A person of a company who follows students under contract.

use sea_orm::entity::prelude::*;

/// A person of a company who follows students under contract.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "company_tutor")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Company.
    pub company_id: Uuid,
    /// The account of the person, where there is one.
    pub account_id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// Function in the company.
    pub job_title: String,
    /// Address as typed.
    pub email: String,
    /// Lower-case address: one row each in a company.
    pub email_key: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Highest diploma.
    pub diploma: Option<String>,
    /// Years of experience in the trade.
    pub experience_years: Option<i32>,
    /// Whether the person holds an engineer's diploma.
    pub engineer: Option<bool>,
    /// Months in an engineer's post.
    pub engineer_months: Option<i32>,
    /// Whether it is the employer in person.
    pub employer: bool,
    /// When it came.
    pub created_at: DateTimeUtc,
    /// Last change.
    pub updated_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `company_id`.
    #[sea_orm(
        belongs_to = "super::company::Entity",
        from = "Column::CompanyId",
        to = "super::company::Column::Id"
    )]
    Company,
    /// `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
}

impl Related<super::company::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Company.def()
    }
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
