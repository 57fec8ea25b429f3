//! One step of a procedure.

use super::actor::Actor;
use super::condition::Condition;
use super::due::Due;
use super::input::Input;
use super::paper::{Paper, Product};
use super::words::Words;
use strum::{Display, EnumString, VariantArray};

/// One step of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its key, unique in the procedure: `3b`.
    pub key: String,
    /// What is to be done, in a few words.
    pub title: Words,
    /// The same, as whoever does it needs to know it.
    pub description: Words,
    /// When in the contract's life it is done.
    pub phase: Phase,
    /// Who does it: any one of them.
    pub actors: Vec<Actor>,
    /// Who may record it beside them, in their name.
    pub recorded_by: Vec<Actor>,
    /// The steps that must be done before.
    pub after: Vec<String>,
    /// When it applies; always without.
    pub when: Option<Condition>,
    /// What it asks for.
    pub inputs: Vec<Input>,
    /// The papers that it brings about.
    pub produces: Vec<Product>,
    /// The papers whose last signature completes it, produced by it or a step before it.
    pub signs: Vec<Paper>,
    /// Who must agree once it is completed: all of them, in any order.
    pub validators: Vec<Actor>,
    /// What a refusal does.
    pub refusal: Refusing,
    /// Until when.
    pub due: Option<Due>,
    /// The most points that it scores; none for a step that is not graded.
    pub points: Option<u8>,
    /// Whether nothing waits for it.
    pub optional: bool,
    /// Whether it may be done again and again, as reporting incidents. Such a step is optional, too.
    pub repeatable: bool,
    /// Whether its completion takes one of the school's places.
    pub reserves_place: bool,
}

/// What a refusal does to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusing {
    /// Nobody can refuse it: it has no validators.
    Never,
    /// Its validators may: the step named opens again, itself or one before it.
    ByValidators {
        /// The step's key.
        reopens: String,
    },
    /// Its actors may, for the step is a decision, and either answer needs the same inputs: the step before it that is
    /// named opens again.
    ByActors {
        /// The step's key.
        reopens: String,
    },
}

/// When in the contract's life a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Phase {
    /// Before there is a contract: the confirmed application shows that it is done.
    Applying,
    /// From the contract's opening: it is active only once all of these are done.
    Preparing,
    /// From the contract's opening, and holds nothing up.
    Alongside,
    /// Once the contract is active.
    Active,
}

impl Step {
    /// Whether something waits for it: whether it must be done where it applies.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        !self.optional && !self.repeatable
    }

    /// Its input with this key.
    #[must_use]
    pub fn input(&self, key: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.key == key)
    }
}
