//! Who acts for companies. Where nobody does, career services stand in.

use crate::error::Error;
use domain::company::{CompanyStatus, MemberStatus};
use entity::{Stored, company, company_member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
    RelationTrait, Select,
};
use uuid::Uuid;

/// The members who act for their companies: approved ones, of companies that are verified. A company that staff rejected since
/// has members who do nothing any more; what waits for it would wait for nobody.
pub(crate) fn members() -> Select<company_member::Entity> {
    company_member::Entity::find()
        .join(JoinType::InnerJoin, company_member::Relation::Company.def())
        .filter(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
        .filter(company::Column::Status.eq(Stored(CompanyStatus::Verified)))
}

/// Whether anybody acts for a company.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn has_members(db: &impl ConnectionTrait, company: Uuid) -> Result<bool, Error> {
    Ok(members().filter(company_member::Column::CompanyId.eq(company)).count(db).await? > 0)
}
