//! What each criterion weighs: a school's configuration.

use super::{CriterionKey, Value};

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
        use strum::VariantArray;
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
}
