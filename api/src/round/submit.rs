//! `rankingSubmit`: a student ranks offers of a round; a company, for one of its offers, students who chose it.

use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::round::change;
use crate::round::facts::{Offers, Students};
use crate::round::store::{self, Step};
use async_graphql::InputObject;
use domain::round::ranking::{Choice, Fault, LONGEST, faults};
use domain::round::status::{RankingPhase, RoundAction, Side};
use entity::{
    Stored, matching_choice, matching_round, matching_round_offer, matching_round_student, student,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use std::collections::HashSet;
use uuid::Uuid;

/// A ranking: it replaces the one handed in before, as a whole.
#[derive(Clone, Debug, InputObject)]
pub struct RankingSubmitInput {
    /// The round.
    pub round: Id,
    /// For a company: the offer for which it ranks. A student leaves it out.
    pub offer: Option<Id>,
    /// Whom one accepts, 200 at most; whoever is left out is not accepted. An empty list accepts nobody.
    pub choices: Vec<RankingChoiceInput>,
}

/// One of those accepted.
#[derive(Clone, Debug, InputObject)]
pub struct RankingChoiceInput {
    /// An offer, for a student; a student, for a company.
    pub id: Id,
    /// The rank, from 1 and without gaps; left out for those who are acceptable after all that are ranked: the score sorts
    /// them, then the lottery.
    pub rank: Option<i32>,
}

/// Who hands in, and the row that says so.
enum Own {
    Student(matching_round_student::Model),
    Offer(matching_round_offer::Model),
}

/// Hands in a ranking, while it is the asker's turn. Closing the round waits for it, or comes first and refuses it.
///
/// # Errors
/// `WRONG_STATE`, `RANKING_EARLY`, `RANKING_LATE`; of the ranking itself `TOO_MANY_CHOICES`, `CHOSEN_TWICE`,
/// `DUPLICATE_RANK`, `RANK_GAP`; of a student's choice `OFFER_NOT_IN_ROUND`, `OFFER_WITHDRAWN`, `NO_POSITION_LEFT`,
/// `NOT_ELIGIBLE`; of a company's `STUDENT_NOT_IN_ROUND`, and `OFFER_NOT_IN_ROUND` for an offer that is not its own;
/// `STUDENT_NOT_AVAILABLE`; the policy's denial.
pub(super) async fn run(
    request: &Request,
    input: RankingSubmitInput,
) -> Result<matching_round::Model, Rejection> {
    let id = input.round.of(IdKind::MatchingRound, &["input", "round"])?;
    change::authorize(request, id, RoundAction::Rank).await?;
    let actor = request.actor()?;
    let side = if actor.student.is_some() { Side::Student } else { Side::Offer };
    let offer = input.offer.map(|offer| offer.of(IdKind::Offer, &["input", "offer"])).transpose()?;
    let choices = choices(&input, side)?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let round = store::lock_shared(&tx, id).await?;
    change::advance(&round, RoundAction::Rank, None)?;
    require_turn(store::phase_of(context, &round), side)?;
    let own = match side {
        Side::Student => Own::Student(own_student(&tx, id, actor.student).await?),
        Side::Offer => {
            let company = actor.membership.map(|member| member.company);
            Own::Offer(own_offer(&tx, id, offer, company).await?)
        }
    };
    let errors = match &own {
        Own::Student(row) => wrong_offers(request, &tx, id, row.student_id, &choices).await?,
        Own::Offer(row) => wrong_students(&tx, id, row.offer_id, &choices).await?,
    };
    if !errors.is_empty() {
        return Err(errors.into());
    }
    save(context, &tx, own, &choices, actor.account).await?;
    tx.commit().await?;
    Ok(round)
}

/// The choices, once the ranking is one in itself.
fn choices(input: &RankingSubmitInput, side: Side) -> Result<Vec<Choice<Uuid>>, Rejection> {
    let kind = if side == Side::Student { IdKind::Offer } else { IdKind::Student };
    let choice = |given: &RankingChoiceInput| {
        let who = given.id.of(kind, &["input", "choices", "id"])?;
        Ok(Choice { who, rank: given.rank })
    };
    let choices = input.choices.iter().map(choice).collect::<Result<Vec<_>, Error>>()?;
    let errors: Vec<UserError> = faults(&choices).into_iter().map(fault).collect();
    if errors.is_empty() { Ok(choices) } else { Err(errors.into()) }
}

fn fault(fault: Fault) -> UserError {
    match fault {
        Fault::TooMany => {
            let fr = format!("Un classement compte {LONGEST} choix au plus.");
            let en = format!("A ranking has {LONGEST} choices at most.");
            UserError::new(ErrorCode::TooManyChoices, fr, en).at(&["input", "choices"])
        }
        Fault::ChosenTwice(place) => {
            let (fr, en) = ("Ce choix figure déjà plus haut.", "This choice is there already.");
            at(place, "id", ErrorCode::ChosenTwice, fr, en)
        }
        Fault::SameRank(place) => {
            let (fr, en) = ("Ce rang est déjà donné plus haut.", "This rank is given already.");
            at(place, "rank", ErrorCode::DuplicateRank, fr, en)
        }
        Fault::Gap(place) => {
            let fr = "Les rangs vont de 1 au nombre de choix classés, sans trou.";
            let en = "Ranks go from 1 to the number of ranked choices, without a gap.";
            at(place, "rank", ErrorCode::RankGap, fr, en)
        }
    }
}

fn at(place: usize, field: &str, code: ErrorCode, fr: &str, en: &str) -> UserError {
    UserError::new(code, fr, en).at(&["input", "choices", &place.to_string(), field])
}

/// Whose turn it is.
fn require_turn(phase: RankingPhase, side: Side) -> Result<(), UserError> {
    match (side, phase) {
        (Side::Student, RankingPhase::Students) | (Side::Offer, RankingPhase::Companies) => Ok(()),
        (Side::Offer, RankingPhase::NotOpen | RankingPhase::Students) => {
            let fr =
                "Les étudiants classent encore ; les entreprises classent ensuite ceux qui les ont choisies.";
            let en = "Students are still ranking; companies then rank those who chose them.";
            Err(UserError::new(ErrorCode::RankingEarly, fr, en))
        }
        _ => {
            let fr = "La date limite pour classer est passée.";
            Err(UserError::new(ErrorCode::RankingLate, fr, "The deadline for rankings has passed."))
        }
    }
}

/// The asker's place in the round, locked: of one student, two rankings at once take turns.
async fn own_student(
    tx: &Transaction,
    round: Uuid,
    student: Option<Uuid>,
) -> Result<matching_round_student::Model, Rejection> {
    let student = student.ok_or(Error::Forbidden)?;
    let row = matching_round_student::Entity::find()
        .filter(matching_round_student::Column::RoundId.eq(round))
        .filter(matching_round_student::Column::StudentId.eq(student))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let students = Students::read(tx, &[student], false).await?;
    if students.rows.iter().any(|row| students.is_available(row)) {
        return Ok(row);
    }
    let fr = "Vous ne pouvez plus prendre part : vous avez confirmé une candidature, ou l'école ne vous confirme pas.";
    let en = "You can no longer take part: you confirmed an application, or the school does not confirm you.";
    Err(UserError::new(ErrorCode::StudentNotAvailable, fr, en).into())
}

/// The place of the company's own offer in the round, locked.
async fn own_offer(
    tx: &Transaction,
    round: Uuid,
    offer: Option<Uuid>,
    company: Option<Uuid>,
) -> Result<matching_round_offer::Model, Rejection> {
    let Some(offer) = offer else {
        let (fr, en) = ("Pour laquelle de vos offres ?", "For which of your offers?");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "offer"]).into());
    };
    let row = matching_round_offer::Entity::find()
        .find_also_related(entity::offer::Entity)
        .filter(matching_round_offer::Column::RoundId.eq(round))
        .filter(matching_round_offer::Column::OfferId.eq(offer))
        .one(tx)
        .await?;
    let own = row.filter(|(_, offer)| offer.as_ref().map(|row| row.company_id) == company);
    let Some((row, _)) = own else {
        let fr = "Cette offre n'est pas une des vôtres dans ce tour.";
        let en = "This offer is none of yours in this round.";
        return Err(UserError::new(ErrorCode::OfferNotInRound, fr, en).at(&["input", "offer"]).into());
    };
    let locked = matching_round_offer::Entity::find_by_id(row.id).lock(LockType::NoKeyUpdate).one(tx).await?;
    Ok(locked.ok_or(Error::NotFound)?)
}

