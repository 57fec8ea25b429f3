//! `matchingRoundUpdate`: name, deadlines, and who takes part.

use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::round::facts::{Offers, Students};
use crate::round::store::{self, CHUNK, Step};
use crate::round::{change, create, notify};
use async_graphql::InputObject;
use domain::notification::NotificationKind;
use domain::round::status::{RankingPhase, RoundAction, RoundStatus};
use entity::{matching_choice, matching_round, matching_round_offer, matching_round_student};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashSet;
use uuid::Uuid;

/// Offers or students named in one request at most.
const MOST: usize = 500;

/// What changes of a round; what is left out stays.
#[derive(Clone, Debug, Default, InputObject)]
pub struct MatchingRoundUpdateInput {
    /// Its name.
    pub name: Option<String>,
    /// Until when students rank. Once they no longer do, it stays: companies have seen who chose them.
    pub students_rank_until: Option<DateTime>,
    /// Until when companies rank.
    pub companies_rank_until: Option<DateTime>,
    /// Published offers of the school, with a position left. 500 at most.
    #[graphql(default)]
    pub add_offers: Vec<Id>,
    /// Offers that no longer take part; what was ranked of them is forgotten. 500 at most.
    #[graphql(default)]
    pub remove_offers: Vec<Id>,
    /// Confirmed students of the school, whom nobody has hired. 500 at most.
    #[graphql(default)]
    pub add_students: Vec<Id>,
    /// Students who no longer take part; what was ranked of them is forgotten. 500 at most.
    #[graphql(default)]
    pub remove_students: Vec<Id>,
}

/// Who comes and goes.
struct Members {
    add_offers: Vec<Uuid>,
    remove_offers: Vec<Uuid>,
    add_students: Vec<Uuid>,
    remove_students: Vec<Uuid>,
}

/// Changes a round that is prepared or open. Who is there already stays as is, and who is not there is not removed: a
/// request may be repeated.
///
/// # Errors
/// `WRONG_STATE`, `INVALID`; for each offer `UNKNOWN`, `OTHER_SCHOOL`, `OFFER_WITHDRAWN` or `NO_POSITION_LEFT`, for each
/// student `UNKNOWN`, `OTHER_SCHOOL` or `STUDENT_NOT_AVAILABLE`; `RANKING_LATE` for offers and students added once
/// students no longer rank; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    input: MatchingRoundUpdateInput,
) -> Result<matching_round::Model, Rejection> {
    change::authorize(request, id, RoundAction::Update).await?;
    let by = request.actor()?.account;
    let name = input.name.as_deref().map(create::name).transpose()?;
    let members = Members::of(&input)?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, id).await?;
    change::advance(&before, RoundAction::Update, None)?;
    deadlines(context, &before, &input)?;
    require_time(context, &before, &members)?;
    let mut errors = check_offers(context, &tx, &before, &members.add_offers).await?;
    errors.extend(check_students(&tx, &before, &members.add_students).await?);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    members.save(context, &tx, id).await?;
    let detail = Some(detail(&input, &members));
    let moved = before.status.0 == RoundStatus::Open
        && (input.students_rank_until.is_some() || input.companies_rank_until.is_some());
    let after = store::save(context, &tx, before, |row| {
        name.into_iter().for_each(|name| row.name = Set(name));
        input.students_rank_until.into_iter().for_each(|until| row.students_rank_until = Set(until.0));
        input.companies_rank_until.into_iter().for_each(|until| row.companies_rank_until = Set(until.0));
    })
    .await?;
    let step = Step { action: RoundAction::Update, by, detail, reason: None };
    store::record(context, &tx, id, step).await?;
    if moved {
        notify::everybody(context, &tx, &after, NotificationKind::RoundMoved, None).await?;
    }
    tx.commit().await?;
    Ok(after)
}

impl Members {
    fn of(input: &MatchingRoundUpdateInput) -> Result<Self, Error> {
        Ok(Self {
            add_offers: ids(&input.add_offers, IdKind::Offer, "addOffers")?,
            remove_offers: ids(&input.remove_offers, IdKind::Offer, "removeOffers")?,
            add_students: ids(&input.add_students, IdKind::Student, "addStudents")?,
            remove_students: ids(&input.remove_students, IdKind::Student, "removeStudents")?,
        })
    }

