//! Students who confirm: they take positions, and fill the offers that are to be filled.

use crate::demo::market::{Application, Market};
use crate::demo::timeline::ApplicationHistory;
use crate::error::Error;
use chrono::{DateTime, TimeDelta, Utc};
use domain::application::ApplicationAction::{Accept, Confirm, Process};
use domain::offer::{OfferAction, OfferStatus};
use domain::transition::PlatformReason;
use uuid::Uuid;

/// From publication, or the student's confirmation, to a hire there is this at least.
const LEAST: TimeDelta = TimeDelta::days(2);

/// Hires for every offer that is to be filled, and one student for some of those with two positions or more. Two
/// students in five are left, so that there are live applications too.
pub(super) fn run(market: &mut Market<'_>) -> Result<(), Error> {
    let mut left = (market.students.len() * 3 / 5).min(market.most);
    for rank in 0..market.offers.len() {
        let offer = &market.offers[rank];
        let positions = usize::try_from(offer.positions).unwrap_or(1);
        let wanted = match offer.wanted {
            OfferStatus::Filled => positions,
            OfferStatus::Published if positions > 1 && market.world.dice.percent(30) => 1,
            _ => continue,
        };
        let mut last = None;
        let mut hired = 0;
        while hired < wanted.min(left) {
            let Some(at) = hire(market, rank)? else { break };
            last = last.max(Some(at));
            hired += 1;
        }
        left -= hired;
        if market.offers[rank].wanted == OfferStatus::Filled
            && let Some(at) = last
        {
            fill(market, rank, hired, at)?;
        }
    }
    Ok(())
}

/// The platform closes it: there were as many positions as students came.
fn fill(market: &mut Market<'_>, rank: usize, hired: usize, at: DateTime<Utc>) -> Result<(), Error> {
    let offer = &mut market.offers[rank];
    offer.positions = i32::try_from(hired).map_err(Error::internal)?;
    let reason = PlatformReason::PositionsTaken.kept(None);
    offer.history.step(OfferAction::Fill, None, Some(reason), at)
}

/// Hires a student for an offer, and answers when; none when nobody is left.
fn hire(market: &mut Market<'_>, rank: usize) -> Result<Option<DateTime<Utc>>, Error> {
    let Some((student, from)) = seeker(market, rank) else { return Ok(None) };
    let (dice, now) = (&market.world.dice, market.world.now);
    let time = now - from;
    let sent = dice.between(from, from + time / 5);
    let hired = dice.between(from + time * 2 / 5, from + time * 9 / 10);
    let third = (hired - sent) / 3;
    let company = market.offers[rank].company;
    let (answering, account) = (market.answers(student, company)?, market.students[student].account);
    let mut history = ApplicationHistory::submitted(account, sent);
    history.step(Process, Some(answering), None, sent + third)?;
    history.step(Accept, Some(answering), None, sent + third * 2)?;
    history.step(Confirm, Some(account), None, hired)?;
    market.meet(student, Some(rank), company);
    market.students[student].hired = Some(hired);
    market.applications.push(Application { student, offer: Some(rank), company, history });
    Ok(Some(hired))
}

/// A student to whom the offer is open and whom nobody hired, and from when the student could apply.
fn seeker(market: &Market<'_>, rank: usize) -> Option<(usize, DateTime<Utc>)> {
    let offer = &market.offers[rank];
    let published = offer.published()?;
    let specialties: Vec<Uuid> = offer.specialties.iter().map(|specialty| specialty.id).collect();
    for specialty in specialties {
        let seekers = market.seekers.get(&specialty).map_or(&[][..], Vec::as_slice);
        let start = market.world.dice.below(seekers.len());
        for student in seekers[start..].iter().chain(&seekers[..start]) {
            let person = &market.students[*student];
            let from = person.confirmed?.max(published);
            if person.hired.is_none() && market.world.now - from >= LEAST {
                return Some((*student, from));
            }
        }
    }
    None
}
