//! From checked terms to rows.

use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::events::{Event, Transaction};
use crate::offer::reference;
use crate::offer::store::{self, Step};
use crate::offer::terms::Terms;
use crate::outbox::{self, Indexed};
use crate::skill;
use domain::offer::{OfferAction, OfferStatus};
use domain::text::fold;
use entity::{Stored, company, offer, offer_skill, offer_specialty};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use uuid::Uuid;

/// Times that a reference is drawn again before something must be wrong.
const DRAWS: usize = 16;

/// Whose the new offer is.
pub(super) struct Origin<'a> {
    /// Its id, drawn before, since an idempotency key may name it.
    pub(super) id: Uuid,
    /// The company.
    pub(super) company: &'a company::Model,
    /// The school.
    pub(super) school: Uuid,
    /// Who writes it.
    pub(super) by: Uuid,
    /// The offer it is copied from.
    pub(super) duplicate_of: Option<Uuid>,
}

/// Writes a new draft.
///
/// # Errors
/// The database does not answer.
pub(super) async fn insert(
    context: &Context,
    tx: &Transaction,
    origin: &Origin<'_>,
    terms: &Terms,
) -> Result<offer::Model, Rejection> {
    let now = context.now();
    let mut row = offer::ActiveModel {
        id: Set(origin.id),
        company_id: Set(origin.company.id),
        school_id: Set(origin.school),
        status: Set(Stored(OfferStatus::Draft)),
        published_at: Set(None),
        expires_at: Set(None),
        duplicate_of: Set(origin.duplicate_of),
        created_by: Set(origin.by),
        demo: Set(origin.company.demo),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    apply(&mut row, terms, &origin.company.name);
    insert_under_a_new_reference(context, tx, row).await?;
    relations(context, tx, origin.id, terms).await?;
    let row = store::lock(tx, origin.id).await?;
    let step = Step { action: OfferAction::Create, by: Some(origin.by), reason: None };
    store::record(context, tx, &row, None, step).await?;
    outbox::changed(context, tx, Indexed::Offer, [(row.id, row.version)]).await?;
    tx.announce([Event::OfferChanged { id: row.id, version: row.version }]);
    Ok(row)
}

async fn insert_under_a_new_reference(
    context: &Context,
    tx: &Transaction,
    mut row: offer::ActiveModel,
) -> Result<(), Error> {
    for _ in 0..DRAWS {
        row.reference = Set(reference::next(context));
        // Not an error but nothing inserted: an error would end a PostgreSQL transaction.
        let taken = OnConflict::column(offer::Column::Reference).do_nothing().to_owned();
        let insert = offer::Entity::insert(row.clone()).on_conflict(taken).try_insert();
        if matches!(insert.exec_without_returning(tx).await?, TryInsertResult::Inserted(rows) if rows > 0) {
            return Ok(());
        }
    }
    Err(Error::internal(anyhow::anyhow!("{DRAWS} references in a row were taken")))
}

/// Puts terms into a row.
pub(crate) fn apply(row: &mut offer::ActiveModel, terms: &Terms, company: &str) {
    let draft = &terms.draft;
    row.title = Set(draft.title.clone());
    row.title_key = Set(fold(&draft.title));
    row.description = Set(draft.description.clone());
    row.missions = Set(draft.missions.clone());
    row.contract_type = Set(Stored(draft.contract_type));
    row.positions = Set(draft.positions);
    row.postcode = Set(draft.postcode.clone());
    row.city = Set(draft.city.clone());
    row.city_key = Set(terms.city_key.clone());
    row.latitude = Set(terms.coordinates.map(|point| point.latitude));
    row.longitude = Set(terms.coordinates.map(|point| point.longitude));
    row.remote = Set(Stored(draft.remote));
    row.start_on = Set(draft.start);
    row.end_on = Set(draft.end);
    row.gross_monthly_pay = Set(draft.pay.map(|pay| pay.0));
    row.search_key = Set(search_key(terms, company));
}

/// Every word by which an offer is found when the search engine does not answer.
fn search_key(terms: &Terms, company: &str) -> String {
    let draft = &terms.draft;
    let mut words = vec![draft.title.as_str(), company, draft.city.as_deref().unwrap_or("")];
    words.extend(draft.skills.iter().map(String::as_str));
    words.extend(terms.specialties.iter().flat_map(|row| [row.code.as_str(), row.name.as_str()]));
    words.extend([draft.missions.as_deref().unwrap_or(""), draft.description.as_str()]);
    fold(&words.join(" "))
}

/// Replaces the specialties and skills of an offer.
///
/// # Errors
/// The database does not answer.
pub(super) async fn relations(
    context: &Context,
    tx: &Transaction,
    offer: Uuid,
    terms: &Terms,
) -> Result<(), Error> {
    offer_specialty::Entity::delete_many()
        .filter(offer_specialty::Column::OfferId.eq(offer))
        .exec(tx)
        .await?;
    let rows = terms.specialties.iter().map(|specialty| offer_specialty::ActiveModel {
        id: Set(context.new_id()),
        offer_id: Set(offer),
        specialty_id: Set(specialty.id),
    });
    offer_specialty::Entity::insert_many(rows).exec_without_returning(tx).await?;
    offer_skill::Entity::delete_many().filter(offer_skill::Column::OfferId.eq(offer)).exec(tx).await?;
    let skills = skill::store::ids_of(context, tx, &terms.draft.skills).await?;
    if skills.is_empty() {
        return Ok(());
    }
    let rows = skills.into_iter().zip(0_i32..).map(|(skill, position)| offer_skill::ActiveModel {
        id: Set(context.new_id()),
        offer_id: Set(offer),
        skill_id: Set(skill),
        position: Set(position),
    });
    offer_skill::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