/// What is wrong with the offers that a student chose.
async fn wrong_offers(
    request: &Request,
    tx: &Transaction,
    round: Uuid,
    student: Uuid,
    choices: &[Choice<Uuid>],
) -> Result<Vec<UserError>, Error> {
    let there: HashSet<Uuid> = store::offers(tx, round).await?.iter().map(|row| row.offer_id).collect();
    let ids: Vec<Uuid> = choices.iter().map(|choice| choice.who).filter(|id| there.contains(id)).collect();
    let offers = Offers::read(tx, &ids, false).await?;
    let student = student::Entity::find_by_id(student).one(tx).await?.ok_or(Error::NotFound)?;
    let parent = request.schools().await?.specialty(student.specialty_id).and_then(|row| row.parent_id);
    let wrong = choices.iter().enumerate().filter_map(|(place, choice)| {
        let Some(row) = offers.rows.iter().find(|row| row.id == choice.who) else {
            let (fr, en) = ("L'offre n'est pas de ce tour.", "The offer is not in this round.");
            return Some(at(place, "id", ErrorCode::OfferNotInRound, fr, en));
        };
        if !Offers::is_open(&request.context, row) {
            let (fr, en) = ("L'offre n'est plus ouverte.", "The offer is no longer open.");
            Some(at(place, "id", ErrorCode::OfferWithdrawn, fr, en))
        } else if offers.positions_left(row) == 0 {
            let fr = "Tous les postes de l'offre sont pris.";
            Some(at(place, "id", ErrorCode::NoPositionLeft, fr, "Every position of the offer is taken."))
        } else if !offers.is_for(row.id, student.specialty_id, parent) {
            let fr = "L'offre n'est pas pour votre spécialité.";
            Some(at(place, "id", ErrorCode::NotEligible, fr, "The offer is not for your specialty."))
        } else {
            None
        }
    });
    Ok(wrong.collect())
}

