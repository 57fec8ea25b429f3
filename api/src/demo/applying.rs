//! Everybody else's applications: answered or not, and ended by an offer that closes or a contract found elsewhere.

use crate::demo::market::{Application, Market};
use crate::demo::timeline::ApplicationHistory;
use crate::demo::wording;
use crate::demo::write::{GROUP, insert};
use crate::error::Error;
use chrono::{DateTime, TimeDelta, Utc};
use domain::application::ApplicationAction::{
    Accept, Cancel, Decline, Pool, Postpone, Process, Refuse, Settle, Supersede, Withdraw,
};
use domain::application::{ApplicationAction, OPEN, settled_by};
use domain::company::CompanyStatus;
use domain::offer::OfferStatus;
use domain::transition::PlatformReason;
use entity::{Stored, application, application_event};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// What becomes of an application, in turn, unless it is ended before; confirmations are planned before.
const FATES: [&[ApplicationAction]; 20] = [
    &[],
    &[Process],
    &[Process, Refuse],
    &[],
    &[Process, Accept],
    &[Postpone],
    &[Process, Pool],
    &[],
    &[Process],
    &[Refuse],
    &[Withdraw],
    &[Process, Accept, Decline],
    &[],
    &[Process],
    &[Process, Postpone],
    &[Process, Accept, Cancel],
    &[],
    &[Pool],
    &[Process, Accept],
    &[Process, Refuse],
];
const REFUSALS: [&str; 4] = [
    "Un autre profil correspond mieux",
    "Pas assez d'expérience du domaine",
    "The position needs more mathematics",
    "Dates de formation incompatibles",
];
const CANCELLATIONS: [&str; 2] = ["Le budget du poste est gelé", "The project was stopped"];

/// One application in this many is spontaneous.
const SPONTANEOUS: usize = 20;
/// Whoever applies has at least so much time until something ends the application.
const LEAST: TimeDelta = TimeDelta::hours(2);

/// Applies until there are as many applications as there are to be, or nobody is found who could.
pub(super) fn run(market: &mut Market<'_>) -> Result<(), Error> {
    let mut vain = 0;
    while !market.is_full() && vain < 1_000 + market.students.len() * 10 {
        let applied = !market.students.is_empty() && attempt(market)?;
        vain = if applied { 0 } else { vain + 1 };
    }
    Ok(())
}

/// A student looks for something, and applies when there is something.
fn attempt(market: &mut Market<'_>) -> Result<bool, Error> {
    let dice = &market.world.dice;
    let student = dice.below(market.students.len());
    let Some(confirmed) = market.students[student].confirmed else { return Ok(false) };
    let spontaneous = market.applications.len() % SPONTANEOUS == SPONTANEOUS - 1;
    let offer = if spontaneous { None } else { opening(market, student) };
    let company = match offer {
        Some(offer) => market.offers[offer].company,
        None if spontaneous => dice.below(market.companies.len()),
        None => return Ok(false),
    };
    // Who is not verified sees no student.
    if matches!(market.companies[company].status, CompanyStatus::Rejected | CompanyStatus::Unverified) {
        return Ok(false);
    }
    let published = offer.and_then(|offer| market.offers[offer].published());
    let from = published.map_or(confirmed, |published| published.max(confirmed));
    let closed = offer.and_then(|offer| market.offers[offer].closed());
    let ends = [closed, market.students[student].hired, Some(market.world.now)];
    let until = ends.into_iter().flatten().min().unwrap_or(market.world.now);
    if until - from < LEAST || !market.meet(student, offer, company) {
        return Ok(false);
    }
    let history = history(market, (student, offer, company), (from, until))?;
    market.applications.push(Application { student, offer, company, history });
    Ok(true)
}

/// An offer that is or was open to a student.
fn opening(market: &Market<'_>, student: usize) -> Option<usize> {
    let of = |specialty: &Uuid| market.openings.get(specialty).map_or(&[][..], Vec::as_slice);
    let lists: Vec<&[usize]> = market.students[student].specialties.iter().map(of).collect();
    let mut drawn = market.world.dice.below(lists.iter().map(|list| list.len()).sum());
    for list in lists {
        match list.get(drawn) {
            Some(offer) => return Some(*offer),
            None => drawn -= list.len(),
        }
    }
    None
}

