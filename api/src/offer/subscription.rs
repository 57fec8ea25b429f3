//! What is told of offers as it happens.

use crate::context::Request;
use crate::error::Error;
use crate::events::{Event, Interest, Turn};
use crate::offer::loader::SpecialtiesOfOffer;
use crate::offer::types::Offer;
use crate::reference::Schools;
use crate::student::types::ContractType;
use async_graphql::{Context, InputObject, Subscription};
use async_trait::async_trait;
use domain::offer::OfferStatus;
use domain::offer::substance::is_open_to;
use entity::{school, specialty};
use futures_util::{Stream, stream};
use std::sync::Arc;

/// Which offers are told of; what is not given is not asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct OfferPublishedFilter {
    /// The school's code, as `INSA-TOULOUSE`.
    pub school: Option<String>,
    /// A specialty's code, as `IR`: offers that are open to it.
    pub specialty: Option<String>,
    /// The contract.
    pub contract_type: Option<ContractType>,
}

/// What is told of offers as it happens.
#[derive(Debug, Default)]
pub struct OfferSubscription;

/// What is told of offers as it happens.
#[Subscription]
impl OfferSubscription {
    /// An offer became open to students: it was approved, or opened again. Nobody needs an account to hear of it.
    async fn offer_published(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only such offers.")] filter: Option<OfferPublishedFilter>,
    ) -> Result<impl Stream<Item = Offer>, Error> {
        let request = Request::of(ctx)?;
        let wanted = Wanted::check(filter.unwrap_or_default(), &*request.schools().await?)?;
        let told = match Turn::of(ctx)? {
            Turn::Opened(opening) => {
                opening.wait_for(Publications);
                None
            }
            Turn::Happened(Event::OfferPublished { id, .. }) => Offer::load(request, id).await?,
            Turn::Happened(_) => None,
        };
        // It may have been closed again since.
        let told = told.filter(|offer| offer.row.status.0 == OfferStatus::Published);
        Ok(stream::iter(match told {
            Some(offer) if wanted.fits(request, &offer).await? => Some(offer),
            _ => None,
        }))
    }
}

/// Waits for every publication.
struct Publications;

#[async_trait]
impl Interest for Publications {
    async fn may_concern(&self, event: Event) -> bool {
        matches!(event, Event::OfferPublished { .. })
    }
}

/// A filter whose codes are known.
struct Wanted {
    school: Option<Arc<school::Model>>,
    /// The specialties of the code: one in each school that has it.
    specialties: Option<Vec<Arc<specialty::Model>>>,
    contract_type: Option<ContractType>,
}

impl Wanted {
    fn check(filter: OfferPublishedFilter, schools: &Schools) -> Result<Self, Error> {
        let school = match &filter.school {
            None => None,
            Some(code) => Some(schools.school_by_code(code).cloned().ok_or_else(|| {
                let accepted = schools.schools.iter().map(|school| school.code.clone()).collect();
                Error::unknown_value(&["filter", "school"], code, accepted)
            })?),
        };
        let specialties = match &filter.specialty {
            None => None,
            Some(code) => {
                let found = schools.specialties_by_code(school.as_ref().map(|school| school.id), code);
                let found: Vec<_> = found.into_iter().cloned().collect();
                if found.is_empty() {
                    let accepted = codes(schools, school.as_deref());
                    return Err(Error::unknown_value(&["filter", "specialty"], code, accepted));
                }
                Some(found)
            }
        };
        Ok(Self { school, specialties, contract_type: filter.contract_type })
    }

    async fn fits(&self, request: &Request, offer: &Offer) -> Result<bool, Error> {
        let row = &offer.row;
        let school = self.school.as_ref().is_none_or(|school| school.id == row.school_id);
        let contract = self.contract_type.is_none_or(|wanted| wanted == row.contract_type.0.into());
        let Some(wanted) = self.specialties.as_ref().filter(|_| school && contract) else {
            return Ok(school && contract);
        };
        let open_to = request.loaders.one(SpecialtiesOfOffer(row.id)).await?.unwrap_or_default();
        Ok(wanted.iter().any(|specialty| {
            row.school_id == specialty.school_id && is_open_to(&open_to, specialty.id, specialty.parent_id)
        }))
    }
}

fn codes(schools: &Schools, school: Option<&school::Model>) -> Vec<String> {
    let of_school = |row: &&Arc<specialty::Model>| school.is_none_or(|school| school.id == row.school_id);
    let mut codes: Vec<String> =
        schools.specialties.iter().filter(of_school).map(|row| row.code.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
}