    async fn save(&self, context: &Context, tx: &Transaction, round: Uuid) -> Result<(), Error> {
        self.remove(tx, round).await?;
        let now = context.now();
        let there: HashSet<Uuid> = store::offers(tx, round).await?.iter().map(|row| row.offer_id).collect();
        let offers = self.add_offers.iter().filter(|offer| !there.contains(offer)).map(|offer| {
            matching_round_offer::ActiveModel {
                id: Set(context.new_id()),
                round_id: Set(round),
                offer_id: Set(*offer),
                ranked_at: Set(None),
                ranked_by: Set(None),
                created_at: Set(now),
            }
        });
        for chunk in offers.collect::<Vec<_>>().chunks(CHUNK) {
            matching_round_offer::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
        }
        let there: HashSet<Uuid> =
            store::students(tx, round).await?.iter().map(|row| row.student_id).collect();
        let students = self.add_students.iter().filter(|student| !there.contains(student)).map(|student| {
            matching_round_student::ActiveModel {
                id: Set(context.new_id()),
                round_id: Set(round),
                student_id: Set(*student),
                ranked_at: Set(None),
                ranked_by: Set(None),
                created_at: Set(now),
            }
        });
        for chunk in students.collect::<Vec<_>>().chunks(CHUNK) {
            matching_round_student::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
        }
        Ok(())
    }

    /// Those who go, with what they ranked and what was ranked of them. What is left of others' rankings keeps its order.
    async fn remove(&self, tx: &Transaction, round: Uuid) -> Result<(), Error> {
        if !self.remove_offers.is_empty() {
            let gone = || self.remove_offers.iter().copied();
            matching_choice::Entity::delete_many()
                .filter(matching_choice::Column::RoundId.eq(round))
                .filter(matching_choice::Column::OfferId.is_in(gone()))
                .exec(tx)
                .await?;
            matching_round_offer::Entity::delete_many()
                .filter(matching_round_offer::Column::RoundId.eq(round))
                .filter(matching_round_offer::Column::OfferId.is_in(gone()))
                .exec(tx)
                .await?;
        }
        if !self.remove_students.is_empty() {
            let gone = || self.remove_students.iter().copied();
            matching_choice::Entity::delete_many()
                .filter(matching_choice::Column::RoundId.eq(round))
                .filter(matching_choice::Column::StudentId.is_in(gone()))
                .exec(tx)
                .await?;
            matching_round_student::Entity::delete_many()
                .filter(matching_round_student::Column::RoundId.eq(round))
                .filter(matching_round_student::Column::StudentId.is_in(gone()))
                .exec(tx)
                .await?;
        }
        Ok(())
    }
}

fn ids(given: &[Id], kind: IdKind, field: &str) -> Result<Vec<Uuid>, Error> {
    if given.len() > MOST {
        return Err(Error::bad_input(&["input", field], format!("expected {MOST} ids at most")));
    }
    let mut ids =
        given.iter().map(|id| id.of(kind, &["input", field])).collect::<Result<Vec<Uuid>, Error>>()?;
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    Ok(ids)
}

/// Deadlines that were not asked to move are not looked at: one of them may have passed.
fn deadlines(
    context: &Context,
    before: &matching_round::Model,
    input: &MatchingRoundUpdateInput,
) -> Result<(), Rejection> {
    let students = input.students_rank_until.map_or(before.students_rank_until, |until| until.0);
    let companies = input.companies_rank_until.map_or(before.companies_rank_until, |until| until.0);
    if input.students_rank_until.is_some() {
        if before.status.0 == RoundStatus::Open && store::phase_of(context, before) != RankingPhase::Students
        {
            return Err(late("studentsRankUntil").into());
        }
        create::deadlines(students, companies, context.now())?;
    }
    if input.companies_rank_until.is_some() {
        create::after(students, companies)?;
        if companies <= context.now() {
            let (fr, en) = ("Cette date est passée.", "This moment has passed.");
            return Err(UserError::new(ErrorCode::Invalid, fr, en)
                .at(&["input", "companiesRankUntil"])
                .into());
        }
    }
    Ok(())
}

