//! What each criterion weighs: a school's configuration.

use super::{CriterionKey, Value};
use std::fmt;
use std::str::FromStr;
use strum::VariantArray;

/// What each criterion weighs, 0 to [`Weights::MOST`]; one that weighs 0 does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weights {
    /// [`CriterionKey::Skills`].
    pub skills: u16,
    /// [`CriterionKey::Distance`].
    pub distance: u16,
    /// [`CriterionKey::Start`].
    pub start: u16,
    /// [`CriterionKey::Pay`].
    pub pay: u16,
    /// [`CriterionKey::Hires`].
    pub hires: u16,
    /// [`CriterionKey::Text`].
    pub text: u16,
}

/// Why weights are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsFault {
    /// One is more than the most.
    #[error("the weight of {0} is more than {most}", most = Weights::MOST)]
    TooMuch(CriterionKey),
    /// All are zero: there is nothing to weigh by.
    #[error("all weights are zero")]
    Nothing,
}

/// A text is none of [`Weights`]' `Display`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the weights of the criteria, in their order")]
pub struct UnreadableWeights;

impl Default for Weights {
    /// What counts most is what a student can do; then where; then what is written, and when, for how much, with whom.
    fn default() -> Self {
        Self { skills: 35, distance: 20, start: 10, pay: 10, hires: 10, text: 15 }
    }
}

impl Weights {
    /// The most that a criterion weighs.
    pub const MOST: u16 = 100;

    /// The weight of a criterion.
    #[must_use]
    pub const fn of(&self, key: CriterionKey) -> u16 {
        match key {
            CriterionKey::Skills => self.skills,
            CriterionKey::Distance => self.distance,
            CriterionKey::Start => self.start,
            CriterionKey::Pay => self.pay,
            CriterionKey::Hires => self.hires,
            CriterionKey::Text => self.text,
        }
    }

    /// All of them together.
    #[must_use]
    pub fn total(&self) -> u64 {
        [self.skills, self.distance, self.start, self.pay, self.hires, self.text].map(u64::from).iter().sum()
    }

    /// The weights, where they can be weighed by.
    ///
    /// # Errors
    /// See [`WeightsFault`].
    pub fn checked(self) -> Result<Self, WeightsFault> {
        let too_much = CriterionKey::VARIANTS.iter().find(|key| self.of(**key) > Self::MOST);
        match too_much {
            Some(key) => Err(WeightsFault::TooMuch(*key)),
            None if self.total() == 0 => Err(WeightsFault::Nothing),
            None => Ok(self),
        }
    }

    /// What a criterion brings to the sum.
    pub(super) fn part(&self, key: CriterionKey, value: Value) -> u64 {
        u64::from(self.of(key)) * u64::from(value.parts())
    }

    /// The mean, from the sum of every criterion's part.
    pub(super) fn mean(&self, sum: u64) -> Value {
        Value::of(sum, self.total() * u64::from(Value::FULL.parts()))
    }
}

impl fmt::Display for Weights {
    /// As they are kept and told: `skills 35, distance 20, …`, in the order of [`CriterionKey`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |key: &CriterionKey| format!("{} {}", name(*key), self.of(*key));
        f.write_str(&CriterionKey::VARIANTS.iter().map(one).collect::<Vec<_>>().join(", "))
    }
}

impl FromStr for Weights {
    type Err = UnreadableWeights;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(", ").zip(CriterionKey::VARIANTS).map(|(part, key)| {
            let (named, weight) = part.split_once(' ')?;
            weight.parse::<u16>().ok().filter(|_| named == name(*key))
        });
        let mut next = || parts.next().flatten().ok_or(UnreadableWeights);
        let read = Self {
            skills: next()?,
            distance: next()?,
            start: next()?,
            pay: next()?,
            hires: next()?,
            text: next()?,
        };
        read.checked().ok().filter(|read| read.to_string() == text).ok_or(UnreadableWeights)
    }
}

fn name(key: CriterionKey) -> String {
    key.to_string().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_that_weigh_nothing_or_too_much_are_refused() {
        assert_eq!(Weights::default().checked(), Ok(Weights::default()));
        assert_eq!(Weights::default().total(), 100);
        let nothing = Weights { skills: 0, distance: 0, start: 0, pay: 0, hires: 0, text: 0 };
        assert_eq!(nothing.checked(), Err(WeightsFault::Nothing));
        assert!(Weights { pay: 100, ..nothing }.checked().is_ok());
        let much = Weights { pay: 101, ..nothing }.checked();
        assert_eq!(much, Err(WeightsFault::TooMuch(CriterionKey::Pay)));
    }

    #[test]
    fn weights_are_read_as_they_are_told() {
        let weights = Weights { skills: 1, distance: 2, start: 3, pay: 4, hires: 5, text: 6 };
        assert_eq!(weights.to_string(), "skills 1, distance 2, start 3, pay 4, hires 5, text 6");
        assert_eq!(weights.to_string().parse(), Ok(weights));
        let more = format!("{weights}, luck 7");
        for wrong in ["", "skills 1", &more, "distance 2, skills 1, start 3, pay 4, hires 5, text 6"] {
            assert_eq!(wrong.parse::<Weights>(), Err(UnreadableWeights), "{wrong}");
        }
    }
}