/// Sent, answered, and ended where something ends it. The answers come at even distances before that.
fn history(
    market: &Market<'_>,
    (student, offer, company): (usize, Option<usize>, usize),
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<ApplicationHistory, Error> {
    let dice = &market.world.dice;
    let account = market.students[student].account;
    let answering = market.answers(student, company)?;
    let sent = dice.between(from, until - LEAST / 2);
    let mut history = ApplicationHistory::submitted(account, sent);
    let fate = FATES[market.applications.len() % FATES.len()];
    for (rank, action) in (1_i32..).zip(fate) {
        let at = sent + (until - sent) / 5 * rank;
        let by = if matches!(action, Withdraw | Decline) { account } else { answering };
        let reason = match action {
            Refuse => Some(dice.pick(&REFUSALS).to_owned()),
            Cancel => Some(dice.pick(&CANCELLATIONS).to_owned()),
            _ => None,
        };
        history.step(*action, Some(by), reason, at)?;
    }
    end(market, student, offer, &mut history)?;
    Ok(history)
}

/// What ends an application: its offer's closing and its student's contract, whichever comes first.
fn end(
    market: &Market<'_>,
    student: usize,
    offer: Option<usize>,
    history: &mut ApplicationHistory,
) -> Result<(), Error> {
    let hired = market.students[student].hired;
    let closing = offer.map(|offer| market.offers[offer].history.last());
    let closing = closing.and_then(|event| Some((event, because(event.to)?)));
    let settle = |history: &mut ApplicationHistory| {
        let Some((event, because)) = closing else { return Ok(()) };
        if !settled_by(event.to).contains(&history.status()) {
            return Ok(());
        }
        // The words are those of a person who closed the offer; the platform has none of its own.
        let words = event.reason.as_deref().filter(|_| event.by.is_some());
        history.step(Settle, None, Some(because.kept(words)), event.at)
    };
    let closed_first = closing.is_some_and(|(event, _)| hired.is_none_or(|hired| event.at <= hired));
    if closed_first {
        settle(history)?;
    }
    if let Some(hired) = hired.filter(|_| OPEN.contains(&history.status())) {
        history.step(Supersede, None, None, hired)?;
    }
    Ok(())
}

fn because(status: OfferStatus) -> Option<PlatformReason> {
    match status {
        OfferStatus::Filled => Some(PlatformReason::OfferFilled),
        OfferStatus::Cancelled => Some(PlatformReason::OfferCancelled),
        OfferStatus::Expired => Some(PlatformReason::OfferExpired),
        OfferStatus::Draft | OfferStatus::Pending | OfferStatus::Published | OfferStatus::Rejected => None,
    }
}

/// Writes them.
pub(super) async fn write(market: &Market<'_>) -> Result<(), Error> {
    for group in market.applications.chunks(GROUP) {
        let (mut rows, mut events) = (Vec::new(), Vec::new());
        for application in group {
            let row = row(market, application);
            events.extend(event_rows(market, row.id.clone().unwrap(), &application.history));
            rows.push(row);
        }
        let tx = market.world.context.db.begin().await?;
        insert(&tx, rows).await?;
        insert(&tx, events).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn row(market: &Market<'_>, application: &Application) -> application::ActiveModel {
    let (dice, history) = (&market.world.dice, &application.history);
    let (student, company) = (&market.students[application.student], &market.companies[application.company]);
    application::ActiveModel {
        id: Set(dice.id(history.began())),
        student_id: Set(student.id),
        offer_id: Set(application.offer.map(|offer| market.offers[offer].id)),
        company_id: Set(company.id),
        school_id: Set(student.school),
        status: Set(Stored(history.status())),
        cover_letter: Set(dice.percent(60).then(|| wording::letter(dice, &company.name))),
        demo: Set(true),
        version: Set(history.version()),
        created_at: Set(history.began()),
        updated_at: Set(history.last().at),
    }
}

fn event_rows(
    market: &Market<'_>,
    application: Uuid,
    history: &ApplicationHistory,
) -> impl Iterator<Item = application_event::ActiveModel> {
    history.events().map(move |event| application_event::ActiveModel {
        id: Set(market.world.dice.id(event.at)),
        application_id: Set(application),
        action: Set(Stored(event.action)),
        from_status: Set(event.from.map(Stored)),
        to_status: Set(Stored(event.to)),
        actor_id: Set(event.by),
        reason: Set(event.reason.clone()),
        at: Set(event.at),
    })
}
