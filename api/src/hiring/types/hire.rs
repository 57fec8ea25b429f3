//! `Hire`.

use crate::company::types::{Company, GeoPoint};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::AcademicYear;
use crate::hiring::audience::Audience;
use crate::hiring::loader::HireById;
use crate::school::types::{School, Specialty};
use async_graphql::{Context, Enum, Object};
use entity::hire;
use std::sync::Arc;
use uuid::Uuid;

/// Where a hire is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::hire_source::HireSource")]
pub enum HireSource {
    /// Printed in a document that the school made public.
    Published,
    /// Read from a file of the school that was not made public.
    Imported,
    /// Entered by career services.
    Recorded,
    /// An active contract of the product itself.
    Contract,
}

/// How sure the reading of a published hire is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::confidence::Confidence")]
pub enum Confidence {
    /// Only one reading makes sense.
    Certain,
    /// Another reading is possible; the note names it.
    Likely,
}

/// One past contract: who hired from which specialty, in which academic year.
#[derive(Clone, Debug)]
pub struct Hire(pub Arc<hire::Model>);

impl Hire {
    /// The hire of this id, in a batch; none where there is none, or none that the asker may see.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn find(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        let Some(hire) = request.loaders.one(HireById(id)).await? else { return Ok(None) };
        let visible = hire.source.0.is_public() || Audience::of(request).await?.sees(&hire);
        Ok(visible.then_some(Self(hire)))
    }
}

/// One past contract: who hired from which specialty, in which academic year. No student is named.
#[Object]
impl Hire {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Hire, self.0.id)
    }

    /// The school.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.0.school_id).await
    }

    /// The specialty.
    async fn specialty(&self, ctx: &Context<'_>) -> Result<Specialty, Error> {
        Specialty::load(Request::of(ctx)?, self.0.specialty_id).await
    }

    /// The year in which the contract began.
    async fn academic_year(&self) -> Result<AcademicYear, Error> {
        AcademicYear::stored(self.0.academic_year)
    }

    /// The line in the printed table of that specialty and year; null where none was printed.
    async fn row(&self) -> Option<i32> {
        self.0.row_number
    }

    /// The company, in the product's own reading of the printed name.
    async fn company(&self, ctx: &Context<'_>) -> Result<Company, Error> {
        Company::load(Request::of(ctx)?, self.0.company_id).await
    }

    /// The company's name to the letter; null where none was printed.
    async fn company_as_printed(&self) -> Option<&str> {
        self.0.company_as_printed.as_deref()
    }

    /// The postcode as printed; null where none was.
    async fn postcode(&self) -> Option<&str> {
        self.0.postcode.as_deref()
    }

    /// The city as printed; null where none was.
    async fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// The commune that postcode and city mean, else the city cleaned; null is unknown.
    async fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// Where the commune lies; null is unknown.
    async fn location(&self) -> Option<GeoPoint> {
        GeoPoint::of(self.0.latitude, self.0.longitude)
    }

    /// Where the hire is known from. The public sees published ones alone, and of the others only counts.
    async fn source(&self) -> HireSource {
        self.0.source.0.into()
    }

    /// The document in which it was published.
    async fn document(&self) -> Option<&str> {
        self.0.document.as_deref()
    }

    /// How sure the reading of the document or file is; null where nothing was read.
    async fn confidence(&self) -> Option<Confidence> {
        self.0.confidence.map(|confidence| confidence.0.into())
    }

    /// A remark on the reading: another that is possible, or a year that was inferred from the published counts.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}
