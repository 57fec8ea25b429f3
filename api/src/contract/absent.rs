//! Who has no account in a contract, so that career services stand in.

use crate::company::acting;
use crate::error::Error;
use crate::school::staff;
use domain::company::{CompanyStatus, MemberStatus};
use domain::contract_type::ContractType;
use domain::procedure::Actor;
use domain::role::Role;
use entity::{Stored, account, account_specialty, company, company_member, contract};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QuerySelect, RelationTrait,
};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// The actors without an account: a company that nobody acts for, a department without a head, a training centre that does not
/// use the platform, a school tutor who is not named yet.
///
/// # Errors
/// The database does not answer.
pub(super) async fn of(db: &impl ConnectionTrait, row: &contract::Model) -> Result<BTreeSet<Actor>, Error> {
    let mut absent = BTreeSet::new();
    if !acting::has_members(db, row.company_id).await? {
        absent.insert(Actor::Company);
    }
    if !has_head(db, row).await? {
        absent.insert(Actor::DepartmentHead);
    }
    if row.school_tutor_id.is_none() {
        absent.insert(Actor::SchoolTutor);
    }
    if row.contract_type.0 != ContractType::Apprenticeship || !has_training_centre(db, row).await? {
        absent.insert(Actor::TrainingCentre);
    }
    Ok(absent)
}

/// Who is there of those who may be absent, read for many contracts at once.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// The specialties that heads are scoped to.
    headed: HashSet<Uuid>,
    /// The schools with a training centre.
    centres: HashSet<Uuid>,
    /// The companies that somebody acts for.
    companies: HashSet<Uuid>,
}

impl Present {
    /// Around these contracts, in one statement.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn read<'a>(
        db: &impl ConnectionTrait,
        contracts: impl Iterator<Item = &'a contract::Model>,
    ) -> Result<Self, DbErr> {
        type Row = (Option<Uuid>, Stored<Role>, Option<Uuid>, Option<Uuid>);
        let (schools, companies): (HashSet<Uuid>, HashSet<Uuid>) =
            contracts.map(|row| (row.school_id, row.company_id)).unzip();
        let staff = Condition::all()
            .add(account::Column::SchoolId.is_in(schools))
            .add(account::Column::Role.is_in([Stored(Role::DepartmentHead), Stored(Role::TrainingCentre)]))
            .add(account::Column::DisabledAt.is_null());
        let members = Condition::all()
            .add(company_member::Column::CompanyId.is_in(companies))
            .add(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
            .add(company::Column::Status.eq(Stored(CompanyStatus::Verified)));
        let rows: Vec<Row> = account::Entity::find()
            .select_only()
            .columns([account::Column::SchoolId, account::Column::Role])
            .column(account_specialty::Column::SpecialtyId)
            .column(company_member::Column::CompanyId)
            .join(JoinType::LeftJoin, account_specialty::Relation::Account.def().rev())
            .join(JoinType::LeftJoin, company_member::Relation::Account.def().rev())
            .join(JoinType::LeftJoin, company_member::Relation::Company.def())
            .filter(Condition::any().add(staff).add(members))
            .into_tuple()
            .all(db)
            .await?;
        let mut present = Self::default();
        for (school, role, specialty, company) in rows {
            match role.0 {
                Role::TrainingCentre => present.centres.extend(school),
                Role::DepartmentHead => present.headed.extend(specialty),
                _ => present.companies.extend(company),
            }
        }
        Ok(present)
    }

    /// As [`of`]; `department` is what the contract's specialty is an option of.
    pub(super) fn absent(&self, row: &contract::Model, department: Option<Uuid>) -> BTreeSet<Actor> {
        let has_head =
            std::iter::once(row.specialty_id).chain(department).any(|id| self.headed.contains(&id));
        let is_apprenticeship = row.contract_type.0 == ContractType::Apprenticeship;
        let absent = [
            (Actor::Company, !self.companies.contains(&row.company_id)),
            (Actor::DepartmentHead, !has_head),
            (Actor::SchoolTutor, row.school_tutor_id.is_none()),
            (Actor::TrainingCentre, !(is_apprenticeship && self.centres.contains(&row.school_id))),
        ];
        absent.into_iter().filter(|(_, is_absent)| *is_absent).map(|(actor, _)| actor).collect()
    }
}

async fn has_head(db: &impl ConnectionTrait, row: &contract::Model) -> Result<bool, Error> {
    Ok(staff::heads(row.school_id, row.specialty_id).count(db).await? > 0)
}

async fn has_training_centre(db: &impl ConnectionTrait, row: &contract::Model) -> Result<bool, Error> {
    Ok(staff::of(row.school_id, Role::TrainingCentre).count(db).await? > 0)
}