/// Nobody is added whom the students, or who, could no longer rank.
fn require_time(
    context: &Context,
    before: &matching_round::Model,
    members: &Members,
) -> Result<(), UserError> {
    let over = matches!(store::phase_of(context, before), RankingPhase::Companies | RankingPhase::Over);
    if over && !members.add_offers.is_empty() {
        return Err(late("addOffers"));
    }
    if over && !members.add_students.is_empty() {
        return Err(late("addStudents"));
    }
    Ok(())
}

fn late(field: &str) -> UserError {
    let fr = "Les étudiants ont fini de classer : ceci ne peut plus changer.";
    let en = "Students have finished ranking: this can no longer change.";
    UserError::new(ErrorCode::RankingLate, fr, en).at(&["input", field])
}

async fn check_offers(
    context: &Context,
    tx: &Transaction,
    round: &matching_round::Model,
    ids: &[Uuid],
) -> Result<Vec<UserError>, Error> {
    let offers = Offers::read(tx, ids, false).await?;
    let check = |id: &Uuid| {
        let Some(row) = offers.rows.iter().find(|row| row.id == *id) else {
            return Some((ErrorCode::Unknown, "Cette offre n'existe pas.", "There is no such offer."));
        };
        if row.school_id != round.school_id {
            Some((
                ErrorCode::OtherSchool,
                "L'offre est d'une autre école.",
                "The offer is of another school.",
            ))
        } else if !Offers::is_open(context, row) {
            Some((ErrorCode::OfferWithdrawn, "L'offre n'est pas ouverte.", "The offer is not open."))
        } else if offers.positions_left(row) == 0 {
            let fr = "Tous les postes de l'offre sont pris.";
            Some((ErrorCode::NoPositionLeft, fr, "Every position of the offer is taken."))
        } else {
            None
        }
    };
    Ok(errors(ids, "addOffers", check))
}

async fn check_students(
    tx: &Transaction,
    round: &matching_round::Model,
    ids: &[Uuid],
) -> Result<Vec<UserError>, Error> {
    let students = Students::read(tx, ids, false).await?;
    let check = |id: &Uuid| {
        let Some(row) = students.rows.iter().find(|row| row.id == *id) else {
            return Some((ErrorCode::Unknown, "Cet étudiant n'existe pas.", "There is no such student."));
        };
        if row.school_id != round.school_id {
            let fr = "L'étudiant est d'une autre école.";
            Some((ErrorCode::OtherSchool, fr, "The student is of another school."))
        } else if !students.is_available(row) {
            let fr = "L'étudiant n'est pas confirmé par l'école, ou a déjà confirmé une candidature.";
            let en = "The student is not confirmed by the school, or has confirmed an application.";
            Some((ErrorCode::StudentNotAvailable, fr, en))
        } else {
            None
        }
    };
    Ok(errors(ids, "addStudents", check))
}

fn errors(
    ids: &[Uuid],
    field: &str,
    check: impl Fn(&Uuid) -> Option<(ErrorCode, &'static str, &'static str)>,
) -> Vec<UserError> {
    let found = ids.iter().enumerate().filter_map(|(at, id)| {
        let (code, fr, en) = check(id)?;
        Some(UserError::new(code, fr, en).at(&["input", field, &at.to_string()]))
    });
    found.collect()
}

/// What changed, for the history.
fn detail(input: &MatchingRoundUpdateInput, members: &Members) -> String {
    let counts = [
        ("offers added", members.add_offers.len()),
        ("offers removed", members.remove_offers.len()),
        ("students added", members.add_students.len()),
        ("students removed", members.remove_students.len()),
    ];
    let until =
        |what: &str, time: Option<DateTime>| time.map(|time| format!("{what} {}", time.0.to_rfc3339()));
    let words = [
        input.name.as_ref().map(|name| format!("name {name:?}")),
        until("students rank until", input.students_rank_until),
        until("companies rank until", input.companies_rank_until),
    ];
    let counted =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}: {count}"));
    words.into_iter().flatten().chain(counted).collect::<Vec<_>>().join("; ")
}
