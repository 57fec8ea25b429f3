//! `memberApprove` and `memberRefuse`: a member of a company decides on who joins it.

use crate::company::types::CompanyMember;
use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::events::Event;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::notification::tell;
use domain::company::MemberStatus;
use domain::notification::NotificationKind;
use domain::policy::{Action, Subject};
use entity::{Stored, account, company_member};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

/// Decides on a person who waits; deciding the same again changes nothing.
///
/// # Errors
/// `WRONG_STATE` when the other was decided before; `NOT_FOUND` to anybody but members of the company.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    status: MemberStatus,
) -> Result<CompanyMember, Rejection> {
    let context = &request.context;
    request.actor()?;
    let tx = context.db.begin().await?;
    let found = company_member::Entity::find_by_id(id).find_also_related(account::Entity).one(&tx).await?;
    let Some((member, Some(account))) = found else { return Err(Error::NotFound.into()) };
    let subject = Subject::Company { company: member.company_id };
    // Who works where is nobody else's business: a stranger learns not even that the id exists.
    let actor = request.authorize(Action::ApproveMember, &subject).map_err(|denial| match denial {
        Error::Forbidden => Error::NotFound,
        other => other,
    })?;
    let decided = company_member::Entity::update_many()
        .col_expr(company_member::Column::Status, Expr::value(Stored(status)))
        .col_expr(company_member::Column::DecidedBy, Expr::value(actor.account))
        .col_expr(company_member::Column::DecidedAt, Expr::value(context.now()))
        .filter(company_member::Column::Id.eq(id))
        .filter(company_member::Column::Status.eq(Stored(MemberStatus::Pending)))
        .exec(&tx)
        .await?;
    if decided.rows_affected == 0 && member.status.0 != status {
        let (fr, en) =
            ("Une décision a déjà été prise sur cette personne.", "This person was decided on before.");
        return Err(UserError::new(ErrorCode::WrongState, fr, en).at(&["id"]).into());
    }
    if decided.rows_affected == 1 {
        let approved = status == MemberStatus::Approved;
        let kind = if approved { NotificationKind::MemberApproved } else { NotificationKind::MemberRefused };
        let about = tell::About { company: Some(member.company_id), ..tell::About::default() };
        tell::accounts(context, &tx, [member.account_id], kind, &about).await?;
        tx.announce([Event::AccountChanged(member.account_id)]);
    }
    tx.commit().await?;
    let row = company_member::Model { status: Stored(status), ..member };
    Ok(CompanyMember { row: Arc::new(row), account: Arc::new(account) })
}
