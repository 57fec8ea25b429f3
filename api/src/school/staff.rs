//! The accounts of a school's staff, by what they are scoped to.

use domain::role::Role;
use entity::{Stored, account, account_specialty, specialty};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

/// Those of a role, whatever they are scoped to.
pub(crate) fn of(school: Uuid, role: Role) -> Select<account::Entity> {
    account::Entity::find()
        .filter(account::Column::Role.eq(Stored(role)))
        .filter(account::Column::SchoolId.eq(school))
        .filter(account::Column::DisabledAt.is_null())
}

/// The career services who see what is of a specialty: all but those scoped to others.
pub(crate) fn desk(school: Uuid, specialty: Uuid) -> Select<account::Entity> {
    let any = account_specialty::Entity::find().select_only().column(account_specialty::Column::AccountId);
    let sees = Condition::any()
        .add(account::Column::Id.not_in_subquery(any.into_query()))
        .add(account::Column::Id.in_subquery(scoped(specialty)));
    of(school, Role::CareerServices).filter(sees)
}

/// The heads of a specialty, and of the department that it is an option of.
pub(crate) fn heads(school: Uuid, specialty: Uuid) -> Select<account::Entity> {
    of(school, Role::DepartmentHead).filter(account::Column::Id.in_subquery(scoped(specialty)))
}

/// The ids of the accounts scoped to a specialty, or to the department that it is an option of: as `auth::actor` reads a
/// scope.
fn scoped(id: Uuid) -> SelectStatement {
    let department = specialty::Entity::find_by_id(id)
        .select_only()
        .column(specialty::Column::ParentId)
        .filter(specialty::Column::ParentId.is_not_null())
        .into_query();
    let scope = Condition::any()
        .add(account_specialty::Column::SpecialtyId.eq(id))
        .add(account_specialty::Column::SpecialtyId.in_subquery(department));
    account_specialty::Entity::find()
        .select_only()
        .column(account_specialty::Column::AccountId)
        .filter(scope)
        .into_query()
}
