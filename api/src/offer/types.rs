//! `Offer`, its states and its history.

use crate::account::types::Role;
use crate::application::list::{self as applications, Filter};
use crate::application::types::{Application, ApplicationStatus};
use crate::company::types::{Company, GeoPoint};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use crate::graphql::scalars::{Date, DateTime, Euro};
use crate::history;
use crate::matching::connection::MatchConnection;
use crate::matching::types::Match;
use crate::matching::{fit, suited};
use crate::offer::loader::{
    ConfirmedOn, DuplicatesOf, HistoryOfOffer, OfferById, SkillsOfOffer, SpecialtiesOfOffer, TextsOfOffer,
};
use crate::offer::prefetch::{self, Beside};
use crate::school::types::{School, Specialty};
use crate::skill::types::Skill;
use crate::student::types::{ContractType, Student};
use async_graphql::{Context, Enum, Object};
use domain::money::Cents;
use domain::policy::{Action, Subject};
use entity::{offer, offer_event};
use std::sync::Arc;
use uuid::Uuid;

/// Where an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::offer::OfferStatus")]
pub enum OfferStatus {
    /// Being written; only its company sees it.
    Draft,
    /// Submitted: career services decide.
    Pending,
    /// Open to students.
    Published,
    /// Every position is taken.
    Filled,
    /// Taken back.
    Cancelled,
    /// Its time ran out.
    Expired,
    /// Refused by career services; its company may correct and submit it again.
    Rejected,
}

/// What is done to an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::offer::OfferAction")]
pub enum OfferAction {
    /// Written.
    Create,
    /// Changed where it stands.
    Edit,
    /// Handed to career services.
    Submit,
    /// Published by career services.
    Approve,
    /// Refused by career services.
    Reject,
    /// Changed in substance after publication: career services decide again.
    Revise,
    /// Given more time.
    Extend,
    /// Closed since every position is taken.
    Fill,
    /// Open again, since a confirmed application fell through.
    Reopen,
    /// Taken back.
    Cancel,
    /// Closed since its time ran out.
    Expire,
}

/// Where work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::offer::RemotePolicy")]
pub enum RemotePolicy {
    /// On site.
    None,
    /// Some days a week.
    Partial,
    /// Wholly.
    Full,
}

/// A post that a company opens to the students of one school.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What lists show.
    pub row: Arc<offer::Brief>,
    /// The long texts, where they were read with it.
    pub texts: Option<Arc<offer::Texts>>,
}

impl From<offer::Model> for Offer {
    fn from(row: offer::Model) -> Self {
        let (row, texts) = row.into();
        Self { row: Arc::new(row), texts: Some(Arc::new(texts)) }
    }
}

impl Offer {
    /// An offer read for somebody who may see it, in a batch; `None` where there is none or the policy says no.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn load(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        let Some(offer) = Self::known(request, id).await? else { return Ok(None) };
        let subject = offer.subject(request).await?;
        Ok(request.may(Action::Read, &subject).then_some(offer))
    }

    /// [`Offer::load`] of one, with what is asked of it, in one statement.
    ///
    /// # Errors
    /// The database does not answer.
    pub(crate) async fn load_with(
        request: &Request,
        id: Uuid,
        beside: Beside,
    ) -> Result<Option<Self>, Error> {
        // The policy decides by the specialties too.
        let beside = Beside { specialties: true, ..beside };
        let Some(offer) = prefetch::read_one(request, id, beside).await? else { return Ok(None) };
        let subject = offer.subject(request).await?;
        Ok(request.may(Action::Read, &subject).then_some(offer))
    }

    /// An offer for somebody who knows of it already, as by an application to it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn known(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        Ok(request.loaders.one(OfferById(id)).await?.map(|row| Self { row, texts: None }))
    }

    async fn texts(&self, request: &Request) -> Result<Arc<offer::Texts>, Error> {
        if let Some(texts) = &self.texts {
            return Ok(Arc::clone(texts));
        }
        let id = self.row.id;
        let texts = request.loaders.one(TextsOfOffer(id)).await?;
        texts.ok_or_else(|| Error::internal(anyhow::anyhow!("no offer {id}")))
    }

    /// What the policy decides on.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn subject(&self, request: &Request) -> Result<Subject, Error> {
        let specialties = request.loaders.one(SpecialtiesOfOffer(self.row.id)).await?.unwrap_or_default();
        let row = &self.row;
        Ok(Subject::Offer {
            company: row.company_id,
            school: row.school_id,
            specialties,
            status: row.status.0,
        })
    }
}

