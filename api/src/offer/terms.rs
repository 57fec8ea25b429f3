//! The terms of an offer: as people write them ([`Draft`]), and checked ([`Terms`]). Everything that is wrong is
//! told at once, each with its field.

use crate::graphql::user_error::{ErrorCode, UserError};
use crate::reference::Schools;
use crate::skill;
use chrono::{Datelike, NaiveDate};
use domain::contract_type::ContractType;
use domain::money::Cents;
use domain::offer::RemotePolicy;
use domain::offer::substance::Substance;
use domain::place;
use domain::text::fold;
use entity::{school, specialty};
use std::ops::RangeInclusive;
use std::sync::Arc;
use uuid::Uuid;

/// Characters of a title.
const TITLE: RangeInclusive<usize> = 3..=150;
/// Characters of a description.
const DESCRIPTION: RangeInclusive<usize> = 20..=10_000;
/// Characters of the missions.
const MISSIONS: RangeInclusive<usize> = 1..=10_000;
/// Characters of a city's name.
const CITY: RangeInclusive<usize> = 1..=100;
/// Posts of one offer.
const POSITIONS: RangeInclusive<i32> = 1..=100;
/// Gross cents a month: above, somebody wrote a year's pay or cents for euros.
const PAY: RangeInclusive<i64> = 1..=10_000_000;
/// The years that a contract may begin or end in.
const YEARS: RangeInclusive<i32> = 2000..=2100;

/// The terms of an offer, not checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) missions: Option<String>,
    pub(crate) contract_type: ContractType,
    /// By code.
    pub(crate) specialties: Vec<String>,
    pub(crate) skills: Vec<String>,
    pub(crate) positions: i32,
    pub(crate) postcode: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) remote: RemotePolicy,
    pub(crate) start: NaiveDate,
    pub(crate) end: Option<NaiveDate>,
    pub(crate) pay: Option<Cents>,
}

/// The terms of an offer, checked.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    /// What was written, trimmed; blank texts are none.
    pub(crate) draft: Draft,
    /// The specialties themselves, in the school's order.
    pub(crate) specialties: Vec<Arc<specialty::Model>>,
    /// The city's key, under which its spellings are one.
    pub(crate) city_key: Option<String>,
    /// Where the city lies, where it is known.
    pub(crate) coordinates: Option<place::Coordinates>,
}

impl Draft {
    /// What career services decide on, of terms open to these specialties.
    pub(super) fn substance(&self, specialties: impl IntoIterator<Item = Uuid>) -> Substance {
        let draft = self.clone();
        Substance {
            title: draft.title,
            description: draft.description,
            missions: draft.missions,
            contract_type: draft.contract_type,
            specialties: specialties.into_iter().collect(),
            skills: draft.skills.iter().map(|skill| fold(skill)).collect(),
            postcode: draft.postcode,
            city: draft.city,
            remote: draft.remote,
            start: draft.start,
            end: draft.end,
            pay: draft.pay,
        }
    }
}

/// Checks a draft for a school. An unknown school is told by whoever looked for it.
///
/// # Errors
/// Everything that is wrong, at paths that begin with `input`.
pub(crate) fn check(
    draft: Draft,
    schools: &Schools,
    school: Option<&school::Model>,
) -> Result<Terms, Vec<UserError>> {
    let draft = trimmed(draft);
    let mut faults = Faults::default();
    faults.texts(&draft);
    faults.numbers(&draft);
    faults.dates(&draft);
    let specialties =
        school.map_or_else(Vec::new, |school| faults.specialties(&draft.specialties, schools, school));
    if !faults.0.is_empty() {
        return Err(faults.0);
    }
    let (postcode, city) = (draft.postcode.as_deref().unwrap_or(""), draft.city.as_deref().unwrap_or(""));
    let coordinates = place::resolve(postcode, city).and_then(|place| place.coordinates);
    let city_key = place::label(postcode, city).map(|label| fold(&label));
    Ok(Terms { specialties, city_key, coordinates, draft })
}

fn trimmed(mut draft: Draft) -> Draft {
    let tidy = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    draft.title = draft.title.trim().to_owned();
    draft.description = draft.description.trim().to_owned();
    draft.missions = tidy(draft.missions);
    draft.postcode = tidy(draft.postcode);
    draft.city = tidy(draft.city);
    draft
}

/// What is wrong so far.
#[derive(Default)]
struct Faults(Vec<UserError>);

