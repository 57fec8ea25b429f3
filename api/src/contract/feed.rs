//! A person's deadlines as a calendar (RFC 5545), at an address that is a secret: `calendarFeedCreate`, `calendarFeedRevoke`
//! and `GET /calendar/{secret}.ics`. The database holds the secret's digest alone.

use crate::auth::actor::of_accounts;
use crate::auth::tokens::digest;
use crate::context::{Context, Request};
use crate::contract::list::visible;
use crate::contract::loader::{Reading, StandingOf};
use crate::contract::store;
use crate::error::{Error, Rejection};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::loaders::Loaders;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Days, NaiveDate};
use domain::contract::LIVE;
use domain::locale::Locale;
use domain::policy::{self, Action, Actor as Person, Subject};
use domain::procedure::{Actor, DueOn, Step, StepRun, StepStatus};
use entity::{Stored, account, calendar_feed, company, company_tutor, contract, student};
use icalendar::{Calendar, Component, Event, EventLike};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Calendars that a person has at a time at most.
const MOST: u64 = 5;
/// Contracts that a calendar shows at most, the newest.
const MOST_CONTRACTS: u64 = 500;

/// A calendar, and its address, which is told once.
#[derive(Clone, Debug)]
pub struct Made {
    /// The row.
    pub row: calendar_feed::Model,
    /// The secret.
    pub secret: String,
}

/// Makes a secret address for the one who asks.
///
/// # Errors
/// `TOO_MANY_CALENDAR_FEEDS`; nobody is signed in.
pub(super) async fn create(request: &Request) -> Result<Made, Rejection> {
    let account = request.authorize(Action::UseAccount, &Subject::Platform)?.account;
    let context = &request.context;
    let secret = URL_SAFE_NO_PAD.encode(context.random.bytes::<32>());
    let tx = context.db.begin().await?;
    // The account's row is locked, so that two requests count one after the other.
    let row =
        account::Entity::find_by_id(account).lock(sea_orm::sea_query::LockType::NoKeyUpdate).one(&tx).await?;
    row.ok_or(Error::Unauthenticated)?;
    if live(account).count(&tx).await? >= MOST {
        let fr = format!("Vous avez déjà {MOST} calendriers : révoquez-en un.");
        let en = format!("You have {MOST} calendars already: revoke one.");
        return Err(UserError::new(ErrorCode::TooManyCalendarFeeds, fr, en).into());
    }
    let row = calendar_feed::ActiveModel {
        id: Set(context.new_id()),
        account_id: Set(account),
        secret_hash: Set(digest(&secret)),
        created_at: Set(context.now()),
        revoked_at: Set(None),
    };
    let row = row.insert(&tx).await?;
    tx.commit().await?;
    Ok(Made { row, secret })
}

/// Where a calendar is read, below the server's address.
pub(super) fn path(secret: &str) -> String {
    format!("/calendar/{secret}.ics")
}

fn live(account: Uuid) -> sea_orm::Select<calendar_feed::Entity> {
    calendar_feed::Entity::find()
        .filter(calendar_feed::Column::AccountId.eq(account))
        .filter(calendar_feed::Column::RevokedAt.is_null())
}

/// Ends one of the asker's calendars; a second time, nothing.
///
/// # Errors
/// There is none, or it is another's.
pub(super) async fn revoke(request: &Request, id: Uuid) -> Result<calendar_feed::Model, Rejection> {
    let account = request.authorize(Action::UseAccount, &Subject::Platform)?.account;
    let context = &request.context;
    let own = Condition::all()
        .add(calendar_feed::Column::Id.eq(id))
        .add(calendar_feed::Column::AccountId.eq(account));
    calendar_feed::Entity::update_many()
        .col_expr(calendar_feed::Column::RevokedAt, Expr::value(context.now()))
        .filter(own.clone())
        .filter(calendar_feed::Column::RevokedAt.is_null())
        .exec(&context.db.write)
        .await?;
    let row = calendar_feed::Entity::find().filter(own).one(&context.db.write).await?;
    Ok(row.ok_or(Error::NotFound)?)
}

/// The calendars of an account that are not revoked, oldest first.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn of_account(request: &Request, account: Uuid) -> Result<Vec<calendar_feed::Model>, Error> {
    let rows = live(account).order_by_asc(calendar_feed::Column::Id);
    Ok(rows.all(&request.context.db.read).await?)
}