/// A post that a company opens to the students of one school. Drafts are seen by their company alone; what was
/// submitted, by the school's staff too; what was published, by everybody.
#[Object]
impl Offer {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Offer, self.row.id)
    }

    /// Short reference that people quote: `TR-7K2M9Q`.
    async fn reference(&self) -> &str {
        &self.row.reference
    }

    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Result<Company, Error> {
        Company::load(Request::of(ctx)?, self.row.company_id).await
    }

    /// The school whose students it is for, and whose career services decide on it.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.row.school_id).await
    }

    /// Title.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Description.
    async fn description(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.texts(Request::of(ctx)?).await?.description.clone())
    }

    /// The work entrusted.
    async fn missions(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        Ok(self.texts(Request::of(ctx)?).await?.missions.clone())
    }

    /// Kind of contract.
    async fn contract_type(&self) -> ContractType {
        self.row.contract_type.0.into()
    }

    /// The specialties it is open to, in the school's order. A department stands for its options too.
    async fn specialties(&self, ctx: &Context<'_>) -> Result<Vec<Specialty>, Error> {
        let request = Request::of(ctx)?;
        let open_to = request.loaders.one(SpecialtiesOfOffer(self.row.id)).await?.unwrap_or_default();
        let schools = request.schools().await?;
        let rows = schools.of_school(self.row.school_id).filter(|specialty| open_to.contains(&specialty.id));
        Ok(rows.cloned().map(Specialty).collect())
    }

    /// The skills asked for, in the company's order.
    async fn skills(&self, ctx: &Context<'_>) -> Result<Vec<Skill>, Error> {
        let skills = Request::of(ctx)?.loaders.one(SkillsOfOffer(self.row.id)).await?;
        Ok(skills.unwrap_or_default().into_iter().map(Skill).collect())
    }

    /// Posts open in all.
    async fn positions(&self) -> i32 {
        self.row.positions
    }

    /// Posts that no student has confirmed yet; none once it is filled.
    async fn positions_left(&self, ctx: &Context<'_>) -> Result<i32, Error> {
        if self.row.status.0 == domain::offer::OfferStatus::Filled {
            return Ok(0);
        }
        let confirmed = Request::of(ctx)?.loaders.one(ConfirmedOn(self.row.id)).await?.unwrap_or(0);
        Ok(self.row.positions.saturating_sub(confirmed).max(0))
    }

    /// City; null is unknown.
    async fn city(&self) -> Option<&str> {
        self.row.city.as_deref()
    }

    /// Postcode; null is unknown.
    async fn postcode(&self) -> Option<&str> {
        self.row.postcode.as_deref()
    }

    /// Where it is; null is unknown.
    async fn location(&self) -> Option<GeoPoint> {
        GeoPoint::of(self.row.latitude, self.row.longitude)
    }

    /// Remote work.
    async fn remote(&self) -> RemotePolicy {
        self.row.remote.0.into()
    }

    /// First day.
    async fn start(&self) -> Date {
        Date(self.row.start_on)
    }

    /// Last day; null is open.
    async fn end(&self) -> Option<Date> {
        self.row.end_on.map(Date)
    }

    /// Gross pay a month; null is not said.
    async fn gross_monthly_pay(&self) -> Option<Euro> {
        self.row.gross_monthly_pay.map(|cents| Euro(Cents(cents)))
    }

    /// When it expires unless extended; null before its first publication.
    async fn expires_at(&self) -> Option<DateTime> {
        self.row.expires_at.map(DateTime)
    }

    /// When it was published first.
    async fn published_at(&self) -> Option<DateTime> {
        self.row.published_at.map(DateTime)
    }

    /// Where it stands.
    async fn status(&self) -> OfferStatus {
        self.row.status.0.into()
    }

    /// Grows with each change: send it with `offerUpdate` to be told of changes that you have not seen.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// Who did what to it, when and why, oldest first; null to anybody but its company and the school's staff.
    async fn history(&self, ctx: &Context<'_>) -> Result<Option<Vec<OfferEvent>>, Error> {
        let request = Request::of(ctx)?;
        if !request.may(Action::ReadPrivate, &self.subject(request).await?) {
            return Ok(None);
        }
        let events = request.loaders.one(HistoryOfOffer(self.row.id)).await?.unwrap_or_default();
        Ok(Some(events.into_iter().map(OfferEvent).collect()))
    }

    /// Offers of the same company, school and postcode, pending or published, with nearly the same title; null to
    /// anybody but the school's staff.
    async fn possible_duplicates(&self, ctx: &Context<'_>) -> Result<Option<Vec<Self>>, Error> {
        let request = Request::of(ctx)?;
        if !request.may(Action::ReadDesk, &self.subject(request).await?) {
            return Ok(None);
        }
        let row = &self.row;
        let key = DuplicatesOf {
            offer: row.id,
            company: row.company_id,
            school: row.school_id,
            postcode: row.postcode.clone(),
            title_key: row.title_key.clone(),
        };
        let found = request.loaders.one(key).await?.unwrap_or_default();
        let found =
            futures_util::future::try_join_all(found.into_iter().map(|row| Self::load(request, row.id)));
        Ok(Some(found.await?.into_iter().flatten().collect()))
    }

    /// Who applied, newest first; null to anybody but its company, once verified, and the school's staff.
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand so.")] status: Option<ApplicationStatus>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Application, Totals>>, Error> {
        let request = Request::of(ctx)?;
        if !request.may(Action::ReadApplications, &self.subject(request).await?) {
            return Ok(None);
        }
        let filter = Filter { status, ..Filter::of(applications::Of::Offer(self.row.id)) };
        applications::page(ctx, filter, first, after).await.map(Some)
    }

    /// The confirmed students who suit it and whom you may see, the best first, each with the reasons; null to anybody
    /// but its company, once verified, and the school's staff. To the company age decides nothing here: the school checks it.
    async fn matching_students(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<MatchConnection<Student>>, Error> {
        suited::page(ctx, self, first, after).await
    }

    /// How well it suits you, and why; null unless you are a student.
    async fn fit(&self, ctx: &Context<'_>) -> Result<Option<Match>, Error> {
        fit::of_asker(Request::of(ctx)?, self.row.id).await
    }

    /// Whether it was made by `tremplin demo`.
    async fn demo(&self) -> bool {
        self.row.demo
    }
}

/// Something that was done to an offer.
#[derive(Clone, Debug)]
pub struct OfferEvent(pub Arc<offer_event::Model>);

/// Something that was done to an offer.
#[Object]
impl OfferEvent {
    /// What was done.
    async fn action(&self) -> OfferAction {
        self.0.action.0.into()
    }

    /// The state before; null when it was written.
    async fn from(&self) -> Option<OfferStatus> {
        self.0.from_status.map(|status| status.0.into())
    }

    /// The state after.
    async fn to(&self) -> OfferStatus {
        self.0.to_status.0.into()
    }

    /// The role of who did it; null is the platform.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Error> {
        history::role(Request::of(ctx)?, self.0.actor_id).await
    }

    /// The name of who did it; null is the platform.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        history::name(Request::of(ctx)?, self.0.actor_id).await
    }

    /// Why.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        Ok(history::reason(Request::of(ctx)?, self.0.actor_id, self.0.reason.as_deref()))
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}