impl Faults {
    fn unless(&mut self, right: bool, field: &str, fr: impl Into<String>, en: impl Into<String>) {
        if !right {
            self.0.push(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", field]));
        }
    }

    fn length(&mut self, field: &str, text: &str, range: &RangeInclusive<usize>) {
        let (least, most) = (range.start(), range.end());
        let right = range.contains(&text.chars().count());
        let fr = format!("De {least} à {most} caractères sont attendus.");
        self.unless(right, field, fr, format!("{least} to {most} characters are expected."));
    }

    fn texts(&mut self, draft: &Draft) {
        self.length("title", &draft.title, &TITLE);
        self.length("description", &draft.description, &DESCRIPTION);
        if let Some(missions) = &draft.missions {
            self.length("missions", missions, &MISSIONS);
        }
        if let Some(city) = &draft.city {
            self.length("city", city, &CITY);
        }
        let is_postcode = |text: &String| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let right = draft.postcode.as_ref().is_none_or(is_postcode);
        self.unless(right, "postcode", "Cinq chiffres sont attendus.", "Five digits are expected.");
        let (most, longest) = (skill::store::MOST, skill::store::LONGEST);
        let right = draft.skills.len() <= most
            && draft
                .skills
                .iter()
                .all(|skill| !fold(skill).is_empty() && skill.trim().chars().count() <= longest);
        let fr = format!("{most} compétences au plus sont attendues, de 1 à {longest} caractères chacune.");
        let en = format!("{most} skills at most are expected, of 1 to {longest} characters each.");
        self.unless(right, "skills", fr, en);
    }

    fn numbers(&mut self, draft: &Draft) {
        let right = POSITIONS.contains(&draft.positions);
        self.unless(
            right,
            "positions",
            "De 1 à 100 postes sont attendus.",
            "1 to 100 positions are expected.",
        );
        let right = draft.pay.is_none_or(|pay| PAY.contains(&pay.0));
        let fr = "Une rémunération brute mensuelle de 0.01 à 100000.00 est attendue.";
        let en = "A gross monthly pay of 0.01 to 100000.00 is expected.";
        self.unless(right, "grossMonthlyPay", fr, en);
    }

    fn dates(&mut self, draft: &Draft) {
        let right = YEARS.contains(&draft.start.year());
        self.unless(
            right,
            "start",
            "Une date de ce siècle est attendue.",
            "A day of this century is expected.",
        );
        let right = draft.end.is_none_or(|end| end > draft.start && YEARS.contains(&end.year()));
        self.unless(
            right,
            "end",
            "La fin est attendue après le début.",
            "The end is expected after the start.",
        );
    }

    fn specialties(
        &mut self,
        codes: &[String],
        schools: &Schools,
        school: &school::Model,
    ) -> Vec<Arc<specialty::Model>> {
        let fr = "Une spécialité au moins est attendue.";
        self.unless(!codes.is_empty(), "specialties", fr, "One specialty at least is expected.");
        let known: Vec<_> = schools.of_school(school.id).cloned().collect();
        let is = |row: &specialty::Model, code: &str| row.code.eq_ignore_ascii_case(code.trim());
        for code in codes.iter().filter(|code| !known.iter().any(|row| is(row, code))) {
            let accepted = known.iter().map(|row| row.code.as_str()).collect::<Vec<_>>().join(", ");
            let fr = format!("{} n'a pas de spécialité {code:?} ; connues : {accepted}.", school.code);
            let en = format!("{} has no specialty {code:?}; known: {accepted}.", school.code);
            self.0.push(UserError::new(ErrorCode::Unknown, fr, en).at(&["input", "specialties"]));
        }
        known.into_iter().filter(|row| codes.iter().any(|code| is(row, code))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            title: " Ingénieur essais ".into(),
            description: "Essais en soufflerie et dépouillement.".into(),
            missions: Some("  ".into()),
            contract_type: ContractType::Professionalisation,
            specialties: vec![],
            skills: vec!["Python".into()],
            positions: 2,
            postcode: Some("31400".into()),
            city: Some("TOULOUSE cedex 4".into()),
            remote: RemotePolicy::None,
            start: NaiveDate::from_ymd_opt(2027, 9, 1).unwrap(),
            end: NaiveDate::from_ymd_opt(2028, 8, 31),
            pay: Some(Cents(150_000)),
        }
    }

    fn fields(draft: Draft) -> Vec<String> {
        let errors = check(draft, &Schools::default(), None).unwrap_err();
        errors.into_iter().map(|error| error.path[1].clone()).collect()
    }

    #[test]
    fn good_terms_are_trimmed_and_located() {
        let terms = check(draft(), &Schools::default(), None).unwrap();
        assert_eq!((terms.draft.title.as_str(), terms.draft.missions.as_deref()), ("Ingénieur essais", None));
        assert_eq!(terms.city_key.as_deref(), Some("toulouse"));
        assert!(terms.coordinates.is_some_and(|point| (43.0..44.0).contains(&point.latitude)));
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = Draft {
            title: "ab".into(),
            description: "short".into(),
            skills: vec!["…".into()],
            positions: 101,
            postcode: Some("3140".into()),
            end: NaiveDate::from_ymd_opt(2027, 9, 1),
            pay: Some(Cents(0)),
            ..draft()
        };
        let expected = ["title", "description", "postcode", "skills", "positions", "grossMonthlyPay", "end"];
        assert_eq!(fields(wrong), expected);
    }

    #[test]
    fn a_specialty_that_the_school_does_not_have_is_named() {
        let school = school::Model {
            id: uuid::Uuid::nil(),
            code: "ENSSAT".into(),
            name: "Enssat".into(),
            position: 1,
        };
        let codes = |codes: &[&str]| Draft {
            specialties: codes.iter().map(|c| (*c).to_owned()).collect(),
            ..draft()
        };
        for (specialties, code) in [(codes(&[]), ErrorCode::Invalid), (codes(&["AE"]), ErrorCode::Unknown)] {
            let errors = check(specialties, &Schools::default(), Some(&school)).unwrap_err();
            assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), [code]);
        }
    }
}
