//! `Company`.

use crate::application::list::{self as applications, Filter};
use crate::application::types::{Application, ApplicationStatus};
use crate::company::loader::{AliasesOf, CompanyById, GroupById, MembersOf};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use crate::graphql::scalars::{DateTime, Siret};
use crate::hiring::filter::{Scope, YearRange};
use crate::hiring::types::HiringStatistics;
use crate::offer::list as offers;
use crate::offer::types::{Offer, OfferStatus};
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::policy::{Action, Subject};
use entity::{account, company, company_member};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

/// A company's class by its number of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::company_size::CompanySize")]
pub enum CompanySize {
    /// 0 to 19.
    Tpe,
    /// 20 to 249.
    Pme,
    /// 250 to 5,000.
    Eti,
    /// Over 5,000.
    Ge,
}

/// Whether a school has verified that a company is what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::company::CompanyStatus")]
pub enum CompanyStatus {
    /// Known from the hiring history alone: nobody acts for it yet.
    Listed,
    /// Signed up: drafts offers, submits none, sees no student.
    Unverified,
    /// Verified by staff: submits offers and sees the students who let companies see them.
    Verified,
    /// Refused by staff, with the reason.
    Rejected,
}

/// A point on the map.
#[derive(Clone, Copy, Debug, PartialEq, SimpleObject)]
pub struct GeoPoint {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl GeoPoint {
    /// Both coordinates, or nothing: what is unknown is not zero.
    #[must_use]
    pub fn of(latitude: Option<f64>, longitude: Option<f64>) -> Option<Self> {
        Some(Self { latitude: latitude?, longitude: longitude? })
    }
}

/// A company, or one of its establishments.
#[derive(Clone, Debug)]
pub struct Company(pub Arc<company::Model>);

impl Company {
    /// The company of this id, in a batch.
    ///
    /// # Errors
    /// The database does not answer, or a row refers to a company that is not there.
    pub async fn load(request: &Request, id: Uuid) -> Result<Self, Error> {
        let company = request.loaders.one(CompanyById(id)).await?.map(Self);
        company.ok_or_else(|| Error::internal(anyhow::anyhow!("no company {id}")))
    }

    /// What the policy decides on.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::Company { company: self.0.id }
    }
}

/// A company, or one of its establishments.
#[Object]
impl Company {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Company, self.0.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its SIRET, where known.
    async fn siret(&self) -> Option<Siret> {
        self.0.siret.as_deref().and_then(|siret| siret.parse().ok())
    }

    /// The group it belongs to, in the product's own reading: groups are not printed in the hiring history.
    async fn group(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        let Some(group) = self.0.group_id else { return Ok(None) };
        let group = Request::of(ctx)?.loaders.one(GroupById(group)).await?;
        Ok(group.map(|group| group.name.clone()))
    }

    /// What is counted of its hires; the public sees the published ones alone.
    async fn hiring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these academic years.")] years: Option<YearRange>,
    ) -> Result<HiringStatistics, Error> {
        HiringStatistics::of(Request::of(ctx)?, Scope::of_company(self.0.id, years.as_ref())?).await
    }

    /// The names under which it was printed in the hiring history.
    async fn printed_names(&self, ctx: &Context<'_>) -> Result<Vec<String>, Error> {
        Ok(Request::of(ctx)?.loaders.one(AliasesOf(self.0.id)).await?.unwrap_or_default())
    }

    /// Its size; null is unknown.
    async fn size(&self) -> Option<CompanySize> {
        self.0.size.map(|size| size.0.into())
    }

    /// What it says of itself.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// The address of its site.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// City; null is unknown.
    async fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// Postcode; null is unknown.
    async fn postcode(&self) -> Option<&str> {
        self.0.postcode.as_deref()
    }

    /// Where it is; null is unknown.
    async fn location(&self) -> Option<GeoPoint> {
        GeoPoint::of(self.0.latitude, self.0.longitude)
    }

    /// Whether a school has verified it.
    async fn status(&self) -> CompanyStatus {
        self.0.status.0.into()
    }

    /// Why a school rejected it; only its members and staff see this.
    async fn status_reason(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        let seen = Request::of(ctx)?.may(Action::ReadPrivate, &self.subject());
        Ok(self.0.status_reason.clone().filter(|_| seen))
    }

    /// Who acts, or asks to act, for it; only its members and staff see this.
    async fn members(&self, ctx: &Context<'_>) -> Result<Option<Vec<CompanyMember>>, Error> {
        let request = Request::of(ctx)?;
        if !request.may(Action::ReadPrivate, &self.subject()) {
            return Ok(None);
        }
        let members = request.loaders.one(MembersOf(self.0.id)).await?.unwrap_or_default();
        Ok(Some(members.into_iter().map(|(row, account)| CompanyMember { row, account }).collect()))
    }

    /// Its offers, newest first: those that you may see, which for the public are those that were published.
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand so.")] status: Option<OfferStatus>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Offer, Totals>, Error> {
        offers::page(ctx, offers::Of::Company(self.0.id), status, first, after).await
    }

    /// Who applied to it and to its offers, newest first; only its members see this, once it is verified.
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand so.")] status: Option<ApplicationStatus>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Application, Totals>>, Error> {
        if !Request::of(ctx)?.may(Action::ReadApplications, &self.subject()) {
            return Ok(None);
        }
        let filter = Filter { status, ..Filter::of(applications::Of::Company(self.0.id)) };
        applications::page(ctx, filter, first, after).await.map(Some)
    }

    /// Whether it was made by `tremplin demo`.
    async fn demo(&self) -> bool {
        self.0.demo
    }
}

/// Whether a person may act for a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::company::MemberStatus")]
pub enum MemberStatus {
    /// Asked to join a company that has members already.
    Pending,
    /// The first of its company, or approved by a member.
    Approved,
    /// Refused by a member.
    Refused,
}

/// A person's place in a company.
#[derive(Clone, Debug)]
pub struct CompanyMember {
    /// The row.
    pub row: Arc<company_member::Model>,
    /// The person.
    pub account: Arc<account::Model>,
}

impl CompanyMember {
    /// The place of an account, where it has one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_account(request: &Request, account: Uuid) -> Result<Option<Self>, Error> {
        let found = company_member::Entity::find()
            .filter(company_member::Column::AccountId.eq(account))
            .find_also_related(account::Entity)
            .one(&request.context.db.read)
            .await?;
        let Some((row, Some(account))) = found else { return Ok(None) };
        Ok(Some(Self { row: Arc::new(row), account: Arc::new(account) }))
    }
}

/// A person's place in a company: seen by the person, the company's members and staff.
#[Object]
impl CompanyMember {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::CompanyMember, self.row.id)
    }

    /// The person's name.
    async fn name(&self) -> &str {
        &self.account.name
    }

    /// The person's e-mail address.
    async fn email(&self) -> &str {
        &self.account.email
    }

    /// The person's function in the company.
    async fn job_title(&self) -> Option<&str> {
        self.row.job_title.as_deref()
    }

    /// Whether the person may act for the company.
    async fn status(&self) -> MemberStatus {
        self.row.status.0.into()
    }

    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Result<Company, Error> {
        Company::load(Request::of(ctx)?, self.row.company_id).await
    }

    /// When the person asked to join.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}
