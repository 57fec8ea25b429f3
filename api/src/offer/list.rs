//! Lists of offers: a company's, a school's. Each holds what the asker may see, decided in SQL, so that pages are
//! whole and totals exact.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{ById, Connection, Page, Totals, connection, wants_total};
use crate::offer::prefetch::{self, Beside};
use crate::offer::types::{Offer, OfferStatus};
use async_graphql::Context;
use domain::offer::OfferStatus as Status;
use domain::policy::Actor;
use domain::role::Role;
use entity::{Stored, offer, offer_specialty};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use strum::VariantArray;
use uuid::Uuid;

/// Whose offers.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// A company's.
    Company(Uuid),
    /// A school's: for its staff, the queue to decide on.
    School(Uuid),
}

/// A page of offers, newest first, that the asker may see.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub async fn page(
    ctx: &Context<'_>,
    of: Of,
    status: Option<OfferStatus>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<Offer, Totals>, Error> {
    let page = Page::<ById>::new(first, after)?;
    let request = Request::of(ctx)?;
    let db = &request.context.db.read;
    let owner = match of {
        Of::Company(company) => offer::Column::CompanyId.eq(company),
        Of::School(school) => offer::Column::SchoolId.eq(school),
    };
    let status = status.map(|status| offer::Column::Status.eq(Stored(Status::from(status))));
    let all = offer::Entity::find()
        .filter(owner)
        .filter(visible(request.caller.actor.as_ref()))
        .filter(Condition::all().add_option(status));
    let total = if wants_total(ctx) { Some(all.clone().count(db).await?) } else { None };
    let beyond = page.after.as_ref().map(|after| offer::Column::Id.lt(after.0));
    let rows = all
        .filter(Condition::all().add_option(beyond))
        .order_by_desc(offer::Column::Id)
        .limit(u64::from(page.first) + 1);
    let rows = prefetch::read(request, rows, Beside::of_list(ctx.look_ahead())).await?;
    Ok(connection(&page, rows, total, |offer| ById(offer.row.id), |offer| offer))
}

/// What the policy says of each offer (`Action::Read`), as a condition.
#[must_use]
pub fn visible(actor: Option<&Actor>) -> Condition {
    let public = Status::VARIANTS.iter().filter(|status| status.is_public()).copied().map(Stored);
    let public = Condition::any().add(offer::Column::Status.is_in(public));
    let Some(actor) = actor else { return public };
    match actor.role {
        Role::Admin => Condition::all(),
        Role::CompanyMember => {
            let own = actor.membership.filter(|member| member.approved);
            public.add_option(own.map(|member| offer::Column::CompanyId.eq(member.company)))
        }
        Role::CareerServices | Role::DepartmentHead => public.add(of_desk(actor)),
        Role::Student | Role::SchoolTutor | Role::TrainingCentre => public,
    }
}

/// What a desk sees: its school's offers once they are submitted, within its specialties.
fn of_desk(actor: &Actor) -> Condition {
    let school = actor.school.map_or(Uuid::nil(), |school| school);
    let desk = Condition::all()
        .add(offer::Column::SchoolId.eq(school))
        .add(offer::Column::Status.ne(Stored(Status::Draft)));
    if actor.specialties.is_empty() && actor.role == Role::CareerServices {
        return desk;
    }
    let in_scope = offer_specialty::Entity::find()
        .select_only()
        .column(offer_specialty::Column::OfferId)
        .filter(offer_specialty::Column::SpecialtyId.is_in(actor.specialties.iter().copied()))
        .into_query();
    desk.add(offer::Column::Id.in_subquery(in_scope))
}
