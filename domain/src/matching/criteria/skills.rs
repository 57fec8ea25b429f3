//! How much of what an offer asks the student can do; a skill that few offers ask for counts for more.

use super::{SkillNames, plural};
use crate::locale::Locale;
use crate::matching::Value;

/// A skill, by a number that is its own wherever [`Rarities`] are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Skill(pub u32);

/// What each skill counts for, by how many offers ask for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rarities {
    offers: u32,
    by_skill: Vec<u32>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    shared: u32,
    asked: u32,
    told: bool,
}

impl Rarities {
    /// From the number of offers, and for each skill, in the order of their numbers, that of the offers which ask for it.
    #[must_use]
    pub fn counted(offers: u32, asking: &[u32]) -> Self {
        Self { offers, by_skill: asking.iter().map(|asking| rarity(offers, *asking)).collect() }
    }

    /// What a skill counts for, in hundredths: 100 when every offer asks for it, 100 more each time it is half as
    /// frequent. One that is not known counts as one that no offer asks for.
    #[must_use]
    pub fn of(&self, skill: Skill) -> u32 {
        let known = usize::try_from(skill.0).ok().and_then(|number| self.by_skill.get(number));
        known.copied().unwrap_or_else(|| rarity(self.offers, 0))
    }
}

fn rarity(offers: u32, asking: u32) -> u32 {
    let asking = asking.min(offers);
    100 + log2_hundredths(u64::from(offers) + 1) - log2_hundredths(u64::from(asking) + 1)
}

/// The logarithm to base 2, in hundredths, straight between powers of two: whole numbers, and never decreasing.
fn log2_hundredths(number: u64) -> u32 {
    let power = number.ilog2();
    let below = 1_u64 << power;
    100 * power + u32::try_from(100 * (number - below) / below).unwrap_or(0)
}

/// The share of what is asked, each skill by its rarity. An offer that asks for nothing tells nothing, nor does a student
/// who lists nothing.
pub(super) fn value(has: &[Skill], asked: &[Skill], rarities: &Rarities) -> (Value, Found) {
    let (mut covered, mut whole, mut shared) = (0, 0, 0);
    for skill in asked {
        let rarity = u64::from(rarities.of(*skill));
        whole += rarity;
        if has.contains(skill) {
            covered += rarity;
            shared += 1;
        }
    }
    let asked_for = u32::try_from(asked.len()).unwrap_or(u32::MAX);
    let found = Found { shared, asked: asked_for, told: !has.is_empty() };
    let unknown = asked.is_empty() || has.is_empty();
    (if unknown { Value::NEUTRAL } else { Value::of(covered, whole) }, found)
}

impl Found {
    pub(super) fn sentence(self, names: SkillNames<'_>, locale: Locale) -> String {
        let (shared, asked) = (self.shared, self.asked);
        let (own, s) = (plural(self.shared, locale), plural(self.asked, locale));
        match (locale, self.asked, self.told) {
            (Locale::Fr, 0, _) => "L'offre ne demande aucune compétence précise.".to_owned(),
            (Locale::En, 0, _) => "The offer asks for no particular skill.".to_owned(),
            (Locale::Fr, _, false) => {
                "Le profil ne dit aucune compétence : celles demandées ne peuvent être comparées.".to_owned()
            }
            (Locale::En, _, false) => {
                "The profile lists no skill: those asked for cannot be compared.".to_owned()
            }
            (Locale::Fr, ..) => {
                let lists = lists(names, ["", "manque "]);
                format!("{shared} compétence{own} sur {asked} demandée{s}{lists}.")
            }
            (Locale::En, ..) => {
                let lists = lists(names, ["", "lacking "]);
                format!("{shared} of {asked} skill{s} asked for{lists}.")
            }
        }
    }
}

/// What the student has, then what is lacking.
fn lists(names: SkillNames<'_>, before: [&str; 2]) -> String {
    let parts: Vec<String> = [names.shared, names.lacking]
        .iter()
        .zip(before)
        .filter(|(names, _)| !names.is_empty())
        .map(|(names, before)| format!("{before}{}", names.join(", ")))
        .collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(" ; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 100 offers: all ask for skill 0, a tenth for skill 1, none for skill 2.
    fn rarities() -> Rarities {
        Rarities::counted(100, &[100, 10, 0])
    }

    #[test]
    fn a_rare_skill_counts_for_more() {
        let rarities = rarities();
        assert_eq!(rarities.of(Skill(0)), 100);
        assert!(rarities.of(Skill(1)) > 400 && rarities.of(Skill(1)) < 450);
        assert!(rarities.of(Skill(2)) > rarities.of(Skill(1)));
        assert_eq!(rarities.of(Skill(9)), rarities.of(Skill(2)), "unknown is as rare as can be");
        let asked = [Skill(0), Skill(1)];
        let (common, _) = value(&[Skill(0)], &asked, &rarities);
        let (rare, _) = value(&[Skill(1)], &asked, &rarities);
        assert!(rare > common && rare < Value::FULL);
        assert_eq!(value(&asked, &asked, &rarities).0, Value::FULL);
    }

    #[test]
    fn what_is_not_asked_and_what_is_not_told_is_neutral() {
        let told = |found: Found| {
            [Locale::Fr, Locale::En].map(|locale| found.sentence(SkillNames::default(), locale))
        };
        let (neutral, found) = value(&[Skill(0)], &[], &rarities());
        assert_eq!(neutral, Value::NEUTRAL);
        let asks_nothing =
            ["L'offre ne demande aucune compétence précise.", "The offer asks for no particular skill."];
        assert_eq!(told(found), asks_nothing);
        let (neutral, found) = value(&[], &[Skill(0)], &rarities());
        assert_eq!(neutral, Value::NEUTRAL);
        assert_eq!(
            told(found),
            [
                "Le profil ne dit aucune compétence : celles demandées ne peuvent être comparées.",
                "The profile lists no skill: those asked for cannot be compared."
            ]
        );
        assert_eq!(value(&[Skill(2)], &[Skill(0)], &rarities()).0, Value::NONE, "what is told is known");
    }

    #[test]
    fn the_sentence_names_the_skills() {
        let (_, found) = value(&[Skill(1)], &[Skill(0), Skill(1)], &rarities());
        let names = SkillNames { shared: &["Rust".to_owned()], lacking: &["C++".to_owned()] };
        assert_eq!(found.sentence(names, Locale::Fr), "1 compétence sur 2 demandées (Rust ; manque C++).");
        assert_eq!(found.sentence(names, Locale::En), "1 of 2 skills asked for (Rust ; lacking C++).");
    }
}