/// What is wrong with the students that a company chose. Who did not choose the offer is as unknown as who does not exist.
async fn wrong_students(
    tx: &Transaction,
    round: Uuid,
    offer: Uuid,
    choices: &[Choice<Uuid>],
) -> Result<Vec<UserError>, Error> {
    let chose: Vec<Uuid> = matching_choice::Entity::find()
        .select_only()
        .column(matching_choice::Column::StudentId)
        .filter(own_choices(round, Side::Student))
        .filter(matching_choice::Column::OfferId.eq(offer))
        .into_tuple()
        .all(tx)
        .await?;
    let chose: HashSet<Uuid> = chose.into_iter().collect();
    let unknown = choices.iter().enumerate().filter(|(_, choice)| !chose.contains(&choice.who));
    let fr = "Aucun étudiant de ce tour qui ait choisi l'offre.";
    let en = "No student of this round who chose the offer.";
    Ok(unknown.map(|(place, _)| at(place, "id", ErrorCode::StudentNotInRound, fr, en)).collect())
}

fn own_choices(round: Uuid, side: Side) -> Condition {
    Condition::all()
        .add(matching_choice::Column::RoundId.eq(round))
        .add(matching_choice::Column::Side.eq(Stored(side)))
}

async fn save(
    context: &Context,
    tx: &Transaction,
    own: Own,
    choices: &[Choice<Uuid>],
    by: Uuid,
) -> Result<(), Error> {
    let (round, side, before) = match &own {
        Own::Student(row) => {
            (row.round_id, Side::Student, matching_choice::Column::StudentId.eq(row.student_id))
        }
        Own::Offer(row) => (row.round_id, Side::Offer, matching_choice::Column::OfferId.eq(row.offer_id)),
    };
    matching_choice::Entity::delete_many().filter(own_choices(round, side).add(before)).exec(tx).await?;
    let rows = choices.iter().map(|choice| {
        let (student, offer) = match &own {
            Own::Student(row) => (row.student_id, choice.who),
            Own::Offer(row) => (choice.who, row.offer_id),
        };
        matching_choice::ActiveModel {
            id: Set(context.new_id()),
            round_id: Set(round),
            side: Set(Stored(side)),
            student_id: Set(student),
            offer_id: Set(offer),
            rank: Set(choice.rank),
            score: Set(None),
        }
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        matching_choice::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let who = match &own {
        Own::Student(row) => format!("student {}", row.student_id),
        Own::Offer(row) => format!("offer {}", row.offer_id),
    };
    handed_in(context, tx, own, by).await?;
    let ranked = choices.iter().filter(|choice| choice.rank.is_some()).count();
    let detail = Some(format!("{who}: ranked {ranked}, acceptable {}", choices.len() - ranked));
    store::record(context, tx, round, Step { action: RoundAction::Rank, by, detail, reason: None }).await
}

/// Says of a participant that it has ranked, when and by whom.
async fn handed_in(context: &Context, tx: &Transaction, own: Own, by: Uuid) -> Result<(), Error> {
    let now = context.now();
    match own {
        Own::Student(row) => {
            let mut row = row.into_active_model();
            row.ranked_at = Set(Some(now));
            row.ranked_by = Set(Some(by));
            row.update(tx).await?;
        }
        Own::Offer(row) => {
            let mut row = row.into_active_model();
            row.ranked_at = Set(Some(now));
            row.ranked_by = Set(Some(by));
            row.update(tx).await?;
        }
    }
    Ok(())
}
