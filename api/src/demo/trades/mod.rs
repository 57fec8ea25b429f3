//! What offers are about: one trade a group of specialties, each with its jobs, subjects, tasks and skills in both
//! languages. Job and subject make a title, so that a few lines make hundreds of offers that search tells apart.

mod building;
mod digital;
mod environment;
mod industry;
mod matter;

use crate::demo::dice::Dice;
use domain::locale::Text;
use entity::specialty;

/// A trade.
pub(super) struct Trade {
    /// The codes of the specialties that learn it.
    pub(super) specialties: &'static [&'static str],
    /// Who is looked for.
    pub(super) jobs: &'static [Text],
    /// What the work is about.
    pub(super) subjects: &'static [Text],
    /// What is to be done, as the items of a list.
    pub(super) tasks: &'static [Text],
    /// What must be known; names of tools and methods are the same in both languages.
    pub(super) skills: &'static [&'static str],
}

const fn t(fr: &'static str, en: &'static str) -> Text {
    Text { fr, en }
}

/// Every trade.
pub(super) fn all() -> impl Iterator<Item = &'static Trade> {
    [digital::TRADES, industry::TRADES, matter::TRADES, environment::TRADES, building::TRADES]
        .into_iter()
        .flatten()
}

/// A trade of a specialty; any trade, for a specialty of a school that is not shipped.
pub(super) fn of(specialty: &specialty::Model, dice: &Dice) -> &'static Trade {
    let of_specialty = |trade: &&Trade| trade.specialties.contains(&specialty.code.as_str());
    let mut trades: Vec<&Trade> = all().filter(of_specialty).collect();
    if trades.is_empty() {
        trades = all().collect();
    }
    dice.pick(&trades)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::school::specialties;

    #[test]
    fn every_shipped_specialty_has_a_trade() {
        for row in specialties() {
            assert!(all().any(|trade| trade.specialties.contains(&row.code.as_str())), "{}", row.code);
        }
    }

    #[test]
    fn every_trade_has_enough_of_everything() {
        for trade in all() {
            let few = (trade.jobs.len(), trade.subjects.len(), trade.tasks.len(), trade.skills.len());
            assert!(few.0 >= 3 && few.1 >= 5 && few.2 >= 5 && few.3 >= 6, "{:?}: {few:?}", trade.specialties);
        }
    }
}
