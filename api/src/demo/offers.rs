//! Offers, in every state of the table: their histories are planned before students apply, and written after.

use crate::demo::cities::City;
use crate::demo::companies::Company;
use crate::demo::staff::Staff;
use crate::demo::students::{self, Skills};
use crate::demo::timeline::OfferHistory;
use crate::demo::trades::{self, Trade};
use crate::demo::write::{GROUP, insert};
use crate::demo::{World, wording};
use crate::error::Error;
use crate::offer::{reference, terms, write};
use crate::outbox::{self, Indexed};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::company::CompanyStatus;
use domain::contract_type::ContractType;
use domain::locale::Locale;
use domain::offer::{OfferAction, OfferStatus};
use domain::text::fold;
use entity::{Stored, offer, offer_event, offer_skill, offer_specialty, specialty};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QuerySelect};
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

use OfferStatus::{Cancelled, Draft, Expired, Filled, Pending, Published, Rejected};

/// In turn, so that a few offers show every state. One that is to be filled stays open when no student is left.
const STATES: [OfferStatus; 20] = [
    Published, Published, Filled, Published, Pending, Published, Expired, Published, Draft, Published,
    Published, Cancelled, Published, Filled, Published, Rejected, Published, Expired, Published, Pending,
];
const REFUSALS: [&str; 3] = [
    "Missions trop éloignées du niveau d'un ingénieur",
    "La rémunération n'est pas indiquée",
    "Already published under another reference",
];
const WITHDRAWALS: [&str; 3] = ["Budget gelé", "Poste pourvu en interne", "The project was postponed"];

/// An offer, planned.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) id: Uuid,
    /// The rank of its company.
    pub(super) company: usize,
    pub(super) member: Uuid,
    pub(super) school: Uuid,
    pub(super) specialties: Vec<Arc<specialty::Model>>,
    pub(super) trade: &'static Trade,
    pub(super) locale: Locale,
    pub(super) city: City,
    pub(super) contract_type: ContractType,
    pub(super) positions: i32,
    /// Of work, from and to; drawn where none are given.
    pub(super) days: Option<(NaiveDate, NaiveDate)>,
    /// What it is to come to.
    pub(super) wanted: OfferStatus,
    pub(super) history: OfferHistory,
}

impl Offer {
    /// When it was published.
    pub(super) fn published(&self) -> Option<DateTime<Utc>> {
        self.history.first_time(OfferAction::Approve)
    }

    /// From when nobody could apply any more; none while somebody can.
    pub(super) fn closed(&self) -> Option<DateTime<Utc>> {
        (self.history.status() != Published).then(|| self.history.last().at)
    }
}

impl std::fmt::Debug for Trade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trade").field("specialties", &self.specialties).finish_non_exhaustive()
    }
}

/// Plans them, but for those that are filled: these are published so far.
pub(super) fn plan(
    world: &World<'_>,
    staff: &Staff,
    companies: &[Company],
    count: usize,
) -> Result<Vec<Offer>, Error> {
    let writers = |may: &[CompanyStatus]| {
        let these = companies.iter().enumerate().filter(|(_, company)| may.contains(&company.status));
        these.filter_map(|(rank, company)| Some((rank, company.member?))).collect::<Vec<_>>()
    };
    let verified = writers(&[CompanyStatus::Verified]);
    let drafting = writers(&[CompanyStatus::Verified, CompanyStatus::Unverified]);
    (0..count)
        .map(|number| {
            let wanted = STATES[number % STATES.len()];
            let (company, member) = match wanted {
                // The first company is who somebody signs in as: it has offers enough to show.
                _ if number % 8 == 0 => verified[0],
                Draft => world.dice.pick(&drafting),
                _ => world.dice.pick(&verified),
            };
            offer(world, staff, (company, member, &companies[company].city), wanted)
        })
        .collect()
}

fn offer(
    world: &World<'_>,
    staff: &Staff,
    (company, member, seat): (usize, Uuid, &City),
    wanted: OfferStatus,
) -> Result<Offer, Error> {
    let dice = &world.dice;
    let school = world.schools[dice.below(world.schools.len())].id;
    let known: Vec<&Arc<specialty::Model>> = world.reference.of_school(school).collect();
    let first = dice.pick(&known);
    let mut specialties = vec![Arc::clone(first)];
    if dice.percent(30) {
        specialties.extend(dice.draw(&known, 1).into_iter().filter(|other| other.id != first.id).cloned());
    }
    let history = history(world, member, staff.desk(school)?, wanted)?;
    Ok(Offer {
        id: dice.id(history.began()),
        company,
        member,
        school,
        trade: trades::of(first, dice),
        specialties,
        locale: if dice.percent(75) { Locale::Fr } else { Locale::En },
        city: if dice.percent(60) { seat.clone() } else { world.cities.pick(dice).clone() },
        contract_type: dice.pick(&[
            ContractType::Professionalisation,
            ContractType::Professionalisation,
            ContractType::Apprenticeship,
        ]),
        positions: dice.pick(&[1, 1, 1, 2, 2, 3]),
        days: None,
        wanted,
        history,
    })
}

