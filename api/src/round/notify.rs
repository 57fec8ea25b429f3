//! Telling the people of a round, each in the own language.

use crate::context::Context;
use crate::error::Error;
use crate::events::Transaction;
use crate::notification::tell::{self, About};
use crate::round::store::CHUNK;
use chrono::{DateTime, Utc};
use domain::company::MemberStatus;
use domain::locale::Locale;
use domain::notification::NotificationKind;
use entity::{
    Stored, account, company_member, matching_round, matching_round_offer, matching_round_student, offer,
    student,
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// Somebody to tell.
struct Person {
    account: Uuid,
    locale: Locale,
    /// The student, or the company.
    of: Uuid,
}

/// What publication says to whom.
#[derive(Debug, Default)]
pub(super) struct Results {
    /// The application of each student who was assigned an offer.
    pub(super) application_of: HashMap<Uuid, Uuid>,
    /// How many students each company was assigned.
    pub(super) assigned_to: HashMap<Uuid, usize>,
}

/// Tells every student of a round and every member of a company with an offer in it the same; `words` are those of
/// whoever decided.
///
/// # Errors
/// The database does not answer.
pub(super) async fn everybody(
    context: &Context,
    tx: &Transaction,
    round: &matching_round::Model,
    kind: NotificationKind,
    words: Option<&str>,
) -> Result<(), Error> {
    let mut people = students(tx, round.id).await?;
    let companies = members(tx, round.id).await?;
    let student_count = people.len();
    people.extend(companies);
    let told = people.into_iter().enumerate().map(|(at, person)| {
        let until = if at < student_count { round.students_rank_until } else { round.companies_rank_until };
        let reason = Some(general(round, kind, until, words, person.locale));
        (person.account, About { round: Some(round.id), reason, ..About::default() })
    });
    tell::each(context, tx, kind, told).await
}

/// Tells each student of the own result, and each company how many students it was assigned.
///
/// # Errors
/// The database does not answer.
pub(super) async fn results(
    context: &Context,
    tx: &Transaction,
    round: &matching_round::Model,
    results: &Results,
) -> Result<(), Error> {
    let kind = NotificationKind::RoundPublished;
    let to_students = students(tx, round.id).await?.into_iter().map(|person| {
        let application = results.application_of.get(&person.of).copied();
        let reason = Some(own_result(round, application.is_some(), person.locale));
        (person.account, About { round: Some(round.id), application, reason, ..About::default() })
    });
    tell::each(context, tx, kind, to_students).await?;
    let to_companies = members(tx, round.id).await?.into_iter().map(|person| {
        let assigned = results.assigned_to.get(&person.of).copied().unwrap_or(0);
        let reason = Some(company_result(round, assigned, person.locale));
        (
            person.account,
            About { round: Some(round.id), company: Some(person.of), reason, ..About::default() },
        )
    });
    tell::each(context, tx, kind, to_companies).await
}

async fn students(tx: &Transaction, round: Uuid) -> Result<Vec<Person>, Error> {
    let rows: Vec<(Uuid, Stored<Locale>, Uuid)> = matching_round_student::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .column(account::Column::Locale)
        .column(matching_round_student::Column::StudentId)
        .join(JoinType::InnerJoin, matching_round_student::Relation::Student.def())
        .join(JoinType::InnerJoin, student::Relation::Account.def())
        .filter(matching_round_student::Column::RoundId.eq(round))
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|(account, locale, of)| Person { account, locale: locale.0, of }).collect())
}

/// The approved members of the companies with an offer in the round, once each.
async fn members(tx: &Transaction, round: Uuid) -> Result<Vec<Person>, Error> {
    let companies: Vec<Uuid> = matching_round_offer::Entity::find()
        .select_only()
        .column(offer::Column::CompanyId)
        .distinct()
        .join(JoinType::InnerJoin, matching_round_offer::Relation::Offer.def())
        .filter(matching_round_offer::Column::RoundId.eq(round))
        .into_tuple()
        .all(tx)
        .await?;
    let mut people = Vec::new();
    for chunk in companies.chunks(CHUNK) {
        let rows: Vec<(Uuid, Stored<Locale>, Uuid)> = company_member::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .column(account::Column::Locale)
            .column(company_member::Column::CompanyId)
            .join(JoinType::InnerJoin, company_member::Relation::Account.def())
            .filter(company_member::Column::CompanyId.is_in(chunk.iter().copied()))
            .filter(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
            .order_by_asc(account::Column::Id)
            .into_tuple()
            .all(tx)
            .await?;
        people.extend(rows.into_iter().map(|(account, locale, of)| Person { account, locale: locale.0, of }));
    }
    Ok(people)
}

fn general(
    round: &matching_round::Model,
    kind: NotificationKind,
    until: DateTime<Utc>,
    words: Option<&str>,
    locale: Locale,
) -> String {
    let (name, until) = (&round.name, until.format("%Y-%m-%d %H:%M UTC"));
    let words = words.unwrap_or_default();
    match (kind, locale) {
        (NotificationKind::RoundOpened, Locale::Fr) => {
            format!("Le tour « {name} » est ouvert : classez jusqu'au {until}.")
        }
        (NotificationKind::RoundOpened, Locale::En) => {
            format!("The round “{name}” is open: rank until {until}.")
        }
        (NotificationKind::RoundCancelled, Locale::Fr) => format!("Le tour « {name} » est annulé : {words}"),
        (NotificationKind::RoundCancelled, Locale::En) => {
            format!("The round “{name}” was cancelled: {words}")
        }
        (_, Locale::Fr) => format!("Le tour « {name} » a changé de dates : classez jusqu'au {until}."),
        (_, Locale::En) => format!("The deadlines of the round “{name}” moved: rank until {until}."),
    }
}

fn own_result(round: &matching_round::Model, assigned: bool, locale: Locale) -> String {
    let name = &round.name;
    match (assigned, locale) {
        (true, Locale::Fr) => {
            format!("Le tour « {name} » vous attribue une offre : confirmez ou déclinez la candidature.")
        }
        (true, Locale::En) => {
            format!("The round “{name}” assigned you an offer: confirm or decline the application.")
        }
        (false, Locale::Fr) => {
            format!("Le tour « {name} » ne vous attribue pas d'offre ; il dit pourquoi, offre par offre.")
        }
        (false, Locale::En) => {
            format!("The round “{name}” did not assign you an offer; it says why, offer by offer.")
        }
    }
}

fn company_result(round: &matching_round::Model, assigned: usize, locale: Locale) -> String {
    let name = &round.name;
    match locale {
        Locale::Fr => {
            format!("Résultats du tour « {name} » : étudiants attribués à vos offres : {assigned}.")
        }
        Locale::En => format!("Results of the round “{name}”: students assigned to your offers: {assigned}."),
    }
}
