//! The criteria, one file each: a value, and what was found, which says itself in French and in English.

pub mod distance;
pub mod hires;
pub mod pay;
pub mod skills;
pub mod start;
pub mod text;

use super::{Offer, Student, Terms, Value};
use crate::locale::Locale;
use strum::{Display, EnumString, VariantArray};

/// Which criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CriterionKey {
    /// How much of what is asked the student can do; a rare skill counts for more.
    Skills,
    /// How far it is, against how far the student goes.
    Distance,
    /// How soon after the student is available it begins.
    Start,
    /// What is paid.
    Pay,
    /// Whether the company has hired this specialty before.
    Hires,
    /// How many words the profile and the offer share.
    Text,
}

/// What a criterion found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Of skills.
    Skills(skills::Found),
    /// Of the distance.
    Distance(distance::Found),
    /// Of the start.
    Start(start::Found),
    /// Of the pay.
    Pay(pay::Found),
    /// Of past hires.
    Hires(hires::Found),
    /// Of the words.
    Text(text::Found),
}

/// The names of an offer's skills, for sentences.
#[derive(Clone, Copy, Debug, Default)]
pub struct SkillNames<'a> {
    /// Those that the student has.
    pub shared: &'a [String],
    /// Those that the student has not.
    pub lacking: &'a [String],
}

impl Finding {
    /// A sentence, for people.
    #[must_use]
    pub fn sentence(self, names: SkillNames<'_>, locale: Locale) -> String {
        match self {
            Self::Skills(found) => found.sentence(names, locale),
            Self::Distance(found) => found.sentence(locale),
            Self::Start(found) => found.sentence(locale),
            Self::Pay(found) => found.sentence(locale),
            Self::Hires(found) => found.sentence(locale),
            Self::Text(found) => found.sentence(locale),
        }
    }
}

/// Every criterion but the text.
pub(super) fn cheap(
    student: &Student,
    offer: &Offer,
    terms: Terms<'_>,
) -> [(CriterionKey, Value, Finding); 5] {
    let (skills, found) = skills::value(&student.skills, &offer.skills, terms.rarities);
    let skills = (CriterionKey::Skills, skills, Finding::Skills(found));
    let (distance, found) = distance::value(student, offer);
    let distance = (CriterionKey::Distance, distance, Finding::Distance(found));
    let (start, found) = start::value(student.available_from, offer.start);
    let start = (CriterionKey::Start, start, Finding::Start(found));
    let (pay, found) = pay::value(offer.pay);
    let pay = (CriterionKey::Pay, pay, Finding::Pay(found));
    let (hires, found) = hires::value(terms.hires, student.specialty, offer.company);
    let hires = (CriterionKey::Hires, hires, Finding::Hires(found));
    [skills, distance, start, pay, hires]
}

/// `"s"` for more than one: French and English agree, but for zero.
fn plural(count: u32, locale: Locale) -> &'static str {
    match (locale, count) {
        (_, 1) | (Locale::Fr, 0) => "",
        _ => "s",
    }
}