/// What was done to it until now, or, when it is to be filled, until it was published.
fn history(world: &World<'_>, member: Uuid, desk: Uuid, wanted: OfferStatus) -> Result<OfferHistory, Error> {
    let (dice, now) = (&world.dice, world.now);
    let published = publication(world, wanted);
    let submitted = match wanted {
        Pending => dice.ago(now, 0, 6),
        _ => dice.between(published - TimeDelta::days(4), published),
    };
    let written = dice.between(submitted - TimeDelta::days(6), submitted - TimeDelta::hours(4));
    let mut history = OfferHistory::created(member, written);
    if dice.percent(25) {
        history.edit(member, dice.between(written + TimeDelta::minutes(1), submitted));
    }
    if wanted == Draft {
        return Ok(history);
    }
    history.step(OfferAction::Submit, Some(member), None, submitted)?;
    let said = |reasons: &[&str]| Some(dice.pick(reasons).to_owned());
    match wanted {
        Draft | Pending => {}
        Rejected => history.step(OfferAction::Reject, Some(desk), said(&REFUSALS), published)?,
        Published | Filled | Expired | Cancelled => {
            history.step(OfferAction::Approve, Some(desk), None, published)?;
        }
    }
    if wanted == Expired {
        history.step(OfferAction::Expire, None, None, published + world.lifetime())?;
    } else if wanted == Cancelled {
        let at = dice.between(published + (now - published) / 2, now);
        history.step(OfferAction::Cancel, Some(member), said(&WITHDRAWALS), at)?;
    }
    Ok(history)
}

/// When career services decided, or would have: so long ago that what comes after has come.
fn publication(world: &World<'_>, wanted: OfferStatus) -> DateTime<Utc> {
    let (dice, now, lifetime) = (&world.dice, world.now, world.lifetime());
    match wanted {
        Expired => now - lifetime - (now - dice.ago(now, 0, 30)),
        // Applications need some of its time.
        Filled | Cancelled => dice.between(now - lifetime * 9 / 10, now - lifetime / 3),
        _ => dice.between(now - lifetime * 9 / 10, now),
    }
}

/// What is written of a group of offers.
#[derive(Default)]
struct Rows {
    offers: Vec<offer::ActiveModel>,
    specialties: Vec<offer_specialty::ActiveModel>,
    skills: Vec<offer_skill::ActiveModel>,
    events: Vec<offer_event::ActiveModel>,
    versions: Vec<(Uuid, i64)>,
}

/// Writes them.
pub(super) async fn write(world: &World<'_>, companies: &[Company], offers: &[Offer]) -> Result<(), Error> {
    let db = &world.context.db;
    let taken = offer::Entity::find().select_only().column(offer::Column::Reference);
    let mut taken: HashSet<String> = taken.into_tuple().all(&db.read).await?.into_iter().collect();
    for group in offers.chunks(GROUP) {
        let tx = db.begin().await?;
        let skills = students::skills(world, &tx).await?;
        let mut rows = Rows::default();
        for offer in group {
            row(world, offer, &companies[offer.company], &mut taken, &skills, &mut rows)?;
        }
        insert(&tx, rows.offers).await?;
        insert(&tx, rows.specialties).await?;
        insert(&tx, rows.skills).await?;
        insert(&tx, rows.events).await?;
        outbox::changed(world.context, &tx, Indexed::Offer, rows.versions).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn row(
    world: &World<'_>,
    offer: &Offer,
    company: &Company,
    taken: &mut HashSet<String>,
    skills: &Skills,
    rows: &mut Rows,
) -> Result<(), Error> {
    let draft = wording::draft(world, offer, &company.name);
    let school = world.reference.school(offer.school).map(AsRef::as_ref);
    let wrong =
        |faults| Error::internal(anyhow::anyhow!("the demo writes an offer that is refused: {faults:?}"));
    let terms = terms::check(draft, &world.reference, school).map_err(wrong)?;
    let (history, began) = (&offer.history, offer.history.began());
    let mut row = offer::ActiveModel {
        id: Set(offer.id),
        reference: Set(new_reference(world, taken)),
        company_id: Set(company.id),
        school_id: Set(offer.school),
        status: Set(Stored(history.status())),
        published_at: Set(offer.published()),
        expires_at: Set(offer.published().map(|at| at + world.lifetime())),
        duplicate_of: Set(None),
        created_by: Set(offer.member),
        demo: Set(true),
        version: Set(history.version()),
        created_at: Set(began),
        updated_at: Set(history.last().at),
        ..Default::default()
    };
    write::apply(&mut row, &terms, &company.name);
    rows.offers.push(row);
    rows.versions.push((offer.id, history.version()));
    rows.specialties.extend(terms.specialties.iter().map(|specialty| offer_specialty::ActiveModel {
        id: Set(world.dice.id(began)),
        offer_id: Set(offer.id),
        specialty_id: Set(specialty.id),
    }));
    let ids = terms.draft.skills.iter().filter_map(|name| skills.get(&fold(name)).copied());
    rows.skills.extend((0..).zip(ids).map(|(position, skill)| offer_skill::ActiveModel {
        id: Set(world.dice.id(began)),
        offer_id: Set(offer.id),
        skill_id: Set(skill),
        position: Set(position),
    }));
    rows.events.extend(history.events().map(|event| offer_event::ActiveModel {
        id: Set(world.dice.id(event.at)),
        offer_id: Set(offer.id),
        action: Set(Stored(event.action)),
        from_status: Set(event.from.map(Stored)),
        to_status: Set(Stored(event.to)),
        actor_id: Set(event.by),
        reason: Set(event.reason.clone()),
        at: Set(event.at),
    }));
    Ok(())
}

/// A reference that no offer bears.
fn new_reference(world: &World<'_>, taken: &mut HashSet<String>) -> String {
    loop {
        let reference = reference::of(world.dice.bits());
        if taken.insert(reference.clone()) {
            return reference;
        }
    }
}
