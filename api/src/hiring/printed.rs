//! A hire's row from a line that was printed or sent in a file.

use crate::context::Context;
use crate::location::Location;
use domain::hire_source::HireSource;
use domain::hiring::import::HireLine;
use entity::{Stored, hire};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// What a line does not say of its hire.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) school: Uuid,
    pub(crate) specialty: Uuid,
    pub(crate) company: Uuid,
    pub(crate) source: HireSource,
    /// The document in which the line was published.
    pub(crate) document: Option<&'static str>,
}

/// The row of a line, with a new id and its first version.
pub(crate) fn row(context: &Context, line: &HireLine, origin: Origin) -> hire::ActiveModel {
    let location = Location::of(line.postcode.as_deref(), line.city.as_deref());
    hire::ActiveModel {
        id: Set(context.new_id()),
        school_id: Set(origin.school),
        specialty_id: Set(origin.specialty),
        academic_year: Set(line.academic_year.first_year()),
        row_number: Set(Some(row_number(line))),
        company_id: Set(origin.company),
        company_as_printed: Set(Some(line.company_as_printed.clone())),
        postcode: Set(line.postcode.clone()),
        city: Set(line.city.clone()),
        city_key: Set(location.city_key),
        place: Set(location.place),
        place_key: Set(location.place_key),
        latitude: Set(location.latitude),
        longitude: Set(location.longitude),
        source: Set(Stored(origin.source)),
        document: Set(origin.document.map(str::to_owned)),
        confidence: Set(Some(Stored(line.confidence))),
        note: Set(line.note.clone()),
        recorded_by: Set(None),
        version: Set(1),
        created_at: Set(context.now()),
    }
}

/// The row in the printed table; the reader of files lets none through that is larger than 9,999.
pub(crate) fn row_number(line: &HireLine) -> i32 {
    i32::try_from(line.row).unwrap_or(i32::MAX)
}