/// The calendar behind a secret; `None` for one that is not known, was revoked, or whose person has no account any more.
///
/// # Errors
/// The database does not answer.
pub async fn read(context: &Arc<Context>, secret: &str) -> Result<Option<String>, Error> {
    let db = &context.db.read;
    let feed = calendar_feed::Entity::find()
        .filter(calendar_feed::Column::SecretHash.eq(digest(secret)))
        .filter(calendar_feed::Column::RevokedAt.is_null())
        .find_also_related(account::Entity)
        .one(db)
        .await?;
    let Some((feed, Some(account))) = feed else { return Ok(None) };
    let Some(person) = of_accounts(context, &[feed.account_id]).await?.remove(&feed.account_id) else {
        return Ok(None);
    };
    let rows = contract::Entity::find()
        .filter(visible(&person))
        .filter(contract::Column::Status.is_in(LIVE.iter().copied().map(Stored)))
        .order_by_desc(contract::Column::Id)
        .limit(MOST_CONTRACTS)
        .find_also_related(company_tutor::Entity)
        .all(db)
        .await?;
    let names = Names::read(context, &rows).await?;
    let loaders = Loaders::new(context);
    let rows = rows.into_iter().map(|(row, tutor)| (Arc::new(row), tutor));
    let rows: Vec<(Arc<contract::Model>, Option<company_tutor::Model>)> = rows.collect();
    let readings = rows.iter().map(|(row, _)| loaders.one(StandingOf(Arc::clone(row))));
    let readings = futures_util::future::try_join_all(readings).await?;
    let mut calendar = calendar(account.locale.0);
    for ((row, tutor), reading) in rows.iter().zip(readings) {
        let Some(reading) = reading else { continue };
        let subject = store::subject(row, tutor.as_ref(), true);
        let entries =
            Entries { context, person: &person, subject, row, reading: &reading, locale: account.locale.0 };
        entries.add_to(&mut calendar, &names);
    }
    Ok(Some(calendar.to_string()))
}

fn calendar(locale: Locale) -> Calendar {
    let name = match locale {
        Locale::Fr => "Échéances des contrats",
        Locale::En => "Deadlines of contracts",
    };
    Calendar::new().name(name).done()
}

/// The names of students and companies.
struct Names {
    students: HashMap<Uuid, String>,
    companies: HashMap<Uuid, String>,
}

impl Names {
    async fn read(
        context: &Context,
        rows: &[(contract::Model, Option<company_tutor::Model>)],
    ) -> Result<Self, Error> {
        let db = &context.db.read;
        let students: Vec<(Uuid, String)> = student::Entity::find()
            .select_only()
            .columns([student::Column::Id, student::Column::Name])
            .filter(student::Column::Id.is_in(rows.iter().map(|(row, _)| row.student_id)))
            .into_tuple()
            .all(db)
            .await?;
        let companies: Vec<(Uuid, String)> = company::Entity::find()
            .select_only()
            .columns([company::Column::Id, company::Column::Name])
            .filter(company::Column::Id.is_in(rows.iter().map(|(row, _)| row.company_id)))
            .into_tuple()
            .all(db)
            .await?;
        Ok(Self { students: students.into_iter().collect(), companies: companies.into_iter().collect() })
    }

    fn of(&self, row: &contract::Model) -> String {
        let student = self.students.get(&row.student_id).map_or("", String::as_str);
        let company = self.companies.get(&row.company_id).map_or("", String::as_str);
        format!("{student} · {company}")
    }
}

/// One contract's deadlines, for one person.
struct Entries<'a> {
    context: &'a Context,
    person: &'a Person,
    subject: Subject,
    row: &'a contract::Model,
    reading: &'a Reading,
    locale: Locale,
}

impl Entries<'_> {
    fn add_to(&self, calendar: &mut Calendar, names: &Names) {
        let parts = policy::parts(self.person, &self.subject);
        let steps = self.reading.written.procedure.steps.iter().zip(&self.reading.run.steps);
        for (written, now) in steps.filter(|(step, now)| is_to_do(now) && concerns(step, &parts)) {
            let DueOn::On(day) = now.due_on else { continue };
            calendar.push(self.entry(written, day, &names.of(self.row)));
        }
    }

    fn entry(&self, step: &Step, day: NaiveDate, who: &str) -> Event {
        let title = step.title.in_locale(self.locale);
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        Event::new()
            .uid(&format!("{}-{}@tremplin", self.row.id, step.key))
            .timestamp(self.context.now())
            .summary(&format!("{title} ({who})"))
            .description(step.description.in_locale(self.locale))
            .starts(day)
            .ends(next)
            .done()
    }
}

/// Whether a step is still to be done, as far as is known.
fn is_to_do(step: &StepRun) -> bool {
    !matches!(step.status, StepStatus::Done | StepStatus::DoesNotApply) && step.unanswered.is_empty()
}

/// Whether a step is one's to do, to agree to, or to record for whoever has no account.
fn concerns(step: &Step, parts: &[Actor]) -> bool {
    let all = || step.actors.iter().chain(&step.validators);
    let stands_in = parts.contains(&Actor::CareerServices) && all().any(|actor| !actor.has_accounts());
    stands_in || all().chain(&step.recorded_by).any(|actor| parts.contains(actor))
}
