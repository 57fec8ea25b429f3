//! Who sees which hires exactly.

use crate::context::Request;
use crate::error::Error;
use domain::hire_source::HireSource;
use domain::policy::{Action, Subject};
use entity::{Stored, hire};
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashSet;
use uuid::Uuid;

/// The specialties whose every hire the reader may see. All others show their published hires alone, and
/// counts made for the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    exact: HashSet<Uuid>,
    everything: bool,
}

impl Audience {
    /// What the one who asks may see, by the policy: each specialty's desk is asked for by itself, so that
    /// staff who are scoped to some specialties see the others as the public does.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(request: &Request) -> Result<Self, Error> {
        let schools = request.schools().await?;
        let sees = |specialty: &entity::specialty::Model| {
            let desk = Subject::School { school: specialty.school_id, specialty: Some(specialty.id) };
            request.may(Action::ReadDesk, &desk)
        };
        let exact: HashSet<Uuid> =
            schools.specialties.iter().filter(|row| sees(row)).map(|row| row.id).collect();
        let everything = exact.len() == schools.specialties.len();
        Ok(Self { exact, everything })
    }

    /// Whether the reader may see every hire of a specialty.
    #[must_use]
    pub fn sees_all_of(&self, specialty: Uuid) -> bool {
        self.everything || self.exact.contains(&specialty)
    }

    /// Whether the reader may see a hire as such, and not only in a count.
    #[must_use]
    pub fn sees(&self, hire: &hire::Model) -> bool {
        hire.source.0.is_public() || self.sees_all_of(hire.specialty_id)
    }

    /// [`Audience::sees`], for the database.
    #[must_use]
    pub fn visible(&self) -> Condition {
        if self.everything {
            return Condition::all();
        }
        let published = hire::Column::Source.eq(Stored(HireSource::Published));
        if self.exact.is_empty() {
            return Condition::all().add(published);
        }
        let own = hire::Column::SpecialtyId.is_in(self.exact.iter().copied());
        Condition::any().add(published).add(own)
    }
}
